"""Alarms from night to night, and the tables that show them. Knows files, but neither Dagster nor the warehouse.

    <data>/warehouse/kri_alarm_nights/<night>.parquet   each alarm that was on, or closed, as it stood on that night
    <data>/warehouse/kri_alarms/kri_alarms.parquet      every alarm ever as it stands now, with persons' words
    <data>/warehouse/kri_precision/kri_precision.parquet

The nights are memory, so that an alarm keeps its id for as long as it is on. Those that are missing are made from the
nights' events; deleting them all makes them anew. The other two are made anew each night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.alarms.alarm import Alarm, from_row
from orchestration.alarms.life import advance
from orchestration.alarms.standing import Precision, Standing, precision
from orchestration.kri_events import read_events

DAY, TEXT, FIGURE, COUNT = pa.date32(), pa.string(), pa.float64(), pa.int64()
PART = pa.struct({
    "kpi": TEXT, "check": TEXT, "dimension": TEXT, "member": TEXT, "kri": TEXT, "since": DAY, "last_fired_on": DAY,
    "quiet": COUNT, "unheard": COUNT,
})  # fmt: skip
ALARM = {
    "alarm_id": TEXT, "kra": TEXT, "owner": TEXT, "kri": TEXT, "kpi": TEXT, "dimension": TEXT, "member": TEXT,
    "rule": TEXT, "opened_on": DAY, "since": DAY, "last_fired_on": DAY, "closed_on": DAY, "severity": TEXT,
    "worsened_on": DAY, "nights": COUNT, "reason": TEXT, "unit": TEXT, "observed": FIGURE, "expected": FIGURE,
    "low": FIGURE, "high": FIGURE, "members": pa.list_(TEXT), "parts": pa.list_(PART),
    "reason_fr": TEXT, "size": FIGURE, "causes": TEXT, "alongside": pa.list_(TEXT),
}  # fmt: skip
NIGHTS = pa.schema({"night": DAY} | ALARM)
STANDINGS = pa.schema(ALARM | {"state": TEXT, "label": TEXT, "note": TEXT, "said_by": TEXT, "rank": COUNT})
PRECISION = pa.schema({
    "kra": TEXT, "kpi": TEXT, "kri": TEXT, "alarms": COUNT, "labelled_true": COUNT, "labelled_false": COUNT,
    "precision": FIGURE,
})  # fmt: skip


def follow(events: Path, nights: Path, night: date, additivity: Mapping[str, str]) -> list[Alarm]:
    """Follow the alarms up to this night, and store it; returns those that are on or closed tonight.

    A night that is told again replaces its file. `events` and `nights` are folders of one file a night.
    """
    before = max((day for day in _days(nights) if day < night), default=None)
    alarms = _read(nights / f"{before}.parquet") if before else []
    for day in _days(events):
        if (before is None or day > before) and day <= night:
            alarms = advance(alarms, read_events(events, day), day, additivity)
            _write(nights / f"{day}.parquet", [{"night": day} | asdict(alarm) for alarm in alarms], NIGHTS)
    return alarms


def every_alarm(nights: Path, night: date) -> list[Alarm]:
    """Every alarm that there ever was, as it stood when it was last seen up to this night."""
    last: dict[str, Alarm] = {}
    for day in _days(nights):
        if day <= night:
            last |= {alarm.alarm_id: alarm for alarm in _read(nights / f"{day}.parquet")}
    return list(last.values())


def write_tables(tables: Mapping[str, Path], found: Sequence[Standing]) -> None:
    """Make `kri_alarms` and `kri_precision` anew, each in the folder that `tables` gives for it."""
    rows = [asdict(one.alarm) | {name: getattr(one, name) for name in STANDINGS.names[len(ALARM) :]} for one in found]
    counted: list[Precision] = precision(found)
    _write(tables["kri_alarms"] / "kri_alarms.parquet", rows, STANDINGS)
    _write(tables["kri_precision"] / "kri_precision.parquet", [asdict(row) for row in counted], PRECISION)


def _days(folder: Path) -> list[date]:
    return sorted(date.fromisoformat(path.stem) for path in folder.glob("[!.]*.parquet"))


def _read(path: Path) -> list[Alarm]:
    return [from_row(row) for row in pq.read_table(path).to_pylist()]


def _write(path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.stem}.new")
    pq.write_table(pa.Table.from_pylist(rows, schema), beside)
    beside.replace(path)
