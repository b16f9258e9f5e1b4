"""The account behind the credentials: settings, session, time zone, and what Zendesk's errors ask of us."""

from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from requests.auth import HTTPBasicAuth

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, settings_for

TOO_RECENT = 60.0
"""Exports hold back the changes of the last minute, and refuse to start within it."""


class ZendeskSettings(Settings):
    """An admin's e-mail with an API token, or an admin's OAuth token with the scope `read`."""

    model_config = settings_for("zendesk")

    subdomain: str
    email: str = ""
    api_token: SecretStr | None = None
    oauth_token: SecretStr | None = None
    base_url: str = ""
    """Where the subdomain's API is, when it is not at zendesk.com."""


class Missing(Refused):
    """A 404: the account's plan lacks the feature, or it is switched off."""


@dataclass(frozen=True)
class Desk:
    """What the fetchers ask."""

    subdomain: str
    http: Http


def connect(settings: ZendeskSettings) -> Desk:
    """The session of one account. Raises Refused when neither credential is complete."""
    auth, headers = None, {}
    if settings.oauth_token:
        headers = {"Authorization": f"Bearer {settings.oauth_token.get_secret_value()}"}
    elif settings.email and settings.api_token:
        auth = HTTPBasicAuth(f"{settings.email}/token", settings.api_token.get_secret_value())
    else:
        raise Refused("zendesk is only partly configured: set ZENDESK_EMAIL and ZENDESK_API_TOKEN.")
    http = Http(
        settings.base_url or f"https://{settings.subdomain}.zendesk.com",
        auth=auth,
        headers=headers,
        secrets=secrets_of(settings),
        judge=judge,
        tries=8,
    )
    return Desk(settings.subdomain, http)


def accounts(desk: Desk) -> list[Account]:
    """The one account, with the zone that its settings name; support has no currency."""
    settings = desk.http.get("/api/v2/account/settings.json")["settings"]
    return [Account(desk.subdomain, desk.subdomain, settings["localization"]["iana_time_zone"])]


def judge(answer: Answer) -> SourceError | None:
    """Judges by status: Zendesk's 429 is sometimes plain text, so a body is quoted but never relied on."""
    said: Any = answer.body if isinstance(answer.body, dict) else {}
    code = said.get("error", answer.text[:200])
    message = f"{code} {said.get('description', '')}".strip()
    if code == "StartTimeTooRecent" or answer.status == 422:
        return Unavailable(
            f"{message} (the export does not reach so far yet)", retry_after(answer.headers) or TOO_RECENT
        )
    match answer.status:
        case 401:
            return Refused(
                f"ZENDESK_API_TOKEN was refused ({message}). Check that it is active in the Admin Center, that "
                "ZENDESK_EMAIL is the admin's who may use it, and ZENDESK_SUBDOMAIN the account's."
            )
        case 403:
            return Refused(f"The plan or the user's role does not allow this ({message}). Exports need an admin.")
        case 404:
            return Missing(f"This account has no such feature ({message}).")
    return judge_status(answer)
