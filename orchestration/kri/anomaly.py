"""Whatever left what was expected: a bad day, bad days together, a level that changed, a slow drift, a stale figure."""

import numpy as np

from orchestration.kri.budget import FALSE_ALARMS
from orchestration.kri.judging import BEFORE, FEWEST_DAYS, LASTING, Move, Sensitivity, judged, least_nats, strongest
from orchestration.kri.panel import TOO_SHORT, TOO_SMALL, Panel, Severity, State, Verdict, no_answer, unknown
from orchestration.kri.phrase import Figure, Phrase, Said, change
from orchestration.language import word

DAY = word("%(now)s on %(day)s, where %(usual)s was expected (%(low)s to %(high)s).")
LEVEL = word("%(now)s lately, %(change)s against %(usual)s in the weeks before %(since)s.")
STALE = word("%(now)s again on %(day)s: a figure that stands still is stale.")
FIRST = word("It began on %(since)s.")


def anomaly(
    panel: Panel,
    *,
    sensitivity: Sensitivity = "medium",
    days: int = 3,
    warn: float = 0.1,
    fail: float = 0.3,
    minimum: float = 0.0,
    false_alarms: float = FALSE_ALARMS,
) -> list[Verdict]:
    """Whether what the last `days` days show is too rare to be chance, in the bad direction.

    A day, days together, a level that changed and stays, a slow drift, a figure that repeats itself. `warn` is the
    relative move below which nobody would act, `fail` the one from which on it is severe; `minimum` is the volume a
    day, on average over four weeks, below which the answer is unknown; `false_alarms` a member and year are accepted at
    medium sensitivity.
    """
    panel = panel.until_comparable()
    end = len(panel.days)
    if end < FEWEST_DAYS + days:
        return unknown(panel, TOO_SHORT, days=end, needed=FEWEST_DAYS + days)
    limit, found = least_nats(sensitivity, false_alarms), judged(panel)
    volume = panel.volume(max(0, end - BEFORE), end) / min(BEFORE, end)
    bad = -1 if panel.better == "higher" else 1
    verdicts = []
    for row, member in enumerate(panel.members):
        if not volume[row] >= minimum or not found.told[row, -days:].any():
            verdicts.append(no_answer(member, TOO_SMALL, end))
            continue
        move = strongest(panel, found, row, days, bad, limit)
        fires = move.nats >= limit and (move.test == "repeats" or move.effect >= warn)
        severity: Severity = "error" if move.effect >= fail and move.test != "repeats" else "warn"
        verdicts.append(verdict(panel, member, move, "fired" if fires else "calm", severity))
    return verdicts


def verdict(panel: Panel, member: str, move: Move, state: State, severity: Severity) -> Verdict:
    """A move in words, with its band where it is one of days."""
    fired, lasting = state == "fired", state == "fired" and move.test in LASTING
    low = high = None
    if not lasting:
        low, high = move.expected * max(0.0, 1 - move.width), move.expected * (1 + move.width)
    return Verdict(
        member=member,
        state=state,
        said=_said(panel, move, fired, low, high),
        severity=severity,
        day=panel.days[move.day],
        since=panel.days[move.since] if fired else None,
        observed=move.observed,
        expected=move.expected,
        low=low,
        high=high,
        score=move.nats,
        days_used=len(panel.days),
        size=move.size if fired else None,
    )


def _said(panel: Panel, move: Move, fired: bool, low: float | None, high: float | None) -> tuple[Phrase, ...]:
    given: dict[str, Said] = {
        "now": Figure(move.observed, panel.unit),
        "usual": Figure(move.expected, panel.unit),
        "day": panel.days[move.day],
        "since": panel.days[move.since],
        "change": change(move.observed, move.expected),
    }
    if fired and move.test == "repeats":
        return (Phrase(STALE, given),)
    if low is None or high is None:
        return (Phrase(LEVEL, given | {"now": panel.told(move.observed), "usual": panel.told(move.expected)}),)
    told = Phrase(DAY, given | {"low": Figure(low, panel.unit), "high": Figure(high, panel.unit)})
    began = fired and move.day - move.since > 1 and np.isfinite(move.expected)
    return (told, Phrase(FIRST, given)) if began else (told,)
