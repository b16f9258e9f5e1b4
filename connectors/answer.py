"""A vendor's answer and what its HTTP status means. Vendors' own error bodies are judged in their sources."""

import email.utils
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import Refused, SourceError, Unavailable


@dataclass(frozen=True)
class Answer:
    """A vendor's answer: `body` is the parsed JSON, None when the text is not JSON (then `text` has it)."""

    status: int
    headers: Mapping[str, str]
    body: Any
    text: str = ""


Judge = Callable[[Answer], SourceError | None]


def judge_status(answer: Answer) -> SourceError | None:
    """Judge by HTTP status alone, and refuse to take HTML or a cut body for data."""
    status, wait = answer.status, retry_after(answer.headers)
    said = answer.text[:300].strip() or "no body"
    if status == 429 or status >= 500 or status == 408:
        return Unavailable(f"HTTP {status}: {said}", wait)
    if status >= 400:
        return Refused(f"HTTP {status}: {said}")
    if answer.body is None and status != 204:
        return Unavailable(f"HTTP {status} with a body that is not whole JSON: {said[:80]}")
    return None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds in a Retry-After header (a number or a date), None without one."""
    value = headers.get("Retry-After")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
