"""Hootsuite (REST and Analytics API): the networks' figures of each profile and post, as Hootsuite keeps them."""

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Source
from connectors.sources.hootsuite.client import NETWORKS, Hootsuite, HootsuiteSettings, connect, is_brand
from connectors.sources.hootsuite.streams import MESSAGES, POST_SNAPSHOTS, POSTS, PROFILE_DAILY, SOCIAL_PROFILES

STREAMS = (ACCOUNTS, SOCIAL_PROFILES, MESSAGES, PROFILE_DAILY, POSTS, POST_SNAPSHOTS)
WITHOUT_ANALYTICS = (ACCOUNTS.name, SOCIAL_PROFILES.name, MESSAGES.name)


def accounts(client: Hootsuite) -> list[Account]:
    """Each social profile is an account: it is what is connected, lapses and is connected again on its own."""
    rows = client.profiles()
    found = [row for id_, row in rows.items() if not client.profile_ids or id_ in client.profile_ids]
    if missing := set(client.profile_ids) - set(rows):
        raise Refused(f"HOOTSUITE_PROFILE_IDS names {', '.join(sorted(missing))}, which Hootsuite does not show.")
    if not found:
        raise Refused("Hootsuite shows no social profile: give the member permission to see them in the dashboard.")
    return [
        Account(
            row["id"],
            (row.get("socialNetworkUsername") if is_brand(row) else None) or row["id"],
            streams=None if row["type"] in NETWORKS else WITHOUT_ANALYTICS,
        )
        for row in found
    ]


SOURCE = Source(
    name="hootsuite",
    title="Hootsuite",
    settings=HootsuiteSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
