"""The token of an app that is given none to keep: apps of Shopify's Dev Dashboard fetch theirs, for a day at a time."""

import requests
from requests.auth import AuthBase

from connectors.errors import Refused
from connectors.http import Http
from connectors.sources.shopify.judge import judge


class AppToken(AuthBase):
    """Signs requests with the app's token; `renew` fetches it anew when the shop no longer takes the old one."""

    def __init__(self, shop: str, base_url: str, client_id: str, client_secret: str) -> None:
        self._shop, self._client_id, self._client_secret = shop, client_id, client_secret
        self._http = Http(base_url, secrets=(client_secret,), judge=judge(shop))
        self._token = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not self._token:
            self.renew()
        request.headers["X-Shopify-Access-Token"] = self._token
        return request

    def renew(self) -> None:
        app = {"client_id": self._client_id, "client_secret": self._client_secret}
        try:
            granted = self._http.post("admin/oauth/access_token", json={**app, "grant_type": "client_credentials"})
        except Refused as fault:
            said = f"Shop {self._shop}: client_id:client_secret in SHOPIFY_ACCESS_TOKENS was refused"
            raise Refused(f"{said} ({fault})") from None
        self._token = granted["access_token"]
