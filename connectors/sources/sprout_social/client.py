"""Asking Sprout Social: its tokens, its errors, and names that it no longer knows. What is asked is in fetch.py."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.auth import AuthBase

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Row, Withdrawn

A_MINUTE = 60.0
"""Seconds to stay away: the limit is by minute, and no answer says how much of it is left."""


class Wrong(Refused):
    """HTTP 400: something in the request is not known to Sprout; the text may name it."""


class ClientCredentials(AuthBase):
    """An access token by OAuth's client credentials, and another one when it is no longer taken."""

    def __init__(self, endpoint: Http) -> None:
        self._endpoint, self._token, self._lock = endpoint, "", threading.Lock()

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
        asked = {"grant_type": "client_credentials", "scope": "organization_id"}
        granted = self._endpoint.post("", data=asked)
        if not isinstance(granted, dict) or not granted.get("access_token"):
            raise Unavailable("Sprout's token endpoint answered without a token.")
        self._token = granted["access_token"]


def judge_token(answer: Answer) -> SourceError | None:
    """The token endpoint refuses an app by 400 or 401."""
    if answer.status in (400, 401):
        return Refused(f"SPROUT_SOCIAL_CLIENT_ID and its secret were refused (HTTP {answer.status}). Set them anew.")
    return judge_status(answer)


def judge(answer: Answer) -> SourceError | None:
    """An error is one sentence under `error`. The request's id is what Sprout's support asks for."""
    request = answer.headers.get("X-Sprout-Request-ID")
    known = answer.body.get("error") if isinstance(answer.body, dict) else None
    said = f"HTTP {answer.status}: {known}" + (f" (request {request})" if request else "")
    if answer.status == 202:
        return Unavailable(f"{said}. The answer is not ready yet.")
    if answer.status == 429:
        return Unavailable(f"{said}.", A_MINUTE)
    if answer.status < 400 or answer.status >= 500 or known is None:
        return judge_status(answer)
    if answer.status == 401:
        return Refused(f"{said}. SPROUT_SOCIAL_TOKEN was refused: make a new one in Settings > Global features > API.")
    if answer.status == 403:
        return Refused(
            f"{said}. Sprout's API needs the Advanced plan, its terms accepted, and access to these profiles."
        )
    return Wrong(f"{said}.") if answer.status == 400 else Refused(f"{said}.")


@dataclass(frozen=True)
class Sprout:
    http: Http
    customer_ids: tuple[str, ...]
    time_zone: str
    topic_ids: tuple[str, ...]
    listening_networks: tuple[str, ...]
    unknown: dict[str, set[str]] = field(default_factory=dict)
    """Names that Sprout refused, by endpoint and network."""

    def customers(self) -> list[Row]:
        """The customers of the token."""
        found: list[Row] = self.http.get("v1/metadata/client")["data"]
        return found

    def profiles(self, customer: str) -> list[Row]:
        """The profiles that are connected, as they are now."""
        found: list[Row] = self.http.get(f"v1/{customer}/metadata/customer")["data"]
        return found

    def asked(self, path: str, network: str, body: dict[str, Any], names: str) -> Any:
        """The answer to a body whose list `names` may hold what Sprout no longer knows.

        One wrong name fails a whole request: names that the refusal names are left out from then on.
        """
        gone = self.unknown.setdefault(f"{path} {network}", set())
        while True:
            known = [name for name in body[names] if name not in gone]
            try:
                return self.http.post(path, json={**body, names: known})
            except Wrong as fault:
                named = mentioned(str(fault), known)
                if not named:
                    raise
                gone |= named

    def withdrawn(self, path: str, network: str, below: str) -> Iterator[Withdrawn]:
        """What was left out so far, for the load to tell."""
        if gone := self.unknown.get(f"{path} {network}"):
            yield Withdrawn(*(f"{below}{name}" for name in sorted(gone)))


def mentioned(text: str, names: Sequence[str]) -> set[str]:
    """Which of the names stand in a text as words of their own."""
    return set(re.findall(r"\w[\w.]*\w", text)) & set(names)
