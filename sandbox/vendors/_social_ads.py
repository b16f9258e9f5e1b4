"""What a social ad platform holds of the company: accounts, campaigns, ad groups, ads, and what these did each day.

Part of the vendors that are shaped alike; how each of them tells it belongs in its own module.
"""

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sandbox.company import Company

Thing = dict[str, Any]


class AdDay(NamedTuple):
    """Money in cents of the account's currency; purchases as far as they are known, in parts of a quarter."""

    day: date
    account_id: str
    campaign_id: str
    ad_group_id: str
    ad_id: str
    impressions: int
    clicks: int
    cents: int
    purchases: float
    value_cents: int
    video_views: int
    reach: int


COUNTED = ("impressions", "clicks", "cents", "purchases", "value_cents", "video_views")


class Platform:
    """One platform's part of the company, as of the company's today."""

    def __init__(self, company: Company, name: str, curve: str) -> None:
        self._company, self._name, self._curve = company, name, curve
        self._known: tuple[date | None, list[AdDay]] = (None, [])
        self.accounts: dict[str, Thing] = {row["account_id"]: row for row in self._mine(company.ad_accounts)}
        self.campaigns: dict[str, Thing] = {row["campaign_id"]: row for row in self._mine(company.campaigns)}
        self.ad_groups: dict[str, Thing] = {
            row["ad_group_id"]: row | {"account_id": self.campaigns[row["campaign_id"]]["account_id"]}
            for row in self._mine(company.ad_groups)
        }
        self.ads: dict[str, Thing] = {
            row["ad_id"]: row
            | {name: self.ad_groups[row["ad_group_id"]][name] for name in ("campaign_id", "account_id")}
            for row in self._mine(company.ads)
        }
        self.deleted = {ad["account_id"]: ad["ad_id"] for ad in self.ads.values()}
        """By account, its last ad: what it cost was spent all the same."""

    def _mine(self, table: pd.DataFrame) -> list[Thing]:
        mine: list[Thing] = table[table["platform"] == self._name].to_dict("records")
        return mine

    def is_deleted(self, ad_id: str) -> bool:
        return ad_id in self.deleted.values()

    def days(self, account_id: str, since: date, until: date) -> list[AdDay]:
        """What the account's ads did, in the order of days. Days that have not ended are not told."""
        today = self._company.today
        if self._known[0] != today:
            self._known = (today, self._ad_days())
        return [each for each in self._known[1] if each.account_id == account_id and since <= each.day <= until]

    def _ad_days(self) -> list[AdDay]:
        table = self._company.ad_days[self._company.ad_days["platform"] == self._name]
        keys = ["date", "account_id", "campaign_id", "ad_group_id", "ad_id"]
        days = table.groupby(keys, as_index=False, sort=True).sum(numeric_only=True)
        age = (pd.Timestamp(self._company.today) - days["date"]).dt.days.to_numpy()
        share = np.asarray(self._company.known_share(age, self._curve))
        settled = (days["conversions"] * 4).round()
        # Each ad day is rounded up from a point of its own, so that small numbers are neither all early nor all late.
        names = days["date"].dt.strftime("%Y%m%d") + days["ad_id"]
        points = names.map(lambda name: zlib.crc32(name.encode()) / 2**32)
        known = np.minimum(np.floor(settled * share + points), settled)
        value = days["conversion_value"] * 100 * known / settled.where(settled > 0, 1)
        days = days.assign(
            date=days["date"].dt.date,
            cents=(days["spend"] * 100).round().astype("int64"),
            purchases=known / 4,
            value_cents=value.round().astype("int64"),
        )
        columns = ["date", *AdDay._fields[1:]]
        return [AdDay(*row) for row in days[columns].itertuples(index=False)]


def total(days: Iterable[AdDay]) -> dict[str, Any]:
    """Sums of what can be added up; people who saw two ads, or one on two days, are reached once."""
    days = list(days)
    sums: dict[str, Any] = {name: sum(getattr(day, name) for day in days) for name in COUNTED}
    often = len({day.ad_id for day in days}) ** -0.15 * len({day.day for day in days}) ** -0.35 if days else 0.0
    reach = round(sum(day.reach for day in days) * often)
    return sums | {"reach": max([reach, *(day.reach for day in days)])}


def cut(value: float, shares: Iterable[float], unit: float = 1) -> list[float]:
    """A number cut by shares into multiples of the unit that add up to it."""
    edges = np.rint(np.cumsum(list(shares)) * value / unit) * unit
    return [float(part) for part in np.diff(edges, prepend=0)]
