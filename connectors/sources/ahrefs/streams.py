"""The tables that are loaded from Ahrefs, and how each is asked for. Costs are in API units a row."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Fetch, Row, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.ahrefs.client import MODE, Ahrefs

LOOKBACK = {1: 7}
_ASKED = typed(Type.TEXT, "target mode")
_KEYWORD = {
    **typed(Type.TEXT, "keyword keyword_country best_position_url"),
    **typed(Type.INTEGER, "best_position volume sum_traffic keyword_difficulty cpc"),
    **typed(Type.BOOLEAN, "is_branded"),
}
_KEYWORD_COST = 36
_REFDOMAIN = {
    **typed(Type.TEXT, "domain"),
    **typed(Type.NUMBER, "domain_rating"),
    **typed(Type.INTEGER, "links_to_target dofollow_links new_links lost_links"),
    **typed(Type.INSTANT, "first_seen last_seen"),
    **typed(Type.BOOLEAN, "is_spam"),
}
_REFDOMAIN_COST = 9


def history(report: str, envelope: str, cost: int, *, by_country: bool = False, select: str = "") -> Fetch:
    """Fetches a series of days: one request for a window."""

    def fetch(client: Ahrefs, account: Account, window: Window) -> Iterator[list[Row]]:
        days = {"date_from": str(window.since), "date_to": str(window.until), "history_grouping": "daily"}
        for country in client.countries if by_country else ("",):
            place = {"country": country} if by_country else {}
            asked = {"target": account.id, **place, **days, "select": select}
            rows = client.report(report, len(window), cost, **asked)[envelope]
            known = [row for row in rows if str(window.since) <= row["date"][:10] <= str(window.until)]
            yield [{**row, "target": account.id, "mode": MODE, **place} for row in known]

    return fetch


def yesterday(report: str, envelope: str, cost: int, *, by_country: bool = False) -> Fetch:
    """Fetches what Ahrefs counted on the last whole day."""

    def fetch(client: Ahrefs, account: Account, window: Window) -> Iterator[list[Row]]:
        day = str(window.since - timedelta(days=1))
        for country in client.countries if by_country else ("",):
            place = {"country": country} if by_country else {}
            asked = {"target": account.id, **place, "date": day}
            yield [{**client.report(report, 1, cost, **asked)[envelope], **asked, "mode": MODE}]

    return fetch


def targets(client: Ahrefs, account: Account, window: Window) -> Iterator[list[Row]]:
    yield [{**client.usage(), "target": account.id, "is_own": account.id in client.domains}]


def organic_keywords(client: Ahrefs, account: Account, window: Window) -> Iterator[list[Row]]:
    for country in client.countries:
        day = {"date": str(window.since - timedelta(days=1))}
        asked = {"target": account.id, "country": country, "select": ",".join(_KEYWORD), **day}
        for page in _most_searched(client, asked):
            yield [{**row, "target": account.id, **day} for row in page]


def _most_searched(client: Ahrefs, asked: dict[str, Any]) -> Iterator[list[Row]]:
    """There are no pages: each request asks for what is searched no more often than the last row before."""
    seen, where = set[tuple[str, str]](), ""
    limit = min(client.page_rows, client.keywords)
    while len(seen) < client.keywords:
        walk = {"order_by": "volume:desc", "where": where, "limit": limit}
        page = client.report("organic-keywords", limit, _KEYWORD_COST, **asked, **walk)["keywords"]
        fresh = [row for row in page if _key(row) not in seen][: client.keywords - len(seen)]
        if not fresh and len(page) == limit:
            raise Refused(f"{limit} keywords are searched equally often: set AHREFS_PAGE_ROWS to what the plan gives.")
        if not fresh:
            return
        yield fresh
        seen |= {_key(row) for row in fresh}
        if page[-1]["volume"] is None:  # what follows has no volume to walk along
            return
        where = json.dumps({"field": "volume", "is": ["lte", page[-1]["volume"]]})


def _key(row: Row) -> tuple[str, str]:
    return row["keyword"], row["keyword_country"]


def refdomains(client: Ahrefs, account: Account, window: Window) -> Iterator[list[Row]]:
    asked = {"target": account.id, "select": ",".join(_REFDOMAIN), "history": "live"}
    asked |= {"order_by": "domain_rating:desc", "limit": str(client.refdomains)}
    found = client.report("refdomains", client.refdomains, _REFDOMAIN_COST, **asked)["refdomains"]
    yield [{**row, "target": account.id} for row in found]


def _series(name: str, description: str, fetch: Fetch, figures: dict[str, Type], by_country: bool = False) -> Stream:
    place = {"country": Type.TEXT} if by_country else {}
    columns = {"date": Type.DAY, **_ASKED, **place, **figures}
    key = ("target", "mode", *place, "date")
    return Stream(name, description, fetch, columns, key, day="date", restates=LOOKBACK, window_days=366)


def _snapshot(name: str, description: str, fetch: Fetch, columns: dict[str, Type], *key: str) -> Stream:
    return Stream(name, description, fetch, {"target": Type.TEXT, **columns}, ("target", *key), kind="snapshot")


TARGETS = _snapshot(
    "targets",
    "The domains that are measured, whether each is ours, and how many API units are used and left.",
    targets,
    {
        **typed(Type.BOOLEAN, "is_own"),
        **typed(Type.TEXT, "subscription"),
        **typed(Type.INSTANT, "usage_reset_date api_key_expiration_date"),
        **typed(Type.INTEGER, "units_limit_workspace units_usage_workspace units_limit_api_key units_usage_api_key"),
    },
)
DOMAIN_RATING = _series(
    "domain_rating",
    "Ahrefs' rating of a domain's links (0 to 100, logarithmic), a row a day.",
    history("domain-rating-history", "domain_ratings", 2),
    typed(Type.NUMBER, "domain_rating"),
)
METRICS_HISTORY = _series(
    "metrics_history",
    "Visits from unpaid search and their value in US cents, estimated for a month, a row a day and country.",
    history("metrics-history", "metrics", 21, by_country=True, select="date,org_traffic,org_cost"),
    typed(Type.INTEGER, "org_traffic org_cost"),
    by_country=True,
)
KEYWORD_BUCKETS = _series(
    "keyword_buckets",
    "Keywords of a domain by position, a row a day and country.",
    history("keywords-history", "keywords", 7, by_country=True),
    typed(Type.INTEGER, "top3 top4_10 top11_20 top21_50 top51_plus top11_plus"),
    by_country=True,
)
REFDOMAINS_HISTORY = _series(
    "refdomains_history",
    "Domains that link to a domain, a row a day.",
    history("refdomains-history", "refdomains", 6),
    typed(Type.INTEGER, "refdomains"),
)
METRICS = _snapshot(
    "metrics",
    "Keywords, visits and their value in US cents of the last whole day, unpaid and paid, in each country.",
    yesterday("metrics", "metrics", 44, by_country=True),
    {
        **typed(Type.TEXT, "mode country"),
        **typed(Type.DAY, "date"),
        **typed(Type.INTEGER, "org_keywords org_keywords_1_3 org_traffic org_cost"),
        **typed(Type.INTEGER, "paid_keywords paid_traffic paid_cost paid_pages"),
    },
    *("mode", "country", "date"),
)
BACKLINKS_STATS = _snapshot(
    "backlinks_stats",
    "Links and linking domains of the last whole day, alive and ever.",
    yesterday("backlinks-stats", "metrics", 12),
    {
        **typed(Type.TEXT, "mode"),
        **typed(Type.DAY, "date"),
        **typed(Type.INTEGER, "live all_time live_refdomains all_time_refdomains"),
    },
    *("mode", "date"),
)
ORGANIC_KEYWORDS = _snapshot(
    "organic_keywords",
    "The most searched of the keywords for which a domain ranks, with the page that ranks.",
    organic_keywords,
    {"date": Type.DAY, **_KEYWORD},
    *("keyword_country", "date", "keyword"),
)
REFDOMAINS = _snapshot(
    "refdomains",
    "The strongest of the domains that link to a domain now.",
    refdomains,
    _REFDOMAIN,
    "domain",
)
ON_DEMAND = (ORGANIC_KEYWORDS, REFDOMAINS)
STREAMS = (
    *(ACCOUNTS, TARGETS, DOMAIN_RATING, METRICS, METRICS_HISTORY, KEYWORD_BUCKETS, REFDOMAINS_HISTORY),
    *(BACKLINKS_STATS, *ON_DEMAND),
)
