"""Paid social."""

import json
from typing import Any

import pandas as pd

from tests.truth.days import settles_after, total
from tests.truth.world import World


def _ads(world: World) -> pd.DataFrame:
    return world.ads[world.ads["is_social"]]


def _claims(world: World) -> pd.DataFrame:
    return world.claims.loc[world.claims["is_social"], ["date", "conversions", "value"]]


def social_ad_spend(world: World) -> pd.DataFrame:
    return total(_ads(world), "spend")


def social_ad_impressions(world: World) -> pd.DataFrame:
    return total(_ads(world), "impressions")


def social_ad_ctr(world: World) -> pd.DataFrame:
    return total(_ads(world), "clicks", "impressions")


def social_ad_cost_per_mille(world: World) -> pd.DataFrame:
    ads = _ads(world)
    return total(ads.assign(thousand=1000 * ads["spend"]), "thousand", "impressions")


@settles_after(31)
def social_ad_conversions(world: World) -> pd.DataFrame:
    return total(_claims(world), "conversions")


@settles_after(31)
def social_ad_cost_per_acquisition(world: World) -> pd.DataFrame:
    return total(pd.concat([_ads(world)[["date", "spend"]], _claims(world)]), "spend", "conversions")


@settles_after(31)
def social_ad_return_on_ad_spend(world: World) -> pd.DataFrame:
    return total(pd.concat([_ads(world)[["date", "spend"]], _claims(world)]), "value", "spend")


VIDEOS = {
    "linkedin_ads/campaign_daily": ("videoViews", "videoCompletions"),
    "tiktok_ads/ad_daily": ("metrics.video_play_actions", "metrics.video_views_p100"),
    "pinterest_ads/campaign_daily": ("TOTAL_VIDEO_MRC_VIEWS", "TOTAL_VIDEO_P100_COMPLETE"),
    "snapchat_ads/campaign_daily": ("stats.video_views", "stats.view_completion"),
    "x_ads/campaign_daily": ("metrics.video_total_views", "metrics.video_views_100"),
    "meta_ads/ad_daily": ("video_play_actions", "video_thruplay_watched_actions"),
}
"""What the platforms call a video that began and one that was watched to its end."""
REACHES = {
    "meta_ads": ("impressions", "reach"),
    "tiktok_ads": ("metrics.impressions", "metrics.reach"),
    "pinterest_ads": ("TOTAL_IMPRESSION", "TOTAL_IMPRESSION_USER"),
}


def video_completion_rate(world: World) -> pd.DataFrame:
    parts = []
    for stream, (plays, ends) in VIDEOS.items():
        rows = world.rows(*stream.split("/"))
        rows = rows[["date", plays, ends]].set_axis(["date", "plays", "ends"], axis=1)
        parts.append(rows.assign(plays=rows["plays"].map(_count), ends=rows["ends"].map(_count)))
    return total(pd.concat(parts), "ends", "plays")


def _count(told: Any) -> float:
    """A number, or Meta's list with one."""
    return float(json.loads(told)[0]["value"]) if isinstance(told, str) else float(told or 0)


def frequency(world: World) -> pd.DataFrame:
    parts = [
        world.rows(source, "campaign_weekly_reach")[["date", *names]].set_axis(["date", "shown", "people"], axis=1)
        for source, names in REACHES.items()
    ]
    return total(pd.concat(parts), "shown", "people")
