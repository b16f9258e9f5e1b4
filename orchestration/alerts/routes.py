"""Who is told, where, how: the routes in `KADRAN_ALERTS`, which hold credentials and are treated as one.

SEO expert:                      # an owner's name, a KRA's id, or "*" for all others
  to: [mailtos://...]            # addresses in Apprise's notation
  language: fr
  quiet: 20:00-08:00
"""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

EVERYBODY_ELSE = "*"


class BadRoutes(ValueError):
    """`KADRAN_ALERTS` cannot be read; the message says what to change and holds no address."""


class Quiet(BaseModel):
    """The hours in which nobody is told; they may go over midnight."""

    model_config = ConfigDict(frozen=True)

    since: time
    until: time

    def holds(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet at this moment on the clocks of the zone."""
        clock = now.astimezone(zone).time()
        if self.since <= self.until:
            return self.since <= clock < self.until
        return clock >= self.since or clock < self.until


def _hours(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    since, _, until = given.partition("-")
    try:
        return Quiet(since=time.fromisoformat(since.strip()), until=time.fromisoformat(until.strip()))
    except ValueError:
        raise ValueError("hours look like 20:00-08:00") from None


def _list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


class Route(BaseModel):
    """How one owner or KRA is told. `budget` is the most new alarms in one message, the most severe first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: Annotated[tuple[SecretStr, ...], BeforeValidator(_list)] = Field(min_length=1)
    language: Literal["en", "fr"] = "en"
    severity: Literal["warn", "error"] = "warn"
    budget: int = Field(10, ge=1)
    quiet: Annotated[Quiet | None, BeforeValidator(_hours)] = None
    time_zone: ZoneInfo | None = None


Routes = Mapping[str, Route]


def read_routes(given: SecretStr | None) -> Routes:
    """The routes by owner or KRA; none when nothing is given. `given` is YAML (or JSON), or the path of such a file.

    Raises BadRoutes.
    """
    if given is None:
        return {}
    try:
        routes = yaml.safe_load(_text(given.get_secret_value()))
    except yaml.YAMLError:  # its message quotes the line
        raise BadRoutes("KADRAN_ALERTS is no YAML: see docs/operate.md, Alerts.") from None
    if not isinstance(routes, dict):
        raise BadRoutes("KADRAN_ALERTS must give a route to each owner or KRA: see docs/operate.md, Alerts.")
    return {str(name): _route(str(name), route) for name, route in routes.items()}


def _text(given: str) -> str:
    if "\n" in given or ":" in given:
        return given
    path = Path(given).expanduser()
    if not path.is_file():
        raise BadRoutes("KADRAN_ALERTS names a file that does not exist.")
    return path.read_text(encoding="utf-8")


def _route(name: str, given: Any) -> Route:
    try:
        return Route.model_validate(given if isinstance(given, dict) else {"to": given})
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        said = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'it'}: {fault['msg']}" for fault in faults)
        raise BadRoutes(f"KADRAN_ALERTS, route {name!r}: {said}.") from None


def route_name(routes: Routes, kra: str, owner: str) -> str | None:
    """The route of a KRA: its own, else its owner's, else that of everybody else."""
    return next((name for name in (kra, owner, EVERYBODY_ELSE) if name in routes), None)


def check_names(routes: Routes, kras: Mapping[str, str]) -> list[str]:
    """A sentence for each route that no KRA takes; `kras` are the owners by KRA."""
    known = {*kras, *kras.values(), EVERYBODY_ELSE}
    return [f"KADRAN_ALERTS, route {name!r}: no KRA and no owner is called so." for name in routes if name not in known]
