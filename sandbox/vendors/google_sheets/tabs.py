"""The spreadsheet of the company: what it plans for the months to come, and what it spends where no API counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from sandbox.company import Company

SPREADSHEET = "1SandboxOutlook0000000000000000000000000000"

# What the people who look after social networks, content, creators and the brand have set themselves.
TARGETS = {
    "followers": 75_000,
    "engagement_rate": 0.036,
    "posts_published": 1.2,
    "content_sessions": 600,
    "video_views": 1_100,
    "podcast_downloads": 45,
    "influencer_roas": 0.2,
    "brand_search_clicks": 215,
    "share_of_voice": 0.37,
}

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Tab:
    """A grid of cells. Blank cells are None; the grid is larger than what is filled."""

    number: int
    title: str
    cells: list[list[Cell]]

    def properties(self, place: int) -> dict[str, Any]:
        size = {"rowCount": max(1000, len(self.cells)), "columnCount": 26, "frozenRowCount": 1}
        told = {"sheetId": self.number, "title": self.title, "index": place, "sheetType": "GRID"}
        return {**told, "gridProperties": size}


def tabs(company: Company) -> list[Tab]:
    """All tabs, in their order."""
    return [
        Tab(0, "Targets", _targets(company)),
        Tab(4711, "Fairs' budget", _budgets(company)),
        Tab(815, "Creators", _table(company.influencer_posts)),
        Tab(99, "Fairs", _fairs(company)),
    ]


def _targets(company: Company) -> list[list[Cell]]:
    first, last = company.start, _next_month(company)[1]
    header: list[list[Cell]] = [["KPI", "From", "Until", "Target", "Warn", "Fail"]]
    return header + [[kpi, first, last, target, 0.05, 0.15] for kpi, target in TARGETS.items()]


def _budgets(company: Company) -> list[list[Cell]]:
    first, last = _next_month(company)
    header: list[list[Cell]] = [["What we may spend"], [], ["Channel", "Budget", "From", "Until", "Owner"]]
    return [*header, ["offline", 1250.5, first, last]]


def _fairs(company: Company) -> list[list[Cell]]:
    """A stand at a fair on the first of each month."""
    days = [day.date() for day in pd.date_range(company.start, company.today, freq="MS")]
    header: list[list[Cell]] = [["date_day", "platform", "channel", "campaign_name", "spend", "currency"]]
    return header + [[day, "fairs", "offline", f"Fair {day:%m/%Y}", 1250.5, company.currency] for day in days]


def _table(frame: pd.DataFrame) -> list[list[Cell]]:
    rows = frame.astype("object").where(frame.notna(), None).to_numpy().tolist()
    return [list(frame.columns), *([_cell(value) for value in row] for row in rows)]


def _cell(value: Any) -> Cell:
    cell: Cell = value.date() if isinstance(value, pd.Timestamp) else value
    return None if cell == "" else cell


def _next_month(company: Company) -> tuple[date, date]:
    first = pd.Timestamp(company.today) + pd.offsets.MonthBegin(1)
    return first.date(), (first + pd.offsets.MonthEnd(0)).date()
