"""What is loaded from LinkedIn Pages."""

from connectors.source import ACCOUNTS, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.linkedin_pages.columns import POST, SHARE, VIEWS
from connectors.sources.linkedin_pages.fetch import YOUNG_DAYS, daily, followers, post_statistics, posts

REACHES_BACK = 364
"""LinkedIn answers for the last 12 months, counted from this moment."""


def _daily(name: str, endpoint: str, finder: str, description: str, columns: dict[str, Type]) -> Stream:
    return Stream(
        name=name,
        description=description,
        fetch=daily(endpoint, finder),
        columns={"date": Type.DAY, finder: Type.TEXT, **columns},
        key=("date", finder),
        day="date",
        restates={1: 30},
        window_days=92,
        history_days=REACHES_BACK,
        ignored=("timeRange",),
    )


SHARE_DAILY = _daily(
    "share_daily",
    "organizationalEntityShareStatistics",
    "organizationalEntity",
    "What all posts of a page brought on each day (UTC), without paid reach. Takebacks can make a count negative.",
    SHARE,
)
FOLLOWERS_DAILY = _daily(
    "followers_daily",
    "organizationalEntityFollowerStatistics",
    "organizationalEntity",
    "By how many the followers of a page changed on each day (UTC); known two days later.",
    typed(Type.INTEGER, "organicFollowerGain paidFollowerGain", below="followerGains"),
)
VIEWS_DAILY = _daily(
    "views_daily",
    "organizationPageStatistics",
    "organization",
    "Views of each part of a page on each day (UTC). Parts and devices are two cuts of the same views.",
    {**VIEWS, "totalPageStatistics.clicks": Type.JSON},
)
FOLLOWERS = Stream(
    name="followers",
    description="How many follow a page on the day it was looked at.",
    fetch=followers,
    columns={"organization": Type.TEXT, "firstDegreeSize": Type.INTEGER},
    key=("organization",),
    kind="snapshot",
    ranges={"firstDegreeSize": (0, None)},
    required=("firstDegreeSize",),
)
POSTS = Stream(
    name="posts",
    description="Everything that a page published, with its text.",
    fetch=posts,
    columns=POST,
    key=("id",),
    kind="snapshot",
    ignored=("lifecycleStateInfo",),
)
POST_STATISTICS = Stream(
    name="post_statistics",
    description=f"What each post of the last {YOUNG_DAYS} days has brought so far, on each day it was looked at.",
    fetch=post_statistics,
    columns={"post": Type.TEXT, "organizationalEntity": Type.TEXT, "publishedAt": Type.INSTANT, **SHARE},
    key=("post",),
    kind="snapshot",
    ignored=("share", "ugcPost"),
    required=("totalShareStatistics.impressionCount",),
)

STREAMS = (ACCOUNTS, SHARE_DAILY, FOLLOWERS_DAILY, VIEWS_DAILY, FOLLOWERS, POSTS, POST_STATISTICS)
