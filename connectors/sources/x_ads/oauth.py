"""Requests signed as OAuth 1.0a says, for a user who gave the app a token that does not expire."""

import base64
import hashlib
import hmac
import secrets
import time
from urllib.parse import parse_qsl, quote, urlsplit

import requests
from requests.auth import AuthBase


class OAuth1(AuthBase):
    """Signs the method, the address and its query; bodies are not used."""

    def __init__(self, consumer_key: str, consumer_secret: str, token: str, token_secret: str) -> None:
        self._known = {"oauth_consumer_key": consumer_key, "oauth_token": token}
        self._secret = f"{_quoted(consumer_secret)}&{_quoted(token_secret)}".encode()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        said = {
            **self._known,
            "oauth_nonce": secrets.token_hex(16),
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(int(time.time())),
            "oauth_version": "1.0",
        }
        url = urlsplit(request.url or "")
        pairs = [*said.items(), *parse_qsl(url.query, keep_blank_values=True)]
        query = "&".join(f"{name}={value}" for name, value in sorted((_quoted(n), _quoted(v)) for n, v in pairs))
        address = f"{url.scheme}://{url.netloc}{url.path}"
        signed = "&".join(map(_quoted, (request.method or "", address, query)))
        digest = hmac.new(self._secret, signed.encode(), hashlib.sha1).digest()
        said["oauth_signature"] = base64.b64encode(digest).decode()
        told = ", ".join(f'{name}="{_quoted(value)}"' for name, value in said.items())
        request.headers["Authorization"] = f"OAuth {told}"
        return request


def _quoted(text: str) -> str:
    return quote(text, safe="~")
