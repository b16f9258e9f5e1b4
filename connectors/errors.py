"""The three ways a source can fail, named for the remedy.

    SourceError
    ├── NotConfigured   nobody asked for this source: skip it and say which variable would turn it on
    ├── Refused         a person must act (credential, permission, wrong id, changed contract): never retried
    └── Unavailable     the vendor is busy or ill: retried, for as long as it asks

Messages are complete sentences for the person on duty; they never hold a secret or a URL's query.
"""


class SourceError(Exception):
    """Base of what a connector raises on purpose."""


class NotConfigured(SourceError):
    """A source that has none of its settings; `variable` is the first one to set."""

    def __init__(self, variable: str, reason: str = "") -> None:
        self.variable = variable
        super().__init__(reason or f"{variable} is not set; set it to load this source.")


class Refused(SourceError):
    """The vendor, or our own contract with it, says no: retrying cannot clear this."""


class Unavailable(SourceError):
    """A passing fault. `retry_after` is the vendor's own wait in seconds, None when it gave none."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)
