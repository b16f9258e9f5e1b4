"""What Sprout Social has copied of the company's profiles, posts and messages by today."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from sandbox.company import Company
from sandbox.vendors import _networks

Row = dict[str, Any]
GROUP, TOPIC = 91, "c0ffee01"
PROFILES = {7001: "facebook", 7002: "instagram", 7003: "linkedin", 7004: "tiktok"}
TYPES = {"facebook": "facebook", "instagram": "fb_instagram_account", "linkedin": "linkedin_company"}
POST_TYPES = {
    "facebook": ("fbpo", "FACEBOOK_POST"),
    "instagram": ("igme", "INSTAGRAM_MEDIA"),
    "linkedin": ("lipo", "LINKEDIN_COMPANY_UPDATE"),
    "tiktok": ("ttvi", "TIKTOK_POST"),
}
FOLLOWERS = {
    "lifetime_snapshot.followers_count": "followers",
    "followers_gained": "gained",
    "followers_lost": "lost",
    "net_follower_growth": "net",
    "posts_sent_count": "posts_published",
}
GROWING = {"impressions": "impressions", "comments_count": "comments", "shares_count": "shares", "reactions": "likes"}
CLICKED = {"post_link_clicks": "clicks", "post_content_clicks_other": "zero", "video_views": "video_views"}
KEPT = {"impressions_unique": "reach", "likes": "likes", "saves": "saves", "video_views": "video_views"}
OF_NETWORK = {
    "facebook": {**GROWING, **CLICKED},
    "instagram": {**GROWING, **KEPT},
    "linkedin": {**GROWING, "impressions_unique": "reach", "post_content_clicks": "clicks"},
    "tiktok": {"impressions": "impressions"},
}
TOTALS = {"likes_total": "likes", "comments_count_total": "comments", "shares_count_total": "shares"}
TOTALS |= {"video_views_total": "video_views", "profile_views_total": "profile_views"}
"""TikTok's names of its own: running totals."""
LIFETIME = {**GROWING, "impressions_unique": "reach", "video_views": "video_views", "likes": "likes", "saves": "saves"}
LIFETIME |= {"post_link_clicks": "clicks", "post_content_clicks": "clicks", "video_view_time": "watched"}
GONE = {"facebook": {"impressions_unique"}}
COPIED = {1: 0.8, 2: 0.95}
"""The share of a day's figures that has been copied at an age in days."""


class Records:
    """All that there is on one day. Made when first asked for."""

    def __init__(self, company: Company) -> None:
        self.company = company

    @cached_property
    def profiles(self) -> list[Row]:
        table = self.company.social_account_days.drop_duplicates("network").set_index("network")
        return [
            {
                "customer_profile_id": number,
                "network_type": TYPES.get(network, network),
                "name": table.loc[network, "profile_name"],
                "native_name": str(table.loc[network, "profile_name"]).lower(),
                "native_id": table.loc[network, "profile_id"],
                "groups": [GROUP],
            }
            for number, network in PROFILES.items()
        ]

    def check(self, ids: Iterable[int], metrics: Iterable[str], *, of_posts: bool) -> None:
        """Raises ValueError for a metric that none of the profiles' networks has."""
        networks = {PROFILES[number] for number in ids}
        for metric in metrics:
            if not any(self._knows(network, metric, of_posts) for network in networks):
                raise ValueError(f"Unrecognized metric: {metric}")

    @staticmethod
    def _knows(network: str, metric: str, of_posts: bool) -> bool:
        if of_posts:
            name = metric.removeprefix("lifetime.")
            return metric.startswith("lifetime.") and name in LIFETIME and name not in GONE.get(network, ())
        return metric in FOLLOWERS or metric in OF_NETWORK[network] or (network == "tiktok" and metric in TOTALS)

    @cached_property
    def _days(self) -> dict[int, list[Row]]:
        found = {}
        for number, network in PROFILES.items():
            table = self.company.social_account_days
            table = table[table["network"] == network].sort_values("date").assign(zero=0)
            table = table.assign(net=table["gained"] - table["lost"])
            running = {f"{name}_so_far": table[name].cumsum() for name in TOTALS.values()}
            found[number] = table.assign(**running).to_dict("records")
        return found

    def days(self, ids: Iterable[int], metrics: Iterable[str]) -> list[Row]:
        return [
            {
                "dimensions": {"reporting_period.by(day)": str(day["date"].date()), "customer_profile_id": number},
                "metrics": {metric: self._figure(PROFILES[number], metric, day) for metric in metrics},
            }
            for number in sorted(ids)
            for day in self._days.get(number, [])
        ]

    def _figure(self, network: str, metric: str, day: Row) -> int | None:
        if metric in FOLLOWERS:
            return int(day[FOLLOWERS[metric]])
        if network == "tiktok" and metric in TOTALS:
            return int(day[f"{TOTALS[metric]}_so_far"])
        column = OF_NETWORK[network].get(metric)
        age = (self.company.today - day["date"].date()).days
        return None if column is None else int(day[column] * COPIED.get(age, 1))

    @cached_property
    def _posts(self) -> dict[int, list[Row]]:
        return {
            number: [self._post(number, each) for each in _networks.posts(self.company, network)]
            for number, network in PROFILES.items()
        }

    def _post(self, number: int, each: Row) -> Row:
        network = PROFILES[number]
        prefix, post_type = POST_TYPES[network]
        figures = {**each, "watched": each["video_views"] * 6}
        known = {name: column for name, column in LIFETIME.items() if name not in GONE.get(network, ())}
        return {
            "guid": f"{prefix}:{each['id']}",
            "created_time": f"{each['posted_at']:%Y-%m-%dT%H:%M:%SZ}",
            "perma_link": each["url"],
            "text": each["text"],
            "post_type": post_type,
            "customer_profile_id": number,
            "internal": {
                "tags": [{"id": 321}],
                "sent_by": {"id": 5, "email": "dana@example.org", "first_name": "Dana"},
            },
            "metrics": {f"lifetime.{name}": int(figures[column]) for name, column in known.items()},
        }

    def posts(self, ids: Iterable[int]) -> list[Row]:
        return [post for number in sorted(ids) for post in self._posts.get(number, [])]

    def messages(self, ids: Iterable[int]) -> list[Row]:
        """At most six a day and profile: people ask on days with comments; two of three are answered."""
        return [message for number in sorted(ids) for message in self._messages.get(number, [])]

    @cached_property
    def _messages(self) -> dict[int, list[Row]]:
        return {
            number: [
                self._message(number, day["date"], place)
                for day in self._days[number]
                for place in range(min(int(day["comments"]), 5) + int(day["posts_published"] > 0))
            ]
            for number in PROFILES
        }

    def _message(self, number: int, day: pd.Timestamp, place: int) -> Row:
        network, profile = PROFILES[number].upper(), f"pr:{number}"
        is_ours = place == 5
        kind = "POST" if is_ours else "MENTION" if place == 1 else "COMMENT"
        replied = {"first_reply": {"time_elapsed": 600 + 60 * place}} if place % 3 and not is_ours else {}
        return {
            "guid": f"{number}-{day:%Y%m%d}-{place}",
            "created_time": f"{day + timedelta(hours=8 + place):%Y-%m-%dT%H:%M:%SZ}",
            "network": network,
            "post_category": "POST" if is_ours else "REPLY",
            "post_type": f"{network}_{kind}",
            "profile_guid": profile,
            "from": {"guid": profile if is_ours else f"person:{place}", "name": "Ada Example", "screen_name": "ada"},
            "text": "Where is my coffee?",
            "internal": {"tags": []},
            "activity_metadata": replied,
        }

    def listening(self) -> list[Row]:
        """What is said in public: a little more on days with many comments."""
        rows = []
        for number, network in PROFILES.items():
            for day in self._days[number]:
                for sentiment, share in (("positive", 0.5), ("neutral", 0.4), ("negative", 0.1)):
                    said = int(day["comments"] * share) + 1
                    dimensions = {"created_time.by(day)": str(day["date"].date()), "network": network.upper()}
                    metrics = {"engagements": said * 4, "likes": said * 3, "replies": said, "shares_count": 0}
                    metrics["impressions"] = said * 40
                    rows.append({"dimensions": {**dimensions, "sentiment": sentiment}, "metrics": metrics})
        return rows
