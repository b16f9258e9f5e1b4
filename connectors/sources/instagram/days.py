"""What is loaded of an account: its days, itself, and who follows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.source import Account, Page, Stream, Type, Window, Withdrawn
from connectors.sources._days import PACIFIC
from connectors.sources._graph.insights import answered, by_day, midnights, total, withdrawn
from connectors.sources._notation import typed
from connectors.sources.instagram.client import Instagram

TOTALS = typed(
    Type.INTEGER,
    "views total_interactions likes comments shares saves replies reposts profile_links_taps accounts_engaged",
)
FOLLOWS = typed(Type.INTEGER, "FOLLOWER NON_FOLLOWER", below="follows_and_unfollows")
DEMOGRAPHICS = ("city", "country", "age,gender")


def account_daily(client: Instagram, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    """All but reach is told as one total of what was asked for, so each day is a question of its own."""
    dead = client.dead["account"]
    reach = by_day(answered(lambda asked: _series(client, account, window, asked), ["reach"], dead), window)
    rows = []
    for day in window:
        bounds = midnights(Window(day, day), PACIFIC)
        totals = {"period": "day", "metric_type": "total_value", **bounds}

        def ask(metrics: tuple[str, ...], totals: Mapping[str, Any] = totals) -> dict[str, Any]:
            found = client.insights(account.id, account.id, metrics, **totals) if metrics else []
            return {insight["name"]: total(insight) for insight in found}

        def ask_follows(metrics: tuple[str, ...], totals: Mapping[str, Any] = totals) -> dict[str, Any]:
            more = {"breakdown": "follow_type", **totals}
            found = client.insights(account.id, account.id, metrics, **more) if metrics else []
            by_name = {insight["name"]: {values[0]: count for values, count in parts(insight)} for insight in found}
            return {name: sides for name, sides in by_name.items() if name in metrics}

        figures = {
            **reach.get(day, {}),
            **answered(ask, TOTALS, dead),
            **answered(ask_follows, ["follows_and_unfollows"], dead),
        }
        if any(figure not in (None, {}) for figure in figures.values()):  # else the day is not told yet
            rows.append({"ig_user_id": account.id, "date": str(day), **figures})
    yield from withdrawn(dead, ACCOUNT_DAILY.columns)
    yield rows


def _series(client: Instagram, account: Account, window: Window, metrics: tuple[str, ...]) -> list[Any]:
    question = {"period": "day", "metric_type": "time_series", **midnights(window, PACIFIC)}
    return client.insights(account.id, account.id, metrics, **question) if metrics else []


def parts(insight: Mapping[str, Any]) -> Iterator[tuple[list[str], Any]]:
    """The values of each part of a metric that was asked for by a breakdown."""
    for breakdown in (insight.get("total_value") or {}).get("breakdowns") or ():
        for result in breakdown.get("results") or ():
            yield result["dimension_values"], result["value"]


def new_followers(client: Instagram, account: Account, window: Window) -> Iterator[Page]:
    told = by_day(_series(client, account, window, ("follower_count",)), window)
    yield [{"ig_user_id": account.id, "date": str(day), **row} for day, row in told.items()]


def profiles(client: Instagram, account: Account, window: Window) -> Iterator[Page]:
    asked = {"fields": ",".join(column for column in PROFILES.columns if column != "ig_user_id")}
    yield [{**client.graph.ask("GET", account.id, asked, account.id), "ig_user_id": account.id}]


def follower_demographics(client: Instagram, account: Account, window: Window) -> Iterator[Page]:
    for breakdown in DEMOGRAPHICS:
        question = {"period": "lifetime", "metric_type": "total_value", "breakdown": breakdown}
        about = {"ig_user_id": account.id, "breakdown": breakdown}
        for insight in client.insights(account.id, account.id, ("follower_demographics",), **question):
            yield [about | {"dimension_values": ", ".join(names), "value": count} for names, count in parts(insight)]


_DAY = {**typed(Type.TEXT, "ig_user_id"), **typed(Type.DAY, "date")}
ACCOUNT_DAILY = Stream(
    name="account_daily",
    description="What each account got on a day of Pacific time. `reach` and `accounts_engaged` are people.",
    fetch=account_daily,
    columns={**_DAY, **typed(Type.INTEGER, "reach"), **TOTALS, **FOLLOWS},
    key=("ig_user_id", "date"),
    day="date",
    restates={1: 7},
    window_days=30,
    history_days=730,
    ranges={"reach": (0, None), "views": (0, None)},
)
NEW_FOLLOWERS = Stream(
    name="new_followers_daily",
    description="People who began to follow on a day of Pacific time (Meta's `follower_count`); told for 30 days only.",
    fetch=new_followers,
    columns={**_DAY, **typed(Type.INTEGER, "follower_count")},
    key=("ig_user_id", "date"),
    day="date",
    restates={1: 7},
    window_days=30,
    history_days=29,  # of 30; the night must not fall between the question and the answer
)
PROFILES = Stream(
    name="profiles",
    description="The accounts as they are now, with their followers; Meta tells no history of these.",
    fetch=profiles,
    columns={
        **typed(Type.TEXT, "ig_user_id ig_id username name website"),
        **typed(Type.INTEGER, "followers_count follows_count media_count"),
    },
    key=("ig_user_id",),
    kind="snapshot",
    ignored=("id",),
    required=("username",),
)
FOLLOWER_DEMOGRAPHICS = Stream(
    name="follower_demographics",
    description="Followers by city, by country, and by age and gender: the 45 largest groups of each.",
    fetch=follower_demographics,
    columns={
        **typed(Type.TEXT, "ig_user_id breakdown dimension_values"),
        **typed(Type.INTEGER, "value"),
    },
    key=("ig_user_id", "breakdown", "dimension_values"),
    kind="snapshot",
    ranges={"value": (0, None)},
)
