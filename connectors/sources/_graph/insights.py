"""Insights of a Page, account or post: metrics that Meta may withdraw, and days that end at midnight in California."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from connectors.source import Row, Window, Withdrawn
from connectors.sources._days import PACIFIC, epochs
from connectors.sources._graph.errors import NotAMetric

ENOUGH_PEOPLE = 100
"""Who has fewer fans or followers is told nothing of them."""

Told = TypeVar("Told")


def answered(ask: Callable[[tuple[str, ...]], Told], metrics: Iterable[str], dead: set[str]) -> Told:
    """What `ask` brings for the metrics that Meta still knows; the others are added to `dead`.

    One unknown metric fails the whole question and is not named, so each is then asked alone.
    """
    alive = tuple(metric for metric in metrics if metric not in dead)
    try:
        return ask(alive)
    except NotAMetric:
        known = tuple(metric for metric in alive if _is_known(ask, metric))
        if known == alive:
            raise
        dead.update(set(alive) - set(known))
        return ask(known)


def _is_known(ask: Callable[[tuple[str, ...]], Any], metric: str) -> bool:
    try:
        ask((metric,))
    except NotAMetric:
        return False
    return True


def withdrawn(dead: set[str], columns: Iterable[str]) -> Iterator[Withdrawn]:
    """The columns that are null because their metric is dead."""
    lost = [column for column in columns if dead.intersection(column.split("."))]
    if lost:
        yield Withdrawn(*lost)


def by_day(insights: Iterable[Row], window: Window) -> dict[date, dict[str, Any]]:
    """The metrics of each day of the window; a day that Meta has no figure of yet is absent."""
    days: dict[date, dict[str, Any]] = {}
    for insight in insights:
        for value in insight.get("values") or ():
            if (day := day_of(value)) in window:
                days.setdefault(day, {})[insight["name"]] = value.get("value")
    return days


def day_of(value: Mapping[str, Any]) -> date:
    """The day whose figure it is: `end_time` is its end, midnight in California, or an hour beside it by the season."""
    noon = datetime.fromisoformat(value["end_time"]) - timedelta(hours=12)
    return noon.astimezone(ZoneInfo(PACIFIC)).date()


def total(insight: Mapping[str, Any]) -> Any:
    """The one figure of a lifetime or of a period, whichever way Meta writes it; None when it tells none."""
    values = insight.get("values")
    return (values[0] if values else insight.get("total_value") or {}).get("value")


def midnights(window: Window, zone: str) -> dict[str, int]:
    """Bounds as Unix times: the first moment of the window, and the first one after it."""
    return dict(zip(("since", "until"), epochs(window, zone), strict=True))
