"""Channel saturation: money that no longer brings what it used to."""

import numpy as np

from orchestration.kri.budget import FALSE_ALARMS
from orchestration.kri.detector import Judgement
from orchestration.kri.judging import FEWEST_DAYS, Sensitivity, judged, least_nats
from orchestration.kri.panel import TOO_SHORT, TOO_SMALL, Panel, Severity, Verdict, no_answer, unknown
from orchestration.kri.phrase import CHANGE, Figure, Phrase, Said
from orchestration.language import word

WINDOW, ROSE = 28, 0.2
NORMAL_95 = 1.645
FLAT = word("Spend moved %(spend)s: no rise to judge.")
COSTS = word(
    "Spend %(spend)s brought %(extra)s responses: the next one costs %(marginal)s (95 %%: %(least)s to %(most)s), the "
    "average was %(average)s."
)
NOTHING = word(
    "Spend %(spend)s brought no more responses: the next one costs at least %(least)s, the average was %(average)s."
)


def saturation(
    panel: Panel,
    *,
    spend: Panel,
    sensitivity: Sensitivity = "medium",
    days: int = 3,
    warn: float = 2.0,
    fail: float = 4.0,
    minimum: float = 30.0,
    false_alarms: float = FALSE_ALARMS,
) -> list[Verdict]:
    """Whether responses fell short of what their spend should bring, where spend rose by a fifth or more.

    `panel` holds responses, `spend` the money of the same members and days. Fires when the last `days` days are too
    rare to be chance, or when even the lower end (95 %) of the marginal cost of a response, over 28 days against the 28
    before, is more than `warn` times the average cost; beyond `fail` times it is severe. `minimum` is the responses of
    28 days below which the answer is unknown; `false_alarms` a member and year are accepted at medium sensitivity.
    """
    panel = panel.until_comparable()
    end = len(panel.days)
    needed = max(FEWEST_DAYS, 2 * WINDOW) + days
    if end < needed:
        return unknown(panel, TOO_SHORT, days=end, needed=needed)
    limit = least_nats(sensitivity, false_alarms)
    found = judged(panel, spend.cut(0, end))
    money, responses = np.nan_to_num(spend.numerator[:, :end]), np.nan_to_num(panel.numerator) / panel.shown
    verdicts = []
    for row, member in enumerate(panel.members):
        paid, paid_before = (float(money[row, part].sum()) for part in _WINDOWS)
        got, got_before = (float(responses[row, part].sum()) for part in _WINDOWS)
        if got_before < minimum or paid_before <= 0:
            verdicts.append(no_answer(member, TOO_SMALL, end))
            continue
        average, extra_paid, extra = paid_before / got_before, paid - paid_before, got - got_before
        given: dict[str, Said] = {"spend": Figure(extra_paid / paid_before, CHANGE)}
        if extra_paid < ROSE * paid_before:
            verdicts.append(
                Verdict(member, "calm", (Phrase(FLAT, given),), day=panel.days[-1], expected=average, days_used=end)
            )
            continue
        doubt = NORMAL_95 * _noise(found, row)
        least, marginal, most = (extra_paid / max(extra + side * doubt, 1e-9) for side in (1, 0, -1))
        short = max(float(-found.tests[name][row, -days:].min()) for name in ("day", "two days", "level", "drift"))
        fired = short >= limit or least > warn * average
        severity: Severity = "error" if least > fail * average else "warn"
        given |= {
            "extra": Figure(extra, "count"),
            "average": Figure(average, "currency"),
            "marginal": Figure(marginal, "currency"),
            "least": Figure(least, "currency"),
            "most": Figure(most, "currency"),
        }
        said = Phrase(COSTS if extra - doubt > 0 else NOTHING, given)
        start = panel.days[end - WINDOW] if fired else None
        verdicts.append(
            Verdict(
                member,
                "fired" if fired else "calm",
                (said,),
                severity,
                panel.days[-1],
                start,
                marginal if extra > 0 else least,
                average,
                None,
                warn * average,
                least / average,
                end,
            )
        )
    return verdicts


_WINDOWS = (slice(-WINDOW, None), slice(-2 * WINDOW, -WINDOW))


def _noise(found: Judgement, row: int) -> float:
    """One deviation of the difference between the responses of two windows: counting, and what scatters beyond it."""
    daily = found.spread[row, -2 * WINDOW :] * found.expected[row, -2 * WINDOW :]
    return float(np.sqrt(np.nansum(daily**2)))
