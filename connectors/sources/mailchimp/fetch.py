"""One fetcher for each shape of Mailchimp's answers."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from connectors.http import pages
from connectors.source import Account, Fetch, Row, Window
from connectors.sources._days import bounds, utc_day
from connectors.sources.mailchimp.client import Gone, Mailchimp

MEMBERS_A_PAGE = 500
REPORTS_A_PAGE = 100
"""A report is a heavy row, and an answer may take two minutes at most."""


def whole(path: str, sorted_by: str) -> Fetch:
    """Fetches a collection as it is now; `sorted_by` is a field that only rises, so that new rows come last."""

    def fetch(client: Mailchimp, account: Account, window: Window) -> Iterable[list[Row]]:
        return client.rows(path, path, sort_field=sorted_by, sort_dir="ASC")

    return fetch


def campaign_reports(client: Mailchimp, account: Account, window: Window) -> Iterable[list[Row]]:
    return _reports(client, window)


def link_clicks(client: Mailchimp, account: Account, window: Window) -> Iterator[list[Row]]:
    sent = _reports(client, window, fields="reports.id,reports.send_time,total_items", exclude_fields=None)
    for report in (report for page in sent for report in page):
        for page in client.rows_below(f"reports/{report['id']}/click-details", "urls_clicked"):
            yield [{**link, "send_time": report["send_time"]} for link in page]


def _reports(client: Mailchimp, window: Window, **params: Any) -> Iterator[list[Row]]:
    since, before = _around(window)
    bounds = {"since_send_time": since, "before_send_time": before}
    for page in client.rows("reports", "reports", count=REPORTS_A_PAGE, **bounds, **params):
        yield [report for report in page if utc_day(report["send_time"]) in window]


def list_growth(client: Mailchimp, account: Account, window: Window) -> Iterator[list[Row]]:
    for list_id in client.list_ids():
        path = f"lists/{list_id}/growth-history"
        yield from client.rows_below(path, "history", sort_field="month", sort_dir="ASC")


def list_activity(client: Mailchimp, account: Account, window: Window) -> Iterator[list[Row]]:
    """The endpoint knows no dates: it always answers with its last 180 days."""
    for list_id in client.list_ids():
        for page in client.rows_below(f"lists/{list_id}/activity", "activity"):
            yield [{**row, "list_id": list_id} for row in page if date.fromisoformat(row["day"]) in window]


def members(fields: Iterable[str]) -> Fetch:
    """Fetches the members who changed, and of them only these fields, so that nothing else of people travels."""
    asked = ",".join(f"members.{field}" for field in fields)

    def fetch(client: Mailchimp, account: Account, window: Window) -> Iterable[list[Row]]:
        return (page for list_id in client.list_ids() for page in _changed(client, list_id, window, asked))

    return fetch


def _changed(client: Mailchimp, list_id: str, window: Window, fields: str) -> Iterator[list[Row]]:
    """Follows the clock, not offsets: whoever changes during the read leaves the window, and all others move up."""
    start, before = _around(window)
    order = {"sort_field": "last_changed", "sort_dir": "ASC", "fields": fields, "count": MEMBERS_A_PAGE}

    def ask(cursor: tuple[str, int]) -> list[Row]:
        bounds = {"since_last_changed": cursor[0], "before_last_changed": before, "offset": cursor[1]}
        page: list[Row] = client.http.get(f"lists/{list_id}/members", params=order | bounds)["members"]
        return page

    def following(page: list[Row], cursor: tuple[str, int]) -> tuple[str, int] | None:
        if len(page) < MEMBERS_A_PAGE:
            return None
        since = _second_before(datetime.fromisoformat(page[-1]["last_changed"]))
        return (since, 0) if since > cursor[0] else (cursor[0], cursor[1] + MEMBERS_A_PAGE)

    seen = set[str]()
    with suppress(Gone):
        for page in pages(ask, (start, 0), following):
            fresh = [row for row in page if row["email_address"] not in seen]
            yield [row for row in fresh if utc_day(row["last_changed"]) in window]
            seen = {row["email_address"] for row in page}


def _around(window: Window) -> tuple[str, str]:
    """Bounds in Mailchimp's words. Whether `since` includes its second is not documented: one more is asked for."""
    start, end = bounds(window)
    return _second_before(start), end.isoformat()


def _second_before(instant: datetime) -> str:
    return (instant - timedelta(seconds=1)).isoformat()
