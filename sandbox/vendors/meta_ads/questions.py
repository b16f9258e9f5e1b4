"""Reading a question to insights as Meta does: what may be asked together, and what is assumed when nothing is said."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson

from sandbox.vendors._graph import GraphError, listed

PRESETS = {"yesterday": 1, "last_3d": 3, "last_7d": 7, "last_14d": 14, "last_28d": 28, "last_30d": 30, "last_90d": 90}
BREAKDOWNS: dict[tuple[str, ...], list[tuple[tuple[str, ...], float]]] = {
    (): [((), 1.0)],
    ("country",): [(("DE",), 0.46), (("FR",), 0.2), (("AT",), 0.13), (("GB",), 0.12), (("unknown",), 0.09)],
    ("publisher_platform",): [(("facebook",), 0.53), (("instagram",), 0.42), (("audience_network",), 0.05)],
    ("publisher_platform", "platform_position"): [
        (("facebook", "feed"), 0.38),
        (("facebook", "facebook_reels"), 0.15),
        (("instagram", "feed"), 0.22),
        (("instagram", "instagram_stories"), 0.2),
        (("audience_network", "an_classic"), 0.05),
    ],
}
"""What can be asked for together, and how delivery falls into it."""
FIELDS = {
    *("account_id", "account_name", "account_currency", "campaign_id", "campaign_name", "adset_id", "adset_name"),
    *("ad_id", "ad_name", "objective", "buying_type", "optimization_goal", "attribution_setting"),
    *("impressions", "clicks", "inline_link_clicks", "outbound_clicks", "spend", "reach", "frequency"),
    *("cpc", "cpm", "cpp", "ctr", "actions", "action_values"),
    *("video_play_actions", "video_thruplay_watched_actions", "date_start", "date_stop"),
    *("created_time", "updated_time"),
}


@dataclass(frozen=True)
class Question:
    level: str
    fields: list[str]
    since: date
    until: date
    increment: str
    breakdowns: tuple[str, ...]
    windows: list[str]
    filters: list[dict[str, Any]]


def read(params: dict[str, str], level: str, today: date) -> Question:
    """The question in a request's parameters. Raises GraphError for what Meta would not answer."""
    fields = listed(params, "fields") or ["impressions", "spend"]
    for name in fields:
        if name not in FIELDS:
            raise GraphError(f"(#100) {name} is not valid for fields param.", 100)
    breakdowns = tuple(listed(params, "breakdowns"))
    if breakdowns not in BREAKDOWNS:
        raise GraphError("(#2) Invalid combination of breakdowns and fields", 2, 1504041)
    yesterday = today - timedelta(days=1)
    if "time_range" in params:
        asked = orjson.loads(params["time_range"])
        since, until = date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"])
    elif params.get("date_preset") == "maximum":
        since, until = _months_before(today, 37), yesterday
    else:
        since, until = today - timedelta(days=PRESETS[params.get("date_preset", "last_30d")]), yesterday
    if since < _months_before(today, 37):
        raise GraphError(
            "(#3018) The start date of the time range cannot be beyond 37 months from the current date", 3018
        )
    if breakdowns and since < _months_before(today, 13):
        fields = [name for name in fields if name not in {"reach", "frequency", "cpp"}]
    return Question(
        level=params.get("level", level),
        fields=fields,
        since=since,
        until=min(until, yesterday),
        increment=params.get("time_increment", "all_days").strip('"'),
        breakdowns=breakdowns,
        windows=listed(params, "action_attribution_windows"),
        filters=[] if "filtering" not in params else orjson.loads(params["filtering"]),
    )


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
