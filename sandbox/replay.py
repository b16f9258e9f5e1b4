"""Serves recorded answers from files instead of the simulated company: what a vendor once really said, said again."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.serving import running

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# They describe the connection of the recording, not the answer.
CONNECTION_HEADERS = {"content-length", "content-encoding", "transfer-encoding", "connection"}


class Answer(NamedTuple):
    """One answer, ready to be sent; a body that is not text is sent as JSON."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Asked(NamedTuple):
    """One request that was made of the replay."""

    method: str
    path: str
    query: dict[str, str]
    status: int


@dataclass(frozen=True)
class Recorded:
    """What a file answers to requests whose method, path and (a part of) query fit.

    A file holds a bare body; or one answer {status, headers, body}; or a list of exchanges {request, response}, which
    then are the answers in their order. `pick` names a part of the file, by keys and positions: "errors.2.body".
    """

    method: str
    path_regex: str
    file: Path
    pick: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def fits(self, request: Request) -> bool:
        """Whether this recording may answer the request."""
        asked = request.query_params
        same_query = all(asked.get(name) == value for name, value in self.query.items())
        return self.method == request.method and same_query and re.search(self.path_regex, request.url.path) is not None

    def answers(self) -> list[Answer]:
        """Reads the file."""
        if self.file.suffix != ".json":
            return [Answer(self.status, self.headers, self.file.read_text())]
        content = json.loads(self.file.read_text())
        for step in self.pick.split(".") if self.pick else []:
            content = content[int(step)] if isinstance(content, list) else content[step]
        if isinstance(content, list) and content and all(_is_exchange(each) for each in content):
            return [_exchanged(each) for each in content]
        return [_exchanged(content) if _is_exchange(content) else self._answer(content)]

    def _answer(self, content: Any) -> Answer:
        """A body alone, or with its status beside it (some collections say `http`)."""
        if isinstance(content, dict) and "body" in content:
            status = content.get("status", content.get("http"))
            if isinstance(status, int):
                return Answer(status, content.get("headers", {}), content["body"])
        return Answer(self.status, self.headers, content)


class Replay:
    """Answers with the recordings: each request takes the first answer that fits and was not given yet.

    When all that fit are used up, the last one is given again, or, with `once`, the `empty` answer: a client that pages
    until nothing comes needs to see nothing in the end.
    """

    def __init__(self, routes: list[Recorded], *, once: bool = False, empty: Any = None) -> None:
        self._routes = [(route, route.answers()) for route in routes]
        self._given = [0] * len(routes)
        self._once = once
        self._empty = Answer(200, {}, {} if empty is None else empty)
        self.requests: list[Asked] = []

    def answer(self, request: Request) -> Answer:
        """Chooses the answer; a request that nothing fits is told so with 404."""
        fitting = [place for place, (route, _) in enumerate(self._routes) if route.fits(request)]
        for place in fitting:
            answers = self._routes[place][1]
            if self._given[place] < len(answers):
                self._given[place] += 1
                return answers[self._given[place] - 1]
        if not fitting:
            return Answer(404, {}, {"replay": f"nothing recorded for {request.method} {request.url.path}"})
        return self._empty if self._once else self._routes[fitting[-1]][1][-1]

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Serves on a free port of this machine; yields the URL."""

        async def reply(request: Request) -> Response:
            given = self.answer(request)
            self.requests.append(Asked(request.method, request.url.path, dict(request.query_params), given.status))
            headers = {name: value for name, value in given.headers.items() if name.lower() not in CONNECTION_HEADERS}
            if isinstance(given.body, str):
                return Response(given.body, given.status, headers)
            return JSONResponse(given.body, given.status, headers)

        app = Starlette(routes=[Route("/{path:path}", reply, methods=METHODS)])
        with running(app) as url:
            yield url


def _is_exchange(content: Any) -> bool:
    return isinstance(content, dict) and "request" in content and "response" in content


def _exchanged(exchange: dict[str, Any]) -> Answer:
    """Reads an exchange; some collections keep status and headers beside the response, which then is the body."""
    response = exchange["response"]
    if isinstance(response, dict) and "body" in response:
        return Answer(response.get("status", 200), response.get("headers", {}), response["body"])
    return Answer(exchange.get("status", 200), exchange.get("headers", {}), response)
