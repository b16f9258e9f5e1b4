"""Seeded series with a weekly pattern, and the panels made of them: what rules are tried on."""

import numpy as np

from orchestration.kri.panel import Floats, Panel, Verdict
from orchestration.language import ENGLISH
from orchestration.telling import tell

WEEK = np.array([1.15, 1.2, 1.15, 1.1, 1.0, 0.75, 0.65])
FIRST = np.datetime64("2025-01-06")  # a Monday


def counts(members: int = 1, days: int = 300, level: float = 400.0, seed: int = 1, noise: float = 0.08) -> Floats:
    """Counts with a weekly pattern, a slow yearly wave and more noise than counting alone."""
    random = np.random.default_rng(seed)
    day = np.arange(days)
    wave = 1 + 0.1 * np.sin(2 * np.pi * day / 365)
    mean = level * WEEK[day % 7] * wave * random.lognormal(0, noise, (members, days))
    return random.poisson(mean).astype(float)


def panel(numerator: Floats, denominator: Floats | None = None, unsettled: int = 0, **more: object) -> Panel:
    days = FIRST + np.arange(numerator.shape[1])
    settled = np.ones(len(days), dtype=bool)
    if unsettled:
        settled[-unsettled:] = False
    members = tuple(f"m{row}" for row in range(len(numerator)))
    kind = {"additivity": "additive" if denominator is None else "ratio", "unit": "count"}
    if denominator is not None:
        kind["unit"] = "percent"
    return Panel(members, days, numerator, denominator, settled, **(kind | more))  # type: ignore[arg-type]


def states(verdicts: list[Verdict]) -> list[str]:
    return [verdict.state for verdict in verdicts]


def told(verdict: Verdict) -> str:
    return tell(verdict.said, ENGLISH, "EUR")
