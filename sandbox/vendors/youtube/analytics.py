"""reports.query: which reports there are, how far they are processed, and how their figures are cut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.company.chance import divide
from sandbox.company.videos import CHANNEL
from sandbox.vendors.youtube.refusals import Refusal, not_supported

READY_AFTER, EARNED_AFTER, VALID_AFTER = 3, 5, 8  # days
COUNTED = {
    "views": "views",
    "engagedViews": "engaged_views",
    "estimatedMinutesWatched": "minutes",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "subscribersGained": "gained",
    "subscribersLost": "lost",
}
DERIVED = {"averageViewDuration": "INTEGER", "averageViewPercentage": "FLOAT"}
EARNED = {
    "estimatedRevenue": "FLOAT",
    "estimatedAdRevenue": "FLOAT",
    "grossRevenue": "FLOAT",
    "estimatedRedPartnerRevenue": "FLOAT",
    "monetizedPlaybacks": "INTEGER",
    "adImpressions": "INTEGER",
    "cpm": "FLOAT",
    "playbackBasedCpm": "FLOAT",
}
SHARES = {
    "insightTrafficSourceType": {"YT_SEARCH": 5, "SHORTS": 4, "SUBSCRIBER": 3, "RELATED_VIDEO": 2, "EXT_URL": 1},
    "deviceType": {"MOBILE": 6, "DESKTOP": 2, "TV": 2, "TABLET": 1},
    "country": {"DE": 6, "FR": 2, "US": 2, "AT": 1, "ZZ": 1},
}
PER_DOLLAR = {"USD": 1.0, "EUR": 0.9, "GBP": 0.8}
PEOPLE = {("age25-34", "female"): 21.5, ("age25-34", "male"): 30.1, ("age35-44", "male"): 40.4}
METRICS_BY: dict[tuple[str, ...], set[str]] = {
    ("deviceType",): {"views", "estimatedMinutesWatched"},
    ("insightTrafficSourceType",): {"views", "engagedViews", "estimatedMinutesWatched"},
}


@dataclass
class Analytics:
    """The channel's figures as they are processed today."""

    company: Company

    def answer(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Raises Refusal as Google does."""
        if asked.get("ids") not in ("channel==MINE", f"channel=={CHANNEL[0]}"):
            raise Refusal("Forbidden", 403, "forbidden")
        dimensions = [name for name in asked.get("dimensions", "").split(",") if name]
        metrics = asked.get("metrics", "").split(",")
        filters = dict(part.split("==") for part in asked.get("filters", "").split(";") if part)
        since, until = date.fromisoformat(asked["startDate"]), date.fromisoformat(asked["endDate"])
        if since > until or not metrics[0]:
            raise Refusal("Invalid query. The dates or metrics are not valid.")
        if set(dimensions) == {"ageGroup", "gender"}:
            table = self._people(metrics)
        else:
            table = self._figures(dimensions, metrics, filters, since, until, asked.get("currency", "USD"))
        table = _sorted(table, asked.get("sort", ""))
        start, most = int(asked.get("startIndex", 1)) - 1, int(asked.get("maxResults", len(table) or 1))
        return _result_table(table.iloc[start : start + most], dimensions, metrics)

    def _people(self, metrics: list[str]) -> pd.DataFrame:
        if metrics != ["viewerPercentage"]:
            raise not_supported()
        return pd.DataFrame([(*who, share) for who, share in PEOPLE.items()], columns=["ageGroup", "gender", *metrics])

    def _figures(
        self,
        dimensions: list[str],
        metrics: list[str],
        filters: dict[str, str],
        since: date,
        until: date,
        currency: str,
    ) -> pd.DataFrame:
        parts = tuple(name for name in dimensions if name not in ("day", "video"))
        _check(dimensions, metrics, filters, parts)
        ready_after = EARNED_AFTER if set(metrics) & set(EARNED) else READY_AFTER
        last = min(until, self.company.today - timedelta(days=ready_after))
        found = self.company.video_days if "video" in filters else self.company.channel_days
        found = found[found["date"].between(pd.Timestamp(since), pd.Timestamp(last))]
        if "video" in filters:
            there = self.company.channel_videos
            kept = set(filters["video"].split(",")) & set(there[there["deleted_on"].isna()]["video_id"])
            found = found[found["video_id"].isin(kept)].rename(columns={"video_id": "video"})
        found = _counted(found, self.company.today, [name for name in ("day", "video") if name in dimensions])
        for part in parts:
            found = _cut(found, part)
        table = found.rename(columns={ours: theirs for theirs, ours in COUNTED.items()})
        return table if set(metrics) <= set(COUNTED) else _derived(table, currency)


def _check(dimensions: list[str], metrics: list[str], filters: dict[str, str], parts: tuple[str, ...]) -> None:
    named = set(dimensions)
    known = {*COUNTED, *DERIVED, *(EARNED if not parts and "video" not in filters else ())}
    known = METRICS_BY.get(parts, known)
    fits = named <= {"day"} or named in ({"country"}, *({"day", part} for part in SHARES if part != "country"))
    with_videos = named in ({"day"}, {"video", "day"}) and filters.get("video", "").count(",") < 500
    if not set(metrics) <= known or not (with_videos if "video" in filters else fits):
        raise not_supported()


def _counted(found: pd.DataFrame, today: date, keys: list[str]) -> pd.DataFrame:
    """The figures by day, or over all days, with as much of them as is validated."""
    age = (pd.Timestamp(today) - found["date"]).dt.days.to_numpy()
    valid = np.clip(1 - 0.02 * (VALID_AFTER - age), 0, 1)
    found = found.assign(minutes=found["watch_seconds"] // 60)
    counts = {name: np.rint(found[name].to_numpy() * valid).astype(np.int64) for name in COUNTED.values()}
    if not keys:
        return pd.DataFrame({name: [values.sum()] for name, values in counts.items()} if len(found) else counts)
    said = {name: found["date"].dt.strftime("%Y-%m-%d") if name == "day" else found[name] for name in keys}
    return pd.DataFrame({name: values.to_numpy() for name, values in said.items()} | counts)


def _cut(found: pd.DataFrame, part: str) -> pd.DataFrame:
    """Each row in parts that add up to it."""
    weights = np.array(list(SHARES[part].values()), dtype=float)
    columns = {name: np.repeat(found[name].to_numpy(), len(weights)) for name in found if name not in COUNTED.values()}
    columns[part] = np.tile(np.array(list(SHARES[part]), dtype=object), len(found))
    for name in COUNTED.values():
        columns[name] = divide(found[name].to_numpy(), np.tile(weights, (len(found), 1))).ravel()
    cut = pd.DataFrame(columns)
    return cut[cut["views"] > 0]


def _derived(table: pd.DataFrame, currency: str) -> pd.DataFrame:
    views = table["views"].to_numpy(dtype=float)
    money = np.round(views * 0.0021 * PER_DOLLAR[currency], 3)
    shown, played = np.rint(views * 0.4), np.rint(views * 0.3)
    minutes = table["estimatedMinutesWatched"].to_numpy(dtype=float)
    return table.assign(
        averageViewDuration=np.rint(minutes * 60 / np.maximum(views, 1)).astype(np.int64),
        averageViewPercentage=np.round(np.minimum(100, minutes / np.maximum(views, 1) * 12), 2),
        estimatedRevenue=money,
        estimatedAdRevenue=np.round(money * 0.9, 3),
        grossRevenue=np.round(money * 1.8, 3),
        estimatedRedPartnerRevenue=np.round(money * 0.1, 3),
        monetizedPlaybacks=played.astype(np.int64),
        adImpressions=shown.astype(np.int64),
        cpm=np.round(money * 1800 / np.maximum(shown, 1), 3),
        playbackBasedCpm=np.round(money * 1800 / np.maximum(played, 1), 3),
    )


def _sorted(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    names = [name for name in sort.split(",") if name]
    if not names:
        return table
    return table.sort_values([n.removeprefix("-") for n in names], ascending=[not n.startswith("-") for n in names])


def _result_table(table: pd.DataFrame, dimensions: list[str], metrics: list[str]) -> dict[str, Any]:
    types = {**dict.fromkeys(COUNTED, "INTEGER"), **DERIVED, **EARNED, "viewerPercentage": "FLOAT"}
    headers = [{"name": name, "columnType": "DIMENSION", "dataType": "STRING"} for name in dimensions]
    headers += [{"name": name, "columnType": "METRIC", "dataType": types[name]} for name in metrics]
    answer: dict[str, Any] = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers}
    if len(table):
        answer["rows"] = list(zip(*(table[name].tolist() for name in [*dimensions, *metrics]), strict=True))
    return answer
