"""Whatever happened, at a budget of false alarms: the engine of orchestration.kri.detector as a rule."""

import numpy as np

from orchestration.kri.budget import FALSE_ALARMS, alarms_a_year, nats_of
from orchestration.kri.context import YOUNG_SEASONS, read_context
from orchestration.kri.detector import Judgement, judge
from orchestration.kri.panel import Panel, State, Verdict, in_words, unknown

WEEK, BEFORE, QUIET = 7, 28, 3


def detect(
    panel: Panel, *, false_alarms: float = FALSE_ALARMS, days: int = 3, segments: bool = False, minimum: float = 0.0
) -> list[Verdict]:
    """Whether one of the last `days` settled days is more surprising than `false_alarms` a member and year would be.

    `segments` says that the members are parts of one total: then a change of the mix counts, in any direction, and a
    move of the total is told once. Other moves in the good direction are calm but told. `minimum` is the volume a
    day, on average over four weeks, below which the answer is unknown.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    if end < 7 * YOUNG_SEASONS + days:
        return unknown(panel, f"Only {end} settled days; an expectation needs {7 * YOUNG_SEASONS + days}.")
    members = len(panel.members)
    ratio = panel.denominator is not None
    if segments and ratio:
        raise ValueError("segments are parts of a total; the members of a ratio have none. Leave `segments` out.")
    counts = not ratio and panel.unit == "count" and bool(np.nanmax(panel.values % 1, initial=0.0) == 0)
    kind = "count" if counts else "ratio" if ratio and panel.unit == "percent" else "currency"
    given = {"kind": np.full(members, kind), "role": np.full(members, "segment" if segments else "")}
    given["group"] = np.zeros(members) if segments else np.arange(members)
    if panel.holiday is not None:
        given["holiday"] = panel.holiday
    found = judge(panel.values, panel.days, read_context(panel.values, given))
    volume = panel.volume(max(0, end - BEFORE), end) / min(BEFORE, end)
    limit = nats_of(false_alarms)
    verdicts = []
    for row, member in enumerate(panel.members):
        if not volume[row] >= minimum or not found.told[row, -days:].any():
            verdicts.append(Verdict(member, "unknown", "Too little volume or history to tell.", days_used=end))
        else:
            verdicts.append(_verdict(panel, found, row, days, limit, segments))
    return verdicts


def _verdict(panel: Panel, found: Judgement, row: int, days: int, limit: float, any_way: bool) -> Verdict:
    end = len(panel.days)
    day = end - days + int(np.argmax(found.strongest[row, -days:]))
    test = max(found.tests, key=lambda name: abs(float(found.tests[name][row, day])))
    nats = float(found.tests[test][row, day])
    bad = any_way or test == "repeats" or (nats < 0) == (panel.better == "higher")
    state: State = "fired" if bad and abs(nats) >= limit else "calm"
    since = _since(found.strongest[row, : day + 1] >= limit)
    usual, spread = float(found.expected[row, day]), float(found.spread[row, day])
    observed = float(panel.values[row, day])
    width = float(np.sqrt(2 * limit)) * spread
    low, high = usual * max(0.0, 1 - width), usual * (1 + width)
    seldom = f"; {_in_years(nats)}." if abs(nats) >= limit else "."
    told = f"{in_words(observed, panel.unit)} on {panel.days[day]}, where {in_words(usual, panel.unit)} was expected"
    reason = f"{told} ({in_words(low, panel.unit)} to {in_words(high, panel.unit)}){seldom}"
    if abs(nats) >= limit and test in ("level", "drift"):
        reason = _lasting(panel, row, day + 1, WEEK if test == "level" else 2 * WEEK) + seldom
    if abs(nats) >= limit and test == "repeats":
        reason = f"{in_words(observed, panel.unit)} again on {panel.days[day]}: a figure that stands still is stale."
    first = panel.days[since] if state == "fired" else None
    return Verdict(
        panel.members[row], state, reason, "warn", panel.days[day], first, observed, usual, low, high, abs(nats), end
    )


def _lasting(panel: Panel, row: int, end: int, window: int) -> str:
    now, then = panel.over(end - window, end)[row], panel.over(end - window - BEFORE, end - window)[row]
    figures = f"{in_words(float(now), panel.unit)} in the last {window} days, {in_words(float(then), panel.unit)}"
    return f"{figures} in the {BEFORE} days before ({now / then - 1:+.0%})"


def _in_years(nats: float) -> str:
    years = 1 / float(alarms_a_year(np.abs(nats)))
    often = f"once in {years:.0f} years" if 1.5 <= years < 100 else "every year or so" if years < 1.5 else "hardly ever"
    return f"a false alarm like this comes {often}"


def _since(alarmed: np.ndarray) -> int:
    """The first day of the run of alarms that ends here; a few quiet days do not end it."""
    places = np.flatnonzero(alarmed)
    if not len(places):
        return len(alarmed) - 1
    breaks = np.flatnonzero(np.diff(places) > QUIET)
    return int(places[breaks[-1] + 1]) if len(breaks) else int(places[0])
