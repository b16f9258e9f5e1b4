"""Instagram (Graph API): how business and creator accounts, their posts, reels and stories are received."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Source
from connectors.sources._accounts import unread
from connectors.sources._days import PACIFIC
from connectors.sources._graph.insights import ENOUGH_PEOPLE
from connectors.sources._graph.settings import VERSIONS
from connectors.sources.instagram.client import Instagram, InstagramSettings, connect
from connectors.sources.instagram.days import ACCOUNT_DAILY, FOLLOWER_DEMOGRAPHICS, NEW_FOLLOWERS, PROFILES
from connectors.sources.instagram.media import MEDIA, MEDIA_SNAPSHOTS, STORIES

STREAMS = (
    ACCOUNTS,
    ACCOUNT_DAILY,
    NEW_FOLLOWERS,
    PROFILES,
    MEDIA,
    MEDIA_SNAPSHOTS,
    STORIES,
    FOLLOWER_DEMOGRAPHICS,
)
OF_LARGE_ACCOUNTS = (NEW_FOLLOWERS, FOLLOWER_DEMOGRAPHICS)
FIELDS = "id,username,followers_count"


def accounts(client: Instagram) -> list[Account]:
    """The accounts that are configured, or all behind the token. One that it may not read fails on its own, later."""
    listed = {row["id"]: row for row in _listed(client)}
    if not (listed or client.account_ids):
        raise Refused(
            "INSTAGRAM_ACCESS_TOKEN opens no business or creator account: connect one to a Page of the token's user, "
            f"and give the token {client.graph.judge.scopes}."
        )
    return [_account(client, id_, listed.get(id_)) for id_ in client.account_ids or listed]


def _listed(client: Instagram) -> Iterator[Mapping[str, Any]]:
    if client.is_instagram_login:
        me = client.graph.ask("GET", "me", {"fields": f"user_id,{FIELDS}"})
        yield {**me, "id": me["user_id"]}  # `id` would be that of the person in the app
        return
    question = {"fields": f"id,instagram_business_account{{{FIELDS}}}"}
    for page in client.graph.each_page("me/accounts", question, limit=100):
        yield from (row["instagram_business_account"] for row in page.rows() if "instagram_business_account" in row)


def _account(client: Instagram, id_: str, row: Mapping[str, Any] | None) -> Account:
    try:
        row = row or client.graph.ask("GET", id_, {"fields": FIELDS}, id_)
    except Refused:
        return unread(id_, STREAMS, PACIFIC)
    is_large = (row.get("followers_count") or 0) >= ENOUGH_PEOPLE
    streams = [each.name for each in STREAMS if is_large or each not in OF_LARGE_ACCOUNTS]
    return Account(id_, row.get("username") or id_, PACIFIC, streams=tuple(streams))


SOURCE = Source(
    name="instagram",
    title="Instagram",
    settings=InstagramSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
