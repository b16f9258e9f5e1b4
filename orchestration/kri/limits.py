"""Rules that compare with a fixed figure: a limit, a target, the period before, silence."""

import numpy as np

from orchestration.kri.panel import Floats, Panel, Severity, State, Verdict, in_words, unknown


def limit(
    panel: Panel, *, warn: float, fail: float, days: int = 7, above: bool = True, minimum: float = 0.0
) -> list[Verdict]:
    """The KPI of the last `days` settled days must not rise above `warn` and `fail` (above=False: fall below)."""
    panel = panel.until_settled()
    end = len(panel.days)
    if end < days:
        return unknown(panel, f"Only {end} settled days; the rule looks at {days}.")
    observed, volume = panel.over(end - days, end), panel.volume(end - days, end)
    side, sign = ("above", 1) if above else ("below", -1)
    found = []
    for row, member in enumerate(panel.members):
        value = float(observed[row])
        if not np.isfinite(value) or volume[row] < minimum:
            found.append(Verdict(member, "unknown", f"Too little volume in {days} days.", days_used=days))
            continue
        state: State = "fired" if sign * (value - warn) > 0 else "calm"
        severity: Severity = "error" if sign * (value - fail) > 0 else "warn"
        told = f"{in_words(value, panel.unit)} over {days} days"
        line = in_words(fail if severity == "error" else warn, panel.unit)
        reason = f"{told}, {side} the limit of {line}." if state == "fired" else f"{told}, within the limit of {line}."
        bounds = (None, warn) if above else (warn, None)
        found.append(
            Verdict(
                member, state, reason, severity, panel.days[-1], None, value, warn, bounds[0], bounds[1], None, days
            )
        )
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
        return unknown(panel, f"Only {end} settled days; the rule looks at {days}.")
    observed, volume = panel.over(end - days, end), panel.volume(end - days, end)
    bad = -1 if panel.better == "higher" else 1
    found = []
    for row, member in enumerate(panel.members):
        value, target = float(observed[row]), float(targets[row])
        if not np.isfinite(value) or not np.isfinite(target) or volume[row] < minimum:
            found.append(Verdict(member, "unknown", "No target for this period, or too little volume.", days_used=days))
            continue
        gap = bad * (value - target) / abs(target) if target else 0.0
        state: State = "fired" if gap > warn[row] else "calm"
        severity: Severity = "error" if gap > fail[row] else "warn"
        place = f"{abs(gap):.1%} {'worse' if gap > 0 else 'better'} than" if abs(gap) >= 0.0005 else "on"
        reason = f"{in_words(value, panel.unit)} over {days} days is {place} the target {in_words(target, panel.unit)}."
        found.append(
            Verdict(member, state, reason, severity, panel.days[-1], None, value, target, None, None, gap, days)
        )
    return found


def change(panel: Panel, *, warn: float, fail: float, days: int = 28, minimum: float = 0.0) -> list[Verdict]:
    """The last `days` settled days against the `days` before; relative changes in the bad direction count."""
    panel = panel.until_settled()
    end = len(panel.days)
    if end < 2 * days:
        return unknown(panel, f"Only {end} settled days; the rule compares {days} with {days}.")
    observed, before = panel.over(end - days, end), panel.over(end - 2 * days, end - days)
    volume = panel.volume(end - 2 * days, end - days)
    bad = -1 if panel.better == "higher" else 1
    found = []
    for row, member in enumerate(panel.members):
        value, old = float(observed[row]), float(before[row])
        if not np.isfinite(value) or not np.isfinite(old) or old == 0 or volume[row] < minimum:
            found.append(Verdict(member, "unknown", "Too little volume to compare.", days_used=2 * days))
            continue
        moved = (value - old) / abs(old)
        state: State = "fired" if bad * moved > warn else "calm"
        severity: Severity = "error" if bad * moved > fail else "warn"
        reason = (
            f"{in_words(value, panel.unit)} over {days} days, {moved:+.1%} against {in_words(old, panel.unit)} before."
        )
        found.append(
            Verdict(member, state, reason, severity, panel.days[-1], None, value, old, None, None, moved, 2 * days)
        )
    return found


def silence(panel: Panel, *, days: int = 2, minimum: float = 20.0) -> list[Verdict]:
    """No rows, or zeros, on the last `days` days of a member that used to have `minimum` a day on every weekday."""
    end = len(panel.days)
    if end < days + 28:
        return unknown(panel, f"Only {end} days; the rule needs {days + 28}.")
    usual = np.nan_to_num(panel.numerator[:, end - days - 28 : end - days])
    lately = np.nan_to_num(panel.numerator[:, end - days :])
    found = []
    for row, member in enumerate(panel.members):
        typical = float(np.median(usual[row]))
        if typical < minimum or (usual[row] == 0).mean() > 0.1:
            found.append(Verdict(member, "unknown", f"Usually {typical:,.0f} a day: too few to tell.", days_used=28))
        elif (lately[row] == 0).all():
            reason = f"Nothing for {days} days, where {typical:,.0f} a day are usual."
            start = panel.days[end - days]
            found.append(
                Verdict(member, "fired", reason, "error", panel.days[-1], start, 0.0, typical, minimum, None, None, 28)
            )
        else:
            reason = f"{lately[row, -1]:,.0f} on the last day, {typical:,.0f} are usual."
            found.append(Verdict(member, "calm", reason, day=panel.days[-1], days_used=28))
    return found
