"""OAuth's refresh token as credential: access tokens are fetched with it, and anew when one is no longer taken."""

import threading
from collections.abc import Mapping

import requests
from requests.auth import AuthBase

from connectors.errors import Refused, Unavailable
from connectors.http import Http


class RefreshToken(AuthBase):
    """Signs requests with a bearer token, shared by all threads.

    `endpoint` is a session with the token's URL; `setting` names the variable that a person must set anew when the
    vendor refuses it; `client` is what the form says of the app, for vendors that want it there. A vendor that answers
    with another refresh token gets that one for as long as the process lives.
    """

    def __init__(self, endpoint: Http, refresh_token: str, setting: str, client: Mapping[str, str]) -> None:
        self._endpoint, self._setting = endpoint, setting
        self._form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **client}
        self._lock = threading.Lock()
        self._token = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        with self._lock:
            if not self._token:
                self._fetch()
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def renew(self) -> None:
        with self._lock:
            self._fetch()

    def _fetch(self) -> None:
        try:
            granted = self._endpoint.post("", data=self._form)
        except Refused as fault:
            said = f"{self._setting} was refused: authorise the app again and set its new token"
            raise Refused(f"{said} ({fault})") from None
        if not isinstance(granted, dict) or not granted.get("access_token"):
            raise Unavailable("The token endpoint answered without a token.")
        self._token = granted["access_token"]
        self._form["refresh_token"] = granted.get("refresh_token") or self._form["refresh_token"]
