"""The tables that are loaded from each channel. Data only: how they are asked for and read is in fetch.py."""

from collections.abc import Mapping

from connectors.source import ACCOUNTS, Fetch, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.youtube import fetch

VIEWING = typed(Type.INTEGER, "views estimatedMinutesWatched")
ENGAGED = VIEWING | typed(Type.INTEGER, "engagedViews")
"""A view is another thing since 2025-03-31 (Shorts) and 2026-08-24 (all); an engaged view is what it was before."""
RESPONSE = {
    **ENGAGED,
    **typed(Type.NUMBER, "averageViewDuration"),
    **typed(Type.INTEGER, "likes comments shares subscribersGained subscribersLost"),
}
AUDIENCE = VIEWING | typed(Type.INTEGER, "subscribersGained")
EARNED = {
    **typed(Type.MONEY, "estimatedRevenue estimatedAdRevenue grossRevenue estimatedRedPartnerRevenue"),
    **typed(Type.INTEGER, "monetizedPlaybacks adImpressions"),
    **typed(Type.MONEY, "cpm playbackBasedCpm"),
}
VALIDATED = {1: 7, 7: 35}
"""Processing takes two to three days; views are validated for days after."""
SETTLED_REVENUE = {1: 7, 7: 35, 15: 46}
"""Revenue is an estimate until its month was settled: on any 15th, the whole month before is 46 days back."""
REPEATED = ("kind", "etag")


def _daily(
    name: str,
    description: str,
    fetched: Fetch,
    metrics: Mapping[str, Type],
    *by: str,
    days: int = 90,
    restates: Mapping[int, int] = VALIDATED,
    beside: Mapping[str, Type] | None = None,
) -> Stream:
    return Stream(
        name=name,
        description=description,
        fetch=fetched,
        columns={"day": Type.DAY, **typed(Type.TEXT, " ".join(by)), **metrics, **(beside or {})},
        key=("day", *by),
        day="day",
        restates=restates,
        window_days=days,
        ranges={metric: (0, None) for metric in metrics if metric.startswith(("view", "engaged", "estimatedMin"))},
    )


REVENUE = _daily(
    "revenue_daily",
    "Estimated revenue of each day, settled after its month. Only loaded where YOUTUBE_REVENUE is true.",
    fetch.revenue(tuple(EARNED)),
    EARNED,
    restates=SETTLED_REVENUE,
    beside={"currency": Type.TEXT},
)

STREAMS = (
    ACCOUNTS,
    Stream(
        name="channels",
        description="The channel with its counters since it began. Subscribers are rounded to three digits by YouTube.",
        fetch=fetch.channels,
        columns={
            **typed(Type.TEXT, "id"),
            **typed(Type.TEXT, "title customUrl country defaultLanguage", below="snippet"),
            **typed(Type.INSTANT, "publishedAt", below="snippet"),
            **typed(Type.TEXT, "uploads likes", below="contentDetails.relatedPlaylists"),
            **typed(Type.INTEGER, "viewCount subscriberCount videoCount", below="statistics"),
            **typed(Type.BOOLEAN, "hiddenSubscriberCount", below="statistics"),
        },
        key=("id",),
        kind="snapshot",
        ignored=(*REPEATED, *(f"snippet.{field}" for field in ("thumbnails", "localized", "description"))),
    ),
    Stream(
        name="videos",
        description="All videos of the channel that exist, with their title, length and who may see them.",
        fetch=fetch.videos("id,snippet,contentDetails,status"),
        columns={
            **typed(Type.TEXT, "id"),
            **typed(Type.TEXT, "channelId title categoryId liveBroadcastContent", below="snippet"),
            **typed(Type.TEXT, "defaultLanguage defaultAudioLanguage", below="snippet"),
            **typed(Type.INSTANT, "publishedAt", below="snippet"),
            **typed(Type.JSON, "tags", below="snippet"),
            **typed(Type.TEXT, "duration dimension definition projection", below="contentDetails"),
            **typed(Type.BOOLEAN, "caption licensedContent", below="contentDetails"),
            **typed(Type.JSON, "contentRating regionRestriction", below="contentDetails"),
            **typed(Type.TEXT, "uploadStatus privacyStatus license", below="status"),
            **typed(Type.INSTANT, "publishAt", below="status"),
            **typed(Type.BOOLEAN, "embeddable publicStatsViewable", below="status"),
            **typed(Type.BOOLEAN, "madeForKids selfDeclaredMadeForKids", below="status"),
        },
        key=("id",),
        kind="snapshot",
        ignored=(
            *REPEATED,
            *(f"snippet.{field}" for field in ("thumbnails", "localized", "channelTitle", "description")),
        ),
        required=("snippet.publishedAt",),
    ),
    Stream(
        name="video_stats",
        description="What each video has brought since it was published. A counter that its owner hides is null.",
        fetch=fetch.videos("id,statistics"),
        columns={
            **typed(Type.TEXT, "id"),
            **typed(Type.INTEGER, "viewCount likeCount commentCount favoriteCount", below="statistics"),
        },
        key=("id",),
        kind="snapshot",
        ignored=REPEATED,
        ranges={"statistics.viewCount": (0, None)},
    ),
    _daily(
        "channel_daily",
        "The channel by day, including videos that were deleted since. The newest two or three days are missing.",
        fetch.by_day(tuple(RESPONSE)),
        RESPONSE,
    ),
    _daily(
        "video_daily",
        "Each video by day. Deleted videos are left out, so the sum is below channel_daily.",
        fetch.by_video(tuple(RESPONSE)),
        RESPONSE,
        "video",
        days=31,
    ),
    _daily(
        "channel_traffic_daily",
        "Views by the place where viewers found the video.",
        fetch.by_day(tuple(ENGAGED), "insightTrafficSourceType"),
        ENGAGED,
        "insightTrafficSourceType",
    ),
    _daily(
        "channel_device_daily",
        "Views by the type of device.",
        fetch.by_day(tuple(VIEWING), "deviceType"),
        VIEWING,
        "deviceType",
    ),
    _daily(
        "channel_country_daily",
        "Views by the viewer's country; ZZ is unknown. Each day is one question.",
        fetch.by_country(tuple(AUDIENCE)),
        AUDIENCE,
        "country",
        days=31,
    ),
    Stream(
        name="demographics",
        description="Signed-in viewers of 28 processed days by age and gender, in percent. Small groups are withheld.",
        fetch=fetch.demographics,
        columns={
            **typed(Type.TEXT, "ageGroup gender"),
            **typed(Type.NUMBER, "viewerPercentage"),
            **typed(Type.DAY, "startDate endDate"),
        },
        key=("ageGroup", "gender"),
        kind="snapshot",
        ranges={"viewerPercentage": (0, 100)},
    ),
    REVENUE,
)
