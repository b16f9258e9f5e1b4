"""The figures that are known of the real data sets and the KPIs that come to them, as figures.yml declares them.

docs/figures.md is derived from these; test_kpi_figures.py asks the warehouse.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

Span = tuple[str, str]
EVER: Span = ("1990-01-01", "2026-12-31")


@dataclass(frozen=True)
class Figures:
    """Printed figures of one kind: `expected` by member of the dimension or by month, "" for a single one."""

    data_set: str
    what: str
    kpi: str
    expected: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    part: str = "value"
    times: float = 1.0
    span: Span = EVER
    apart: bool = False


@dataclass(frozen=True)
class Left:
    """Figures that no KPI comes to, and why."""

    data_set: str
    what: str
    why: str


def _read() -> tuple[list[Figures], list[Left]]:
    declared = yaml.safe_load(Path(__file__).with_name("figures.yml").read_text())
    figures, left = [], []
    for data_set, said in declared.items():
        for each in said.get("figures", []):
            told = each.pop("is")
            expected = told if isinstance(told, dict) else {"": told}
            figures.append(Figures(data_set, expected=expected, **each | {"span": tuple(each.get("span", EVER))}))
        left += [Left(data_set, **each) for each in said.get("left", [])]
    return figures, left


FIGURES, LEFT = _read()
