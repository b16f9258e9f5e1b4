"""A query answered: the table that has its fields, the rows it asks for, printed the way Google prints them."""

import re
from functools import cached_property, reduce
from typing import Any

import orjson
import pandas as pd

from sandbox.vendors.google_ads.cuts import CUTS
from sandbox.vendors.google_ads.entities import KEYS
from sandbox.vendors.google_ads.failures import Failure
from sandbox.vendors.google_ads.performance import Performance, total
from sandbox.vendors.google_ads.query import Query

CHUNK_ROWS = 1_000
SHORT_INTEGERS = {"ad_group_criterion.quality_info.quality_score"}  # int32: numbers in JSON, where int64 are texts
VIEW_NAMES = {
    "keyword_view": ("keywordViews", ("ad_group.id", "ad_group_criterion.criterion_id")),
    "search_term_view": ("searchTermViews", ("campaign.id", "ad_group.id", "search_term_view.search_term")),
    "campaign_search_term_view": ("campaignSearchTermViews", ("campaign.id", "campaign_search_term_view.search_term")),
    "geographic_view": ("geographicViews", ("geographic_view.country_criterion_id", "geographic_view.location_type")),
    "landing_page_view": ("landingPageViews", ("landing_page_view.unexpanded_final_url",)),
}


class Customer:
    """An account and what it can be asked about; one without performance is a manager."""

    def __init__(self, customer: str, entities: dict[str, pd.DataFrame], performance: Performance | None) -> None:
        self.id = customer
        self._entities, self._performance = entities, performance
        self._made: dict[str, list[pd.DataFrame]] = {}

    def answer(self, query: Query) -> list[dict[str, Any]]:
        """The rows. Raises Failure for fields that do not exist or do not go together."""
        table = self._table(query)
        for each in query.conditions:
            table = table[each.holds(_as_text(self._column(table, each.field)))]
        table = _to_grain(table, query)
        metrics = [field for field in query.fields if field.startswith("metrics.")]
        if metrics and any(field.startswith("segments.") for field in query.fields):
            table = table[(table[metrics] != 0).any(axis=1)]
        columns = {field: _printable(field, self._column(table, field)) for field in query.fields}
        for owner in {query.resource, *(field.rpartition(".")[0] for field in query.fields)}:
            if self._knows(table, f"{owner}.resource_name"):
                columns[f"{owner}.resource_name"] = self._column(table, f"{owner}.resource_name").tolist()
        return _rows(_tree(columns))

    def _table(self, query: Query) -> pd.DataFrame:
        """The first table of the resource that has all segments and metrics."""
        if self._performance is None and any(name.startswith("metrics.") for name in query.fields):
            said = "Metrics cannot be requested for a manager account."
            raise Failure("queryError", "REQUESTED_METRICS_FOR_MANAGER", said)
        asked = {name for name in query.fields if name.startswith(("segments.", "metrics."))}
        for table in self._tables(query.resource):
            if asked <= set(table):
                return table
        for name in sorted(asked):
            if not any(name in table for table in self._tables(query.resource)):
                raise Failure("queryError", "UNRECOGNIZED_FIELD", f"Unrecognized field in the query: '{name}'.")
        code = "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"
        raise Failure("queryError", code, f"These fields cannot be selected together: {', '.join(sorted(asked))}.")

    def _tables(self, resource: str) -> list[pd.DataFrame]:
        if resource not in self._made:
            found = [self._entities[resource]] if resource in self._entities else []
            if self._performance is not None:
                found += [cut(self._performance) for cut in CUTS.get(resource, ())]
            if not found:
                raise Failure("queryError", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", f"Not a resource: {resource}.")
            self._made[resource] = [table.assign(**{"customer.id": self.id}) for table in found]
        return self._made[resource]

    def _knows(self, table: pd.DataFrame, field: str) -> bool:
        owner = field.split(".")[0]
        if field in table or (owner in VIEW_NAMES and field == f"{owner}.resource_name"):
            return True
        return owner in self._entities and field in self._entities[owner] and KEYS[owner] in table

    def _column(self, table: pd.DataFrame, field: str) -> "pd.Series[Any]":
        """A field of the table, or of the resource that the table's ids point to."""
        if not self._knows(table, field):
            raise Failure("queryError", "UNRECOGNIZED_FIELD", f"Unrecognized field in the query: '{field}'.")
        owner = field.split(".")[0]
        if field in table:
            return table[field]
        if owner in VIEW_NAMES:
            collection, ids = VIEW_NAMES[owner]
            return reduce(lambda name, part: name + "~" + part, (table[id_] for id_ in ids)).radd(
                f"customers/{self.id}/{collection}/"
            )
        return table[KEYS[owner]].map(self._indexed[owner][field])

    @cached_property
    def _indexed(self) -> dict[str, pd.DataFrame]:
        return {name: rows.set_index(KEYS[name], drop=False) for name, rows in self._entities.items()}


def chunks(query: Query, rows: list[dict[str, Any]]) -> bytes:
    """The body of searchStream: an array of chunks over many lines. Without rows a chunk has no `results` at all."""
    told = {
        "fieldMask": ",".join(_camel(field) for field in query.fields),
        "requestId": "sandbox-request-id",
        "queryResourceConsumption": str(100 + len(rows)),
    }
    parts = [rows[start : start + CHUNK_ROWS] for start in range(0, len(rows), CHUNK_ROWS)]
    return orjson.dumps([{"results": part} | told for part in parts] or [told], option=orjson.OPT_INDENT_2)


def _to_grain(table: pd.DataFrame, query: Query) -> pd.DataFrame:
    """Sums over the segments that are not selected: those in SELECT are the grain."""
    names = list(map(str, table))
    left_out = {name for name in names if name.startswith("segments.")} - set(query.fields)
    if "segments.date" in query.fields:
        left_out -= {"segments.month"}
    if not left_out:
        return table
    kept = [name for name in names if "." in name and not name.startswith("metrics.") and name not in left_out]
    return total(table, kept)


def _as_text(column: "pd.Series[Any]") -> "pd.Series[str]":
    return column.map({True: "TRUE", False: "FALSE"}) if column.dtype == bool else column.astype("str")


def _printable(field: str, column: "pd.Series[Any]") -> list[Any]:
    values = column.tolist()
    if pd.api.types.is_integer_dtype(column) and field not in SHORT_INTEGERS:
        return list(map(str, values))
    return [None if value is None or value != value or value == "" else value for value in values]


def _camel(field: str) -> str:
    return re.sub("_([a-z])", lambda letter: letter[1].upper(), field)


def _tree(columns: dict[str, list[Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for field, values in columns.items():
        *parents, name = _camel(field).split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[name] = values
    return tree


def _rows(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """Columns to rows; what is unset is left out."""
    values = [_rows(node) if isinstance(node, dict) else node for node in tree.values()]
    names = list(tree)
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None and value != {}}
        for row in zip(*values, strict=True)
    ]
