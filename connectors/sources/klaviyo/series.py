"""Events counted by the day on which they happened, unlike in the reports, which count by the day of sending."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.errors import Refused
from connectors.source import Account, Row, Stream, Type, Window
from connectors.sources._days import bounds
from connectors.sources._notation import typed
from connectors.sources.klaviyo.client import Klaviyo, session_of

LIST_METRICS = ("Subscribed to List", "Unsubscribed from List")
MEASUREMENTS = ("count", "sum_value", "unique")


def metric_days(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    klaviyo = session_of(sessions, account)
    for metric in klaviyo.metrics:
        yield list(_days(klaviyo, metric, account, window))


def list_movements(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    """An account in which nobody ever joined or left a list lacks the metric."""
    klaviyo = session_of(sessions, account)
    for metric in klaviyo.metrics:
        if metric["attributes"]["name"] in LIST_METRICS:
            rows = _days(klaviyo, metric, account, window, by=["List"])
            yield [{**row, "list": row["dimensions"][0] if row["dimensions"] else ""} for row in rows]


def _days(klaviyo: Klaviyo, metric: Row, account: Account, window: Window, **grouped: Any) -> Iterator[Row]:
    zone = ZoneInfo(account.time_zone)
    first, beyond = bounds(window, account.time_zone)
    question = {
        "metric_id": metric["id"],
        "measurements": list(MEASUREMENTS),
        "interval": "day",
        "timezone": account.time_zone,
        "filter": [f"greater-or-equal(datetime,{first.isoformat()})", f"less-than(datetime,{beyond.isoformat()})"],
        "page_size": 500,
        **grouped,
    }
    for answer in klaviyo.asked("metric-aggregates", question):
        days = [datetime.fromisoformat(moment).astimezone(zone).date() for moment in answer["dates"]]
        if days != list(window):
            raise Refused(f"Klaviyo answered other days than {window} in {account.time_zone}.")
        for series in answer["data"]:
            figures = [series["measurements"][name] for name in MEASUREMENTS]
            for day, *values in zip(days, *figures, strict=True):
                yield {
                    "date": str(day),
                    "metric_id": metric["id"],
                    "metric_name": metric["attributes"]["name"],
                    "dimensions": series["dimensions"],
                    **dict(zip(MEASUREMENTS, values, strict=True)),
                }


_COLUMNS = {
    **typed(Type.DAY, "date"),
    **typed(Type.TEXT, "metric_id metric_name"),
    **typed(Type.INTEGER, "count"),
    **typed(Type.MONEY, "sum_value"),
    **typed(Type.INTEGER, "unique"),
}

METRIC_DAYS = Stream(
    name="metric_days",
    description="How often each kind of event happened on a day, by how many people, and what it was worth.",
    fetch=metric_days,
    columns=_COLUMNS,
    key=("metric_id", "date"),
    day="date",
    restates={1: 5},  # events may be sent late
    window_days=365,  # a question may span a year
    ignored=("dimensions",),
    ranges={"count": (0, None), "unique": (0, None)},
    required=("count",),
)

LIST_MOVEMENTS = Stream(
    name="list_movements",
    description="People who joined and left each list on a day. Klaviyo names the list, and gives no id.",
    fetch=list_movements,
    columns=_COLUMNS | {"list": Type.TEXT},
    key=("metric_id", "list", "date"),
    day="date",
    restates={1: 5},
    window_days=365,
    ignored=("dimensions",),
    ranges={"count": (0, None), "unique": (0, None)},
    required=("count",),
)
