"""One shop's GraphQL endpoint: its budget of cost points, its paging, its versions."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from connectors.answer import Answer
from connectors.errors import Unavailable
from connectors.http import Http, pages
from connectors.source import Row
from connectors.sources._oauth import Bearer, granted
from connectors.sources.shopify.errors import TooCostly, judge

log = logging.getLogger(__name__)

LARGEST_PAGE = 250
TOKEN = "X-Shopify-Access-Token"  # noqa: S105 - the name of a header

Answered = TypeVar("Answered")


def open_shop(name: str, credential: str, base_url: str, version: str) -> "Shop":
    """A shop by its lasting token, or by `client_id:client_secret` of an app that fetches one for a day at a time."""
    client_id, colon, client_secret = credential.partition(":")
    secrets, judged = (client_secret or credential,), judge(name)

    def grant() -> str:
        app = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        endpoint = Http(f"{base_url}/admin/oauth/access_token", secrets=secrets, judge=judged)
        remedy = f"Shop {name}: client_id:client_secret in SHOPIFY_ACCESS_TOKENS was refused ({{}})."
        return str(granted(endpoint, app, remedy)["access_token"])

    http = Http(
        f"{base_url}/admin/api/{version}",
        auth=Bearer(grant, header=TOKEN, scheme="") if colon else None,
        headers={} if colon else {TOKEN: credential},
        secrets=secrets,
        judge=judged,
    )
    return Shop(name, http, version)


@dataclass
class Shop:
    name: str
    http: Http
    version: str
    _warned: set[str] = field(default_factory=set, init=False)
    _sizes: dict[str, int] = field(default_factory=dict, init=False)

    def ask(self, document: str, **variables: Any) -> Any:
        """`data` of an answer without errors."""
        answer = self.http.ask("POST", "graphql.json", json={"query": document, "variables": variables})
        self._warn(answer)
        return answer.body["data"]

    def about(self) -> Row:
        row: Row = self.ask("{ shop { name ianaTimezone currencyCode } }")["shop"]
        return row

    @cached_property
    def scopes(self) -> frozenset[str]:
        """What the token may read."""
        app = self.ask("{ currentAppInstallation { accessScopes { handle } } }")["currentAppInstallation"]
        return frozenset(scope["handle"] for scope in app["accessScopes"])

    def found(self, root: str, sort_key: str, selection: str, search: str) -> Iterator[list[Row]]:
        """The nodes of a root connection that a search finds, page by page."""
        arguments = f"first: $first, after: $after, query: $search, sortKey: {sort_key}"
        document = (
            f"query($first: Int!, $after: String, $search: String) {{ {root}({arguments}) {{ {page_of(selection)} }} }}"
        )

        def ask(after: str) -> Row:
            def at_most(first: int) -> Row:
                page: Row = self.ask(document, first=first, after=after or None, search=search)[root]
                return page

            return self.affordable(document, at_most)

        for page in pages(ask, "", lambda page, _: _next(page)):
            yield page["nodes"]

    def whole(self, kind: str, parent: Row, name: str, selection: str) -> list[Row]:
        """All nodes of a connection within an object of a kind; the first page of them came with the object."""
        document = (
            f"query($first: Int!, $id: ID!, $after: String) {{ node(id: $id) {{ ... on {kind} "
            f"{{ {name}(first: $first, after: $after) {{ {page_of(selection)} }} }} }} }}"
        )

        def ask(after: str) -> Row:
            def at_most(first: int) -> Row:
                node = self.ask(document, first=first, id=parent["id"], after=after)["node"]
                if node is None:
                    raise Unavailable(f"Shop {self.name}: {parent['id']} was deleted while it was read.")
                page: Row = node[name]
                return page

            return self.affordable(document, at_most)

        nodes = list(parent[name]["nodes"])
        if after := _next(parent[name]):
            nodes += (node for page in pages(ask, after, lambda page, _: _next(page)) for node in page["nodes"])
        return nodes

    def by_id(self, document: str, ids: Sequence[str]) -> Iterator[list[Row]]:
        """The `nodes` with these ids, some at a time; those that were deleted are left out."""
        position = 0

        def at_most(size: int) -> list[Row | None]:
            nodes: list[Row | None] = self.ask(document, ids=ids[position : position + size])["nodes"]
            return nodes

        while position < len(ids):
            nodes = self.affordable(document, at_most)
            if not nodes:
                raise Unavailable(f"Shop {self.name} answers no place for {ids[position]}.")
            yield [node for node in nodes if node is not None]
            position += len(nodes)

    def affordable(self, document: str, ask: Callable[[int], Answered]) -> Answered:
        """The answer to ask(size) at the largest size that may be paid for, which is remembered by document."""
        while True:
            size = self._sizes.get(document, LARGEST_PAGE)
            try:
                return ask(size)
            except TooCostly:
                if size == 1:
                    raise
                self._sizes[document] = size // 2

    def _warn(self, answer: Answer) -> None:
        """A version that is no longer supported is answered in the words of another, without any error."""
        answered = answer.headers.get("x-shopify-api-version", self.version)
        if answered != self.version:
            self._warn_once(f"answers as version {answered}, though {self.version} was asked for")
        if deprecated := answer.headers.get("x-shopify-api-deprecated-reason"):
            self._warn_once(f"calls deprecated what is asked of it: {deprecated}")

    def _warn_once(self, note: str) -> None:
        if note not in self._warned:
            self._warned.add(note)
            log.warning("Shop %s %s.", self.name, note)


def page_of(selection: str) -> str:
    """What is asked of a connection: its nodes, and where the next page begins."""
    return f"nodes {{ {selection} }} pageInfo {{ hasNextPage endCursor }}"


def _next(connection: Row) -> str | None:
    info = connection["pageInfo"]
    return info["endCursor"] if info["hasNextPage"] else None
