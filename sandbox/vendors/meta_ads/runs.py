"""Insights reports that are made in the background."""

from dataclasses import dataclass
from typing import Any

from sandbox.vendors._graph import GraphError

STEPS = (("Job Not Started", 0), ("Job Running", 62), ("Job Completed", 100))


@dataclass
class Run:
    """A report in the making: each look finds it further."""

    id: str
    account_id: str
    rows: list[dict[str, Any]]
    looks: int = 0

    def state(self) -> dict[str, Any]:
        status, done = STEPS[min(self.looks, len(STEPS) - 1)]
        self.looks += 1
        told = {"id": self.id, "account_id": self.account_id, "time_ref": 1790000000}
        return {**told, "async_status": status, "async_percent_completion": done}

    def result(self) -> list[dict[str, Any]]:
        if self.looks < len(STEPS):
            raise GraphError("(#2601) Error accessing adreport job.", 2601, is_transient=True)
        return self.rows
