"""The part of a request that chooses and orders finished rows: dimensionFilter and orderBys."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sandbox.vendors.ga4.reports import Invalid, Report

# The official client sends enums by number.
MATCHES = {1: "EXACT", 2: "BEGINS_WITH", 3: "ENDS_WITH", 4: "CONTAINS", 5: "FULL_REGEXP", 6: "PARTIAL_REGEXP"}


def keep(rows: pd.DataFrame, expression: Mapping[str, Any] | None) -> pd.DataFrame:
    """Rows that pass a filter on the dimensions of the report."""
    return rows[_mask(rows, expression)] if expression else rows


def _mask(rows: pd.DataFrame, expression: Mapping[str, Any]) -> Any:
    match expression:
        case {"andGroup": {"expressions": parts}}:
            return pd.concat([_mask(rows, part) for part in parts], axis=1).all(axis=1)
        case {"orGroup": {"expressions": parts}}:
            return pd.concat([_mask(rows, part) for part in parts], axis=1).any(axis=1)
        case {"notExpression": part}:
            return ~_mask(rows, part)
        case {"filter": {"fieldName": name}} if name in rows:
            return _matches(rows[name], expression["filter"])
    raise Invalid(f"This sandbox filters by dimensions of the report, not by {expression}.")


def _matches(column: "pd.Series[str]", how: Mapping[str, Any]) -> Any:
    if "inListFilter" in how:
        return column.isin(how["inListFilter"]["values"])
    told = how["stringFilter"]
    value, kind = told["value"], told.get("matchType", "EXACT")
    if not told.get("caseSensitive", False):
        column, value = column.str.lower(), value.lower()
    match MATCHES.get(kind, kind):
        case "EXACT":
            return column == value
        case "BEGINS_WITH":
            return column.str.startswith(value)
        case "ENDS_WITH":
            return column.str.endswith(value)
        case "CONTAINS":
            return column.str.contains(value, regex=False)
        case "FULL_REGEXP":
            return column.str.fullmatch(value)
    return column.str.contains(value, regex=True)


def sort(rows: pd.DataFrame, orders: Sequence[Mapping[str, Any]], report: Report) -> pd.DataFrame:
    """Without an order Google puts the largest first metric first."""
    if not orders:
        return rows.sort_values(report.metrics[0], ascending=False, kind="stable")
    names = [each.get("dimension", {}).get("dimensionName") or each["metric"]["metricName"] for each in orders]
    return rows.sort_values(names, ascending=[not each.get("desc", False) for each in orders], kind="stable")
