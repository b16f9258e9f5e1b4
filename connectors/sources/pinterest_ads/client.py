"""Pinterest's errors, its paging by bookmark, and its reports that are made in the background."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Row
from connectors.sources._paging import by_cursor
from connectors.sources._reports import judge_download, looks
from connectors.sources._withdrawn import BadQuestion

ROWS_A_PAGE = 250
ORDERS = 2


def judge(answer: Answer) -> SourceError | None:
    """An error is a code and a message; that one asked too much may come as 429 or in the message of a 400."""
    fault = judge_status(answer)
    if answer.status < 400 or answer.status >= 500 or not isinstance(answer.body, dict):
        return fault
    message = str(answer.body.get("message") or "No reason given").rstrip(". ")
    said = f"{message} (HTTP {answer.status}, code {answer.body.get('code')})."
    if wait := re.search(r"retry after (\d+)", message, re.IGNORECASE):
        return Unavailable(said, float(wait[1]))
    if answer.status == 429 or answer.body.get("code") == 8:
        return Unavailable(said, _reset(answer))
    if answer.status == 401:
        return Refused(f"PINTEREST_ADS_REFRESH_TOKEN is not enough: {said} Authorise the app again with ads:read.")
    if answer.status in (403, 404):
        remedy = "Have it shared with the token's user (role Analyst), or correct PINTEREST_ADS_AD_ACCOUNT_IDS"
        return Refused(f"{said} {remedy}.")
    return BadQuestion(said)


def _reset(answer: Answer) -> float | None:
    """Seconds until the limit that was met is free again: the first number of the header."""
    found = re.search(r"\d+", answer.headers.get("x-ratelimit-reset", ""))
    return float(found[0]) if found else None


def _judge_file(answer: Answer) -> SourceError | None:
    """The file lies elsewhere, behind a link that is good for five minutes."""
    fault = judge_download(answer)
    return Unavailable(str(fault)) if isinstance(fault, Refused) else fault


@dataclass(frozen=True)
class Pinterest:
    """A session with the API. `ad_account_ids` are the ad accounts that are named; empty = all."""

    http: Http
    ad_account_ids: tuple[str, ...]
    poll_seconds: float
    gone: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Columns that Pinterest no longer knows, by account and level of a report."""
    counted: set[date] = field(default_factory=set)
    """Days that Pinterest has counted: it does so for all accounts at once."""

    def items(self, path: str, **params: Any) -> Iterator[list[Row]]:
        """Every page of a list. The last one has no bookmark; one before it may be empty."""

        def ask(place: dict[str, str]) -> Any:
            return self.http.get(path, params={"page_size": ROWS_A_PAGE, **params, **place})

        for answer in by_cursor("bookmark", ask, lambda answer: answer.get("bookmark")):
            yield answer["items"]

    def require_ready(self, day: date) -> None:
        """Raises Unavailable while Pinterest still counts this day."""
        if day in self.counted:
            return
        state = self.http.get("resources/metrics_ready_state", params={"date": str(day)})
        if not (state.get("non_conversion_metrics_ready") and state.get("conversion_metrics_ready")):
            raise Unavailable(f"Pinterest still counts {day} (UTC). The next run pulls it; if this repeats, run later.")
        self.counted.add(day)

    def report(self, account_id: str, question: dict[str, Any]) -> dict[str, list[Row]]:
        """The rows of a report by entity, once Pinterest has made it."""
        path = f"ad_accounts/{account_id}/reports"
        for _ in range(ORDERS):  # a job may fail, or be gone before it is looked at
            job = self.http.post(path, json=question)
            state = self._ended(path, job["token"]) if job.get("token") else job
            if state["report_status"] == "FINISHED":
                file = Http(state["url"], judge=_judge_file, tries=3).get("")  # signed: our token is not for its host
                if not isinstance(file, dict):
                    raise Refused(f"A report of ad account {account_id} is a {type(file).__name__}, not an object.")
                return file
        raise Unavailable(f"A report of ad account {account_id} ended as {state['report_status']} twice.")

    def _ended(self, path: str, job: str) -> Any:
        for _ in looks("A report", self.poll_seconds):
            state = self.http.get(path, params={"token": job})
            if state["report_status"] != "IN_PROGRESS":
                return state
        raise AssertionError("looking ends with an answer or an exception")
