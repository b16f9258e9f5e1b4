"""What a running sandbox remembers and how it is steered: its clock, the faults ahead, the requests behind.

Serving it on a port belongs in server.py; the ways to fail in faults.py.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.company import Company
from sandbox.faults import Fault, Planned, fail
from sandbox.vendors import Vendor


class Answered(NamedTuple):
    """One request as the sandbox saw it: the path is the vendor's own, without the prefix of the mount; status 0 means
    that no answer was given."""

    vendor: str
    method: str
    path: str
    status: int


class Clocked:
    """Stands for the company in the vendors' routes, so that its today can move under them."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def __getattr__(self, name: str) -> Any:
        return getattr(self._company, name)

    def move_to(self, today: date) -> None:
        """From now on the vendors see the same company on another day."""
        self._company = self._company.at(today)


class State:
    """What a running sandbox remembers: its vendors, its clock, the faults ahead and the requests behind."""

    def __init__(self, company: Company, vendors: Iterable[Vendor], only: str | None) -> None:
        self.only = only
        self.vendors = {each.name: each for each in vendors}
        self.clock = Clocked(company)
        self.planned: list[Planned] = []
        self.requests: list[Answered] = []

    def plan(self, name: str, path: str, fault: str | Fault, times: int, **detail: Any) -> None:
        """Lets the next `times` requests of a vendor fail; `fault` is a kind, one of its ERRORS, or a Fault."""
        known = self.vendors[name].errors
        if isinstance(fault, str):
            fault = known[fault] if fault in known else Fault.of_kind(fault)
        self.planned.append(Planned(name, re.compile(path), replace(fault, **detail), times))

    def addressed(self, path: str) -> tuple[str, str]:
        """Splits a path on the wire into the vendor and the vendor's own path."""
        head, _, tail = path.removeprefix("/").partition("/")
        return (head, f"/{tail}") if head in self.vendors else (self.only or "", path)


class Watched:
    """Middleware around all vendors: keeps the log and lets the planned faults happen."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_sandbox/"):
            return await self.app(scope, receive, send)
        name, path = self.state.addressed(scope["path"])
        fault = next((each.fault for each in self.state.planned if each.takes(name, path)), None)
        logged = False

        async def log_and_send(message: Message) -> None:
            nonlocal logged
            if message["type"] == "http.response.start":
                # Before the client can know: whoever has the answer finds it in the log.
                self.state.requests.append(Answered(name, scope["method"], path, message["status"]))
                logged = True
            await send(message)

        try:
            if fault is None:
                await self.app(scope, receive, log_and_send)
            else:
                await fail(fault, self.app, scope, receive, log_and_send)
        finally:
            if not logged:
                self.state.requests.append(Answered(name, scope["method"], path, 0))


def control_routes(state: State) -> list[BaseRoute]:
    """The sandbox's own endpoints, for those who run it in another process."""

    async def clock(request: Request) -> JSONResponse:
        state.clock.move_to(date.fromisoformat((await request.json())["today"]))
        return JSONResponse({"today": str(state.clock.today)})

    async def fault(request: Request) -> JSONResponse:
        asked = {"times": 1, **await request.json()}
        state.plan(asked.pop("vendor"), asked.pop("path"), asked.pop("fault"), **asked)
        return JSONResponse({"planned": len(state.planned)})

    async def requests(request: Request) -> JSONResponse:
        return JSONResponse([each._asdict() for each in state.requests])

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"today": str(state.clock.today), "vendors": list(state.vendors)})

    return [
        Route("/_sandbox/clock", clock, methods=["POST"]),
        Route("/_sandbox/fault", fault, methods=["POST"]),
        Route("/_sandbox/requests", requests),
        Route("/_sandbox/health", health),
    ]
