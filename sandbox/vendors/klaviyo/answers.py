"""The form of Klaviyo's answers: JSON:API documents, pages by cursor, errors."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

Row = dict[str, Any]
A_PAGE = 20  # smaller than Klaviyo's, so that little data has pages, too


class Wrong(Exception):
    """A question that is refused; `pointer` says which part of it."""

    def __init__(self, detail: str, pointer: str = "/data") -> None:
        self.pointer = pointer
        super().__init__(detail)


def errors(status: int, code: str, title: str, detail: str, pointer: str = "/data/") -> Row:
    source = {"pointer": pointer} if pointer.startswith("/") else {"parameter": pointer}
    return {
        "errors": [
            {
                "id": "5d6a1f0e-3a44-4b6e-9a40-3d0b4c9b6a11",
                "status": status,
                "code": code,
                "title": title,
                "detail": detail,
                "source": source,
            }
        ]
    }


def error(status: int, code: str, title: str, detail: str, pointer: str = "/data/") -> Response:
    return _answer(errors(status, code, title, detail, pointer), status)


def page(request: Request, rows: list[Row], included: Callable[[Row], Row] | None = None) -> Response:
    """The rows behind the cursor, with what belongs to them."""
    start = _place(request.query_params.get("page[cursor]"))
    shown = rows[start : start + A_PAGE]
    body: Row = {"data": shown, "links": _links(request, "page[cursor]", start + A_PAGE, len(rows))}
    if included:
        body["included"] = [included(row) for row in shown]
    return _answer(body)


def document(request: Request, found: Row) -> Response:
    """One document. Where its results are many they are cut, and the rest is behind a cursor in the query."""
    start = _place(request.query_params.get("page_cursor"))
    results = found["attributes"].get("results", [])
    if results:
        found["attributes"]["results"] = results[start : start + A_PAGE]
    return _answer({"data": found, "links": _links(request, "page_cursor", start + A_PAGE, len(results))})


def _links(request: Request, parameter: str, following: int, total: int) -> Row:
    url = f"https://a.klaviyo.com{request.url.path}"
    query = {**request.query_params, parameter: base64.urlsafe_b64encode(f"next:{following}".encode()).decode()}
    return {"self": url, "next": f"{url}?{urlencode(query)}" if following < total else None, "prev": None}


def _place(cursor: str | None) -> int:
    return int(base64.urlsafe_b64decode(cursor).decode().removeprefix("next:")) if cursor else 0


def _answer(body: Row, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/vnd.api+json")
