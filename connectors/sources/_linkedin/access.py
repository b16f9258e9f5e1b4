"""Credentials of LinkedIn's marketing APIs: a member's token and how it is renewed, and the dated versions."""

import logging
from datetime import date, timedelta
from typing import Annotated, Any

import requests
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode
from requests.auth import AuthBase

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Settings
from connectors.sources._linkedin.errors import Judge

log = logging.getLogger(__name__)

VERSIONS: dict[str, date | None] = {
    "202601": date(2027, 1, 15),
    "202602": date(2027, 2, 15),
    "202603": date(2027, 3, 16),
    "202607": date(2027, 7, 15),
    "202608": None,
}
"""Monthly versions and the day on which LinkedIn turns each off: about a year after it came."""
SOON = 30
"""Days before the end of a refresh token from which on its end is told."""


def _ids(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    ids = [part.strip().rpartition(":")[2] for part in value.split(",") if part.strip()]
    if wrong := [part for part in ids if not part.isdecimal()]:
        raise ValueError(f"{', '.join(wrong)} is not a number, nor a urn that ends in one")
    return tuple(dict.fromkeys(ids))


Ids = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_ids)]
"""Numbers, or urns that end in them, separated by commas."""


class LinkedinSettings(Settings):
    """A member's access token; with the refresh token and the app that made both, it is renewed by itself."""

    access_token: SecretStr
    """Lasts 60 days."""
    refresh_token: SecretStr | None = None
    """Lasts a year from the member's consent, however often it is used."""
    client_id: str = ""
    client_secret: SecretStr | None = None
    api_version: str = Field("202608", pattern=r"^20\d{4}$")
    base_url: str = "https://api.linkedin.com"
    token_url: str = "https://www.linkedin.com/oauth/v2/accessToken"  # noqa: S105


def open_session(settings: LinkedinSettings, grant: str) -> Http:
    """The session of one source; `grant` says what a member needs who is denied. Raises Refused when half set up."""
    prefix = str(settings.model_config["env_prefix"])
    if settings.refresh_token and not (settings.client_id and settings.client_secret):
        raise Refused(f"{prefix}REFRESH_TOKEN needs {prefix}CLIENT_ID and {prefix}CLIENT_SECRET, too.")
    return Http(
        settings.base_url,
        auth=(Renewing if settings.refresh_token else Bearer)(settings, prefix),
        headers={"LinkedIn-Version": settings.api_version, "X-Restli-Protocol-Version": "2.0.0"},
        secrets=secrets_of(settings),
        judge=Judge(prefix, grant, settings.api_version),
    )


class Bearer(AuthBase):
    """Signs with the access token."""

    def __init__(self, settings: LinkedinSettings, prefix: str) -> None:
        self._settings, self._prefix = settings, prefix
        self._token = settings.access_token.get_secret_value()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Renewing(Bearer):
    """Gets another access token when LinkedIn no longer takes the one at hand."""

    def renew(self) -> None:
        settings, prefix = self._settings, self._prefix
        assert settings.refresh_token
        assert settings.client_secret

        def judge(answer: Answer) -> SourceError | None:
            if 400 <= answer.status < 500 and answer.status != 429:
                said = answer.body.get("error", "") if isinstance(answer.body, dict) else ""
                return Refused(f"{prefix}REFRESH_TOKEN was refused ({said}). It lasts a year: authorise the app again.")
            return judge_status(answer)

        endpoint = Http(settings.token_url, secrets=secrets_of(settings), judge=judge, tries=2)
        given = endpoint.post(
            "",
            data={
                "grant_type": "refresh_token",
                "refresh_token": settings.refresh_token.get_secret_value(),
                "client_id": settings.client_id,
                "client_secret": settings.client_secret.get_secret_value(),
            },
        )
        self._token = given["access_token"]
        left = timedelta(seconds=given.get("refresh_token_expires_in", 365 * 86_400)).days
        if left < SOON:
            log.warning("%sREFRESH_TOKEN ends in %d days: authorise the app again before.", prefix, left)
