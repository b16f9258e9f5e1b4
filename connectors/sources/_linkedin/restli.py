"""Rest.li 2.0: how a query is written, how pages follow one another."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from connectors.http import Http, pages
from connectors.source import Row


def urn(kind: str, identity: str) -> str:
    """A urn as a value in a query: only its own colons are escaped, those of the structure around it never."""
    return quote(f"urn:li:{kind}:{identity}", safe="")


def urns(each: Iterable[str]) -> str:
    """A list of whole urns as a value in a query."""
    return f"List({','.join(quote(one, safe='') for one in each)})"


def by_offset(http: Http, path: str, query: str, count: int = 100) -> Iterator[list[Row]]:
    """Pages of a finder that counts. A page may be short although others follow: then it links to the next."""

    def ask(start: int) -> Any:
        return http.get(path, params=f"{query}&start={start}&count={count}")

    def following(answer: Any, start: int) -> int | None:
        paging, found = answer.get("paging") or {}, len(answer["elements"])
        is_linked = any(link.get("rel") == "next" for link in paging.get("links") or [])
        return start + count if found == count or (found and is_linked) else None

    for answer in pages(ask, 0, following):
        yield answer["elements"]


def by_token(http: Http, path: str, query: str, headers: dict[str, str] | None = None) -> Iterator[list[Row]]:
    """Pages of a finder that gives a token to the next one."""

    def ask(token: str) -> Any:
        place = f"&pageToken={quote(token, safe='')}" if token else ""
        return http.get(path, params=f"{query}&pageSize=100{place}", headers=headers)

    for answer in pages(ask, "", lambda answer, _: (answer.get("metadata") or {}).get("nextPageToken") or None):
        yield answer["elements"]
