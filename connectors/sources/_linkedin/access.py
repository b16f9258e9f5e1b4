"""Credentials of LinkedIn's marketing APIs: a member's token and how it is renewed, and the dated versions."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Settings
from connectors.sources._linkedin.errors import Judge
from connectors.sources._oauth import Bearer, Kept, Refreshing, judge_grant
from connectors.sources._settings import Listed, numbers

VERSIONS: dict[str, date | None] = {
    "202601": date(2027, 1, 15),
    "202602": date(2027, 2, 15),
    "202603": date(2027, 3, 16),
    "202607": date(2027, 7, 15),
    "202608": None,
}
"""Monthly versions and the day on which LinkedIn turns each off: about a year after it came."""

Ids = Annotated[Listed, AfterValidator(numbers("a number, nor a urn that ends in one", "^.*:"))]
"""Numbers, or urns that end in them."""


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
    secrets, auth, headers = secrets_of(settings), None, {}
    if settings.refresh_token and settings.client_secret:
        renewal = Refreshing(
            endpoint=Http(settings.token_url, secrets=secrets, judge=judge_grant, tries=2),
            kept=Kept(settings.refresh_token.get_secret_value()),
            setting=f"{prefix}REFRESH_TOKEN",
            remedy=f"{prefix}REFRESH_TOKEN was refused ({{}}). It lasts a year: authorise the app again.",
            form={"client_id": settings.client_id, "client_secret": settings.client_secret.get_secret_value()},
        )
        auth = Bearer(renewal, settings.access_token.get_secret_value())
    else:
        headers = {"Authorization": f"Bearer {settings.access_token.get_secret_value()}"}
    return Http(
        settings.base_url,
        auth=auth,
        headers={**headers, "LinkedIn-Version": settings.api_version, "X-Restli-Protocol-Version": "2.0.0"},
        secrets=secrets,
        judge=Judge(prefix, grant, settings.api_version),
    )
