"""All vendors as one application, each under /<source>, and the handle by which a test holds it.

What a vendor answers belongs in vendors/, what is true of the company in company/, steering in control.py.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self, cast

from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.company import Company
from sandbox.control import Answered, State, Watched, control_routes
from sandbox.faults import Fault
from sandbox.serving import running
from sandbox.vendors import Vendor, all_vendors, vendor


def build_app(company: Company, only: str | None = None) -> Starlette:
    """Mounts every vendor at /<source>; with `only`, that one vendor, and at / too.

    Some official clients cannot take a path prefix: they need a vendor that answers at the root.
    """
    state = State(company, [vendor(only)] if only else all_vendors(), only)
    served = cast("Company", state.clock)
    routes = control_routes(state)
    for each in state.vendors.values():
        routes.append(Mount(f"/{each.name}", routes=each.routes(served)))
        if only:
            routes.append(Mount("/", routes=each.routes(served)))
    app = Starlette(routes=routes)
    app.add_middleware(Watched, state=state)
    app.state.sandbox = state
    return app


def environment(url: str, vendors: Iterable[Vendor], only: str | None = None) -> dict[str, str]:
    """What a client's environment must hold to talk to this sandbox instead of the vendors."""
    settings: dict[str, str] = {}
    for each in vendors:
        base_url = url if only else f"{url}/{each.name}"
        settings |= each.env
        settings |= {f"{each.name.upper()}_BASE_URL": base_url}
        settings |= {name: f"{base_url}{path}" for name, path in each.paths.items()}
    return settings


class Sandbox:
    """A sandbox in a thread of this process, on a free port, for as long as the `with` block lasts."""

    url: str

    def __init__(self, company: Company, only: str | None = None) -> None:
        app = build_app(company, only)
        self._state: State = app.state.sandbox
        self._running = running(app)

    def __enter__(self) -> Self:
        self.url = self._running.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    @property
    def company(self) -> Company:
        """The company as the vendors see it now."""
        return cast("Company", self._state.clock)

    @property
    def requests(self) -> list[Answered]:
        """Every request so far, in the order of the answers; may be cleared."""
        return self._state.requests

    def env(self) -> dict[str, str]:
        """The settings of every vendor's client, base URLs included."""
        return environment(self.url, self._state.vendors.values(), self._state.only)

    def move_to(self, today: date) -> None:
        """Moves the company's clock."""
        self._state.clock.move_to(today)

    def fail(self, vendor: str, path_regex: str, fault: str | Fault, times: int = 1, **detail: Any) -> None:
        """Lets the next `times` requests to a vendor's path fail; `detail` changes fields of the fault."""
        self._state.plan(vendor, path_regex, fault, times, **detail)

    def heal(self) -> None:
        """Forgets the faults that did not happen yet."""
        self._state.planned.clear()
