"""The filters of a query, over rows of search results."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sandbox.vendors.search_console.reading import Invalid

APPEARANCES = {"PRODUCT_SNIPPETS": "/products/", "REVIEW_SNIPPET": "/collections/", "VIDEO": "/guides/espresso"}
"""Which pages appear in a special form."""


def keep(rows: pd.DataFrame, filters: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """The rows that pass all filters."""
    for each in filters:
        rows = rows[_mask(rows, each["dimension"], each.get("operator", "equals"), each["expression"])]
    return rows


def _mask(rows: pd.DataFrame, dimension: str, operator: str, value: str) -> Any:
    if dimension == "searchAppearance":
        return rows["page"].str.contains(APPEARANCES.get(value, "^$"), regex=True)
    column = rows[dimension].str.lower()
    match operator:
        case "equals":
            return column == value.lower()
        case "notEquals":
            return column != value.lower()
        case "contains":
            return column.str.contains(value.lower(), regex=False)
        case "notContains":
            return ~column.str.contains(value.lower(), regex=False)
        case "includingRegex":
            return column.str.contains(value, regex=True)
        case "excludingRegex":
            return ~column.str.contains(value, regex=True)
    raise Invalid(f"Invalid operator {operator}.")
