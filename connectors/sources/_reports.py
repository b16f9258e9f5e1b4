"""What a vendor makes in the background: looking whether it is ready, and fetching it from where it lies."""

import time
from collections.abc import Iterator

from connectors.answer import Answer, judge_status
from connectors.errors import SourceError, Unavailable

GIVE_UP_AFTER = 3600.0
"""Seconds after something was ordered."""


def looks(what: str, longest: float, first: float = 2.0) -> Iterator[None]:
    """Yields each time that it is worth a look: soon, then ever later, at last every `longest` seconds.

    Raises Unavailable when `what` is not ready after an hour.
    """
    deadline, pause = time.monotonic() + GIVE_UP_AFTER, min(first, longest)
    while time.monotonic() < deadline:
        time.sleep(pause)
        yield
        pause = min(2 * pause, longest)
    raise Unavailable(f"{what} is not ready after {GIVE_UP_AFTER / 60:.0f} minutes.")


def judge_download(answer: Answer) -> SourceError | None:
    """Judge by the status alone: what storage says may quote the link, which opens the file for whoever has it."""
    return judge_status(Answer(answer.status, answer.headers, answer.body, "a finished report could not be downloaded"))
