"""How much of the settled truth a vendor knows, by the age of the day it is asked about."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Curve:
    """The share known one day later, and the age in days from which nothing changes any more."""

    first: float
    settled_days: int


CURVES = {
    "google_ads_conversions": Curve(0.62, 30),
    "meta_conversions": Curve(0.55, 28),
    "ga4": Curve(0.94, 3),
    "search_console": Curve(0.60, 3),
    "email": Curve(0.80, 30),
}


def known_share(age_days: Any, curve: str) -> Any:
    """The share known at an age (a number or an array of them): 0 for today, 1 from the settled age on."""
    shape = CURVES[curve]
    age = np.asarray(age_days, dtype=float)
    left = np.clip(1 - (age - 1) / (shape.settled_days - 1), 0, 1) ** 2
    return np.where(age < 1, 0.0, 1 - (1 - shape.first) * left)[()]
