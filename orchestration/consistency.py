"""What declarations must agree on with one another: a KPI with its formula, a KRI with its KPI, a target with both."""

import csv
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from orchestration.declarations import Kpi, Registry
from orchestration.formula import early_division, referenced
from orchestration.kri import check_parameters

NEVER_ADDED = ("semi_additive", "distinct")
TOTAL = "total"


def formula_mistakes(kpi: Kpi, sql: str, kpis: Collection[str]) -> Iterator[str]:
    """What a KPI's SQL does that its readers could not put right: dividing first, or adding up what cannot be added."""
    named, additivity = f"KPI {kpi.name}", kpi.meta.additivity
    if additivity not in NEVER_ADDED and (found := early_division(sql)):
        yield (
            f"{named}: its SQL divides or averages before adding up ({found}); hand over numerator and denominator, "
            "or declare additivity: distinct, which is never added."
        )
    for other in sorted(referenced(sql) & set(kpis) - {kpi.name}):
        yield f"{named}: it is computed from the KPI {other}; compute it from the fact below, as KPIs are not added up."
    if additivity == "ratio" and any(not formula.is_ratio for formula in kpi.formulas):
        yield f"{named}: it is declared as a ratio and has no denominator."
    if additivity == "additive" and any(formula.is_ratio for formula in kpi.formulas):
        yield f"{named}: it is declared as additive and has a denominator; a rate is additivity: ratio."
    if additivity not in NEVER_ADDED and any(formula.counts_people for formula in kpi.formulas):
        yield f"{named}: it counts distinct things, which cannot be added over days; declare additivity: distinct."


def kri_mistakes(kpi: Kpi, kpis: Collection[str]) -> Iterator[str]:
    """KRIs whose rule does not exist, does not take their parameters, or looks at what their KPI does not have."""
    for kri in kpi.kris:
        named = f"KPI {kpi.name}, KRI {kri.kri}"
        try:
            check_parameters(kri.rule, kri.parameters)
        except ValueError as error:
            yield f"{named}: {error}"
        if kri.by and kpi.formulas and kri.by not in kpi.dimensions:
            yield f"{named}: by is {kri.by!r}; {_cut(kpi)}."
        if (money := kri.parameters.get("spend")) and money not in kpis:
            yield f"{named}: spend is {money!r}, which is not a KPI."


def target_mistakes(registry: Registry, targets: Path) -> Iterator[str]:
    """Rows of the CSV file of targets that no KPI would ever meet."""
    kpis = {kpi.name: kpi for kpi in registry.kpis}
    with open(targets, newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            for said in _target(row, kpis):
                yield f"{targets.name}, line {number}: {said}"


def _target(row: dict[str, str], kpis: dict[str, Kpi]) -> Iterator[str]:
    kpi = kpis.get(row["kpi"])
    if kpi is None:
        yield f"there is no KPI {row['kpi']!r}."
    elif row["dimension"] not in (TOTAL, *kpi.dimensions):
        yield f"the KPI {kpi.name} has no dimension {row['dimension']!r}; {_cut(kpi)}."
    if (row["dimension"] == TOTAL) != (row["member"] == TOTAL):
        yield f"the dimension is {row['dimension']!r} and the member {row['member']!r}; total has the one member total."
    for name in ("target", "warn", "fail"):
        try:
            float(row[name] or "")
        except ValueError:
            yield f"{name} is {row[name]!r}; it must be a number, such as 0.05."
    try:
        since, until = date.fromisoformat(row["valid_from"]), row["valid_to"]
        if until and date.fromisoformat(until) < since:
            yield f"it ends on {until}, before it begins on {since}."
    except ValueError:
        yield "valid_from is a day such as 2026-01-31, and valid_to another one or empty."


def _cut(kpi: Kpi) -> str:
    return f"it is cut by {', '.join(kpi.dimensions)}" if kpi.dimensions else "it has only a total"
