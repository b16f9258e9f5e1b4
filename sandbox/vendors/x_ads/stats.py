"""Statistics by day of the account: what moved, what it did, at once or through jobs."""

import time
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.x_ads.errors import Refusal

IDS = {"CAMPAIGN": "campaign_id", "LINE_ITEM": "ad_group_id", "PROMOTED_TWEET": "ad_id"}
PLACEMENTS = {"tablet": "PUBLISHER_NETWORK"}  # people on tablets are met in the apps of others
LOOKS, A_WHILE = 2, 0.05
BILLING = {"billed_charge_local_micro": "micros", "billed_engagements": "clicks"}
ENGAGEMENT = {
    "impressions": "impressions",
    "engagements": "engagements",
    "clicks": "engagements",
    "url_clicks": "clicks",
}
VIDEO = {"video_total_views": "video_views", "video_views_100": "completed"}
GROUPS = {"ENGAGEMENT": ENGAGEMENT, "BILLING": BILLING, "VIDEO": VIDEO}


@dataclass
class Job:
    """Statistics in the making: ready on the second look, or after a while when nobody looks."""

    made: dict[str, Any]
    told: dict[str, Any]
    looks: int = 0
    since: float = field(default_factory=time.monotonic)

    @property
    def is_running(self) -> bool:
        return self.looks < LOOKS and time.monotonic() - self.since < A_WHILE


class Stats:
    """What the promoted posts did until the company's today."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._jobs: dict[str, Job] = {}
        self._known: tuple[date | None, pd.DataFrame] = (None, pd.DataFrame())

    def active(self, account: str, params: dict[str, str]) -> list[dict[str, Any]]:
        """The things that moved between two whole hours."""
        zone = self._zone(account)
        since, until = (datetime.fromisoformat(params[name]) for name in ("start_time", "end_time"))
        if any(each.minute or each.second for each in (since, until)) or until - since > timedelta(days=90):
            raise Refusal(400, "INVALID_TIME_WINDOW", "Whole hours, 90 days at most", parameter="end_time")
        days = self._days(account)
        first, last = (pd.Timestamp(each.astimezone(zone).replace(tzinfo=None)) for each in (since, until))
        moved = days[(days["date"] >= first.normalize()) & (days["date"] < last)]
        placements = moved.groupby(IDS[params["entity"]])["placement"].unique()
        return [
            {
                "entity_id": id_,
                "activity_start_time": params["start_time"],
                "activity_end_time": params["end_time"],
                "placements": sorted(of_it),
            }
            for id_, of_it in placements.items()
        ]

    def at_once(self, account: str, params: dict[str, str]) -> dict[str, Any]:
        """An answer for a week at most."""
        return self._answer(account, params, longest=7)

    def order(self, account: str, params: dict[str, str]) -> dict[str, Any]:
        """A job for 90 days at most, a hundred of them at a time."""
        if sum(job.is_running for job in self._jobs.values()) >= 100:
            raise Refusal(429, "TOO_MANY_REQUESTS", "Too many running jobs")
        number = str(1120829647711653888 + len(self._jobs))
        told = {"id": int(number), "id_str": number, "status": "QUEUED", "url": None, "account_id": account}
        self._jobs[number] = Job(self._answer(account, params, longest=90), told)
        return told

    def jobs(self, account: str, params: dict[str, str], storage: str) -> list[dict[str, Any]]:
        """How far jobs are."""
        found = []
        for number in params["job_ids"].split(","):
            job = self._jobs[number]
            job.looks += 1
            is_made = job.looks >= LOOKS
            url = f"{storage}/{number}.json.gz?token=sandbox" if is_made else None
            found.append({**job.told, "status": "SUCCESS" if is_made else "PROCESSING", "url": url})
        return found

    def made(self, number: str) -> dict[str, Any]:
        return self._jobs[number].made

    def _zone(self, account: str) -> ZoneInfo:
        table = self._company.ad_accounts
        ours = table[(table["platform"] == "x_ads") & (table["account_id"] == account)]
        if ours.empty:
            raise Refusal(404, "NOT_FOUND", "Account was not found", parameter="account_id")
        return ZoneInfo(ours["time_zone"].iloc[0])

    def _answer(self, account: str, params: dict[str, str], longest: int) -> dict[str, Any]:
        zone = self._zone(account)
        since, until = (datetime.fromisoformat(params[name]) for name in ("start_time", "end_time"))
        first, end = (each.astimezone(zone) for each in (since, until))
        if params.get("granularity") != "DAY" or any(each.hour or each.minute for each in (first, end)):
            raise Refusal(400, "INVALID_TIME_WINDOW", "Days begin at midnight of the account's timezone")
        days = [first.date() + timedelta(days=n) for n in range((end.date() - first.date()).days)]
        ids = params["entity_ids"].split(",")
        if not 1 <= len(days) <= longest or len(ids) > 20:
            raise Refusal(400, "INVALID_PARAMETER", f"{longest} days and 20 entities at most", parameter="entity_ids")
        table = self._days(account)
        table = table[
            (table["placement"] == params["placement"]) & table["date"].between(*map(pd.Timestamp, (days[0], days[-1])))
        ]
        groups = params["metric_groups"].split(",")
        data = [_told(id_, table[table[IDS[params["entity"]]] == id_], days, groups) for id_ in ids]
        return {"data_type": "stats", "time_series_length": len(days), "data": data}

    def _days(self, account: str) -> pd.DataFrame:
        today, days = self._known
        if today != self._company.today:
            days = _known_days(self._company)
            self._known = (self._company.today, days)
        return days[days["account_id"] == account]


def _known_days(company: Company) -> pd.DataFrame:
    """What X knows by now: the conversions of four weeks are still coming in."""
    days = company.ad_days
    days = days[days["platform"] == "x_ads"].copy()
    age = (pd.Timestamp(company.today) - days["date"]).dt.days.to_numpy()
    share = np.asarray(company.known_share(age, "meta_conversions"))
    days["placement"] = days["device"].map(PLACEMENTS).fillna("ALL_ON_TWITTER")
    days["micros"] = (days["spend"] * 1_000_000).round().astype("int64")
    days["engagements"] = days["clicks"] + days["clicks"] // 3
    days["completed"] = days["video_views"] // 4
    # Parts of purchases are not told: each ad day is rounded up from a point of its own.
    names = days["date"].dt.strftime("%Y%m%d") + days["ad_id"] + days["device"]
    points = names.map(lambda name: zlib.crc32(name.encode()) / 2**32)
    days["purchases"] = np.floor(days["conversions"] * share + points * (days["conversions"] > 0)).astype("int64")
    days["sales"] = np.where(days["purchases"] > 0, (days["conversion_value"] * share * 1_000_000).round(), 0)
    return days


def _told(id_: str, rows: pd.DataFrame, days: list[date], groups: list[str]) -> dict[str, Any]:
    sums = rows.groupby("date").sum(numeric_only=True).reindex(pd.DatetimeIndex(days).as_unit("ns"), fill_value=0)

    def listed(name: str) -> list[int] | None:
        return sums[name].astype("int64").tolist() if sums[name].any() else None

    metrics: dict[str, Any] = {
        metric: listed(column) for group in groups for metric, column in GROUPS.get(group, {}).items()
    }
    if "WEB_CONVERSION" in groups:
        purchases = {
            "metric": listed("purchases"),
            "order_quantity": listed("purchases"),
            "sale_amount": listed("sales"),
        }
        metrics |= {"conversion_purchases": purchases, "conversion_sign_ups": dict.fromkeys(purchases)}
    return {"id": id_, "id_data": [{"segment": None, "metrics": metrics}]}
