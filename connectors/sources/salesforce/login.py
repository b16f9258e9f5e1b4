"""Signing in: client credentials, a signed assertion (JWT bearer) or a refresh token, whichever the settings hold."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.auth import crypt, jwt

from connectors.errors import Refused, Unavailable
from connectors.http import Http
from connectors.sources._oauth import granted

if TYPE_CHECKING:
    from connectors.sources.salesforce.client import SalesforceSettings

Grant = Callable[[], dict[str, str]]
"""Makes the form that asks for a token."""
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIVES = 180
"""Seconds; Salesforce takes no assertion that lives longer than a few minutes."""
REMEDY = (
    "Salesforce lets nobody sign in with these credentials ({}). Check SALESFORCE_DOMAIN, and SALESFORCE_CLIENT_ID "
    "with the secret, key or refresh token that belongs to it; that the app allows this flow, and that its user is "
    "active and may use the API."
)


@dataclass(frozen=True)
class Login:
    """Signs in by the grant, each time anew; an answer also tells on which instance the org lies."""

    endpoint: Http
    grant: Grant

    def __call__(self) -> dict[str, Any]:
        told = granted(self.endpoint, self.grant(), REMEDY)
        if not told.get("instance_url"):
            raise Unavailable("Salesforce's token endpoint answered without an instance.")
        return told


def grant_of(settings: "SalesforceSettings") -> Grant:
    """The way to sign in that the settings hold. Raises Refused when none is complete."""
    secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
    client = {"client_id": settings.client_id, **({"client_secret": secret} if secret else {})}
    if settings.key_file and settings.username:
        signer = _signer(settings)
        audience = "https://test.salesforce.com" if ".sandbox." in settings.domain else "https://login.salesforce.com"
        claims = {"iss": settings.client_id, "sub": settings.username, "aud": audience}
        return lambda: {"grant_type": ASSERTION, "assertion": _signed(signer, claims)}
    if settings.refresh_token:
        token = settings.refresh_token.get_secret_value()
        return lambda: {"grant_type": "refresh_token", **client, "refresh_token": token}
    if secret:
        return lambda: {"grant_type": "client_credentials", **client}
    raise Refused(
        "salesforce is only partly configured: set SALESFORCE_CLIENT_SECRET, or SALESFORCE_USERNAME with "
        "SALESFORCE_KEY_FILE, or SALESFORCE_REFRESH_TOKEN."
    )


def _signer(settings: "SalesforceSettings") -> Any:
    try:
        return crypt.RSASigner.from_string(settings.key_file.read_bytes() if settings.key_file else b"")
    except (OSError, ValueError) as error:
        raise Refused(f"SALESFORCE_KEY_FILE is not a private key in PEM: {type(error).__name__}.") from None


def _signed(signer: Any, claims: dict[str, str]) -> str:
    signed: bytes = jwt.encode(signer, {**claims, "exp": int(time.time()) + LIVES})
    return signed.decode()
