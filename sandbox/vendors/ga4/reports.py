"""runReport over the tables: what a request means, grouping, metrics, late counts. The wire is in __init__.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from sandbox.vendors.ga4.tables import Collected


class Invalid(ValueError):
    """What Google answers with INVALID_ARGUMENT; the text is Google's."""


INTEGER, FLOAT, SECONDS, CURRENCY = "TYPE_INTEGER", "TYPE_FLOAT", "TYPE_SECONDS", "TYPE_CURRENCY"
COUNTS = {  # metric: column it adds up, type
    "sessions": ("sessions", INTEGER),
    "engagedSessions": ("engaged_sessions", INTEGER),
    "screenPageViews": ("page_views", INTEGER),
    "eventCount": ("events", INTEGER),
    "keyEvents": ("key_events", FLOAT),
    "conversions": ("key_events", FLOAT),
    "totalRevenue": ("revenue", CURRENCY),
    "purchaseRevenue": ("revenue", CURRENCY),
    "eventValue": ("revenue", FLOAT),
    "transactions": ("purchases", INTEGER),
    "ecommercePurchases": ("purchases", INTEGER),
    "userEngagementDuration": ("engagement_seconds", SECONDS),
    "itemsViewed": ("items_viewed", INTEGER),
    "itemsAddedToCart": ("items_added", INTEGER),
    "itemsCheckedOut": ("items_checked_out", INTEGER),
    "itemsPurchased": ("items_purchased", INTEGER),
    "itemRevenue": ("item_revenue", CURRENCY),
}
PEOPLE = {"activeUsers": "users", "totalUsers": "users", "newUsers": "new_users"}
ROLLING = {"active1DayUsers": 1, "active7DayUsers": 7, "active28DayUsers": 28}
RATIOS = {  # metric: what over what, type
    "sessionKeyEventRate": ("keyEvents", "sessions", FLOAT),
    "engagementRate": ("engagedSessions", "sessions", FLOAT),
    "averageSessionDuration": ("userEngagementDuration", "sessions", SECONDS),
    "sessionsPerUser": ("sessions", "activeUsers", FLOAT),
    "screenPageViewsPerSession": ("screenPageViews", "sessions", FLOAT),
}
INCOMPATIBLE = ("advertiserAd", "returnOnAdSpend", "organicGoogleSearch")
SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema"
EXPLORER = "https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"


@dataclass(frozen=True)
class Report:
    """What a request asks for, checked."""

    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    since: date
    until: date

    @property
    def table(self) -> str:
        if any(name.startswith("item") for name in (*self.dimensions, *self.metrics)):
            return "items"
        return "events" if {"eventName", "isKeyEvent"} & set(self.dimensions) else "sessions"

    def types(self) -> list[str]:
        return [COUNTS[name][1] if name in COUNTS else RATIOS.get(name, (INTEGER,))[-1] for name in self.metrics]


def read(body: Mapping[str, Any], today: date) -> Report:
    """Raises Invalid as Google does."""
    dimensions = tuple(each["name"] for each in body.get("dimensions", []))
    metrics = tuple(each["name"] for each in body.get("metrics", []))
    for name in (*dimensions, *metrics):
        if name.startswith(INCOMPATIBLE):
            raise Invalid(
                f"Please remove {name} to make the request compatible. The request's dimensions & metrics are "
                f"incompatible. To learn more, see {EXPLORER}"
            )
    for name in metrics:
        if name not in {*COUNTS, *PEOPLE, *ROLLING, *RATIOS}:
            raise Invalid(f"Field {name} is not a valid metric. For a list of valid ones, see {SCHEMA}")
    if len(dimensions) > 9 or not 1 <= len(metrics) <= 10:
        raise Invalid("Requests are limited to 9 dimensions, and to between 1 and 10 metrics.")
    if len(ranges := body.get("dateRanges", [])) != 1:
        raise Invalid("This sandbox answers for one date range.")
    since, until = (_day(ranges[0][name], today) for name in ("startDate", "endDate"))
    if since > until:
        raise Invalid(f"Invalid dateRange: endDate {until} is before startDate {since}.")
    return Report(dimensions, metrics, since, until)


def run(collected: Collected, report: Report) -> pd.DataFrame:
    """All rows of the report: dimensions as texts, metrics as numbers; those without any count are left out."""
    company = collected.company
    if set(report.metrics) & set(ROLLING):
        return _rolling(collected, report)
    rows = collected.rows(report.table, report.since, report.until)
    share = company.known_share((pd.Timestamp(company.today) - rows["date"]).dt.days.to_numpy(), "ga4")
    rows, share = rows[share > 0], share[share > 0]
    named = {"_date": rows["date"], "_share": share}
    for name in report.dimensions:
        try:
            named[name] = collected.name(rows, name)
        except KeyError:
            raise Invalid(f"Field {name} is not a valid dimension. For a list of valid ones, see {SCHEMA}") from None
    columns = rows.columns.intersection([*(column for column, _ in COUNTS.values()), *PEOPLE.values()])
    # Late hits come as a share of each day, so every day is counted for itself first.
    keys = [*report.dimensions, "_date", "_share"]
    summed = rows[columns].assign(**named).groupby(keys, sort=False)[list(columns)].sum().reset_index()
    for column in columns:
        known = summed[column] * summed["_share"]
        summed[column] = known.round(2) if column.endswith("revenue") else known.round().astype(np.int64)
    return _measured(summed if "date" in report.dimensions else _over_days(summed, report), report)


def _over_days(summed: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Adds days up; people who come on several days are one."""
    grouped = summed.drop(columns="_share").groupby(list(report.dimensions) or (lambda _: 0), sort=False)
    total, days = grouped.sum(numeric_only=True), grouped["_date"].nunique()
    for column in set(PEOPLE.values()) & set(total.columns):
        total[column] = (total[column] * days**-0.15).round().astype(np.int64)
    return total.reset_index()


def _measured(summed: pd.DataFrame, report: Report) -> pd.DataFrame:
    columns = {name: column for name, (column, _) in COUNTS.items()} | PEOPLE
    counts = {name: summed[column] for name, column in columns.items() if column in summed}
    found = {name: summed[name] for name in report.dimensions}
    for name in report.metrics:
        if name in RATIOS:
            over, under, _ = RATIOS[name]
            found[name] = (counts[over] / counts[under].where(counts[under] > 0)).fillna(0.0)
        elif name in counts:
            found[name] = counts[name]
        else:
            raise Invalid(f"Please remove {name} to make the request compatible for example. See {EXPLORER}")
    frame = pd.DataFrame(found)
    return frame[(frame[list(report.metrics)] != 0).any(axis=1)]


def _rolling(collected: Collected, report: Report) -> pd.DataFrame:
    """People of the last days that end with each date: fewer than the sum of the days' people."""
    if report.dimensions != ("date",):
        raise Invalid(f"Please remove the other dimensions to make the request compatible. See {EXPLORER}")
    daily = collected.rows("sessions", report.since - timedelta(days=27), report.until).groupby("date")["users"].sum()
    company = collected.company
    daily = daily * company.known_share((pd.Timestamp(company.today) - daily.index).days.to_numpy(), "ga4")
    found = {name: (daily.rolling(days, 1).sum() * days**-0.15).round() for name, days in ROLLING.items()}
    frame = pd.DataFrame(found).astype(np.int64)
    frame = frame[frame.index >= pd.Timestamp(report.since)]
    return frame.assign(date=frame.index.strftime("%Y%m%d")).reset_index(drop=True)[["date", *report.metrics]]


def _day(text: str, today: date) -> date:
    if text in ("today", "yesterday"):
        return today - timedelta(days=text == "yesterday")
    if text.endswith("daysAgo"):
        return today - timedelta(days=int(text.removesuffix("daysAgo")))
    return date.fromisoformat(text)
