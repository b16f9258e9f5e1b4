"""The sandbox company's labelled incidents: found or not, after how many days, and what else is flagged.

Each watch is a figure by member as its KPI has it, a rate with what it rests on. Days of incidents that show in a
figure are neither right nor wrong there but for the first days of the member that is hit. Mails are rated by mailing
and not by day, so nothing here watches them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from orchestration.kri.context import YOUNG_SEASONS
from orchestration.kri.detector import detect
from sandbox.company import Company

TODAY = date(2026, 11, 25)
FIRST = 7 * YOUNG_SEASONS + 14
"""Days of history that an incident must have before it."""
AFTER = 28
"""Days after its end on which an incident still shows: what it moved comes back."""


@dataclass(frozen=True)
class Watch:
    """Rows of `values` are `members` by day. `of` is the kind of incident to be found in time, `within` days."""

    of: str
    within: int
    members: list[str]
    values: NDArray[np.float64]
    dates: NDArray[np.datetime64]
    context: Mapping[str, Any]
    shows: tuple[str, ...]
    named: Mapping[str, str] = field(default_factory=dict)
    """Scope member of an incident to the member of the watch, where they differ."""


@dataclass
class Found:
    """Of one kind: days to the first flag of each incident, None where too late; alarms beside; series-years."""

    delays: list[int | None] = field(default_factory=list)
    beside: int = 0
    years: float = 0.0


def watches(company: Company) -> list[Watch]:
    path = company.search_days["page"].str.replace(r"^https?://[^/]+", "", regex=True)
    search = company.search_days.assign(landing_page=path).merge(company.pages, on="landing_page")
    ads = company.ad_days.merge(company.campaigns[["campaign_id", "campaign_name", "kind"]], on="campaign_id")
    visits, tickets = company.session_days, company.tickets
    rated = tickets[tickets["satisfaction"].isin(["good", "bad"])]
    rated = rated.assign(date=rated["satisfaction_at"].dt.tz_localize(None).dt.normalize(), rated=1.0)
    rated = rated.assign(bad=(rated["satisfaction"] == "bad") * 1.0)
    clicks, devices = grid(search, "page_group", "clicks"), grid(visits, "device", "sessions")
    pages = grid(visits, "page_group", "sessions")
    paid, paid_clicks = grid(ads, "kind", "spend"), grid(ads, "kind", "clicks")
    events, bad, ratings = (
        grid(visits, "device", "key_events"),
        grid(rated, "channel", "bad"),
        grid(rated, "channel", "rated"),
    )
    spend, response = grid(ads, "campaign_name", "spend"), grid(ads, "campaign_name", "conversions")
    both = pd.concat([spend, response.rename(index=lambda name: f"{name}: conversions")])
    bought = {"role": np.repeat(["spend", "response"], len(spend)), "group": np.tile(np.arange(len(spend)), 2)}
    responses = {name: f"{name}: conversions" for name in spend.index}
    mixed = {"exposure": np.tile(devices.sum(axis=0), (len(devices), 1))}
    visiting = ("device_mix_shift", "tracking_break", "algorithm_update", "cost_jump", "channel_saturation")
    return [
        watch("algorithm_update", 14, clicks, "count", ()),
        watch("cost_jump", 14, paid, "currency", (), {"exposure": paid_clicks.to_numpy(float)}),
        watch("tracking_break", 4, events, "count", ("device_mix_shift",), {"exposure": devices.to_numpy(float)}),
        watch("tracking_break", 4, pages, "count", visiting),
        watch("device_mix_shift", 21, devices, "count", visiting, mixed),
        watch("channel_saturation", 42, both, "currency", ("cost_jump", "tracking_break"), bought, responses),
        watch("satisfaction_drop", 28, bad, "count", (), {"exposure": ratings.to_numpy(float)}),
    ]


def watch(
    of: str,
    within: int,
    values: pd.DataFrame,
    kind: str,
    shows: tuple[str, ...],
    more: Mapping[str, Any] | None = None,
    named: Mapping[str, str] | None = None,
) -> Watch:
    kinds = np.full(len(values), kind)
    if more and "role" in more:
        kinds[more["role"] == "response"] = "count"
    context = {"kind": kinds, "role": np.full(len(values), ""), "group": np.arange(len(values))} | dict(more or {})
    dates = values.columns.to_numpy().astype("datetime64[D]")
    members = values.index.astype(str).tolist()
    return Watch(of, within, members, values.to_numpy(float), dates, context, (of, *shows), named or {})


def grid(rows: pd.DataFrame, by: str, column: str) -> pd.DataFrame:
    """Sums of a column by member and day; a day without rows is 0."""
    days = pd.date_range(rows["date"].min(), rows["date"].max())
    return rows.pivot_table(index=by, columns="date", values=column, aggfunc="sum", fill_value=0.0).reindex(
        columns=days, fill_value=0.0
    )


def score(company: Company) -> dict[str, Found]:
    """By kind of incident."""
    found: dict[str, Found] = {}
    for each in watches(company):
        _, flag = detect(each.values, each.dates, each.context)
        result, free = found.setdefault(each.of, Found()), np.ones(len(each.dates), dtype=bool)
        free[:FIRST] = False
        for incident in company.incidents.itertuples():
            if incident.kind in each.shows:
                starts, ends = (np.datetime64(day, "D") for day in (incident.starts, incident.ends))
                free[(each.dates >= starts) & (each.dates <= ends + AFTER)] = False
                member = incident.scope.split("=")[1]
                member = each.named.get(member, member)
                if incident.kind == each.of and member in each.members:
                    _add(result, each, flag, member, starts)
        result.beside += int((flag & ~_before(flag) & free).sum())
        result.years += float(free.sum() * len(flag) / 365.25)
    return found


def _add(result: Found, each: Watch, flag: NDArray[np.bool_], member: str, starts: np.datetime64) -> None:
    onset = int((starts - each.dates[0]).astype(int))
    if FIRST <= onset < len(each.dates) - each.within:
        rows = slice(None) if each.of == "device_mix_shift" else [each.members.index(member)]
        days = np.flatnonzero(flag[rows, onset : onset + each.within + 1].any(axis=0))
        result.delays.append(int(days[0]) if len(days) else None)


def _before(flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether one of the two days before was flagged: then a flag is no new alarm."""
    before = np.zeros_like(flag)
    for days in (1, 2):
        before[:, days:] |= flag[:, :-days]
    return before


def main(seeds: list[int]) -> None:
    """Prints a table over companies of these seeds."""
    total: dict[str, Found] = {}
    for seed in seeds:
        for kind, found in score(Company(TODAY, seed=seed)).items():
            result = total.setdefault(kind, Found())
            result.delays += found.delays
            result.beside, result.years = result.beside + found.beside, result.years + found.years
    print("| incident | incidents | found | days until, median | alarms beside a series-year |\n|---|---|---|---|---|")
    for kind, found in total.items():
        delays = [delay for delay in found.delays if delay is not None]
        middle = f"{np.median(delays):.0f}" if delays else ""
        beside = f"{found.beside / max(found.years, 0.01):.2f} in {found.years:.0f}"
        print(f"| {kind} | {len(found.delays)} | {len(delays)} | {middle} | {beside} |")
