"""Moves inside a total: whether what it is made of shifts, whichever way the total goes."""

from dataclasses import replace

import numpy as np

from orchestration.kri.budget import FALSE_ALARMS
from orchestration.kri.judging import FEWEST_DAYS, LASTING, Sensitivity, judged, least_nats, strongest
from orchestration.kri.panel import TOO_SHORT, TOO_SMALL, Floats, Panel, Verdict, no_answer, unknown
from orchestration.kri.phrase import SHARE, Figure, Phrase
from orchestration.language import word

RECENT, REFERENCE = 14, 28
SHIFTED = word(
    "Share of %(winner)s: %(winner_before)s, now %(winner_now)s; of %(loser)s: %(loser_before)s, now %(loser_now)s."
)


def mix_shift(
    panel: Panel,
    *,
    sensitivity: Sensitivity = "medium",
    days: int = 3,
    warn: float = 0.02,
    fail: float = 0.1,
    minimum: float = 500.0,
    false_alarms: float = FALSE_ALARMS,
) -> list[Verdict]:
    """Whether the share of a member in the total left what was expected, to either side; says who gained and who lost.

    `warn` is the move of a share (0.02 is two points) below which nobody would act, `fail` the one from which on it is
    severe, `minimum` the total of 14 days below which the answer is unknown; `false_alarms` a member and
    year are accepted at medium sensitivity.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    if end < FEWEST_DAYS + RECENT:
        return unknown(panel, TOO_SHORT, days=end, needed=FEWEST_DAYS + RECENT)
    amounts = np.nan_to_num(panel.numerator)
    if amounts[:, -RECENT:].sum() < minimum or len(panel.members) < 2:
        return [no_answer("total", TOO_SMALL, end)]
    limit = least_nats(sensitivity, false_alarms)
    parts = replace(panel, denominator=np.tile(amounts.sum(axis=0), (len(amounts), 1)), additivity="ratio")
    found = judged(replace(parts, unit="percent"))
    moves = [strongest(parts, found, row, days, 0, limit) for row in range(len(amounts))]
    row = max(range(len(moves)), key=lambda place: moves[place].nats * (moves[place].test != "repeats"))
    move = moves[row]
    since = move.since if move.test in LASTING else max(move.since, end - RECENT)
    now, before = (
        _shares(amounts[:, max(since, end - RECENT) :]),
        _shares(amounts[:, max(0, since - REFERENCE) : since]),
    )
    moved = now - before
    winner, loser = int(np.argmax(moved)), int(np.argmin(moved))
    fired = move.nats >= limit and move.test != "repeats" and np.abs(moved).max() >= warn
    said = Phrase(
        SHIFTED,
        {
            "winner": panel.members[winner],
            "loser": panel.members[loser],
            **{
                f"{name}_{when}": Figure(float(shares[place]), SHARE)
                for name, place in (("winner", winner), ("loser", loser))
                for when, shares in (("now", now), ("before", before))
            },
        },
    )
    return [
        Verdict(
            "total",
            "fired" if fired else "calm",
            (said,),
            "error" if np.abs(moved).max() >= fail else "warn",
            day=panel.days[move.day],
            since=panel.days[since] if fired else None,
            observed=float(now[winner]),
            expected=float(before[winner]),
            score=move.nats,
            days_used=end,
        )
    ]


def _shares(amounts: Floats) -> Floats:
    total = amounts.sum()
    shares: Floats = amounts.sum(axis=1) / total if total else np.zeros(len(amounts))
    return shares
