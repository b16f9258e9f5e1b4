"""The Graph API as one client: credentials, version, quota and paging."""

import hashlib
import hmac
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import orjson

from connectors.errors import Refused
from connectors.http import Http, pages
from connectors.source import JsonRows
from connectors.sources._graph.errors import Judge, TooMuch
from connectors.sources._graph.quota import Pace

log = logging.getLogger(__name__)

LARGEST_PAGE, SMALLEST_PAGE = 500, 25


@dataclass(frozen=True)
class Graph:
    """A session with one version of the Graph API, as whomever the token stands for.

    `account` of a call says whose quota it uses ("" = only the app's).
    """

    base_url: str
    token: str = field(repr=False)
    version: str
    judge: Judge
    app_secret: str = field(default="", repr=False)
    pace: Pace = field(default_factory=Pace, repr=False)
    versions_served: set[str] = field(default_factory=set)

    @cached_property
    def http(self) -> Http:
        secrets = tuple(text for text in (self.token, self.app_secret, *self.proof.values()) if text)
        headers = {"Authorization": f"Bearer {self.token}"}
        return Http(self.base_url, headers=headers, secrets=secrets, judge=self.judge)

    @cached_property
    def proof(self) -> Mapping[str, str]:
        """That calls come from the app, which it may demand."""
        if not self.app_secret:
            return {}
        return {"appsecret_proof": hmac.new(self.app_secret.encode(), self.token.encode(), hashlib.sha256).hexdigest()}

    def acting_as(self, token: str) -> Self:
        """The same client with another token, such as that of a Page."""
        return replace(self, token=token)

    def ask(
        self, method: str, path: str, params: Mapping[str, Any], account: str = "", rows: str | None = None
    ) -> dict[str, Any]:
        """One answer, its member `rows` unparsed. Lists and objects among the parameters go out as JSON."""
        self.pace.keep(account)
        texts = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in params.items()
        }
        place: dict[str, Any] = {"data" if method == "POST" else "params": {**texts, **self.proof}}
        answer = self.http.ask(method, f"{self.version}/{path}", rows, **place)
        self.pace.note(account, answer.headers)
        self._compare_version(answer.headers.get("facebook-api-version", self.version))
        if not isinstance(answer.body, dict):
            raise Refused(f"{method} {path}: Meta answered with a {type(answer.body).__name__} instead of an object.")
        return answer.body

    def each_page(
        self, path: str, params: Mapping[str, Any], account: str = "", limit: int = LARGEST_PAGE
    ) -> Iterator[JsonRows]:
        """The rows of a list, page by page; pages get smaller where Meta cannot make them.

        Raises TooMuch when it cannot make the smallest page either.
        """

        def ask(cursor: str) -> dict[str, Any]:
            nonlocal limit
            while True:
                place = {"limit": limit, "after": cursor} if cursor else {"limit": limit}
                try:
                    return self.ask("GET", path, {**params, **place}, account, "data")
                except TooMuch:
                    if limit == SMALLEST_PAGE:
                        raise
                    limit = max(limit // 2, SMALLEST_PAGE)

        for answer in pages(ask, "", _following):
            if not isinstance(answer.get("data"), JsonRows):
                raise Refused(f"GET {path}: an answer without a list of data; its fields are {', '.join(answer)}.")
            yield answer["data"]

    def _compare_version(self, served: str) -> None:
        # An expired version is not refused: the next usable one answers in its place.
        if served != self.version and served not in self.versions_served:
            self.versions_served.add(served)
            log.warning(
                "Meta answers with %s where %s was asked for: read its changelog, then set %s_API_VERSION.",
                served,
                self.version,
                self.judge.prefix,
            )


def _following(answer: dict[str, Any], cursor: str) -> str | None:
    paging = answer.get("paging") or {}
    if "next" not in paging:  # the last page has cursors too; `next` holds the token and is never followed
        return None
    following = (paging.get("cursors") or {}).get("after")
    if following is None:
        raise Refused("Meta announces another page but gives no cursor to it.")
    return str(following)
