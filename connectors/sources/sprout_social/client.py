"""Asking Sprout Social: its errors, and names that it no longer knows. What is asked is in fetch.py."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Row, Withdrawn
from connectors.sources._withdrawn import BadQuestion, answered, withdrawn

A_MINUTE = 60.0
"""Seconds to stay away: the limit is by minute, and no answer says how much of it is left."""


def judge(answer: Answer) -> SourceError | None:
    """An error is one sentence under `error`. The request's id is what Sprout's support asks for."""
    request = answer.headers.get("X-Sprout-Request-ID")
    known = answer.body.get("error") if isinstance(answer.body, dict) else None
    said = f"HTTP {answer.status}: {known}" + (f" (request {request})" if request else "")
    if answer.status == 202:
        return Unavailable(f"{said}. The answer is not ready yet.")
    if answer.status == 429:
        return Unavailable(f"{said}.", A_MINUTE)
    if answer.status < 400 or answer.status >= 500 or known is None:
        return judge_status(answer)
    if answer.status == 401:
        return Refused(f"{said}. SPROUT_SOCIAL_TOKEN was refused: make a new one in Settings > Global features > API.")
    if answer.status == 403:
        return Refused(
            f"{said}. Sprout's API needs the Advanced plan, its terms accepted, and access to these profiles."
        )
    return BadQuestion(f"{said}.") if answer.status == 400 else Refused(f"{said}.")


@dataclass(frozen=True)
class Sprout:
    http: Http
    customer_ids: tuple[str, ...]
    time_zone: str
    topic_ids: tuple[str, ...]
    listening_networks: tuple[str, ...]
    unknown: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Names that Sprout refused, by endpoint and network."""

    def customers(self) -> list[Row]:
        """The customers of the token."""
        found: list[Row] = self.http.get("v1/metadata/client")["data"]
        return found

    def profiles(self, customer: str) -> list[Row]:
        """The profiles that are connected, as they are now."""
        found: list[Row] = self.http.get(f"v1/{customer}/metadata/customer")["data"]
        return found

    def asked(self, path: str, network: str, body: dict[str, Any], names: str) -> Any:
        """The answer to a body whose list `names` may hold what Sprout no longer knows."""
        gone = self.unknown[f"{path} {network}"]
        return answered(lambda known: self.http.post(path, json={**body, names: known}), body[names], gone)

    def withdrawn(self, path: str, network: str, below: str) -> Iterator[Withdrawn]:
        """What was left out so far, for the load to tell."""
        gone = self.unknown[f"{path} {network}"]
        return withdrawn(gone, sorted(gone), below)
