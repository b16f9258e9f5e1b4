"""Whether a request carries the signature of OAuth 1.0a that belongs to it (RFC 5849, section 3.4)."""

import base64
import hmac
import re
from hashlib import sha1
from urllib.parse import quote, unquote

from starlette.requests import Request

KEYS = {
    "X_ADS_CONSUMER_KEY": "sandboxConsumerKey",
    "X_ADS_CONSUMER_SECRET": "sandboxConsumerSecret",
    "X_ADS_ACCESS_TOKEN": "905382554-sandboxAccessToken",
    "X_ADS_ACCESS_TOKEN_SECRET": "sandboxAccessTokenSecret",
}


def is_signed(request: Request) -> bool:
    """Recomputes the signature from what was received."""
    header = request.headers.get("Authorization", "")
    told = {name: unquote(value) for name, value in re.findall(r'(oauth_\w+)="([^"]*)"', header)}
    signature = told.pop("oauth_signature", "")
    ours = (KEYS["X_ADS_CONSUMER_KEY"], KEYS["X_ADS_ACCESS_TOKEN"])
    if (told.get("oauth_consumer_key"), told.get("oauth_token")) != ours:
        return False
    pairs = [(_escape(name), _escape(value)) for name, value in [*told.items(), *request.query_params.multi_items()]]
    parameters = "&".join("=".join(pair) for pair in sorted(pairs))
    address = str(request.url.replace(query=""))
    base = "&".join(_escape(part) for part in (request.method, address, parameters))
    key = "&".join(_escape(KEYS[name]) for name in ("X_ADS_CONSUMER_SECRET", "X_ADS_ACCESS_TOKEN_SECRET"))
    expected = base64.b64encode(hmac.digest(key.encode(), base.encode(), sha1)).decode()
    return hmac.compare_digest(expected, signature)


def _escape(text: str) -> str:
    return quote(text, safe="-._~")
