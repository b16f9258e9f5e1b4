"""What YouTube answers with an error of its own, in Google's older envelope."""


class Refusal(ValueError):
    """The text is Google's message."""

    def __init__(self, message: str, status: int = 400, reason: str = "badRequest", domain: str = "global") -> None:
        self.status, self.reason, self.domain = status, reason, domain
        super().__init__(message)


def not_supported() -> Refusal:
    return Refusal("The query is not supported. Check the documentation for supported queries.")
