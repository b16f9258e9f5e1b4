"""The portal behind an access token: settings, the two sessions (search is counted apart), what properties it has."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, settings_for
from connectors.sources.hubspot.errors import judge

log = logging.getLogger(__name__)


class HubspotSettings(Settings):
    """A private app's token; the rates are those of the smallest plan."""

    model_config = settings_for("hubspot")

    access_token: SecretStr
    base_url: str = "https://api.hubapi.com"
    api_version: str = "v3"
    """`v3`, or a dated version of the objects API such as `2026-03`."""
    requests_per_second: float = Field(default=9.0, gt=0)
    searches_per_second: float = Field(default=4.0, gt=0)


@dataclass(frozen=True)
class Portal:
    """What the fetchers ask. `objects` is the path under which the records of all types lie."""

    crm: Http
    searches: Http
    objects: str
    _properties: dict[str, frozenset[str]] = field(default_factory=dict)

    def definitions(self, record_type: str) -> list[dict[str, Any]]:
        """Every property that a type of record has here."""
        found: list[dict[str, Any]] = self.crm.get(f"/crm/v3/properties/{record_type}")["results"]
        return found

    def defined(self, record_type: str, wanted: Iterable[str], needed: Collection[str]) -> list[str]:
        """The wanted properties that exist here: HubSpot ignores unknown names in silence.

        Raises Refused when a needed one is missing; any other is left out and named in the log.
        """
        if record_type not in self._properties:
            self._properties[record_type] = frozenset(each["name"] for each in self.definitions(record_type))
            if missing := [name for name in wanted if name not in self._properties[record_type]]:
                log.info("This portal's %s have no %s: those columns stay empty.", record_type, ", ".join(missing))
        here = self._properties[record_type]
        if lost := sorted(set(needed) - here):
            raise Refused(
                f"This portal's {record_type} have no property {', '.join(lost)}, without which they cannot be loaded. "
                "HubSpot defines it in every portal: see under its settings what became of it."
            )
        return [name for name in wanted if name in here]


def connect(settings: HubspotSettings) -> Portal:
    """The sessions of one portal."""
    token = settings.access_token.get_secret_value()

    def session(per_second: float) -> Http:
        return Http(
            settings.base_url,
            headers={"Authorization": f"Bearer {token}"},
            secrets=secrets_of(settings),
            judge=judge,
            per_second=per_second,
        )

    objects = "/crm/v3/objects" if settings.api_version == "v3" else f"/crm/objects/{settings.api_version}"
    return Portal(session(settings.requests_per_second), session(settings.searches_per_second), objects)


def accounts(portal: Portal) -> list[Account]:
    """A token opens one portal; its currency is that of every amount without one of its own."""
    details = portal.crm.get("/account-info/v3/details")
    identity = str(details["portalId"])
    return [Account(identity, f"HubSpot {identity}", details["timeZone"], details["companyCurrency"])]
