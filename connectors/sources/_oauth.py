"""OAuth: access tokens that a token endpoint gives, and refresh tokens, of which only the newest may be good."""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http

log = logging.getLogger(__name__)

SOON = timedelta(days=30)
"""How long before the end of a refresh token its end is told."""


class Bearer(AuthBase):
    """Signs requests with an access token that `grant` fetches: at first use, and again when it is no longer taken.

    One token serves all threads. `token` is the one to begin with, if there is any.
    """

    def __init__(
        self, grant: Callable[[], str], token: str = "", header: str = "Authorization", scheme: str = "Bearer "
    ) -> None:
        self._grant, self._token, self._header, self._scheme = grant, token, header, scheme
        self._lock = threading.Lock()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        with self._lock:
            self._token = self._token or self._grant()
            request.headers[self._header] = f"{self._scheme}{self._token}"
        return request

    def renew(self) -> None:
        with self._lock:
            self._token = self._grant()


def judge_grant(answer: Answer) -> SourceError | None:
    """A token endpoint answers in the words of OAuth: a code under `error`, and mostly a description."""
    code = answer.body.get("error") if isinstance(answer.body, dict) else None
    if not isinstance(code, str) or answer.status >= 500 or answer.status == 429:
        return judge_status(answer)
    lines = str(answer.body.get("error_description") or "").splitlines()
    said = f"{code}: {lines[0][:300]}" if lines else code
    return Unavailable(said) if code == "temporarily_unavailable" else Refused(said)


def granted(endpoint: Http, form: Mapping[str, str], remedy: str) -> dict[str, Any]:
    """What a token endpoint answers to a form. A refusal is told with its `remedy`: "X was refused ({}). Do ..."."""
    try:
        told = endpoint.post("", data=dict(form))
    except Refused as fault:
        raise Refused(remedy.format(str(fault).removeprefix("POST : "))) from None
    if not isinstance(told, dict) or not told.get("access_token"):
        raise Unavailable("The token endpoint answered without a token.")
    return told


@dataclass(frozen=True)
class Refreshing:
    """A grant by refresh token. `form` says what else the endpoint wants to be told, such as the app.

    Many vendors replace the refresh token when it is used; the newest one is then the one to use, and `kept` has it.
    """

    endpoint: Http
    kept: "Kept"
    setting: str
    remedy: str
    form: Mapping[str, str]

    def __call__(self) -> str:
        with self.kept.held() as token:
            form = {"grant_type": "refresh_token", "refresh_token": token, **self.form}
            try:
                told = granted(self.endpoint, form, self.remedy)
            except Refused as fault:  # of the secrets that a vendor may quote, the endpoint knows those of the settings
                raise Refused(str(fault).replace(token, "***")) from None
            if (newer := told.get("refresh_token") or token) != token:
                self.kept.keep(newer)
        left = told.get("refresh_token_expires_in")
        if left is not None and timedelta(seconds=left) < SOON:
            log.warning("%s ends in %d days: authorise the app again before.", self.setting, left // 86_400)
        return str(told["access_token"])


class Kept:
    """The newest refresh token of the chain that began with the one in the settings.

    With a `file` it outlives the process. Whoever loses the newest one may be locked out, so it is on the disk before
    the access token beside it is used, and only one process at a time may use it. Without a file, the token that the
    vendor gave instead is lost with the process; `advice` says what to set where that matters.
    """

    def __init__(self, first: str, file: Path | None = None, advice: str = "") -> None:
        self._newest, self._file, self._advice = first, file, advice
        self._beginning = hashlib.sha256(first.encode()).hexdigest()[:16]

    @contextmanager
    def held(self) -> Iterator[str]:
        """The token that is next to be used, while no other process can use it."""
        if self._file is None:
            yield self._newest
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with open(self._file.with_name(f"{self._file.name}.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._read(self._file)

    def _read(self, file: Path) -> str:
        if not file.exists():
            return self._newest
        try:
            kept = json.loads(file.read_text())
            return str(kept["refresh_token"]) if kept["began_with"] == self._beginning else self._newest
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(
                f"The file {file} keeps no refresh token that can be read ({type(error).__name__}). Remove it, "
                "authorise the app again and set its new refresh token."
            ) from None

    def keep(self, token: str) -> None:
        self._newest = token if self._file is None else self._newest
        if self._file is None:
            if self._advice:
                log.warning("%s", self._advice)
            return
        # Such a file can be read by its owner only.
        with tempfile.NamedTemporaryFile("w", dir=self._file.parent, delete=False) as beside:
            json.dump({"began_with": self._beginning, "refresh_token": token}, beside)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).replace(self._file)
