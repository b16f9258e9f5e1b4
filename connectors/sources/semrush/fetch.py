"""How each table is asked of Semrush. Prices are in API units."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.http import pages
from connectors.source import Account, Fetch, Row, Window
from connectors.sources._paging import batched, to_the_end
from connectors.sources.semrush import columns
from connectors.sources.semrush.client import Semrush, day_of

SEO, BACKLINKS, TRENDS = "/", "analytics/v1/", "analytics/ta/api/v3/"
V4_BACKLINKS = "apis/v4/backlinks/v1/"
SHORTEST_MONTH = 28
MOST_MASKS = 5
"""Domains of which one request for positions tells."""
A_PAGE = 1000


def targets(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    is_own = account.id in client.domains
    yield [{"domain": account.id, "is_own": is_own, "api_units": client.balance()}]


def ranks(days_apart: int, **params: Any) -> Fetch:
    """Fetches a domain's past in each database; a row every `days_apart` days at least."""

    def fetch(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
        for database in client.databases:
            asked = {"domain": account.id, "database": database}
            report: dict[str, Any] = {"type": "domain_rank_history", "display_sort": "dt_desc", **params, **asked}
            limit = max(1, len(window) // days_apart)
            for page in client.newest_first(SEO, list(columns.RANKS), 10, window.since, limit, **report):
                yield [{**row, **asked} for row in page if day_of(row["Dt"]) in window]

    return fetch


def keyword_positions(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    for database in client.databases:
        asked = {"domain": account.id, "database": database}
        report: dict[str, Any] = {"type": "domain_organic", "display_sort": "tr_desc", **asked}
        yield [{**row, **asked} for row in client.lines(SEO, list(columns.KEYWORDS), 10, client.keywords, **report)]


def backlinks_overview(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    asked = {"target": account.id, "target_type": "root_domain"}
    if client.v4:
        query = {"url": account.id, "scope": "ROOT_DOMAIN", "fields": ",".join(columns.LINKS_V4)}
        data = client.v4.get(f"{V4_BACKLINKS}overview", params=query)["data"]
        yield [{**row, **asked} for row in (data if isinstance(data, list) else [data])]
        return
    yield [{**row, **asked} for row in client.table(BACKLINKS, list(columns.LINKS), type="backlinks_overview", **asked)]


def backlinks_history(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    asked = {"target": account.id, "target_type": "root_domain"}
    if client.v4:
        yield from _summary(client, account, window)
        return
    limit = max(1, len(window) // SHORTEST_MONTH)
    report: dict[str, Any] = {"type": "backlinks_historical", **asked}
    for page in client.newest_first(BACKLINKS, list(columns.LINK_MONTHS), 40, window.since, limit, **report):
        days = [(day_of(row["date"]), row) for row in page]
        yield [{**row, "target": account.id, "date": str(day)} for day, row in days if day in window]


def _summary(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    """The months of the new API. Their number is not told: a short page is the last."""
    v4 = client.v4
    assert v4 is not None
    query = {"url": account.id, "scope": "ROOT_DOMAIN", "limit": 12}
    query |= {"date_from": f"{window.since:%Y-%m}", "date_to": f"{window.until:%Y-%m}"}

    def ask(offset: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = v4.get(f"{V4_BACKLINKS}summary", params={**query, "offset": offset})["data"]
        return found

    for page in pages(ask, 0, lambda page, offset: offset + 12 if len(page) == 12 else None):
        months = [{**row, "target": account.id, "date": f"{row['date']}-01"[:10]} for row in page]
        yield [row for row in months if str(window.since) <= row["date"] <= str(window.until)]


def tracked_positions(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    masks = [f"*.{domain}/*" for domain in (*client.domains, *client.competitors)]
    for some in batched(masks, MOST_MASKS):
        query = {"action": "report", "type": "tracking_position_organic", "display_limit": A_PAGE}
        query |= {"url": ":".join(some)}
        query |= {"date_begin": f"{window.since:%Y%m%d}", "date_end": f"{window.until:%Y%m%d}"}
        for words in _tracked(client, account, query):
            yield [row for word in words for row in _positions(word, window)]


def _tracked(client: Semrush, account: Account, query: Mapping[str, Any]) -> Iterator[list[Row]]:
    path = f"reports/v1/projects/{account.id}/tracking/"
    for answer in to_the_end(
        f"Campaign {account.id}",
        lambda offset: client.http.get(path, params={**query, "display_offset": offset}),
        lambda answer: (len(_items(answer["data"])), int(answer["total"])),
    ):
        yield _items(answer["data"])


def _positions(word: Row, window: Window) -> Iterator[Row]:
    """A row a day and domain, out of maps that go from the day to the domain to the figure."""
    about = {name: word.get(name) for name in ("Pi", "Ph", "Cp", "Nq", "Gs")}
    about |= {"Kb": str(word.get("Kb") or ""), "Tg": _items(word.get("Tg")), "In": _items(word.get("In"))}
    for day, places in (word.get("Dt") or {}).items():
        if day_of(day) not in window:
            continue
        for mask in places:
            told = {name: _at(word.get(name), day, mask) for name in ("Dt", "Vi", "Sov", "Tr", "Tc", "Lu")}
            yield {**about, "date": day, "url": mask, **told}


def _at(figures: Any, day: str, mask: str) -> Any:
    value = ((figures or {}).get(day) or {}).get(mask)
    return None if value == "-" else value  # not among the first hundred


def _items(value: Any) -> list[Any]:
    """Lists come as objects with the keys "0", "1" and so on."""
    return list(value.values()) if isinstance(value, dict) else list(value or [])


def traffic_daily(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    for month in sorted({day.replace(day=1) for day in window}):
        asked = {"target": account.id, "display_date": str(month)}
        rows = client.table(f"{TRENDS}summary_by_day", list(columns.VISITS_A_DAY), **asked)
        known = [row for row in rows if row["is_forecasted"] != "true"]
        yield [row for row in known if str(window.since) <= row["display_date"] <= str(window.until)]


def traffic_monthly(client: Semrush, account: Account, window: Window) -> Iterator[list[Row]]:
    yield client.table(f"{TRENDS}summary", list(columns.VISITS), targets=account.id)
