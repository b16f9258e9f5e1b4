"""Intercom: conversations with their times and ratings, the teams that have them, and on request the contacts."""

import logging
from datetime import date
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._days import until_reset
from connectors.sources.intercom.fetch import Intercom
from connectors.sources.intercom.streams import CONTACTS, STREAMS

log = logging.getLogger(__name__)

HOSTS = {"us": "https://api.intercom.io", "eu": "https://api.eu.intercom.io", "au": "https://api.au.intercom.io"}
VERSIONS: dict[str, date | None] = {"2.11": None, "2.12": None, "2.13": None, "2.14": None, "2.15": None, "2.16": None}


class IntercomSettings(Settings):
    model_config = settings_for("intercom")

    access_token: SecretStr
    region: Literal["us", "eu", "au"] = "us"
    """Where the workspace is hosted: another region does not know its token."""
    contacts: bool = False
    """Whether contacts are loaded one by one. Their addresses are only kept as a keyed hash."""
    api_version: str = Field("2.15", pattern=r"^\d+\.\d+$")
    base_url: str = ""
    """Replaces the region's address."""


def connect(settings: IntercomSettings) -> Intercom:
    token = settings.access_token.get_secret_value()
    http = Http(
        settings.base_url or HOSTS[settings.region],
        headers={"Authorization": f"Bearer {token}", "Intercom-Version": settings.api_version},
        secrets=secrets_of(settings),
        judge=judge,
    )
    return Intercom(http, settings.api_version, settings.contacts)


def judge(answer: Answer) -> SourceError | None:
    """Intercom lists errors with codes; a 429 says in a header when the window of ten seconds ends."""
    listed = answer.body.get("errors") if isinstance(answer.body, dict) else None
    if answer.status < 400 or not listed:
        return judge_status(answer)
    said = "; ".join(f"{each.get('code')}: {str(each.get('message')).rstrip('.')}" for each in listed)
    if answer.status == 429:
        reset = until_reset(answer.headers, "X-RateLimit-Reset")
        return Unavailable(f"HTTP 429 {said}", None if reset is None else reset + 1)
    if answer.status >= 500 or answer.status == 408:
        return Unavailable(f"HTTP {answer.status} {said}")
    if answer.status == 401:
        return Refused(
            f"INTERCOM_ACCESS_TOKEN was refused ({said}). Check the token in the Developer Hub, and that "
            "INTERCOM_REGION is where the workspace is hosted."
        )
    if answer.status == 403:
        return Refused(f"HTTP 403 {said}. Give the app the permission to read conversations, users, teams and tags.")
    return Refused(f"HTTP {answer.status} {said}")


def accounts(client: Intercom) -> list[Account]:
    """The one workspace of the token; its zone cuts the days of its reports."""
    answer = client.http.ask("GET", "/me")
    app = answer.body["app"]
    served = answer.headers.get("Intercom-Version", client.version)
    if served != client.version:
        log.warning("Intercom answers with version %s where %s was asked for.", served, client.version)
    zone = app.get("timezone")
    streams = tuple(stream.name for stream in STREAMS if client.contacts or stream is not CONTACTS)
    return [Account(app["id_code"], app["name"], zone if zone in available_timezones() else "UTC", streams=streams)]


SOURCE = Source(
    name="intercom",
    title="Intercom",
    settings=IntercomSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
