"""Between a panel and the engine: what is given to it, and what it found on the last days, as figures and days."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.budget import nats_of
from orchestration.kri.context import YOUNG_SEASONS, read_context
from orchestration.kri.detector import Judgement, judge
from orchestration.kri.panel import Floats, Panel

Sensitivity = Literal["low", "medium", "high"]
WEIGHTS = {"low": 0.25, "medium": 1.0, "high": 4.0}
"""False alarms of a KRI against those of one of medium sensitivity."""
FEWEST_DAYS = 7 * YOUNG_SEASONS
LASTING = {"level": 7, "drift": 14}
"""Days over which what a lasting move led to is told."""
BEFORE, QUIET, LOOKED_BACK = 28, 3, 56
MOSTLY = 0.5
"""A rate above this is judged by what is not part of it: the scatter of few is known better than that of nearly all."""


def least_nats(sensitivity: Sensitivity, false_alarms: float) -> float:
    """The surprise that fires. Raises ValueError for a sensitivity that there is not."""
    if sensitivity not in WEIGHTS:
        raise ValueError(f"sensitivity is {sensitivity!r}; it is one of {', '.join(WEIGHTS)}.")
    return nats_of(WEIGHTS[sensitivity] * false_alarms)


def judged(panel: Panel, spend: Panel | None = None) -> Judgement:
    """What the engine says of each member, by itself or given its `spend` (a panel of the same members and days)."""
    given = _given(panel)
    if spend is not None:
        return _given_spend(panel, spend, given)
    if panel.denominator is None:
        return judge(panel.numerator, panel.days, read_context(panel.numerator, given))
    given["exposure"], values, mostly = panel.denominator, panel.numerator, np.zeros(len(panel.members), dtype=bool)
    if panel.unit == "percent":
        mostly = np.nansum(values, axis=1) > MOSTLY * np.nansum(panel.denominator, axis=1)
        values = np.where(mostly[:, None], panel.denominator - values, values)
    found = judge(values, panel.days, read_context(values, given))
    return _turned(found, panel.denominator, mostly[:, None]) if mostly.any() else found


def _given(panel: Panel) -> dict[str, Any]:
    """What a panel tells the engine beside its values."""
    members, days = panel.numerator.shape
    counts = panel.unit == "count" or (panel.unit == "percent" and panel.denominator is not None)
    given: dict[str, Any] = {
        "kind": np.full(members, "count" if counts and panel.additivity in ("additive", "ratio") else "currency"),
        "role": np.full(members, ""),
        "promo": np.zeros((members, days), dtype=bool) if panel.planned is None else panel.planned,
        "completeness": _completeness(panel),
    }
    return given if panel.holiday is None else given | {"holiday": panel.holiday}


def _given_spend(panel: Panel, spend: Panel, given: dict[str, Any]) -> Judgement:
    members = len(panel.members)
    given["kind"] = np.concatenate([np.full(members, "currency"), given["kind"]])
    given["role"] = np.repeat(["spend", "response"], members)
    given["group"] = np.tile(np.arange(members), 2)
    given["promo"] = np.tile(given["promo"], (2, 1))
    given["completeness"] = _completeness(spend, panel)
    both = np.vstack([spend.numerator, panel.numerator])
    return judge(both, panel.days, read_context(both, given)).of(slice(members, None))


def _turned(found: Judgement, whole: Floats, rows: NDArray[np.bool_]) -> Judgement:
    """What was found of the rest (bad ratings) told of the part (good ones), in some rows."""
    expected = np.where(rows, whole - found.expected, found.expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(rows, found.spread * found.expected / expected, found.spread)
    tests = {name: np.where(rows & (name != "repeats"), -nats, nats) for name, nats in found.tests.items()}
    return Judgement(tests, found.told, expected, spread, np.where(rows, 1 - found.flat, found.flat))


def _completeness(*stacked: Panel) -> Floats:
    """Members of the `stacked` panels x lags, lag 0 being the last day; as many lags as any day of them is short of."""
    short = [np.flatnonzero(panel.shown[::-1] < 1) for panel in stacked]
    lags = max([1, *(int(each[-1]) + 1 for each in short if len(each))])
    return np.vstack([np.tile(panel.shown[::-1][:lags], (len(panel.members), 1)) for panel in stacked])


@dataclass(frozen=True)
class Move:
    """The strongest move of a member, to the side that is asked about, on the last days; `nats` say how rare it is.

    `observed` and `expected` are the KPI on its day, or, of a lasting move, over the last days and over those before
    it began; `size` is what it adds up to since then, None for what is not added up.
    """

    test: str
    day: int
    since: int
    nats: float
    observed: float
    expected: float
    width: float
    size: float | None

    @property
    def effect(self) -> float:
        """The move relative to what was expected."""
        return abs(self.observed / self.expected - 1) if self.expected else np.inf


def strongest(panel: Panel, found: Judgement, row: int, days: int, side: int, limit: float) -> Move:
    """The strongest move of a member in the last `days` days to one side (1, -1), to either with 0.

    Lasting moves are looked for on the last days that are all in: of others the engine tells none.
    """
    whole = int(np.max(np.flatnonzero(panel.shown >= 1), initial=days - 1)) + 1
    wanted = {
        name: np.abs(nats[row]) if side == 0 or name == "repeats" else np.maximum(side * nats[row], 0.0)
        for name, nats in found.tests.items()
    }
    ends = {name: whole if name in LASTING else len(panel.days) for name in wanted}
    at = {name: end - days + int(np.argmax(wanted[name][end - days : end])) for name, end in ends.items()}
    test = max(wanted, key=lambda name: float(wanted[name][at[name]]))
    day, every = at[test], np.maximum.reduce(list(wanted.values()))
    since = _run_start(every[: day + 1] >= limit)
    exposure = 1.0 if panel.denominator is None else panel.denominator[row, day]
    likely = found.expected[row] * panel.shown
    observed, expected = float(panel.values[row, day]), float(likely[day] / exposure)
    if test in LASTING:
        since = turning_point(found.flat[row], day + 1)
        window = min(LASTING[test], day + 1 - since)
        observed = float(panel.over(day + 1 - window, day + 1)[row])
        expected = float(panel.over(max(0, since - BEFORE), since)[row])
    added = panel.additivity == "additive"
    usual = expected if test in LASTING else likely[since : day + 1]
    size = float(np.nansum(panel.numerator[row, since : day + 1] - usual)) if added else None
    width = float(np.sqrt(2 * limit)) * float(found.spread[row, day])
    return Move(test, day, since, float(wanted[test][day]), observed, expected, width, size)


def turning_point(flat: Floats, end: int) -> int:
    """The day in the eight weeks before `end` that best splits a line without season into two levels."""
    first = max(0, end - LOOKED_BACK)
    line = np.log(np.maximum(flat[first:end], 1e-12))
    known = np.flatnonzero(np.isfinite(line))
    days = line[known]
    left = np.arange(1, len(days))
    before, after = np.cumsum(days)[:-1], np.cumsum(days[::-1])[::-1][1:]
    explained = before**2 / left + after**2 / (len(days) - left)
    return first + int(known[1 + np.argmax(explained)])


def _run_start(alarmed: NDArray[np.bool_]) -> int:
    """The first day of the run of alarms that ends here; a few quiet days do not end it."""
    places = np.flatnonzero(alarmed)
    if not len(places):
        return len(alarmed) - 1
    breaks = np.flatnonzero(np.diff(places) > QUIET)
    return int(places[breaks[-1] + 1]) if len(breaks) else int(places[0])
