"""What is loaded of each social profile."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from connectors.source import Account, Page, Row, Stream, Type, Window
from connectors.sources._days import bounds, written
from connectors.sources._notation import typed
from connectors.sources.hootsuite.client import Hootsuite, is_brand

TOTAL = "total"


def _within(window: Window) -> dict[str, Any]:
    return {"timespan": {"since": str(window.since), "until": str(window.until)}}


def profile_daily(client: Hootsuite, account: Account, window: Window) -> Iterator[Page]:
    """A row for each metric and each part of it: which metrics there are differs by network and is not documented."""
    for page in client.analytics("profiles", account.id, reportingPeriod=_within(window)):
        yield [
            {**_about(entry), "metric": metric, **figure}
            for entry in page
            for metric, told in entry["metrics"].items()
            for figure in _figures(told)
        ]


def _about(entry: Row) -> Row:
    return {name: value for name, value in entry.items() if name != "metrics"}


def _figures(told: Row) -> Iterator[Row]:
    yield {"breakdown": TOTAL, "dimension": "", "value": told["total"]}
    for breakdown in told.get("breakdownDimensions") or ():
        for dimension, value in breakdown["values"].items():
            yield {"breakdown": breakdown["breakdownId"], "dimension": dimension, "value": value}


def posts(client: Hootsuite, account: Account, window: Window) -> Iterable[Page]:
    """The posts that were published in the window."""
    return client.analytics("posts", account.id, reportingPeriod=_within(window))


def post_snapshots(client: Hootsuite, account: Account, window: Window) -> Iterable[Page]:
    """The posts of any age of which Hootsuite has read newer figures since yesterday."""
    since = str(window.since - timedelta(days=1))
    return client.analytics("posts", account.id, lastModified={"timespan": {"since": since}})


def messages(client: Hootsuite, account: Account, window: Window) -> Iterator[Page]:
    start, end = bounds(window)
    for page in client.messages(account.id, startTime=written(start), endTime=written(end)):
        yield [row for row in page if datetime.fromisoformat(row["scheduledSendTime"]) < end]


def social_profiles(client: Hootsuite, account: Account, window: Window) -> Iterator[Page]:
    row = client.profile(account.id)
    yield [row if is_brand(row) else {**row, "socialNetworkUsername": None}]


SOCIAL_PROFILES = Stream(
    name="social_profiles",
    description="The profiles as they are connected now; the name of a person's profile is left out.",
    fetch=social_profiles,
    columns={
        **typed(Type.TEXT, "id type socialNetworkId socialNetworkUsername owner"),
        **typed(Type.BOOLEAN, "isReauthRequired"),
    },
    key=("id",),
    kind="snapshot",
    personal=("ownerId", "avatarUrl"),
    required=("type",),
)
PROFILE_DAILY = Stream(
    name="profile_daily",
    description="Every metric of each profile on a day, as the network calls it; `total` apart from its breakdowns.",
    fetch=profile_daily,
    columns={
        **typed(Type.TEXT, "profileId externalProfileId metric breakdown dimension"),
        **typed(Type.DAY, "date"),
        **typed(Type.NUMBER, "value"),
    },
    key=("profileId", "date", "metric", "breakdown", "dimension"),
    day="date",
    restates={1: 30},
    window_days=92,
    history_days=730,
)
POSTS = Stream(
    name="posts",
    description="Every post by the day it was published, with what it has brought so far, without ads.",
    fetch=posts,
    columns={
        **typed(Type.TEXT, "profileId externalProfileId externalId sourceLink postType campaign.id campaign.label"),
        **typed(Type.INSTANT, "createdAt lastRefreshed detectedViralAt"),
        **typed(Type.BOOLEAN, "isViral"),
        **typed(Type.JSON, "metrics metadata tags autoTags links media attachmentTypes"),
    },
    key=("externalId",),
    day="createdAt",
    restates={7: 90},
    window_days=92,
    history_days=730,
    personal=("createdMember", "source", "title", "content"),
)
POST_SNAPSHOTS = replace(
    POSTS,
    name="post_snapshots",
    description="The posts whose figures Hootsuite has read since the day before, as they were then.",
    fetch=post_snapshots,
    kind="snapshot",
    day=None,
    restates={1: 1},
    history_days=None,
)
MESSAGES = Stream(
    name="messages",
    description="What was to be sent through Hootsuite and what became of it, by the UTC day it was due; no texts.",
    fetch=messages,
    columns={
        **typed(Type.TEXT, "id state socialProfile.id postId postUrl"),
        **typed(Type.INSTANT, "scheduledSendTime"),
        **typed(Type.INTEGER, "sequenceNumber"),
        **typed(Type.JSON, "tags"),
    },
    key=("id",),
    day="scheduledSendTime",
    restates={1: 7},
    window_days=28,
    personal=(
        *("text", "createdByMember", "lastUpdatedByMember", "reviewers", "socialProfile.externalURL"),
        *("targeting", "location", "extendedInfo"),
    ),
    ignored=("webhookUrls", "mediaUrls", "media", "privacy", "emailNotification"),
    required=("state",),
)
