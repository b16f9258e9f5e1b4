"""Meta's usage headers, and the pause that keeps us below its limits.

The headers hold JSON: per cent used of each limit, and now and then how long a block lasts. At 100 % calls fail, and
what fails counts too, so we slow down before.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import orjson

from connectors.errors import Unavailable
from connectors.http import LONGEST_WAIT

log = logging.getLogger(__name__)

APP, ACCOUNT = "the app", "the account"
SLOW_DOWN = ((95.0, 600.0), (85.0, 120.0))
"""From this per cent of a limit on, stay away for so many seconds."""
USED = ("call_count", "total_time", "total_cputime", "acc_id_util_pct")


def waits(headers: Mapping[str, str]) -> dict[str, float]:
    """Seconds to stay away, for the app's limit and for the account's."""
    found = {APP: 0.0, ACCOUNT: 0.0}
    for scope, used, regain in _usages(headers):
        pause = next((seconds for limit, seconds in SLOW_DOWN if used >= limit), 0.0)
        found[scope] = max(found[scope], pause, regain)
    return found


def _usages(headers: Mapping[str, str]) -> Iterator[tuple[str, float, float]]:
    """Whose limit, per cent used, and seconds until a block ends."""
    yield APP, _most(_said(headers, "X-App-Usage"), *USED), 0.0
    throttle = _said(headers, "x-fb-ads-insights-throttle")
    yield APP, _most(throttle, "app_id_util_pct"), 0.0
    yield ACCOUNT, _most(throttle, *USED), 0.0
    account = _said(headers, "X-Ad-Account-Usage")
    used = _most(account, *USED)
    yield ACCOUNT, used, _most(account, "reset_time_duration") if used >= 100 else 0.0
    for limits in _said(headers, "X-Business-Use-Case-Usage").values():
        for limit in limits:
            yield ACCOUNT, _most(limit, *USED), 60 * _most(limit, "estimated_time_to_regain_access")


def _said(headers: Mapping[str, str], name: str) -> dict[str, Any]:
    with suppress(orjson.JSONDecodeError):  # a hint that cannot be read must not cost a load
        found = orjson.loads(headers.get(name, "{}"))
        if isinstance(found, dict):
            return found
    return {}


def _most(said: Mapping[str, Any], *names: str) -> float:
    return max(float(said.get(name) or 0) for name in names)


class Pace:
    """Remembers until when to stay away, for the app and for each account; shared by all threads of a client."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def note(self, account: str, headers: Mapping[str, str]) -> None:
        """Take in what the answer to a call for this account says about usage."""
        for scope, seconds in waits(headers).items():
            if seconds:
                whose = APP if scope == APP else account
                with self._lock:
                    self._until[whose] = max(self._until.get(whose, 0.0), time.monotonic() + seconds)

    def keep(self, account: str) -> None:
        """Wait until another call for this account is welcome. Raises Unavailable when that is too far away."""
        wait = max(self._until.get(APP, 0.0), self._until.get(account, 0.0)) - time.monotonic()
        if wait > LONGEST_WAIT:
            raise Unavailable(f"Meta lets no calls pass for another {wait / 60:.0f} minutes.", wait)
        if wait > 0:
            log.info("The quota of %s at Meta is nearly used up: waiting %.0f s.", account or "the app", wait)
            self._sleep(wait)
