"""Lakes of version 0.1 had a file a day. They are folded into months, once, before anything is loaded or built.

A day's own file wins over what the month holds of it, and goes when the month is in its place: whenever a run is
killed, the next one ends with the same months.
"""

from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.decode import schema_of
from connectors.landing import locked
from connectors.months import Day, file_of, rows_in, widened
from connectors.source import Stream

if TYPE_CHECKING:
    from connectors.lake import Lake


def fold(lake: "Lake", source: str, stream: Stream) -> None:
    """Fold what day files the stream has. One at a time."""
    files = sorted((lake.root / source / stream.name).glob("*/????-??-??.parquet"))
    for (home, _), days in groupby(files, lambda path: (path.parent, file_of(_day(path)))):
        with locked(home):
            _fold(lake, stream, home, list(days))


def _fold(lake: "Lake", stream: Stream, home: Path, files: list[Path]) -> None:
    schema = widened(schema_of(stream), [*files, home / file_of(_day(files[0]))])
    with lake.landing(schema) as landing:
        for path in files:
            landing.add((_day(path), rows) for rows in rows_in(path, [_day(path)], schema))
        came = {_day(path): Day(landing.rows.get(_day(path), 0), _pulled(path)) for path in files}
        written = landing.complete(home, came)
        lake.replace(home, written, gone=files)


def _day(path: Path) -> date:
    return date.fromisoformat(path.stem)


def _pulled(path: Path) -> datetime:
    """A day's file had the time of its pull."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
