"""A month of an account: one Parquet file, whose footer tells what it holds of each day.

A day that is told with no rows is one on which nothing happened; a day that is not told was not fetched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.errors import Refused
from connectors.texts import strings

DAYS = "kadran.days"
"""Key in the footer: {"2026-01-31": [rows, when it was pulled], ...} as JSON."""
BATCH_ROWS = 1 << 16
REMEDY = "Move that file out of the lake: its days are then pulled anew."


@dataclass(frozen=True)
class Day:
    """How many rows a day has, and when they were pulled (UTC)."""

    rows: int
    pulled: datetime


def file_of(day: date) -> str:
    """The name of the file that a day is in."""
    return f"{day:%Y-%m}.parquet"


def months_of(folder: Path) -> list[Path]:
    """The files of an account's stream, oldest first; none where there is no folder."""
    return sorted(folder.glob("????-??.parquet"))


def days_in(path: Path) -> dict[date, Day]:
    """What a file holds of each day; nothing when it is not there. Raises Refused where it is not whole or not ours."""
    try:
        found = orjson.loads(pq.read_metadata(path).metadata[DAYS.encode()])
    except FileNotFoundError:
        return {}
    except (pa.ArrowException, KeyError, TypeError):
        raise Refused(f"{_place(path)} is no whole month that Kadran wrote. {REMEDY}") from None
    return {date.fromisoformat(day): Day(rows, datetime.fromisoformat(at)) for day, (rows, at) in found.items()}


def footer(days: Mapping[date, Day]) -> dict[str, str]:
    told = {str(day): [held.rows, held.pulled.isoformat()] for day, held in sorted(days.items())}
    return {DAYS: orjson.dumps(told).decode()}


def rows_in(path: Path, days: Iterable[date], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of some days, as they came. Raises Refused where a column cannot become what it is declared by now."""
    wanted = strings([str(day) for day in days]).cast(pa.date32())
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            rows = batch.filter(pc.is_in(batch.column("_day"), wanted))
            yield pa.RecordBatch.from_arrays([_column(rows, field, path) for field in schema], schema=schema)


def _column(rows: pa.RecordBatch, field: pa.Field, path: Path) -> pa.Array:
    if field.name not in rows.schema.names:
        return pa.nulls(rows.num_rows, field.type)
    column = rows.column(field.name)
    try:
        return column if column.type == field.type else column.cast(field.type)
    except pa.ArrowException:
        raise Refused(
            f"{field.name} is declared as {field.type} by now, and what {_place(path)} holds of it as {column.type} "
            f"cannot become that. {REMEDY}"
        ) from None


def _place(path: Path) -> str:
    return "/".join(path.parts[-4:])


def widened(schema: pa.Schema, paths: Iterable[Path]) -> pa.Schema:
    """The schema, with the columns behind it that older files have and that are declared no more."""
    for path in paths:
        if path.exists():
            for field in pq.read_schema(path):
                if field.name not in schema.names:
                    schema = schema.append(field)
    return schema
