"""What the KRIs say on a night, as rows for people, checks and reports: one file a night.

<data>/warehouse/kri_events/<night>.parquet
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

KEPT_NIGHTS = 400


@dataclass(frozen=True)
class Event:
    """One KRI on one member, one night.

    `size` is what a move adds up to since it began, in the KPI's unit; `causes` names the calendar's events that fit.
    """

    night: date
    kra: str
    kpi: str
    kri: str
    check: str
    rule: str
    dimension: str
    member: str
    state: str
    severity: str
    day: date | None
    since: date | None
    observed: float | None
    expected: float | None
    low: float | None
    high: float | None
    score: float | None
    unit: str
    days_used: int
    owner: str
    reason: str
    evaluated_at: datetime
    reason_fr: str = ""
    size: float | None = None
    causes: str = ""


TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    date: pa.date32(),
    date | None: pa.date32(),
    float | None: pa.float64(),
    int: pa.int64(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def schema() -> pa.Schema:
    return pa.schema([(name, TYPES[kind]) for name, kind in get_type_hints(Event).items()])


def write_events(events: list[Event], folder: Path, night: date) -> Path:
    """The night's events as one file, replaced whole; nights of more than a year ago are let go."""
    folder.mkdir(parents=True, exist_ok=True)
    beside, path = folder / f".{night}.new", folder / f"{night}.parquet"
    pq.write_table(pa.Table.from_pylist([vars(event) for event in events], schema()), beside)
    beside.replace(path)
    for old in sorted(folder.glob("*.parquet"))[:-KEPT_NIGHTS]:
        old.unlink()
    return path


def read_events(folder: Path, night: date) -> list[Event]:
    """The events of a night; none when it was not evaluated."""
    path = folder / f"{night}.parquet"
    if not path.exists():
        return []
    return [Event(**row) for row in pq.read_table(path).to_pylist()]
