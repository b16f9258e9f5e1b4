"""One API session: timeouts, authentication, retries, client-side rate limit, paging, redaction.

What an answer means is the vendor's business: each source may hand in a `judge` that knows its error bodies.
"""

import os
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import orjson
import requests
import stamina
import urllib3
from requests.auth import AuthBase

from connectors.answer import Answer, Judge, judge_status
from connectors.errors import Refused, Unavailable
from connectors.source import JsonRows

LONGEST_WAIT = 15 * 60.0
"""Seconds. A vendor that asks for more ends this run; the next one continues where it stopped."""

Cursor = TypeVar("Cursor", bound=Hashable)


@dataclass
class Http:
    """A session with one vendor.

    `secrets` are masked in every message. `per_second` bounds the requests of all threads together. A 401 is tried
    once more after `auth.renew()`, where auth has it.
    """

    base_url: str
    auth: AuthBase | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    judge: Judge = judge_status
    per_second: float | None = None
    timeout: tuple[float, float] = (10.0, 120.0)
    tries: int = 6

    def __post_init__(self) -> None:
        self._local = threading.local()
        self._lock = threading.Lock()
        self._next_at = 0.0

    def get(self, path: str, rows: str | None = None, **request: Any) -> Any:
        """Parsed JSON of a GET. Keywords are those of `requests`: params, headers.

        With `rows`, that member of the answer's object stays text (`JsonRows`): a page for the lake, decoded there.
        """
        return self.ask("GET", path, rows, **request).body

    def post(self, path: str, **request: Any) -> Any:
        """Parsed JSON of a POST. Keywords are those of `requests`: params, json, data, headers."""
        return self.ask("POST", path, **request).body

    def ask(self, method: str, path: str, rows: str | None = None, **request: Any) -> Answer:
        """One judged answer. Raises Refused at once, Unavailable when the tries are used up."""
        for attempt in self._attempts():
            with attempt, self._open(method, path, **request) as response:
                return self._judged(_read(response, rows), method, path)
        raise AssertionError("stamina ends with an answer or an exception")

    @contextmanager
    def stream(self, method: str, path: str, **request: Any) -> Iterator[Iterator[bytes]]:
        """The body of a good answer in chunks of 1 MiB, for answers too large to hold.

        Opening is retried; a connection that breaks while reading raises Unavailable to the reader.
        """
        for attempt in self._attempts():
            with attempt:
                response = self._open(method, path, **request)
                if response.status_code >= 400:
                    self._judged(_read(response), method, path)
        with response:
            yield self._chunks(response, method, path)

    def _chunks(self, response: requests.Response, method: str, path: str) -> Iterator[bytes]:
        try:
            yield from response.iter_content(1 << 20)
        except requests.RequestException as error:
            raise Unavailable(f"{method} {path}: {type(error).__name__} while reading") from None

    def _open(self, method: str, path: str, **request: Any) -> requests.Response:
        self._keep_pace()
        request.setdefault("timeout", self.timeout)
        url = self.base_url.rstrip("/") + "/" + path.lstrip("/") if path else self.base_url
        try:
            response = self._session.request(method, url, stream=True, allow_redirects=False, **request)
            renew = getattr(self.auth, "renew", None)
            if response.status_code == 401 and renew is not None:
                response.close()
                renew()
                response = self._session.request(method, url, stream=True, allow_redirects=False, **request)
        except requests.RequestException as error:
            raise Unavailable(f"{method} {path}: {type(error).__name__}") from None
        return response

    def _judged(self, answer: Answer, method: str, path: str) -> Answer:
        fault = self.judge(answer)
        if fault is None:
            return answer
        message = self.redact(f"{method} {path}: {fault}")
        if isinstance(fault, Unavailable):
            raise Unavailable(message, fault.retry_after)
        raise type(fault)(message)

    def redact(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            # The environment is asked once and not for each request; ~/.netrc, which would replace our headers, never.
            session.trust_env = False
            session.proxies.update(requests.utils.get_environ_proxies(self.base_url))
            session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
            session.auth = self.auth
            session.headers.update({"User-Agent": "kadran", "Accept": "application/json", **self.headers})
            self._local.session = session
        session = self._local.session
        assert isinstance(session, requests.Session)
        return session

    def _keep_pace(self) -> None:
        if self.per_second is None:
            return
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next_at)
            self._next_at = start + 1 / self.per_second
        time.sleep(start - now)

    def _attempts(self) -> Iterator[Any]:
        return iter(stamina.retry_context(on=worth_retrying, attempts=self.tries, timeout=None, wait_max=60.0))


def worth_retrying(error: Exception) -> bool | float:
    """Whether to try again, or how many seconds to wait first. For clients that are not an Http, too."""
    if not isinstance(error, Unavailable) or (error.retry_after or 0) > LONGEST_WAIT:
        return False
    return True if error.retry_after is None else error.retry_after


def _read(response: requests.Response, rows: str | None = None) -> Answer:
    try:
        raw = response.raw.read(decode_content=True)  # in one piece: requests itself would read it by 10 KB
    except urllib3.exceptions.HTTPError as error:
        raise Unavailable(f"{type(error).__name__} while reading the answer") from None
    try:
        body = orjson.loads(raw) if rows is None else _with_rows_as_text(raw, rows)
    except (orjson.JSONDecodeError, msgspec.MsgspecError):
        body = None
    text = "" if response.ok and body is not None else raw.decode(errors="replace")
    return Answer(response.status_code, response.headers, body, text)


def _with_rows_as_text(raw: bytes, rows: str) -> Any:
    try:
        members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:  # JSON, but no object
        return orjson.loads(raw)
    return {name: _member(bytes(text), name == rows) for name, text in members.items()}


def _member(text: bytes, is_rows: bool) -> Any:
    return JsonRows(text) if is_rows and text.startswith(b"[") else orjson.loads(text)


def pages(
    ask: Callable[[Cursor], Any], first: Cursor, following: Callable[[Any, Cursor], Cursor | None]
) -> Iterator[Any]:
    """Answers from `first` on, until `following(answer, cursor)` is None. A cursor that comes twice is refused."""
    cursor: Cursor | None = first
    seen: set[Cursor] = set()
    while cursor is not None:
        if cursor in seen:
            raise Refused(f"The vendor's paging goes in circles at {cursor!r}.")
        seen.add(cursor)
        answer = ask(cursor)
        yield answer
        cursor = following(answer, cursor)
