"""Asking Ahrefs: what its errors mean, and the units that every request costs. What is asked for is in streams.py."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http

MODE = "subdomains"
LEAST_UNITS = 50
"""What a request costs at least."""
UNTIL_TOMORROW = 24 * 3600.0
LONGEST_PAUSE = 60.0


def judge(answer: Answer) -> SourceError | None:
    """Every error is one sentence under `error`; the status says whether it passes."""
    if answer.status < 400 or answer.status >= 500 or not isinstance(answer.body, dict):
        return judge_status(answer)
    said = f"HTTP {answer.status}: {answer.body.get('error')}"
    if answer.status == 429:
        wait = retry_after(answer.headers)
        return Unavailable(f"{said}.", None if wait is None else min(wait, LONGEST_PAUSE))
    if answer.status == 401:
        return Refused(f"AHREFS_API_KEY was refused ({said}). A key lives a year: make a new one under API keys.")
    if answer.status == 403 and "unit" in said.lower():
        return Unavailable(f"{said}. The units are used up; buy more, or wait for their renewal.", UNTIL_TOMORROW)
    if answer.status == 403:
        return Refused(f"{said}. The plan of AHREFS_API_KEY does not give this report, or not so many rows.")
    if answer.status == 404:
        return Refused(f"{said}. Ahrefs has nothing of this target on this day; check AHREFS_DOMAINS.")
    return Refused(f"{said}.")


@dataclass
class Units:
    """The units that are left until the renewal, as far as Ahrefs told and this run spent since."""

    left: int | None = None
    renewed_on: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def know(self, usage: Mapping[str, Any]) -> None:
        """Take in an answer about limits and usage; a limit may be of the workspace, of the key, or of neither."""
        limits = [
            usage[f"units_limit_{whose}"] - (usage.get(f"units_usage_{whose}") or 0)
            for whose in ("workspace", "api_key")
            if usage.get(f"units_limit_{whose}") is not None
        ]
        self.left, self.renewed_on = min(limits, default=None), str(usage.get("usage_reset_date"))[:10]

    def reserve(self, cost: int) -> None:
        """Raises Unavailable where a request would cost more than is left: what it brought would be paid for twice."""
        if self.left is not None and cost > self.left:
            raise Unavailable(
                f"This costs about {cost} API units and {self.left} are left until {self.renewed_on}. The days are "
                "pulled then, or when the limit of AHREFS_API_KEY is raised.",
                UNTIL_TOMORROW,
            )

    def spent(self, headers: Mapping[str, str]) -> None:
        """Take in what an answer cost; one out of Ahrefs' cache costs nothing."""
        with self._lock:
            if self.left is not None:
                self.left -= int(headers.get("x-api-units-cost-total-actual") or 0)


@dataclass(frozen=True)
class Ahrefs:
    http: Http
    domains: tuple[str, ...]
    competitors: tuple[str, ...]
    countries: tuple[str, ...]
    """Two-letter codes; one empty text asks for all countries together."""
    keywords: int
    refdomains: int
    page_rows: int
    units: Units = field(default_factory=Units)

    def usage(self) -> dict[str, Any]:
        """Limits and what is used of them. Asking costs nothing."""
        usage: dict[str, Any] = self.http.get("subscription-info/limits-and-usage")["limits_and_usage"]
        self.units.know(usage)
        return usage

    def report(self, name: str, rows: int, row_cost: int, **params: Any) -> Any:
        """One report on a target. `row_cost` are the units of its fields, `rows` how many may come."""
        self.units.reserve(max(LEAST_UNITS, rows * row_cost))
        asked = {key: value for key, value in params.items() if value}
        answer = self.http.ask("GET", f"site-explorer/{name}", params={**asked, "mode": MODE, "output": "json"})
        self.units.spent(answer.headers)
        return answer.body
