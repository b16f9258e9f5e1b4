"""Content: what people read, watch and listen to."""

import pandas as pd

from tests.truth.days import settles_after, total
from tests.truth.world import World


def _read(world: World) -> pd.DataFrame:
    is_content = world.sessions["landing_page"].str.startswith(("/guides/", "/blog/"))
    return world.sessions[is_content].assign(minutes=world.sessions["engagement_seconds"] / 60)


def _watched(world: World) -> pd.DataFrame:
    """Of videos that were taken down nothing is told any more; minutes are told whole."""
    videos = world.company.channel_videos
    there = videos.loc[videos["deleted_on"].isna(), "video_id"]
    days = world.company.video_days
    return days[days["video_id"].isin(there)].assign(minutes=days["watch_seconds"] // 60)


def content_sessions(world: World) -> pd.DataFrame:
    return total(_read(world), "sessions")


def content_assisted_leads(world: World) -> pd.DataFrame:
    return total(_read(world), "key_events")


def engaged_time_per_session(world: World) -> pd.DataFrame:
    return total(_read(world), "minutes", "sessions")


@settles_after(8)
def video_views(world: World) -> pd.DataFrame:
    return total(_watched(world), "views")


@settles_after(8)
def watch_time(world: World) -> pd.DataFrame:
    return total(_watched(world), "minutes")


@settles_after(8)
def average_view_duration(world: World) -> pd.DataFrame:
    return total(_watched(world), "minutes", "views")


def podcast_downloads(world: World) -> pd.DataFrame:
    downloads = world.company.podcast_downloads
    return total(downloads[~downloads["is_bot"]])
