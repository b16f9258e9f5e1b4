"""Exchange rates of the simulated world."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws
from sandbox.company.seasons import weekday

if TYPE_CHECKING:
    from sandbox.company import Company

LEVELS = {"USD": 1.08, "GBP": 0.86, "CHF": 0.95, "SEK": 11.3, "PLN": 4.30}
MEMORY = 90  # days after which a shock is forgotten: walks back to its level without any starting point


def rates(company: "Company") -> Array:
    """Units per EUR by (day of history, currency); weekends repeat Friday's."""
    days = company.history
    before = np.arange(days[0] - MEMORY, days[0])
    shocks = np.zeros((MEMORY + len(days), len(LEVELS)))
    for i, rng in draws(company.seed, "fx", np.concatenate([before, days])):
        shocks[i] = rng.normal(0, 0.0035, len(LEVELS))
    weights = 0.97 ** np.arange(MEMORY)
    walk = np.stack([np.convolve(shocks[:, c], weights)[MEMORY : MEMORY + len(days)] for c in range(len(LEVELS))], 1)
    daily = np.round(np.array(list(LEVELS.values())) * np.exp(walk), 4)
    friday = np.maximum(np.arange(len(days)) - np.maximum(weekday(days) - 4, 0), 0)
    told: Array = daily[friday]
    return told


def fx(company: "Company") -> pd.DataFrame:
    """date (working days only), currency, rate (units per EUR)."""
    days = company.history
    working = np.flatnonzero((weekday(days) < 5) & (days >= company.window[0]))
    return pd.DataFrame(
        {
            "date": np.repeat(days[working].astype("datetime64[ns]"), len(LEVELS)),
            "currency": np.tile(list(LEVELS), len(working)),
            "rate": company.rates[working].ravel(),
        }
    )
