"""What each ad did on each day, as far as Meta knows it today: conversions of the last 28 days are still growing."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from sandbox.company import Company

MEASURES = [
    *("impressions", "clicks", "cents", "link_clicks", "outbound_clicks", "reactions", "page_likes"),
    *("video_views", "thruplays", "leads", "purchases", "value_cents"),
]
"""Whole numbers that may be added up; purchases in hundredths, for parts of them are claimed, too."""

PART = 25
"""Hundredths of a purchase: the smallest part that is claimed."""


class AdDay(NamedTuple):
    day: date
    campaign: str
    ad_set: str
    ad: str
    reach: int
    measures: tuple[int, ...]


@dataclass(frozen=True)
class Sum:
    """Several ad days taken together."""

    measures: dict[str, int]
    reach: int

    def __getitem__(self, name: str) -> int:
        return self.measures[name]


def ad_days(company: Company) -> dict[str, list[AdDay]]:
    """By account, in the order of days."""
    table = company.ad_days[company.ad_days["platform"] == "meta_ads"]
    keys = ["date", "account_id", "campaign_id", "ad_group_id", "ad_id"]
    days = table.groupby(keys, as_index=False, sort=True).sum(numeric_only=True)
    age = (pd.Timestamp(company.today) - days["date"]).dt.days.to_numpy()
    share = np.asarray(company.known_share(age, "meta_conversions"))
    settled = (days["conversions"] * 100).round().astype("int64")
    known = _known(settled // PART, share, days) * PART
    value = (days["conversion_value"] * 100).round()
    link_clicks = days["clicks"]  # those that bring visitors; people also click on pictures, names and hearts
    columns = {
        "impressions": days["impressions"],
        "clicks": link_clicks + link_clicks // 12,
        "cents": (days["spend"] * 100).round(),
        "link_clicks": link_clicks,
        "outbound_clicks": link_clicks - link_clicks // 40,
        "reactions": link_clicks // 10,
        "page_likes": link_clicks // 25,
        "video_views": days["video_views"],
        "thruplays": days["video_views"] // 3,
        "leads": _known(link_clicks // 9, share, days),
        "purchases": known,
        "value_cents": (value * known / settled.where(settled > 0, 1)).round(),
    }
    measures = np.column_stack([columns[name].astype("int64") for name in MEASURES]).tolist()
    found: dict[str, list[AdDay]] = defaultdict(list)
    days["date"] = days["date"].dt.date
    for named, reach, counted in zip(days[keys].itertuples(index=False), days["reach"], measures, strict=True):
        day, account, campaign, ad_set, ad = named
        found[account].append(AdDay(day, campaign, ad_set, ad, int(reach), tuple(counted)))
    return found


def _known(settled: pd.Series, share: np.ndarray, days: pd.DataFrame) -> pd.Series:
    """The part that is known by now, in whole numbers.

    Each ad day is rounded up from a point of its own, so that small numbers are neither all early nor all late.
    """
    names = days["date"].dt.strftime("%Y%m%d") + days["ad_id"]
    points = names.map(lambda name: zlib.crc32(name.encode()) / 2**32)
    return np.minimum(np.floor(settled * share + points), settled).astype("int64")


def total(days: Iterable[AdDay]) -> Sum:
    """Sums what can be summed; people who saw two ads, or one ad on two days, are reached once."""
    days = list(days)
    columns = zip(*(day.measures for day in days), strict=True)
    often = len({day.ad for day in days}) ** -0.15 * len({day.day for day in days}) ** -0.35
    reach = max(round(sum(day.reach for day in days) * often), *(day.reach for day in days), 0)
    return Sum(dict(zip(MEASURES, map(sum, columns), strict=True)), reach)


def parts(whole: Sum, shares: Sequence[float]) -> list[Sum]:
    """The whole cut by shares, so that the parts of each measure add up to it."""
    cut = {name: _cut(value, shares) for name, value in whole.measures.items()}
    cut["purchases"] = _cut(whole["purchases"], shares, unit=PART)
    if whole["purchases"]:
        cut["value_cents"] = _cut(whole["value_cents"], cut["purchases"])
    reaches = _cut(whole.reach, shares)
    return [Sum({name: column[place] for name, column in cut.items()}, reach) for place, reach in enumerate(reaches)]


def _cut(value: int, shares: Sequence[float], unit: int = 1) -> list[int]:
    edges = np.rint(np.cumsum(shares) / sum(shares) * value / unit).astype("int64") * unit
    return [int(part) for part in np.diff(edges, prepend=0)]
