"""Facebook Pages (Graph API): how each Page and each of its posts is received."""

from collections.abc import Mapping

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Row, Source
from connectors.sources._accounts import unread
from connectors.sources._days import PACIFIC
from connectors.sources._graph.insights import ENOUGH_PEOPLE
from connectors.sources._graph.settings import VERSIONS
from connectors.sources.facebook_pages.client import PAGE_FIELDS, SCOPES, FacebookPagesSettings, Pages, connect
from connectors.sources.facebook_pages.streams import MEDIA_VIEWS, PAGE_DAILY, PAGES, POST_SNAPSHOTS, POSTS

STREAMS = (ACCOUNTS, PAGE_DAILY, MEDIA_VIEWS, PAGES, POSTS, POST_SNAPSHOTS)
OF_LARGE_PAGES = (PAGE_DAILY, MEDIA_VIEWS)
"""Meta tells no figures of the days of a small Page."""


def accounts(client: Pages) -> list[Account]:
    """The Pages that are configured, or all of the token's user. One that it may not read fails on its own, later."""
    listed = client.graph.each_page("me/accounts", {"fields": PAGE_FIELDS}, limit=100)
    rows = {row["id"]: row for page in listed for row in page.rows()}
    if not (rows or client.page_ids):
        raise Refused(f"FACEBOOK_PAGES_ACCESS_TOKEN opens no Page: give its user Pages, and the token {SCOPES}.")
    return [_account(client, page_id, rows) for page_id in client.page_ids or rows]


def _account(client: Pages, page_id: str, listed: Mapping[str, Row]) -> Account:
    try:
        row = listed.get(page_id) or client.look_at(page_id)
        client.keep(row)
    except Refused:
        return unread(page_id, STREAMS, PACIFIC)
    is_large = max(row.get("fan_count") or 0, row.get("followers_count") or 0) >= ENOUGH_PEOPLE
    streams = [each.name for each in STREAMS if is_large or each not in OF_LARGE_PAGES]
    return Account(page_id, row.get("name") or page_id, PACIFIC, streams=tuple(streams))


SOURCE = Source(
    name="facebook_pages",
    title="Facebook Pages",
    settings=FacebookPagesSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
