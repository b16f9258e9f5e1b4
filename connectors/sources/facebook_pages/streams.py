"""What is loaded of each Page: its days, itself, and its posts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from connectors.source import Account, Page, Row, Stream, Type, Window, Withdrawn
from connectors.sources._days import utc_day
from connectors.sources._graph.insights import answered, by_day, day_of, midnights, total, withdrawn
from connectors.sources._notation import typed
from connectors.sources.facebook_pages.client import Pages

POSTS_A_PAGE = 100
RECENT = timedelta(days=30)
"""The age up to which a post is looked at every day."""
DAILY = {
    # Views are not impressions under another name: they count other things, and their series begins with them.
    **typed(Type.INTEGER, "page_media_view page_total_media_view_unique page_post_engagements page_total_actions"),
    **typed(Type.INTEGER, "page_follows page_daily_follows_unique page_daily_unfollows_unique"),
    **typed(Type.INTEGER, "page_views_total page_video_views"),
    **typed(Type.INTEGER, "total paid unpaid", below="page_fan_adds_by_paid_non_paid_unique"),
    **typed(Type.JSON, "page_actions_post_reactions_total"),
}
POST_METRICS = {
    **typed(Type.INTEGER, "post_media_view post_total_media_view_unique post_clicks"),
    **typed(Type.JSON, "post_clicks_by_type post_reactions_by_type_total"),
}
POST_FIELDS = (
    "id,created_time,updated_time,message,permalink_url,status_type,shares,"
    "comments.limit(0).summary(true),reactions.limit(0).summary(true)"
)


def page_daily(client: Pages, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    metrics = dict.fromkeys(column.split(".")[0] for column in DAILY)
    told = answered(lambda asked: _insights(client, account, window, asked), metrics, client.dead)
    yield from withdrawn(client.dead, DAILY)
    yield [{"page_id": account.id, "date": str(day), **row} for day, row in by_day(told, window).items()]


def media_views(client: Pages, account: Account, window: Window) -> Iterator[Page]:
    told = _insights(client, account, window, ["page_media_view"], breakdown="is_from_ads")
    values = [value for insight in told for value in insight["values"] if day_of(value) in window]
    yield [
        {
            "page_id": account.id,
            "date": str(day_of(value)),
            "is_from_ads": value["is_from_ads"],
            "page_media_view": value["value"],
        }
        for value in values
    ]


def _insights(client: Pages, account: Account, window: Window, metrics: Iterable[str], **more: str) -> list[Row]:
    days = {"since": str(window.since), "until": str(window.until + timedelta(days=1))}
    question = {"metric": ",".join(metrics), "period": "day", **days, **more}
    told = client.acting_as(account.id).ask("GET", f"{account.id}/insights", question, account.id)
    return list(told["data"])  # its `next` leads to later days, not to more rows


def pages(client: Pages, account: Account, window: Window) -> Iterator[Page]:
    fields = ",".join(PAGES.columns)
    yield [client.acting_as(account.id).ask("GET", account.id, {"fields": fields}, account.id)]


def posts(client: Pages, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    """The posts that were published in the window."""
    graph = client.acting_as(account.id)

    def ask(metrics: tuple[str, ...]) -> list[Row]:
        fields = f"{POST_FIELDS},insights.metric({','.join(metrics)})" if metrics else POST_FIELDS
        question = {"fields": fields, **midnights(window, "UTC")}
        found = graph.each_page(f"{account.id}/published_posts", question, account.id, POSTS_A_PAGE)
        return [row for page in found for row in page.rows()]

    rows = answered(ask, POST_METRICS, client.dead)
    yield from withdrawn(client.dead, POSTS.columns)
    yield [_with_figures(row, account) for row in rows if utc_day(row["created_time"]) in window]


def _with_figures(row: Row, account: Account) -> Row:
    told = (row.get("insights") or {}).get("data") or ()
    return {**row, "page_id": account.id, "insights": {insight["name"]: total(insight) for insight in told}}


def recent_posts(client: Pages, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    return posts(client, account, Window(window.since - RECENT, window.until))


PAGE_DAILY = Stream(
    name="page_daily",
    description="What each Page got on a day of Pacific time. `page_follows` is a stock, `*_unique` counts people.",
    fetch=page_daily,
    columns={**typed(Type.TEXT, "page_id"), **typed(Type.DAY, "date"), **DAILY},
    key=("page_id", "date"),
    day="date",
    restates={1: 7},
    window_days=90,
    history_days=730,
    ranges={"page_media_view": (0, None), "page_follows": (0, None)},
)
MEDIA_VIEWS = Stream(
    name="media_views_daily",
    description="Views of each Page's content on a day of Pacific time, those from ads apart from the others.",
    fetch=media_views,
    columns={
        **typed(Type.TEXT, "page_id is_from_ads"),
        **typed(Type.DAY, "date"),
        **typed(Type.INTEGER, "page_media_view"),
    },
    key=("page_id", "date", "is_from_ads"),
    day="date",
    restates={1: 7},
    window_days=90,
    history_days=730,
    ranges={"page_media_view": (0, None)},
)
PAGES = Stream(
    name="pages",
    description="The Pages as they are now, with their followers; Meta tells no history of these.",
    fetch=pages,
    columns={
        **typed(Type.TEXT, "id name username category link"),
        **typed(Type.INTEGER, "followers_count fan_count"),
    },
    key=("id",),
    kind="snapshot",
    required=("name",),
)
POSTS = Stream(
    name="posts",
    description="Every post by the day it was published, with what it has brought so far.",
    fetch=posts,
    columns={
        **typed(Type.TEXT, "id page_id message permalink_url status_type"),
        **typed(Type.INSTANT, "created_time updated_time"),
        **typed(Type.INTEGER, "shares.count comments.summary.total_count reactions.summary.total_count"),
        **{f"insights.{metric}": kind for metric, kind in POST_METRICS.items()},
    },
    key=("id",),
    day="created_time",
    restates={7: 90},
    ignored=(
        *("comments.data", "comments.paging", "comments.summary.order", "comments.summary.can_comment"),
        *("reactions.data", "reactions.paging", "reactions.summary.viewer_reaction"),
    ),
)
POST_SNAPSHOTS = replace(
    POSTS,
    name="post_snapshots",
    description="The posts of the last 30 days, with what they had brought when they were looked at.",
    fetch=recent_posts,
    kind="snapshot",
    day=None,
    restates={1: 1},
)
