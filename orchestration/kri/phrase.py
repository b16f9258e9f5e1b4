"""What a rule says: sentences with figures, days and names in them, not yet in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

SHARE, CHANGE = "percent", "change"


@dataclass(frozen=True)
class Figure:
    """A figure in a KPI's unit, of a day or `a_day` on average; `change` is a relative one, told with its sign."""

    value: float
    unit: str
    a_day: bool = False


Said = Figure | np.datetime64 | str | int


@dataclass(frozen=True)
class Phrase:
    """A sentence by its English text, in which `%(name)s` stands for what is `given`."""

    text: str
    given: Mapping[str, Said] = field(default_factory=dict)


def change(value: float, before: float) -> Figure:
    """The relative change from `before`, infinite where there was nothing."""
    return Figure(value / before - 1 if before else np.inf, CHANGE)
