"""Hootsuite's access tokens, which last an hour, and its refresh tokens, each of which is good for one use."""

import fcntl
import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase

from connectors.errors import Refused
from connectors.http import Http


@dataclass(frozen=True)
class KeptToken:
    """The newest refresh token of the chain that began with the one in the settings, in a file of its own.

    Whoever loses the newest one is locked out, so it is on the disk before the access token beside it is used.
    """

    file: Path
    first: str

    @contextmanager
    def held(self) -> Iterator[str]:
        """The token that is next to be used, while no other process can use it."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.file.with_name(f"{self.file.name}.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._read()

    def _read(self) -> str:
        if not self.file.exists():
            return self.first
        kept = json.loads(self.file.read_text())
        return str(kept["refresh_token"]) if kept["began_with"] == self._beginning else self.first

    def keep(self, token: str) -> None:
        # Such a file can be read by its owner only.
        with tempfile.NamedTemporaryFile("w", dir=self.file.parent, delete=False) as beside:
            json.dump({"began_with": self._beginning, "refresh_token": token}, beside)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).replace(self.file)

    @property
    def _beginning(self) -> str:
        return hashlib.sha256(self.first.encode()).hexdigest()[:16]


class HootsuiteAuth(AuthBase):
    """Signs requests with a bearer token; `renew` gets another one by the grant, or by the kept refresh token."""

    def __init__(self, http: Http, grant: Mapping[str, str], kept: KeptToken | None) -> None:
        self._http, self._grant, self._kept = http, grant, kept
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
        if self._kept is None:
            self._token = self._granted(self._grant)["access_token"]
            return
        with self._kept.held() as token:
            told = self._granted({"grant_type": "refresh_token", "refresh_token": token})
            self._kept.keep(told["refresh_token"])
        self._token = told["access_token"]

    def _granted(self, grant: Mapping[str, str]) -> Any:
        try:
            return self._http.post("oauth2/token", data=grant)
        except Refused as fault:
            remedy = (
                "Authorise the app again and set HOOTSUITE_REFRESH_TOKEN: each token is good for one use."
                if self._kept
                else "Check HOOTSUITE_CLIENT_ID and HOOTSUITE_CLIENT_SECRET, and that the app is installed there."
            )
            raise Refused(f"Hootsuite gives no access token ({fault}). {remedy}") from None
