"""The tables that are loaded from each site. Data only: how they are asked for and read is in queries.py."""

from typing import Any

from connectors.source import ACCOUNTS, Fetch, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.search_console.queries import Query, appearances, site, sitemaps

HISTORY_DAYS = 480
"""Sixteen months, less the days by which they may be shorter."""
MEASURES = {
    **typed(Type.INTEGER, "clicks impressions"),
    **typed(Type.NUMBER, "ctr position"),
    **typed(Type.TEXT, "responseAggregationType"),
    **typed(Type.DAY, "metadata.firstIncompleteDate"),
    **typed(Type.BOOLEAN, "reachedRowLimit"),
}


def table(name: str, description: str, dimensions: str, window_days: int, counted: str = "byProperty") -> Stream:
    """A daily stream out of the names of its dimensions; `date` is always one."""
    by = ["date", *dimensions.split()]
    return _daily(name, description, by, Query(by, counted), window_days)


def _daily(name: str, description: str, dimensions: list[str], fetch: Fetch, window_days: int) -> Stream:
    columns: dict[str, Any] = {"date": Type.DAY, "type": Type.TEXT, **dict.fromkeys(dimensions[1:], Type.TEXT)}
    return Stream(
        name=name,
        description=description,
        fetch=fetch,
        columns=columns | MEASURES,
        key=tuple(columns),
        day="date",
        restates={1: 5, 30: 30},
        window_days=window_days,
        history_days=HISTORY_DAYS,
        ranges={"clicks": (0, None), "impressions": (0, None), "ctr": (0, 1), "position": (0, None)},
        required=("clicks", "impressions"),
    )


STREAMS = (
    ACCOUNTS,
    Stream(
        name="sites",
        description="What the account may do with the site.",
        fetch=site,
        columns={"siteUrl": Type.TEXT, "permissionLevel": Type.TEXT},
        key=("siteUrl",),
        kind="snapshot",
        required=("permissionLevel",),
    ),
    table("search_daily", "Clicks and impressions of the whole site, including searches nobody may see.", "", 92),
    table("search_by_country", "Clicks and impressions by the searcher's country.", "country", 31),
    table("search_by_device", "Clicks and impressions by device; Discover does not tell it.", "device", 31),
    table(
        "search_by_query",
        "Clicks and impressions by search query. Rare queries are left out: the sum is below search_daily.",
        "query",
        7,
    ),
    table(
        "search_by_page",
        "Clicks and impressions by page, each page of a result counted for itself: the sum may exceed search_daily.",
        "page",
        7,
        counted="byPage",
    ),
    table(
        "search_by_page_query",
        "Which queries lead to which pages; the table that leaves out the most.",
        "page query",
        7,
        counted="byPage",
    ),
    _daily(
        "search_appearance_daily",
        "Clicks and impressions by the form in which results were shown.",
        ["date", "searchAppearance"],
        appearances,
        31,
    ),
    Stream(
        name="sitemaps",
        description="The sitemaps and what Google found wrong with them.",
        fetch=sitemaps,
        columns={
            **typed(Type.TEXT, "path type"),
            **typed(Type.BOOLEAN, "isSitemapsIndex isPending"),
            **typed(Type.INSTANT, "lastSubmitted lastDownloaded"),
            **typed(Type.INTEGER, "warnings errors"),
            **typed(Type.JSON, "contents"),
        },
        key=("path",),
        kind="snapshot",
    ),
)
