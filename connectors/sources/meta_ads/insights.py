"""Insights reports: how a question is put, at once or as a report in the background, and what is done when it fails."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.errors import Refused, SourceError, Unavailable
from connectors.source import Account, JsonRows, Window
from connectors.sources._days import halves
from connectors.sources._graph.errors import TooMuch
from connectors.sources._reports import looks
from connectors.sources.meta_ads.client import MetaAds
from connectors.sources.meta_ads.entities import STATUSES

log = logging.getLogger(__name__)

ATTRIBUTION_WINDOWS = ["1d_click", "7d_click", "28d_click", "1d_view"]
PENDING = {"Job Not Started", "Job Started", "Job Running", "Job Completed"}


@dataclass(frozen=True)
class Report:
    """A question to insights: one row for each day (or period) and thing of a level."""

    level: str
    fields: tuple[str, ...]
    breakdowns: tuple[str, ...] = ()
    increment: int | str = 1

    def params(self, window: Window) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "level": self.level,
            "fields": ",".join(self.fields),
            "time_range": {"since": str(window.since), "until": str(window.until)},
            "time_increment": self.increment,
            "filtering": [{"field": f"{self.level}.effective_status", "operator": "IN", "value": STATUSES[self.level]}],
        }
        if "actions" in self.fields:
            asked["action_attribution_windows"] = ATTRIBUTION_WINDOWS
        return asked | ({"breakdowns": list(self.breakdowns)} if self.breakdowns else {})


def at_once(report: Report, graph: MetaAds, account: Account, window: Window) -> Iterator[JsonRows]:
    """The rows of a small report; in the background when it turns out not to be small."""
    pages = graph.each_page(f"act_{account.id}/insights", report.params(window), account.id)
    try:
        first = next(pages)
    except TooMuch:
        yield from in_background(report, graph, account, window)
        return
    yield first
    yield from pages


def in_background(report: Report, graph: MetaAds, account: Account, window: Window) -> Iterator[JsonRows]:
    """The rows of a report that Meta makes while we wait; of shorter windows when it cannot make it in one piece."""
    try:
        run = _completed(report, graph, account, window)
        pages = graph.each_page(f"{run}/insights", {}, account.id)
        first = next(pages)
    except TooMuch as fault:
        if len(window) == 1 or report.increment != 1:  # a period that is cut in two has another reach
            raise fault.__cause__ or fault from None
        log.info("Report of account %s for %s is asked for in halves: %s", account.id, window, fault)
        for half in halves(window):
            yield from in_background(report, graph, account, half)
        return
    yield first
    yield from pages


def _completed(report: Report, graph: MetaAds, account: Account, window: Window) -> str:
    """Id of the completed run. Raises TooMuch when it failed twice, Unavailable when it takes too long."""
    waiting = looks(f"The report of {window}", graph.poll_seconds)
    failed = False
    while True:
        started = graph.ask("POST", f"act_{account.id}/insights", report.params(window), account.id)
        run = started.get("report_run_id")
        if run is None:
            raise Refused(f"Meta took the order of a report but gave no id; its answer has {', '.join(started)}.")
        state = _ended(graph, str(run), account, waiting)
        match state.get("async_status"):
            case "Job Completed":
                return str(run)
            case "Job Failed":
                fault = _reason(graph, state)
                if isinstance(fault, Refused) and not isinstance(fault, TooMuch):
                    raise fault
                if failed:
                    raise TooMuch(f"The report of {window} failed twice at Meta: {fault}") from fault
                failed = True
            case "Job Skipped":  # it expired in Meta's queue
                continue
            case status:
                raise Refused(f"A report of account {account.id} has a status that is not known: {status}.")


def _ended(graph: MetaAds, run: str, account: Account, waiting: Iterator[None]) -> dict[str, Any]:
    for _ in waiting:
        state = graph.ask("GET", run, {}, account.id)
        status = state.get("async_status")
        is_complete = status == "Job Completed" and int(state["async_percent_completion"]) == 100
        if is_complete or status not in PENDING:
            return state
    raise AssertionError("looking ends with an answer or an exception")


def _reason(graph: MetaAds, state: dict[str, Any]) -> SourceError:
    told = {
        "code": state.get("error_code"),
        "error_subcode": state.get("error_subcode"),
        "message": state.get("error_message"),
        "error_user_msg": state.get("error_user_msg"),
    }
    if told["code"] is None:
        return Unavailable("A report failed at Meta, which did not say why.")
    return graph.judge.fault_of(told, 200, {})
