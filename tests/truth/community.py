"""Community: followers, posts, and what people do with them."""

import numpy as np
import pandas as pd

from tests.truth.days import day_of, settles_after, total
from tests.truth.world import World

META_ZONE = "America/Los_Angeles"


@settles_after(8)
def engagements(world: World) -> pd.DataFrame:
    return total(world.profiles, "engagements")


@settles_after(8)
def engagement_rate(world: World) -> pd.DataFrame:
    both = world.profiles.dropna(subset=["engagements", "impressions"])
    return total(both, "engagements", "impressions")


@settles_after(0)
def followers(world: World) -> pd.DataFrame:
    """Most networks tell the present only: today, how many there were yesterday evening; YouTube in three digits."""
    people = world.company.social_account_days[["date", "followers"]]
    channel = world.company.channel_days
    unit = 10 ** (np.floor(np.log10(channel["subscribers"])) - 2)
    channel = channel.assign(followers=channel["subscribers"] // unit * unit)[["date", "followers"]]
    evenings = pd.concat([people, channel])
    return total(evenings.assign(date=evenings["date"] + pd.Timedelta(days=1)), "followers")


@settles_after(8)
def net_new_followers(world: World) -> pd.DataFrame:
    return total(world.profiles, "balance")


@settles_after(8)
def social_shares(world: World) -> pd.DataFrame:
    return total(world.profiles, "shares")


def posts_published(world: World) -> pd.DataFrame:
    """Each post once, on the calendar of who tells it: Meta's is that of California. Deleted videos are not told."""
    posts = world.company.social_posts
    of_meta = posts["platform"].isin(["facebook", "instagram"])
    days = day_of(posts["posted_at"], "UTC").where(~of_meta, day_of(posts["posted_at"], META_ZONE))
    videos = world.company.channel_videos
    there = videos.loc[videos["deleted_on"].isna(), "date"]
    return total(pd.DataFrame({"date": pd.concat([days, there])}))


def response_time_social(world: World) -> pd.DataFrame:
    return total(world.profiles.iloc[:0], "shares", "impressions")
