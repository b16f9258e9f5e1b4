"""The engine of the risk rules: how alarming each day of each series is, from that day and the days before it only.

Every test gives the probability of a day as strong as this one on that series; the strongest of them says how many
false alarms a year an alarm on such days would mean. An alarm is a day within the budget.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.budget import FALSE_ALARMS, alarms_a_year, nats_of
from orchestration.kri.context import DAILY, YOUNG_SEASONS, Context, read_context, slots
from orchestration.kri.deviation import deviations
from orchestration.kri.expectation import learn
from orchestration.kri.hours import within_day
from orchestration.kri.lines import lines, to_series
from orchestration.kri.moves import lasting, persistence, spend_rose, two_days
from orchestration.kri.panel import Floats
from orchestration.kri.repeats import repeats
from orchestration.kri.surprise import surprise

UNRELATED = 9.0
"""Nats that a lasting move must be rarer where nobody told which spend and which total a series hangs on."""
EXPECTED = 3.0
"""Nats that a response's fall may be commoner when its spend has just risen: saturation is what then happens."""
LEVEL, DRIFT, DRIFT_BACK, SOON = 5, 14, 35, 12
"""Days: of a change of level; of a drift, and how long before its end the level it left is taken; not yet past."""


def detect(
    values: Floats,
    dates: NDArray[np.datetime64],
    context: Mapping[str, Any] | None = None,
    false_alarms: float = FALSE_ALARMS,
) -> tuple[Floats, NDArray[np.bool_]]:
    """(score, flag), each series x days. `values` are series x days, NaN where no row was delivered.

    `context` may hold what `orchestration.kri.context.Context` names. The score is in [0, 1] and 0.5 at the budget of
    `false_alarms` a series and year. Raises ValueError where arrays do not fit together or the budget is not positive.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or values.shape[1] != len(dates):
        raise ValueError(f"values must be series x {len(dates)} days, not {values.shape}.")
    least = nats_of(false_alarms)
    if not values.size:
        return np.zeros(values.shape), np.zeros(values.shape, dtype=bool)
    known = read_context(values, context)
    nats = within_day(values, dates, known) if known.period > DAILY else judge(values, dates, known).strongest
    return false_alarms / (false_alarms + alarms_a_year(nats)), nats >= least


@dataclass(frozen=True)
class Judgement:
    """Series x days. `tests`: by name of the test, minus the log probability of a day, negative where it is a fall.

    `told` marks days of which something can be said; `expected` is the mean that was expected, in the series' own
    unit, `spread` one deviation from it, relative; `flat` is the value (or its rate, or share) without its season.
    """

    tests: dict[str, Floats]
    told: NDArray[np.bool_]
    expected: Floats
    spread: Floats
    flat: Floats

    def of(self, rows: slice) -> "Judgement":
        """The same of some series."""
        tests = {name: nats[rows] for name, nats in self.tests.items()}
        return Judgement(tests, self.told[rows], self.expected[rows], self.spread[rows], self.flat[rows])

    @property
    def strongest(self) -> Floats:
        strongest: Floats = np.maximum.reduce([np.abs(nats) for nats in self.tests.values()])
        return strongest


def judge(values: Floats, dates: NDArray[np.datetime64], context: Context) -> Judgement:
    """What every test says of every day; 0 where nothing can be said."""
    period, series = context.period, len(values)
    judged = lines(values, context)
    untold = np.cumsum(context.holiday) == 0
    expected = learn(judged, slots(dates, period), period, context.holiday, untold)
    off = deviations(judged, expected)
    doubt = 0.0 if context.has_relations else UNRELATED
    together, steady = persistence(off.normal, expected.steady, SOON + DRIFT_BACK), expected.steady
    level = surprise(lasting(expected, off, LEVEL, LEVEL, period, together), steady, SOON + LEVEL)
    drift = surprise(lasting(expected, off, DRIFT, DRIFT_BACK, period, together), steady, SOON + DRIFT)
    saturating = (drift < 0) & spend_rose(judged, DRIFT, DRIFT_BACK)
    tests = {
        "day": surprise(off.normal, steady, SOON),
        "two days": surprise(two_days(off), steady, SOON),
        "level": _less(level, doubt),
        "drift": _less(drift, doubt - EXPECTED * saturating),
        "repeats": repeats(judged, expected, off, SOON),
    }
    told = expected.delivered & (expected.seen >= YOUNG_SEASONS * period)
    by_series = {name: to_series(np.where(told, nats, 0.0), judged.owner, series).T for name, nats in tests.items()}
    flat = values.T / expected.mean[:, :series] * np.exp(expected.level[:, :series])
    return Judgement(by_series, told[:, :series].T, expected.mean[:, :series].T, off.size[:, :series].T, flat.T)


def _less(nats: Floats, doubt: Any) -> Floats:
    less: Floats = np.sign(nats) * np.maximum(np.abs(nats) - doubt, 0.0)
    return less


def nightly(
    batches: Iterable[tuple[Floats, NDArray[np.datetime64], Mapping[str, Any] | None]],
    days: int = 3,
    false_alarms: float = FALSE_ALARMS,
) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
    """(score, flag) of the last `days` days of each batch (values, dates, context), one batch in memory at a time.

    The series of a group belong into one batch; otherwise it does not matter how series are batched. What is said of a
    day is what `detect` says of it on the same history.
    """
    for values, dates, context in batches:
        score, flag = detect(values, dates, context, false_alarms)
        yield score[:, -days:].copy(), flag[:, -days:].copy()
