"""Access tokens for an hour, and the refresh tokens that Microsoft replaces as they are used."""

import hashlib
import logging
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import orjson
import requests
from requests.auth import AuthBase

from connectors.http import Http

log = logging.getLogger(__name__)

SCOPE = "https://ads.microsoft.com/msads.manage offline_access"


class MicrosoftTokens(AuthBase):
    """Signs requests; `renew` gets another access token when the old one is no longer taken.

    A refresh token dies after 90 days; each use brings a younger one. With a `file`, the youngest is kept there, for as
    long as the token of the settings (`first`) is the one from which it descends.
    """

    def __init__(self, http: Http, app: Mapping[str, str], first: str, file: Path | None) -> None:
        self._http, self._app, self._file = http, app, file
        self._descent = hashlib.sha256(first.encode()).hexdigest()
        self._refresh = self._kept() or first
        self._access = ""
        self._lock = threading.Lock()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        with self._lock:
            if not self._access:
                self._fetch()
            request.headers["Authorization"] = f"Bearer {self._access}"
        return request

    def renew(self) -> None:
        with self._lock:
            self._fetch()

    def _fetch(self) -> None:
        form = {**self._app, "grant_type": "refresh_token", "refresh_token": self._refresh, "scope": SCOPE}
        granted = self._http.post("", data=form)
        self._access = granted["access_token"]
        younger = granted.get("refresh_token") or self._refresh
        if younger != self._refresh:
            self._refresh = younger
            self._keep()

    def _kept(self) -> str:
        with suppress(OSError, orjson.JSONDecodeError, KeyError, TypeError):
            kept = orjson.loads(self._file.read_bytes()) if self._file else {}
            if kept["descends_from"] == self._descent:
                return str(kept["refresh_token"])
        return ""

    def _keep(self) -> None:
        if self._file is None:
            log.warning("Microsoft gave a younger refresh token; without MICROSOFT_ADS_TOKEN_FILE it is not kept.")
            return
        beside = self._file.with_name(f".{self._file.name}.new")
        beside.unlink(missing_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(orjson.dumps({"descends_from": self._descent, "refresh_token": self._refresh}))
        beside.replace(self._file)
