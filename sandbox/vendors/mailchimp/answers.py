"""The form of Mailchimp's answers: envelopes with links, pages by offset, chosen fields, problem documents."""

from collections.abc import Iterable
from typing import Any

import orjson
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

Row = dict[str, Any]

FILTERS = {
    "since_send_time": ("send_time", lambda value, bound: value > bound),
    "before_send_time": ("send_time", lambda value, bound: value < bound),
    "since_create_time": ("create_time", lambda value, bound: value > bound),
    "since_last_changed": ("last_changed", lambda value, bound: value > bound),
    "before_last_changed": ("last_changed", lambda value, bound: value < bound),
    "status": ("status", lambda value, asked: value == asked),
    "type": ("type", lambda value, asked: value == asked),
}
"""By query parameter: the field, and whether its value passes. Times compare as text, all being UTC in one format."""


def instant(moment: pd.Timestamp) -> str:
    """A time as Mailchimp writes it."""
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"))


def problem_document(status: int, title: str, detail: str) -> Row:
    where = "https://mailchimp.com/developer/marketing/docs/errors/"
    instance = "2b7f0a52-3c1d-4e5f-8a9b-0c1d2e3f4a5b"
    return {"type": where, "title": title, "status": status, "detail": detail, "instance": instance}


def problem(status: int, title: str, detail: str) -> Response:
    body = orjson.dumps(problem_document(status, title, detail))
    return Response(body, status, media_type="application/problem+json; charset=utf-8")


def answer(request: Request, body: Row) -> Response:
    """One resource with its links, cut to the fields that were asked for."""
    body = {**body, "_links": _links(request)}
    if fields := request.query_params.get("fields"):
        body = _only(body, fields.split(","))
    for path in filter(None, request.query_params.get("exclude_fields", "").split(",")):
        body = _without(body, path)
    return Response(orjson.dumps(body), media_type="application/json; charset=utf-8")


def collection(request: Request, name: str, rows: list[Row], **beside: str) -> Response:
    """A page of the rows that pass the filters. Sizes above 1000 are refused, the default is ten."""
    asked = request.query_params
    count, offset = int(asked.get("count", 10)), int(asked.get("offset", 0))
    if not 0 <= count <= 1000:
        return problem(400, "Invalid Resource", "count: must be between 0 and 1000.")
    for parameter, (field, passes) in FILTERS.items():
        if (bound := asked.get(parameter)) is not None:
            rows = [row for row in rows if row.get(field) and passes(row[field], bound)]
    if sort := asked.get("sort_field"):
        rows = sorted(rows, key=lambda row: row[sort] or "", reverse=asked.get("sort_dir", "ASC") == "DESC")
    page = [{**row, "_links": _links(request)} for row in rows[offset : offset + count]]
    return answer(request, {name: page, **beside, "total_items": len(rows)})


def _links(request: Request) -> list[dict[str, str]]:
    schema = "https://us20.api.mailchimp.com/schema/3.0/Definitions/Response.json"
    return [{"rel": "self", "href": str(request.url.replace(query="")), "method": "GET", "targetSchema": schema}]


def _only(value: Any, paths: Iterable[str]) -> Any:
    """The parts of a value at dotted paths; lists are walked through."""
    if isinstance(value, list):
        return [_only(each, paths) for each in value]
    below: dict[str, list[str]] = {}
    for path in paths:
        head, _, rest = path.partition(".")
        below.setdefault(head, []).append(rest)
    return {
        name: value[name] if "" in rests else _only(value[name], rests)
        for name, rests in below.items()
        if name in value
    }


def _without(value: Any, path: str) -> Any:
    """The value without the part at a dotted path; lists are walked through."""
    if isinstance(value, list):
        return [_without(each, path) for each in value]
    head, _, rest = path.partition(".")
    if not isinstance(value, dict) or head not in value:
        return value
    if not rest:
        return {name: each for name, each in value.items() if name != head}
    return {**value, head: _without(value[head], rest)}
