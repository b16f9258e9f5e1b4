"""The kinds of files about those who see, hear and answer us: posts, messages, creators, videos, podcasts."""

from connectors.sources.files.kinds import AT_LEAST_0, PERSON, columns, kind

SOCIAL_POSTS = kind(
    "social_posts",
    "Posts of our own in social networks with what they have brought so far.",
    columns(
        TEXT="post_id network post_type campaign url",
        INTEGER="followers reach impressions engaged_users likes comments shares saves clicks video_views",
        NUMBER="watch_seconds",
        INSTANT="published_at",
        BOOLEAN="is_paid",
    ),
    key=("post_id",),
    ranges={"reach": AT_LEAST_0, "impressions": AT_LEAST_0},
)

INFLUENCER_POSTS = kind(
    "influencer_posts",
    "What creators published for us: the fee, and what it has brought so far; a row a deliverable and snapshot.",
    columns(
        TEXT="campaign_id campaign_name creator_handle network deliverable post_id post_url promo_code utm_link "
        "utm_campaign currency",
        INTEGER="creator_followers deliverable_count impressions reach views likes comments shares saves clicks "
        "code_orders",
        MONEY="fee product_cost code_revenue",
        DAY="published_on snapshot_on",
    ),
    personal=("creator_name", "creator_email", "email", "phone", "address"),
)

SOCIAL_MESSAGES = kind(
    "social_messages",
    "What people wrote to us or of us on a day: each message, or counts; reply_minutes is the mean time to a reply.",
    columns(
        DAY="date_day",
        TEXT="network profile",
        INTEGER="received replied mentions",
        NUMBER="reply_minutes",
    ),
    required=("date_day",),
    ranges=dict.fromkeys(("received", "replied", "mentions", "reply_minutes"), AT_LEAST_0),
    personal=(*PERSON, "author", "text"),
)

VIDEO_AUDIENCE = kind(
    "video_audience",
    "What a video platform counted on a day, of one video. Views are those of any length.",
    columns(
        DAY="date_day",
        TEXT="platform channel video_id video_title",
        INTEGER="views engaged_views likes comments shares followers_gained followers_lost impressions",
        NUMBER="watch_hours",
    ),
    required=("date_day", "video_id"),
    ranges=dict.fromkeys(("views", "watch_hours", "impressions"), AT_LEAST_0),
)

PODCAST_AUDIENCE = kind(
    "podcast_audience",
    "What a podcast platform counted on a day, of an episode or (without one) the show. Plays are Spotify's streams.",
    columns(
        DAY="date_day",
        TEXT="platform show_name episode_id episode_title",
        INTEGER="downloads starts plays listeners followers",
    ),
    required=("date_day",),
    ranges=dict.fromkeys(("downloads", "starts", "plays", "listeners", "followers"), AT_LEAST_0),
)
