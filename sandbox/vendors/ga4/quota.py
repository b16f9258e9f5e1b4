"""A property's token quota: what each request costs, and when there is nothing left to spend."""

import time
from typing import Any

HOUR = 3600.0


class Spent(Exception):
    """Nothing is left; the text is Google's."""


class Quota:
    """A standard property asked by one Cloud project. Hours here begin when they are first asked for something."""

    def __init__(self) -> None:
        self.day, self.hour, self.project = 200_000, 40_000, 14_000
        self.since = time.monotonic()

    def spend(self, rows: int, days: int) -> dict[str, Any]:
        """Takes what a report costs, and says what is left in the words of the API."""
        if time.monotonic() - self.since > HOUR:
            self.hour, self.project, self.since = 40_000, 14_000, time.monotonic()
        cost = 1 + rows // 2000 + days // 90
        if self.project < cost:
            raise Spent("Exhausted property tokens for a project per hour.")
        self.day, self.hour, self.project = self.day - cost, self.hour - cost, self.project - cost
        return {
            "tokensPerDay": {"consumed": cost, "remaining": self.day},
            "tokensPerHour": {"consumed": cost, "remaining": self.hour},
            "tokensPerProjectPerHour": {"consumed": cost, "remaining": self.project},
            "concurrentRequests": {"consumed": 0, "remaining": 10},
            "serverErrorsPerProjectPerHour": {"consumed": 0, "remaining": 10},
            "potentiallyThresholdedRequestsPerHour": {"consumed": 0, "remaining": 120},
        }
