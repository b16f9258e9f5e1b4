"""Ways in which a vendor's answer goes wrong, and the middleware that lets them happen on demand.

What only one vendor says (its 429 body, its error inside a 200) belongs in that vendor's ERRORS, as a `status` fault.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal["status", "timeout", "slow", "cut", "truncated", "html"]


@dataclass(frozen=True)
class Fault:
    """One way to fail.

    status: answers `status` with `headers` and `body` (anything but text and bytes is sent as JSON).
    timeout: says nothing for `seconds`, then 504. slow: waits `seconds`, then answers truly.
    cut: promises the whole true answer, sends half of it and hangs up. truncated: half of it as if it were whole.
    html: a page for people, with status 200.
    """

    kind: Kind
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = ""
    seconds: float = 30.0

    @classmethod
    def of_kind(cls, kind: str) -> "Fault":
        """A plain fault by the name of its kind."""
        if kind not in get_args(Kind):
            raise ValueError(f"no fault is called {kind!r}; there are {', '.join(get_args(Kind))} and the vendor's own")
        return cls(cast("Kind", kind))


@dataclass
class Planned:
    """A fault that waits for the next `times` requests of a vendor whose path fits."""

    vendor: str
    path: re.Pattern[str]
    fault: Fault
    times: int = 1

    def takes(self, vendor: str, path: str) -> bool:
        """Whether this request is hit; one of the `times` is then used up."""
        hit = self.times > 0 and vendor == self.vendor and self.path.search(path) is not None
        self.times -= hit
        return hit


async def fail(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one request in the way the fault says; `app` gives the true answer where one is needed."""
    match fault.kind:
        case "status":
            await _plain(fault)(scope, receive, send)
        case "html":
            await HTMLResponse("<!doctype html><title>Maintenance</title>Back soon.")(scope, receive, send)
        case "timeout":
            if await _patient(receive, fault.seconds):
                await Response(status_code=504)(scope, receive, send)
        case "slow":
            await asyncio.sleep(fault.seconds)
            await app(scope, receive, send)
        case "cut" | "truncated":
            start, body = await _true_answer(app, scope, receive)
            half = body[: len(body) // 2]
            length = len(body) if fault.kind == "cut" else len(half)
            headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(length).encode())]})
            # A response that is left unfinished makes the server close the connection under the reader.
            await send({"type": "http.response.body", "body": half, "more_body": fault.kind == "cut"})


def _plain(fault: Fault) -> Response:
    if isinstance(fault.body, str | bytes):
        return Response(fault.body, fault.status, dict(fault.headers), media_type="text/plain")
    return Response(json.dumps(fault.body), fault.status, dict(fault.headers), media_type="application/json")


async def _patient(receive: Receive, seconds: float) -> bool:
    """Waits, unless the client hangs up first; says whether somebody still listens."""

    async def hung_up() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(hung_up(), seconds)
    except TimeoutError:
        return True
    return False


async def _true_answer(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages[0], b"".join(message.get("body", b"") for message in messages[1:])
