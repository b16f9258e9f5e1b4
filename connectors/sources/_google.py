"""What Google's sources share: a refresh token or a service account's key file, and how errors are told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from google.auth import exceptions
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.transport.requests import Request
from google.oauth2 import credentials, service_account
from pydantic import SecretStr
from requests.auth import AuthBase

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.source import Settings

TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105
OF_THE_DAY = {"quotaExceeded", "dailyLimitExceeded"}
OF_THE_MINUTE = {"rateLimitExceeded", "userRateLimitExceeded"}
"""Reasons of a 403 that is no missing right but a quota."""


class GoogleSettings(Settings):
    """A refresh token with its client, or a service account's key file."""

    refresh_token: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    key_file: Path | None = None
    """Instead of the three above: of a service account that was given access."""
    token_url: str = TOKEN_URL

    @property
    def prefix(self) -> str:
        return str(self.model_config["env_prefix"])

    def credentials(self, scope: str) -> Credentials:
        """Raises Refused when neither way is complete, or when the key file cannot be read."""
        if self.key_file is not None:
            try:
                found: Any = service_account.Credentials.from_service_account_file(str(self.key_file), scopes=[scope])
            except (OSError, ValueError) as error:
                raise Refused(
                    f"The key file {self.key_file} is not a service account's: {type(error).__name__}."
                ) from None
            return found.with_token_uri(self.token_url) if hasattr(found, "with_token_uri") else found
        if self.refresh_token is None or self.client_secret is None or not self.client_id:
            raise Refused(
                f"Set {self.prefix}REFRESH_TOKEN with {self.prefix}CLIENT_ID and {self.prefix}CLIENT_SECRET, or "
                f"{self.prefix}KEY_FILE (the path of a service account's key file)."
            )
        return credentials.Credentials(
            token=None,
            refresh_token=self.refresh_token.get_secret_value(),
            client_id=self.client_id,
            client_secret=self.client_secret.get_secret_value(),
            token_uri=self.token_url,
            scopes=[scope],
        )


class GoogleAuth(AuthBase):
    """Signs requests with a bearer token; `renew` gets a new one when the vendor no longer takes the old.

    `setting` says which variables a person must set anew when Google refuses the credentials.
    """

    def __init__(self, creds: Credentials, setting: str) -> None:
        self._credentials, self._setting = creds, setting

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not isinstance(self._credentials, AnonymousCredentials):
            if not self._credentials.valid:
                self.renew()
            request.headers["Authorization"] = f"Bearer {self._credentials.token}"
        return request

    def renew(self) -> None:
        try:
            self._credentials.refresh(Request())
        except exceptions.GoogleAuthError as error:
            raise credential_fault(error, self._setting) from None
        except (TypeError, ValueError) as error:  # google-auth stumbles over an answer that is cut or no JSON
            raise Unavailable(f"Google's token endpoint answers nonsense: {type(error).__name__}.") from None


def either(prefix: str) -> str:
    """The settings of a source that hold its credentials."""
    return f"{prefix}REFRESH_TOKEN or {prefix}KEY_FILE"


def credential_fault(error: exceptions.GoogleAuthError, setting: str) -> SourceError:
    """What google-auth's failure to get a token means; the text names the variables to fix."""
    # google-auth takes any answer for final that is not JSON, such as a proxy's page; only OAuth's own error is.
    told = len(error.args) > 1 or "Reauthentication" in str(error)
    if isinstance(error, exceptions.RefreshError) and not error.retryable and told:
        return Refused(f"Google refuses {setting}: authorise the account again.")
    return Unavailable(f"Google's token endpoint does not answer: {type(error).__name__}.")


def fault_of(answer: Answer) -> Mapping[str, Any] | None:
    """The error that an answer of a REST API tells, None where there is none in Google's form."""
    fault = answer.body.get("error") if isinstance(answer.body, dict) else None
    return fault if answer.status >= 400 and isinstance(fault, dict) else None


def said(answer: Answer, fault: Mapping[str, Any]) -> str:
    return f"HTTP {answer.status}: {str(fault.get('message', '')).rstrip('.')[:300]}."


def reasons(fault: Mapping[str, Any]) -> set[str]:
    """Google's reasons, which say more than the status."""
    return {str(each.get("reason")) for each in fault.get("errors", []) if isinstance(each, dict)}
