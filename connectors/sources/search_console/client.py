"""Asking Search Console for one page, and what its errors mean. What is asked is in queries.py."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.sources._google import OF_THE_DAY, OF_THE_MINUTE, either, fault_of, reasons, said

PREFIX = "SEARCH_CONSOLE_"
WAITS = (60.0, 60.0, 60.0, 15 * 60.0)
"""Seconds. A minute clears the queries per minute, a quarter of an hour the short load quota."""
UNTIL_TOMORROW = 24 * 3600.0
"""What still fails then is the load quota of the day."""


class NotThisWay(Refused):
    """HTTP 400: Google does not answer this query, but may answer another form of it."""


class Judge:
    """Reads Google's error bodies. It counts refusals for quota in a row, because no answer says how long to wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refusals = 0

    def __call__(self, answer: Answer) -> SourceError | None:
        fault = fault_of(answer)
        if fault is None:
            self._refusals = 0
            return judge_status(answer)
        told = said(answer, fault)
        if answer.status == 429 or (answer.status == 403 and _is_quota(fault)):
            return Unavailable(told, self._patience())
        if answer.status == 400:
            return NotThisWay(told)
        if answer.status == 401:
            return Refused(f"{told} Authorise the account again and set {either(PREFIX)}.")
        if answer.status == 403:
            return Refused(f"{told} Add the account as a user of the site, or take it out of {PREFIX}SITE_URLS.")
        return judge_status(answer)

    def _patience(self) -> float:
        with self._lock:
            self._refusals += 1
            return WAITS[self._refusals - 1] if self._refusals <= len(WAITS) else UNTIL_TOMORROW


def _is_quota(fault: Mapping[str, Any]) -> bool:
    return (
        bool(reasons(fault) & (OF_THE_DAY | OF_THE_MINUTE)) or "quota exceeded" in str(fault.get("message", "")).lower()
    )


@dataclass(frozen=True)
class SearchConsole:
    http: Http
    sites: tuple[str, ...]
    search_types: tuple[str, ...]
    page_rows: int
    auto_only: set[str] = field(default_factory=set)
    """Sites that refuse to be told how to aggregate."""

    def query(self, site: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """One page of search analytics."""
        path = f"{address(site)}/searchAnalytics/query"
        auto = {**query, "aggregationType": "auto"}
        if site in self.auto_only or query["aggregationType"] == "auto":
            return self._post(path, auto)
        try:
            return self._post(path, query)
        except NotThisWay:
            # Some sites refuse any explicit aggregation; the answer says how it was done, and is checked by the reader.
            answer = self._post(path, auto)
            self.auto_only.add(site)
            return answer

    def _post(self, path: str, query: Mapping[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.post(path, json=dict(query))
        return answer


def address(site: str) -> str:
    """A site's path; its name is a URL itself and is quoted whole."""
    return f"/webmasters/v3/sites/{quote(site, safe='')}"
