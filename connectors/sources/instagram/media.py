"""What is loaded of an account's posts, reels and stories."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from connectors.source import Account, Page, Row, Stream, Type, Window, Withdrawn
from connectors.sources._days import utc_day
from connectors.sources._graph.errors import Untold
from connectors.sources._graph.insights import answered, total, withdrawn
from connectors.sources._notation import typed
from connectors.sources.instagram.client import Instagram

MEDIA_A_PAGE = 100
RECENT = timedelta(days=30)
"""The age up to which a post is looked at every day."""
METRICS = {
    "FEED": "reach views likes comments shares saved total_interactions follows profile_visits profile_activity",
    "CAROUSEL_ALBUM": "reach views saved shares follows profile_visits total_interactions",
    "REELS": "reach views likes comments shares saved total_interactions reposts reels_skip_rate"
    " ig_reels_avg_watch_time ig_reels_video_view_total_time",
    "STORY": "reach views replies shares follows profile_visits total_interactions navigation",
}
"""A metric that does not suit the kind of medium fails the whole question."""
FIELDS = (
    "id,ig_id,caption,media_type,media_product_type,permalink,shortcode,timestamp,like_count,comments_count,"
    "is_comment_enabled"
)


def media(client: Instagram, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    """The posts and reels that were published in the window, read from the newest back."""
    rows: list[Row] = []
    for page in client.graph.each_page(f"{account.id}/media", {"fields": FIELDS}, account.id, MEDIA_A_PAGE):
        found = page.rows()
        rows += [row for row in found if utc_day(row["timestamp"]) in window]
        if found and utc_day(found[-1]["timestamp"]) < window.since:
            break
    yield from _with_figures(client, account, rows)


def recent_media(client: Instagram, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    return media(client, account, Window(window.since - RECENT, window.until))


def stories(client: Instagram, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    """The stories that are live."""
    found = client.graph.each_page(f"{account.id}/stories", {"fields": FIELDS}, account.id, MEDIA_A_PAGE)
    yield from _with_figures(client, account, [row for page in found for row in page.rows()])


def _with_figures(client: Instagram, account: Account, rows: list[Row]) -> Iterator[Page | Withdrawn]:
    yield [{**row, "ig_user_id": account.id, "insights": _figures(client, account, row)} for row in rows]
    for kind in {_kind(row) for row in rows}:
        yield from withdrawn(client.dead[kind], MEDIA.columns)


def _kind(row: Row) -> str:
    return f"{row.get('media_product_type')} {row.get('media_type')}"


def _figures(client: Instagram, account: Account, row: Row) -> dict[str, Any]:
    """None where Meta tells nothing: a story with few viewers, a medium that is older than the business account."""
    product, form = str(row.get("media_product_type")), str(row.get("media_type"))
    metrics = METRICS.get(product if product in ("REELS", "STORY") else form, METRICS["FEED"])

    def ask(asked: tuple[str, ...]) -> list[Row]:
        return client.insights(row["id"], account.id, asked) if asked else []

    with suppress(Untold):
        told = answered(ask, metrics.split(), client.dead[_kind(row)])
        return {insight["name"]: total(insight) for insight in told}
    return {}


MEDIA = Stream(
    name="media",
    description="Every post and reel by the day it was published, with what it has brought so far, without ads.",
    fetch=media,
    columns={
        **typed(Type.TEXT, "id ig_user_id ig_id caption media_type media_product_type permalink shortcode"),
        **typed(Type.INSTANT, "timestamp"),
        **typed(Type.INTEGER, "like_count comments_count"),
        **typed(Type.BOOLEAN, "is_comment_enabled"),
        **typed(Type.INTEGER, "reach views likes comments shares saved total_interactions", below="insights"),
        **typed(Type.INTEGER, "follows profile_visits profile_activity replies reposts navigation", below="insights"),
        **typed(Type.INTEGER, "ig_reels_avg_watch_time ig_reels_video_view_total_time", below="insights"),
        **typed(Type.NUMBER, "reels_skip_rate", below="insights"),
    },
    key=("id",),
    day="timestamp",
    restates={7: 90},
    ignored=("owner", "username"),
    ranges={"insights.reach": (0, None), "insights.views": (0, None)},
    required=("media_type",),
)
MEDIA_SNAPSHOTS = replace(
    MEDIA,
    name="media_snapshots",
    description="The posts and reels of the last 30 days, with what they had brought when they were looked at.",
    fetch=recent_media,
    kind="snapshot",
    day=None,
    restates={1: 1},
)
STORIES = replace(
    MEDIA_SNAPSHOTS,
    name="stories",
    description="The stories that were live when they were looked at. They and their figures vanish after 24 hours.",
    fetch=stories,
)
