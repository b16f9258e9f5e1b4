"""One account: its tables as of the company's today, and how many requests were counted in the last minute."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.zendesk.events import metric_events, ratings
from sandbox.vendors.zendesk.tickets import export

MINUTE = 60.0
MAKERS: dict[str, Callable[[Company], Any]] = {"tickets": export, "events": metric_events, "ratings": ratings}


class Desk:
    """What an admin sees."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._made: dict[tuple[Any, str], Any] = {}
        self._counted: dict[str, list[float]] = {}

    def table(self, name: str) -> Any:
        """`tickets`, `events` or `ratings`, made once for each day."""
        today = self.company.today
        if (today, name) not in self._made:
            self._made = {key: made for key, made in self._made.items() if key[0] == today}
            self._made[today, name] = MAKERS[name](self.company)
        return self._made[today, name]

    @property
    def now(self) -> int:
        """The first second of today in UTC: nothing has happened since."""
        return int(pd.Timestamp(self.company.today, tz="UTC").timestamp())

    def count(self, what: str, total: int) -> tuple[int, int]:
        """Counts a request of a kind: how many are left (-1: it was one too many) and the seconds until more are."""
        now = time.monotonic()
        counted = [at for at in self._counted.get(what, []) if at > now - MINUTE]
        left = total - len(counted) - 1
        self._counted[what] = counted if left < 0 else [*counted, now]
        return left, int(np.ceil(MINUTE - (now - min(counted, default=now))))
