"""The tables that are loaded from Sprout Social, and which metrics each network has. Fetching is in fetch.py.

Sprout publishes no list that a program could read; a name that it no longer knows is left out and told.
"""

from connectors.source import ACCOUNTS, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.sprout_social import fetch

COMMON = ["lifetime_snapshot.followers_count", "net_follower_growth", "posts_sent_count", "impressions"]
FOLLOWING = ["followers_gained", "followers_lost"]
REACTING = ["reactions", "comments_count", "shares_count"]
PROFILE_METRICS = {
    "facebook": [*COMMON, *FOLLOWING, *REACTING, "post_link_clicks", "post_content_clicks_other", "video_views"],
    "fb_instagram_account": [*COMMON, *FOLLOWING, *REACTING, "impressions_unique", "likes", "saves", "video_views"],
    "linkedin_company": [*COMMON, *FOLLOWING, *REACTING, "impressions_unique", "post_content_clicks"],
    "tiktok": [
        *COMMON,
        *(f"{name}_total" for name in ("likes", "comments_count", "shares_count", "video_views", "profile_views")),
    ],
}
OTHER_PROFILE_METRICS = [*COMMON, *FOLLOWING]

LIFETIME = [f"lifetime.{name}" for name in ("impressions", "reactions", "comments_count", "shares_count")]
SEEN = ["lifetime.impressions_unique", "lifetime.video_views"]
CLICKS = ["lifetime.post_link_clicks", "lifetime.post_content_clicks"]
POST_METRICS = {
    "facebook": [*LIFETIME, *CLICKS, "lifetime.video_views", "lifetime.video_view_time"],
    "fb_instagram_account": [*LIFETIME, *SEEN, "lifetime.likes", "lifetime.saves", "lifetime.video_view_time"],
    "linkedin_company": [*LIFETIME, *SEEN, *CLICKS],
    "tiktok": [*LIFETIME, *SEEN, "lifetime.likes", "lifetime.video_view_time"],
}
POST_FIELDS = ["created_time", "perma_link", "post_type", "customer_profile_id", "internal.tags.id"]
MESSAGE_FIELDS = [
    *("created_time", "network", "post_category", "post_type", "profile_guid", "from.guid", "internal.tags.id"),
    "activity_metadata.first_reply.time_elapsed",
]


def _columns(metrics: dict[str, list[str]]) -> dict[str, Type]:
    names = dict.fromkeys(name for each in metrics.values() for name in each)
    return typed(Type.INTEGER, " ".join(names), below="metrics")


PROFILES = Stream(
    name="profiles",
    description="The profiles that are connected to Sprout, with the networks' own ids.",
    fetch=fetch.profiles,
    columns={
        **typed(Type.TEXT, "customer_profile_id network_type name native_name native_id link"),
        **typed(Type.JSON, "groups"),
    },
    key=("customer_profile_id",),
    kind="snapshot",
    ignored=("network_metadata",),
    required=("network_type",),
)
PROFILE_DAILY = Stream(
    name="profile_daily",
    description="Followers, reach and reactions of each profile by day, as Sprout copied them from the networks.",
    fetch=fetch.profile_days(PROFILE_METRICS, OTHER_PROFILE_METRICS),
    columns={
        **typed(Type.DAY, "reporting_period"),
        **typed(Type.TEXT, "customer_profile_id"),
        **_columns(PROFILE_METRICS),
    },
    key=("customer_profile_id", "reporting_period"),
    day="reporting_period",
    restates={1: 7, 7: 30},
    window_days=360,  # a request takes a year at most
)
POSTS = Stream(
    name="posts",
    description="Posts with what they have brought so far, by the day they were published, without their texts.",
    fetch=fetch.posts(POST_FIELDS, POST_METRICS, LIFETIME),
    columns={
        **typed(Type.TEXT, "guid customer_profile_id post_type perma_link"),
        **typed(Type.INSTANT, "created_time"),
        **typed(Type.JSON, "internal.tags"),
        **_columns(POST_METRICS),
    },
    key=("guid",),
    day="created_time",
    restates={1: 30, 7: 90},
    personal=("text", "internal.sent_by"),
    required=("created_time",),
)
MESSAGES = Stream(
    name="messages",
    description="Messages, comments and mentions, one by one, without their texts and authors.",
    fetch=fetch.messages(MESSAGE_FIELDS),
    columns={
        **typed(Type.TEXT, "guid customer_profile_id network post_category post_type"),
        **typed(Type.INSTANT, "created_time"),
        **typed(Type.BOOLEAN, "is_from_profile"),
        **typed(Type.NUMBER, "activity_metadata.first_reply.time_elapsed"),
        **typed(Type.JSON, "internal.tags"),
    },
    key=("customer_profile_id", "guid"),
    day="created_time",
    restates={1: 7, 7: 30},
    personal=("text", "from", "internal.sent_by", "perma_link"),
    ignored=("profile_guid",),
    required=("created_time",),
)
LISTENING_DAILY = Stream(
    name="listening_daily",
    description="What was said about a topic by day, network and sentiment.",
    fetch=fetch.listening,
    columns={
        **typed(Type.TEXT, "topic_id network sentiment"),
        **typed(Type.DAY, "created_time"),
        **typed(Type.INTEGER, "engagements likes replies shares_count impressions", below="metrics"),
    },
    key=("topic_id", "created_time", "network", "sentiment"),
    day="created_time",
    restates={1: 7},
)
STREAMS = (ACCOUNTS, PROFILES, PROFILE_DAILY, POSTS, MESSAGES, LISTENING_DAILY)
