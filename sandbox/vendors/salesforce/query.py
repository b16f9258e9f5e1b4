"""As much of SOQL as clients need here: fields of one type of record, conditions joined by AND, order, limit."""

import re
from datetime import datetime
from typing import Any

from sandbox.vendors.salesforce.records import Records
from sandbox.vendors.salesforce.words import Row

FORM = re.compile(
    r"SELECT (?P<fields>.+?) FROM (?P<name>\w+)(?: WHERE (?P<where>.+?))?(?: ORDER BY (?P<order>.+?))?"
    r"(?: LIMIT (?P<limit>\d+))?$",
    re.DOTALL,
)
CONDITION = re.compile(r"(\w+) (>=|<=|=|<|>|IN) (.+)$")


class Refusal(Exception):
    """A request that is not answered: its status and error body."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(body))
        self.status, self.body = status, body


def select(records: Records, soql: str, *, deleted: bool) -> list[Row]:
    """What a query finds. A field that does not exist, or is hidden, spoils the whole query."""
    form = FORM.match(soql.strip())
    if not form:
        raise _refused("MALFORMED_QUERY", "unexpected token")
    name = form["name"]
    if name not in records.fields:
        raise _refused("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    names = [each.strip() for each in form["fields"].split(",")]
    conditions = [CONDITION.match(each) for each in (form["where"] or "").split(" AND ") if each]
    order = [each.split()[0] for each in (form["order"] or "").split(", ") if each]
    for each in [*names, *order, *(condition[1] for condition in conditions if condition)]:
        if each not in records.fields[name]:
            raise _refused("INVALID_FIELD", f"No such column '{each}' on entity '{name}'.")
    rows = [row for row in records.rows(name) if deleted or not row.get("IsDeleted")]
    for condition in conditions:
        if not condition:
            raise _refused("MALFORMED_QUERY", "unexpected token in WHERE")
        rows = [row for row in rows if _holds(row.get(condition[1]), condition[2], condition[3])]
    rows = sorted(rows, key=lambda row: [str(row[each]) for each in order])[: int(form["limit"] or len(rows))]
    url = f"/services/data/v60.0/sobjects/{name}/"
    return [
        {"attributes": {"type": name, "url": url + row["Id"]}, **{each: row.get(each) for each in names}}
        for row in rows
    ]


def _holds(value: Any, operator: str, said: str) -> bool:
    if operator == "IN":
        return value in re.findall(r"'([^']*)'", said)
    bound = {"true": True, "false": False}.get(said, said.strip("'"))
    if isinstance(value, str) and isinstance(bound, str) and re.match(r"\d{4}-\d\d-\d\dT", bound):
        left, right = datetime.fromisoformat(value), datetime.fromisoformat(bound)
        return {">=": left >= right, "<": left < right, ">": left > right, "<=": left <= right}.get(
            operator, left == right
        )
    return bool(value == bound)


def _refused(code: str, message: str) -> Refusal:
    return Refusal(400, [{"errorCode": code, "message": message}])
