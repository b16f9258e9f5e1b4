"""Google's credentials for REST calls: a refresh token, or a service account's key file, renewed when they expire."""

from pathlib import Path
from typing import Any

import requests
from google.auth import exceptions
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.transport.requests import Request
from google.oauth2 import credentials, service_account
from pydantic import SecretStr
from requests.auth import AuthBase

from connectors.errors import Refused, SourceError, Unavailable

TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105


def google_credentials(
    scope: str,
    *,
    refresh_token: SecretStr | None = None,
    client_id: str = "",
    client_secret: SecretStr | None = None,
    key_file: Path | None = None,
    token_url: str = TOKEN_URL,
    prefix: str = "",
) -> Credentials:
    """Credentials from a refresh token (with its client) or from a service account's key file.

    Raises Refused when neither is complete, or when the key file cannot be read. `prefix` is that of the source's
    settings ("GA4_"), so that the message names the variables.
    """
    if key_file is not None:
        try:
            found: Any = service_account.Credentials.from_service_account_file(str(key_file), scopes=[scope])
        except (OSError, ValueError) as error:
            raise Refused(f"The key file {key_file} is not a service account's: {type(error).__name__}.") from None
        return found.with_token_uri(token_url) if hasattr(found, "with_token_uri") else found
    if refresh_token is None or client_secret is None or not client_id:
        raise Refused(
            f"Set {prefix}REFRESH_TOKEN with {prefix}CLIENT_ID and {prefix}CLIENT_SECRET, or {prefix}KEY_FILE "
            "(the path of a service account's key file)."
        )
    return credentials.Credentials(
        token=None,
        refresh_token=refresh_token.get_secret_value(),
        client_id=client_id,
        client_secret=client_secret.get_secret_value(),
        token_uri=token_url,
        scopes=[scope],
    )


class GoogleAuth(AuthBase):
    """Signs requests with a bearer token; `renew` gets a new one when the vendor no longer takes the old."""

    def __init__(self, creds: Credentials, prefix: str = "") -> None:
        self._credentials, self._prefix = creds, prefix

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
            raise credential_fault(error, self._prefix) from None
        except (TypeError, ValueError) as error:  # google-auth stumbles over an answer that is cut or no JSON
            raise Unavailable(f"Google's token endpoint answers nonsense: {type(error).__name__}.") from None


def credential_fault(error: exceptions.GoogleAuthError, prefix: str = "") -> SourceError:
    """What google-auth's failure to get a token means; the text names the variables to fix."""
    # google-auth takes any answer for final that is not JSON, such as a proxy's page; only OAuth's own error is.
    told = len(error.args) > 1 or "Reauthentication" in str(error)
    if isinstance(error, exceptions.RefreshError) and not error.retryable and told:
        return Refused(f"Google refuses {prefix}REFRESH_TOKEN or {prefix}KEY_FILE: authorise the account again.")
    return Unavailable(f"Google's token endpoint does not answer: {type(error).__name__}.")
