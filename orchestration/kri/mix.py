"""Moves inside a total: the mix of its members, and the response to spend."""

import numpy as np

from orchestration.kri.panel import Floats, Panel, Severity, State, Verdict, in_words, unknown

RECENT_DAYS, REFERENCE_DAYS = 14, 56
HISTORY_STEPS = 20
NORMAL_95 = 1.645


def mix_shift(panel: Panel, *, warn: float = 0.02, fail: float = 0.1, minimum: float = 500.0) -> list[Verdict]:
    """Population stability index of the members' shares, last 14 settled days against the 56 before.

    Fires when the index passes `warn` and twice what it reached in the half year before; says who gained and lost.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    needed = REFERENCE_DAYS + 2 * RECENT_DAYS
    if end < needed:
        return unknown(panel, f"Only {end} settled days; a mix needs {needed}.")
    amounts = np.nan_to_num(panel.numerator)
    if amounts[:, end - RECENT_DAYS :].sum() < minimum or len(panel.members) < 2:
        return [Verdict("total", "unknown", "Too little volume to speak of a mix.", days_used=end)]
    index, recent, reference = _stability(amounts, end)
    ends = range(end - RECENT_DAYS, max(needed, end - RECENT_DAYS * HISTORY_STEPS) - 1, -RECENT_DAYS)
    past = [_stability(amounts, before)[0] for before in ends]
    line = max(warn, 2 * float(np.median(past)), 1.2 * float(np.quantile(past, 0.9))) if past else warn
    moved = np.argsort(recent - reference)
    state: State = "fired" if index > line else "calm"
    severity: Severity = "error" if index > fail else "warn"
    loser, winner = moved[0], moved[-1]
    reason = (
        f"Share of {panel.members[winner]} {reference[winner]:.1%} -> {recent[winner]:.1%}, "
        f"of {panel.members[loser]} {reference[loser]:.1%} -> {recent[loser]:.1%} "
        f"(stability index {index:.3f}, line {line:.3f})."
    )
    since = panel.days[end - RECENT_DAYS] if state == "fired" else None
    return [Verdict("total", state, reason, severity, panel.days[-1], since, index, 0.0, None, line, index, end)]


def _stability(amounts: Floats, end: int) -> tuple[float, Floats, Floats]:
    recent = amounts[:, end - RECENT_DAYS : end].sum(axis=1)
    reference = amounts[:, end - RECENT_DAYS - REFERENCE_DAYS : end - RECENT_DAYS].sum(axis=1)
    share = np.maximum(recent / max(recent.sum(), 1e-9), 1e-4)
    before = np.maximum(reference / max(reference.sum(), 1e-9), 1e-4)
    return float(((share - before) * np.log(share / before)).sum()), share, before


def saturation(
    panel: Panel, *, spend: Panel, days: int = 28, warn: float = 2.0, fail: float = 4.0, minimum: float = 30.0
) -> list[Verdict]:
    """Marginal cost of a response against its average cost, where spend rose by a fifth or more.

    `panel` holds responses, `spend` the money of the same members and days. Fires when even the upper end (95 %) of
    the extra responses costs more than `warn` times the average.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    if end < 2 * days:
        return unknown(panel, f"Only {end} settled days; the rule compares {days} with {days}.")
    money = np.nan_to_num(spend.numerator[:, :end])
    responses = np.nan_to_num(panel.numerator)
    paid, paid_before = money[:, -days:].sum(axis=1), money[:, -2 * days : -days].sum(axis=1)
    got, got_before = responses[:, -days:].sum(axis=1), responses[:, -2 * days : -days].sum(axis=1)
    found = []
    for row, member in enumerate(panel.members):
        if got_before[row] < minimum or paid_before[row] <= 0:
            found.append(Verdict(member, "unknown", "Too few responses to speak of a cost.", days_used=2 * days))
            continue
        extra_paid, extra = float(paid[row] - paid_before[row]), float(got[row] - got_before[row])
        average = float(paid_before[row] / got_before[row])
        if extra_paid < 0.2 * paid_before[row]:
            reason = f"Spend moved {extra_paid / paid_before[row]:+.0%}: no rise to judge."
            found.append(Verdict(member, "calm", reason, day=panel.days[-1], expected=average, days_used=2 * days))
            continue
        at_most = extra + NORMAL_95 * float(np.sqrt(got[row] + got_before[row]))
        least_cost = extra_paid / at_most if at_most > 0 else np.inf
        marginal = extra_paid / extra if extra > 0 else np.inf
        state: State = "fired" if least_cost > warn * average else "calm"
        severity: Severity = "error" if least_cost > fail * average else "warn"
        cost = in_words(marginal, "currency") if np.isfinite(marginal) else "without end"
        reason = (
            f"Spend {extra_paid / paid_before[row]:+.0%} brought {extra:+,.0f} responses: the next one costs {cost} "
            f"(at least {in_words(least_cost, 'currency')}), the average was {in_words(average, 'currency')}."
        )
        start = panel.days[end - days]
        observed = marginal if np.isfinite(marginal) else least_cost
        found.append(
            Verdict(
                member,
                state,
                reason,
                severity,
                panel.days[-1],
                start,
                float(observed) if np.isfinite(observed) else None,
                average,
                None,
                warn * average,
                float(min(least_cost / average, 1e6)),
                2 * days,
            )
        )
    return found
