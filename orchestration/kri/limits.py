"""Rules that compare with a fixed figure: a limit, a target, the period before, silence."""

import numpy as np

from orchestration.kri.panel import (
    TOO_SHORT,
    TOO_SMALL,
    Floats,
    Panel,
    Severity,
    State,
    Verdict,
    no_answer,
    unknown,
)
from orchestration.kri.phrase import SHARE, Figure, Phrase, Said
from orchestration.kri.phrase import change as moved_by
from orchestration.language import word


def limit(
    panel: Panel, *, warn: float, fail: float, days: int = 7, above: bool = True, minimum: float = 0.0
) -> list[Verdict]:
    """The KPI of the last `days` settled days must not rise above `warn` and `fail` (above=False: fall below)."""
    panel = panel.until_settled()
    end = len(panel.days)
    if end < days:
        return unknown(panel, TOO_SHORT, days=end, needed=days)
    observed, volume = panel.over(end - days, end), panel.volume(end - days, end)
    sign = 1 if above else -1
    over = word("%(now)s over %(days)s days, above the limit of %(limit)s.")
    under = word("%(now)s over %(days)s days, below the limit of %(limit)s.")
    within = word("%(now)s over %(days)s days, within the limit of %(limit)s.")
    found = []
    for row, member in enumerate(panel.members):
        value = float(observed[row])
        if not np.isfinite(value) or volume[row] < minimum:
            found.append(no_answer(member, TOO_SMALL, days))
            continue
        state: State = "fired" if sign * (value - warn) > 0 else "calm"
        severity: Severity = "error" if sign * (value - fail) > 0 else "warn"
        given: dict[str, Said] = {
            "now": panel.told(value),
            "days": days,
            "limit": panel.told(fail if severity == "error" else warn),
        }
        said = Phrase(within if state == "calm" else over if above else under, given)
        low, high = (None, warn) if above else (warn, None)
        last = panel.days[-1]
        found.append(Verdict(member, state, (said,), severity, last, None, value, warn, low, high, None, days))
    return found


def gap_to_target(
    panel: Panel, *, targets: Floats, warn: Floats, fail: Floats, days: int = 28, minimum: float = 0.0
) -> list[Verdict]:
    """The KPI of the last `days` settled days against each member's target; gaps count in the bad direction only.

    `targets`, `warn` and `fail` are one figure a member; NaN = no target. `warn` and `fail` are relative gaps.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    if end < days:
        return unknown(panel, TOO_SHORT, days=end, needed=days)
    observed, volume = panel.over(end - days, end), panel.volume(end - days, end)
    bad = -1 if panel.better == "higher" else 1
    worse = word("%(now)s over %(days)s days is %(gap)s worse than the target of %(target)s.")
    better = word("%(now)s over %(days)s days is %(gap)s better than the target of %(target)s.")
    found = []
    for row, member in enumerate(panel.members):
        value, target = float(observed[row]), float(targets[row])
        if not np.isfinite(value) or not np.isfinite(target) or volume[row] < minimum:
            found.append(no_answer(member, word("No target for this period, or too little volume."), days))
            continue
        gap = bad * (value - target) / abs(target) if target else 0.0
        state: State = "fired" if gap > warn[row] else "calm"
        severity: Severity = "error" if gap > fail[row] else "warn"
        figures: dict[str, Said] = {
            "now": panel.told(value),
            "days": days,
            "target": panel.told(target),
        }
        said = Phrase(worse if gap > 0 else better, figures | {"gap": Figure(abs(gap), SHARE)})
        last = panel.days[-1]
        found.append(Verdict(member, state, (said,), severity, last, None, value, target, None, None, gap, days))
    return found


def change(panel: Panel, *, warn: float, fail: float, days: int = 28, minimum: float = 0.0) -> list[Verdict]:
    """The last `days` settled days against the `days` before; relative changes in the bad direction count."""
    panel = panel.until_settled()
    end = len(panel.days)
    if end < 2 * days:
        return unknown(panel, TOO_SHORT, days=end, needed=2 * days)
    observed, before = panel.over(end - days, end), panel.over(end - 2 * days, end - days)
    volume = panel.volume(end - 2 * days, end - days)
    bad = -1 if panel.better == "higher" else 1
    text = word("%(now)s over %(days)s days, %(change)s against %(then)s in the %(days)s days before.")
    found = []
    for row, member in enumerate(panel.members):
        value, old = float(observed[row]), float(before[row])
        if not np.isfinite(value) or not np.isfinite(old) or old == 0 or volume[row] < minimum:
            found.append(no_answer(member, TOO_SMALL, 2 * days))
            continue
        moved = (value - old) / abs(old)
        state: State = "fired" if bad * moved > warn else "calm"
        severity: Severity = "error" if bad * moved > fail else "warn"
        figures: dict[str, Said] = {"now": panel.told(value), "then": panel.told(old), "days": days}
        said = Phrase(text, figures | {"change": moved_by(value, old)})
        last = panel.days[-1]
        found.append(Verdict(member, state, (said,), severity, last, None, value, old, None, None, moved, 2 * days))
    return found


def silence(panel: Panel, *, days: int = 2, minimum: float = 20.0) -> list[Verdict]:
    """No rows, or zeros, on the last `days` days of a member that used to have `minimum` a day on every weekday."""
    end = len(panel.days)
    if end < days + 28:
        return unknown(panel, TOO_SHORT, days=end, needed=days + 28)
    usual = np.nan_to_num(panel.numerator[:, end - days - 28 : end - days])
    lately = np.nan_to_num(panel.numerator[:, end - days :])
    found = []
    for row, member in enumerate(panel.members):
        typical = float(np.median(usual[row]))
        figures: dict[str, Said] = {
            "usual": Figure(typical, "count"),
            "days": days,
            "last": Figure(float(lately[row, -1]), "count"),
        }
        if typical < minimum or (usual[row] == 0).mean() > 0.1:
            found.append(no_answer(member, word("Usually %(usual)s a day: too few to tell."), 28, **figures))
        elif (lately[row] == 0).all():
            said = Phrase(word("Nothing for %(days)s days, where %(usual)s a day are usual."), figures)
            last, start = panel.days[-1], panel.days[end - days]
            size = -typical * days if panel.additivity == "additive" else None
            found.append(
                Verdict(member, "fired", (said,), "error", last, start, 0.0, typical, minimum, None, None, 28, size)
            )
        else:
            said = Phrase(word("%(last)s on the last day, %(usual)s are usual."), figures)
            found.append(Verdict(member, "calm", (said,), day=panel.days[-1], days_used=28))
    return found
