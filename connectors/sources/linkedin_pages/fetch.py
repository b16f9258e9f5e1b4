"""Fetching what a page shows: statistics by day, followers, posts and what they brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from connectors.http import Http
from connectors.source import Account, Fetch, Page, Row, Window
from connectors.sources._days import dated, epochs
from connectors.sources._linkedin.restli import by_offset, urn, urns
from connectors.sources._paging import batched
from connectors.sources._withdrawn import BadQuestion
from connectors.sources.linkedin_pages.columns import NOTHING, POST

LATE_DAYS = 3
"""At most so many days pass until LinkedIn answers for a day; how many it is differs and is not told."""
YOUNG_DAYS = 90
"""Posts of this age are still looked at every day."""
POSTS_AT_ONCE = 50
"""So many urns keep a query below 4,000 characters, beyond which LinkedIn may refuse it."""


@dataclass(frozen=True)
class Pages:
    """What the fetchers ask."""

    http: Http
    organization_ids: tuple[str, ...] = ()


def daily(endpoint: str, finder: str) -> Fetch:
    """Fetches statistics of a page by day. The newest days, for which LinkedIn does not answer yet, have no rows."""

    def buckets(client: Pages, account: Account, window: Window) -> list[Row]:
        span = "(start:{}000,end:{}000)".format(*epochs(window))
        query = f"q={finder}&{finder}={urn('organization', account.id)}"
        query += f"&timeIntervals=(timeRange:{span},timeGranularityType:DAY)"
        elements = client.http.get(f"/rest/{endpoint}", params=query)["elements"]
        return [{**each, "date": str(_day(each["timeRange"]["start"]))} for each in elements]

    def fetch(client: Pages, account: Account, window: Window) -> Iterator[Page]:
        for late in range(min(LATE_DAYS + 1, len(window))):
            try:
                yield buckets(client, account, Window(window.since, window.until - timedelta(days=late)))
            except BadQuestion as refusal:
                if "timeIntervals" not in str(refusal) or late == LATE_DAYS:
                    raise
            else:
                return

    return fetch


def _day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()


def followers(client: Pages, account: Account, window: Window) -> Iterator[Page]:
    """How many follow now: LinkedIn tells no history of it."""
    who = urn("organization", account.id)
    size = client.http.get(f"/rest/networkSizes/{who}", params="edgeType=COMPANY_FOLLOWED_BY_MEMBER")
    yield [{**size, "organization": f"urn:li:organization:{account.id}"}]


def posts(client: Pages, account: Account, window: Window) -> Iterator[list[Row]]:
    """All posts. One that is published meanwhile moves the others a place on: what comes twice is taken once."""
    seen = set[str]()
    query = f"q=author&author={urn('organization', account.id)}&sortBy=LAST_MODIFIED"
    for page in by_offset(client.http, "/rest/posts", query):
        fresh = {row["id"]: dated(row, POST, per_second=1000) for row in page if row["id"] not in seen}
        seen.update(fresh)
        yield list(fresh.values())


def post_statistics(client: Pages, account: Account, window: Window) -> Iterator[list[Row]]:
    """What each young post has brought so far; one that LinkedIn leaves out has brought nothing."""
    oldest = window.until - timedelta(days=YOUNG_DAYS)
    published = {
        row["id"]: row["publishedAt"]
        for page in posts(client, account, window)
        for row in page
        if row.get("publishedAt") and row["publishedAt"].date() >= oldest
    }
    for part in batched(list(published), POSTS_AT_ONCE):
        told = _brought(client, account, part)
        yield [{**told.get(post, NOTHING), "post": post, "publishedAt": published[post]} for post in part]


def _brought(client: Pages, account: Account, part: Sequence[str]) -> Mapping[str, Row]:
    query = f"q=organizationalEntity&organizationalEntity={urn('organization', account.id)}"
    for name, kind in (("shares", "urn:li:share:"), ("ugcPosts", "urn:li:ugcPost:")):
        if named := [post for post in part if post.startswith(kind)]:
            query += f"&{name}={urns(named)}"
    answer: Any = client.http.get("/rest/organizationalEntityShareStatistics", params=query)
    return {each.get("share") or each["ugcPost"]: each for each in answer["elements"]}
