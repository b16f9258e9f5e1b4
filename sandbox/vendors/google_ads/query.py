"""GAQL as the sandbox reads it: SELECT fields FROM resource WHERE conditions; and how it refuses what it cannot read.

Not read: DURING, LIKE, CONTAINS, ORDER BY, LIMIT, PARAMETERS.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sandbox.vendors.google_ads.failures import Failure

_SENTENCE = re.compile(
    r"SELECT\s+(?P<fields>.+?)\s+FROM\s+(?P<resource>\w+)(?:\s+WHERE\s+(?P<where>.+?))?\s*", re.DOTALL
)
_FIELD = re.compile(r"[a-z]\w*(\.\w+)+")
_VALUE = r"('[^']*'|[\w.-]+)"
_CONDITION = re.compile(
    rf"(?P<field>[\w.]+)\s*(?:(?P<sign><=|>=|!=|=)\s*{_VALUE}|BETWEEN\s+{_VALUE}\s+AND\s+{_VALUE}|IN\s*\(([^)]*)\))"
    r"\s*(?:AND\s+|$)"
)


@dataclass(frozen=True)
class Condition:
    """A field compared with texts."""

    field: str
    sign: str
    values: tuple[str, ...]

    def holds(self, texts: "pd.Series[str]") -> "pd.Series[bool]":
        match self.sign:
            case "BETWEEN":
                low, high = self.values
                return texts.between(low, high)
            case ">=":
                return texts >= self.values[0]
            case "<=":
                return texts <= self.values[0]
            case "!=":
                return ~texts.isin(self.values)
        return texts.isin(self.values)


@dataclass(frozen=True)
class Query:
    """What a client asks for, in GAQL's own names."""

    fields: tuple[str, ...]
    resource: str
    conditions: tuple[Condition, ...]


def parse(text: str) -> Query:
    """Reads a query. Raises Failure with the queryError that Google gives."""
    sentence = _SENTENCE.fullmatch(text.strip())
    if sentence is None:
        raise _refused("UNEXPECTED_INPUT", "Error in query: unexpected input.")
    fields = tuple(field.strip() for field in sentence["fields"].split(","))
    for field in fields:
        if not _FIELD.fullmatch(field):
            raise _refused("BAD_FIELD_NAME", f"Invalid field name in SELECT clause: '{field}'.")
    conditions = tuple(_conditions(sentence["where"] or ""))
    for each in conditions:
        if each.field.startswith("segments.") and each.field not in (*fields, "segments.date"):
            said = f"The following field must be present in SELECT clause: '{each.field}'."
            raise _refused("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", said)
    return Query(fields, sentence["resource"], conditions)


def _conditions(where: str) -> Iterator[Condition]:
    at = 0
    while at < len(where):
        found = _CONDITION.match(where, at)
        if found is None:
            raise _refused("UNEXPECTED_INPUT", f"Error in WHERE clause: unexpected input {where[at : at + 30]}.")
        field, sign, value, low, high, listed = found.groups()
        if sign:
            yield Condition(field, sign, (_text(value),))
        elif low:
            yield Condition(field, "BETWEEN", (_text(low), _text(high)))
        else:
            yield Condition(field, "IN", tuple(_text(each.strip()) for each in listed.split(",")))
        at = found.end()


def _text(value: str) -> str:
    return value[1:-1] if value.startswith("'") else value


def _refused(code: str, message: str) -> Failure:
    return Failure("queryError", code, message)
