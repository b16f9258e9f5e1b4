"""The company's profiles on social networks, day by day: who follows, and what each post brings while it is young."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws, ordinals
from sandbox.company.social import FIGURES, FOLLOWERS, posts

if TYPE_CHECKING:
    from sandbox.company import Company

PROFILES = {
    "facebook": ("104812900000001", "Torrefino"),
    "instagram": ("17841400000000001", "torrefino"),
    "linkedin": ("90017351", "Torrefino"),
    "tiktok": ("7098000000000000001", "torrefino"),
}
EPOCH = np.datetime64("2026-01-01")
GROWTH = {"facebook": 0.04, "instagram": 0.22, "linkedin": 0.30, "tiktok": 0.45}  # a year
LEAVING = 0.0004  # share of the followers that leaves on a day
LIFE_DAYS = 28
HALF_LIFE_DAYS = 1.6


def follower_count(network: str, days: Array) -> Array:
    """The followers at the end of each day."""
    years = (days - EPOCH).astype(np.int64) / 365
    wave = 1 + 0.004 * np.sin(ordinals(days) * 2 * np.pi / 91)
    count: Array = np.rint(FOLLOWERS[network] * (1 + GROWTH[network]) ** years * wave).astype(np.int64)
    return count


def post_days(company: "Company") -> pd.DataFrame:
    """date, post_id, network, profile_id, age_days, and what the post has brought up to the end of the date:
    impressions, reach, video_views, likes, comments, shares, saves, clicks.

    One row for each of the first 28 days after it was published; then it is settled.
    """
    return _young(company, company.window[0])


def _young(company: "Company", since: Array) -> pd.DataFrame:
    made = posts(company, company.history)
    made = made.assign(published=made["posted_at"].dt.tz_localize(None).dt.normalize())
    ages = pd.DataFrame({"age_days": np.arange(LIFE_DAYS)})
    frame = made.merge(ages, how="cross")
    frame["date"] = frame["published"] + pd.to_timedelta(frame["age_days"], unit="D")
    frame = frame[(frame["date"] >= pd.Timestamp(since)) & (frame["date"] < pd.Timestamp(company.today))]
    share = 1 - 0.5 ** ((frame["age_days"].to_numpy() + 0.7) / HALF_LIFE_DAYS)
    share = np.where(frame["age_days"] == LIFE_DAYS - 1, 1.0, share)
    frame = frame.rename(columns={"platform": "network"}).reset_index(drop=True)
    profile = frame["network"].map({network: profile for network, (profile, _) in PROFILES.items()})
    so_far = {name: np.floor(frame[name].to_numpy() * share).astype(np.int64) for name in FIGURES}
    return frame[["date", "post_id", "network", "age_days"]].assign(**so_far).assign(profile_id=profile)


def account_days(company: "Company") -> pd.DataFrame:
    """date, network (facebook|instagram|linkedin|tiktok), profile_id, profile_name, followers (at the end of the day),
    gained, lost, posts_published, profile_views, reach (people of the day), and what came on that day:
    impressions, video_views, likes, comments, shares, saves, clicks.
    """
    day_before = company.window[0] - np.timedelta64(1, "D")
    brought = _young(company, day_before).sort_values(["post_id", "date"], ignore_index=True)
    of_the_day = brought[list(FIGURES)] - brought.groupby("post_id")[list(FIGURES)].shift().fillna(0)
    of_the_day = of_the_day.assign(date=brought["date"], network=brought["network"])
    sums = of_the_day.groupby(["date", "network"])[list(FIGURES)].sum()
    published = brought[brought["age_days"] == 0].groupby(["date", "network"]).size()
    return pd.concat([_profile(company, network, sums, published) for network in PROFILES], ignore_index=True)


def _profile(company: "Company", network: str, sums: pd.DataFrame, published: pd.Series) -> pd.DataFrame:
    days = company.window
    followers = follower_count(network, days)
    change = followers - follower_count(network, days - np.timedelta64(1, "D"))
    leaving, looking = np.zeros(len(days), dtype=np.int64), np.zeros(len(days), dtype=np.int64)
    for i, rng in draws(company.seed, f"followers_{network}", days):
        leaving[i] = rng.poisson(LEAVING * followers[i])
        looking[i] = rng.poisson(0.006 * followers[i])
    lost = np.maximum(leaving, -change)
    stamps = pd.DatetimeIndex(days.astype("datetime64[ns]"))
    at = pd.MultiIndex.from_product([stamps, [network]])
    brought = sums.reindex(at).fillna(0).astype(np.int64).reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "date": stamps,
            "network": network,
            "profile_id": PROFILES[network][0],
            "profile_name": PROFILES[network][1],
            "followers": followers,
            "gained": change + lost,
            "lost": lost,
            "posts_published": published.reindex(at).fillna(0).astype(np.int64).to_numpy(),
            "profile_views": looking,
        }
    )
    return pd.concat([frame, brought], axis=1)
