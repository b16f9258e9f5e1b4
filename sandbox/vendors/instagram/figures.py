"""What Instagram counts of the company, by its metrics' names, and the media that it shows."""

from datetime import datetime, timedelta

import pandas as pd

from sandbox.company import Company
from sandbox.vendors._networks import Row, written

SERIES = {"reach": lambda day: day["reach"], "follower_count": lambda day: day["gained"]}
TOTALS = {
    "views": lambda day: day["impressions"],
    "total_interactions": lambda day: day["likes"] + day["comments"] + day["shares"] + day["saves"],
    "likes": lambda day: day["likes"],
    "comments": lambda day: day["comments"],
    "shares": lambda day: day["shares"],
    "saves": lambda day: day["saves"],
    "replies": lambda day: day["comments"] // 4,
    "reposts": lambda day: day["shares"] // 5,
    "profile_links_taps": lambda day: day["clicks"],
    "accounts_engaged": lambda day: (day["likes"] + day["comments"]) * 3 // 4,
    "follows_and_unfollows": lambda day: 0,
}
FEED = {
    "reach": lambda medium: medium["reach"],
    "views": lambda medium: medium["impressions"],
    "saved": lambda medium: medium["saves"],
    "shares": lambda medium: medium["shares"],
    "follows": lambda medium: medium["reach"] // 900,
    "profile_visits": lambda medium: medium["reach"] // 60,
    "total_interactions": lambda medium: medium["likes"] + medium["comments"] + medium["shares"] + medium["saves"],
}
COUNTED = {"likes": lambda medium: medium["likes"], "comments": lambda medium: medium["comments"]}
MEDIA_METRICS = {
    "IMAGE": {**FEED, **COUNTED, "profile_activity": lambda medium: medium["clicks"]},
    "CAROUSEL_ALBUM": FEED,
    "REELS": {
        **{name: FEED[name] for name in ("reach", "views", "saved", "shares", "total_interactions")},
        **COUNTED,
        "reposts": lambda medium: medium["shares"] // 5,
        "reels_skip_rate": lambda medium: 31.25,
        "ig_reels_avg_watch_time": lambda medium: 6_400,
        "ig_reels_video_view_total_time": lambda medium: 6_400 * medium["impressions"],
    },
    "STORY": {
        **{name: FEED[name] for name in ("reach", "views", "shares", "follows", "profile_visits")},
        "replies": lambda medium: medium["comments"],
        "total_interactions": lambda medium: medium["shares"] + medium["comments"],
        "navigation": lambda medium: medium["impressions"] // 2,
    },
}
FOLLOWERS: dict[str, list[tuple[tuple[str, ...], float]]] = {
    "city": [(("Berlin, Berlin",), 0.2), (("Hamburg, Hamburg",), 0.1), (("Paris, Île-de-France",), 0.07)],
    "country": [(("DE",), 0.55), (("FR",), 0.2), (("AT",), 0.12)],
    "age,gender": [(("25-34", "F"), 0.24), (("25-34", "M"), 0.2), (("35-44", "F"), 0.18), (("35-44", "U"), 0.02)],
}


def medium_of(post: Row) -> Row:
    """Of ten, six are reels, two are pictures, two are albums; one of eleven hides its likes."""
    number = int(post["post_id"][2:])
    kind = (number // 10 + number) % 10
    form = "VIDEO" if kind < 6 else "IMAGE" if kind < 8 else "CAROUSEL_ALBUM"
    told = {
        **post,
        "ig_id": f"31{number}",
        "caption": post["text"],
        "media_type": form,
        "media_product_type": "REELS" if form == "VIDEO" else "FEED",
        "permalink": post["url"],
        "shortcode": post["post_id"],
        "timestamp": written(post["posted_at"]),
        "comments_count": post["comments"],
        "is_comment_enabled": True,
        "username": "torrefino",
    }
    return told if number % 11 == 0 else {**told, "like_count": post["likes"]}


def stories(company: Company, newest: Row) -> list[Row]:
    """Two of yesterday, which vanish in the course of today. The second one was hardly seen."""
    day = datetime.combine(company.today - timedelta(days=1), datetime.min.time())
    return [
        medium_of(
            {
                "id": f"1791{day:%Y%m%d}{number}0000",
                "post_id": f"st{day:%Y%m%d}{number}",
                "posted_at": pd.Timestamp(day, tz="UTC") + pd.Timedelta(hours=9 + number),
                "text": "Fresh from the drum",
                "url": f"https://www.instagram.example/stories/torrefino/{day:%Y%m%d}{number}",
                "impressions": reach + reach // 8,
                "reach": reach,
                **dict.fromkeys(("likes", "comments", "shares", "saves", "clicks", "video_views"), reach // 300),
            }
        )
        | {"media_type": "IMAGE", "media_product_type": "STORY"}
        for number, reach in enumerate((newest["followers"] // 14, 3))
    ]
