"""Is the raw load whole? Great Expectations suites derived from each Stream, run on the days that were just pulled.

Suites and their data docs lie under <data>/reports/quality. Great Expectations is imported only where it runs: its
import takes seconds.
"""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.decode import schema_of
from connectors.lake import Lake
from connectors.source import Source, Stream, Type

MOST_ROWS = 200_000
"""Rows handed to Great Expectations at once; the newest days come first."""
LAST_PULL = "last pull"
FILE_DAY, VOLUME = "_file_day", "_rows_over_usual"
USUAL_DAYS, COUNTED_DAYS = 28, 120
FEWEST_DAYS, FEWEST_ROWS = 14, 20
VOLUME_BOUNDS = (0.1, 10.0)
"""Rows of a day over the median of the days before it. Beyond these, an answer was cut or doubled."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """What the suite of a stream says; `faults` are failed expectations in words."""

    passed: bool
    rows: int
    days: int
    faults: tuple[str, ...]
    suite: str


def validate(source: Source, stream: Stream, lake: Lake, reports: Path) -> Verdict:
    """Run the stream's suite on the days of its last pull."""
    files = _last_pulled(lake, source, stream)
    name = f"{source.name}.{stream.name}"
    if not files:
        return Verdict(True, 0, 0, (), name)
    batch = _batch(stream, files)
    with _one_at_a_time:
        faults = _run_suite(name, stream, batch, reports / "quality") if len(batch) else []
    return Verdict(not faults, len(batch), len(files), tuple(faults), name)


def write_docs(reports: Path) -> Path:
    """Write the data docs of the last results. Returns their first page."""
    with _one_at_a_time:
        _context(reports / "quality").build_data_docs()
    return reports / "quality" / "gx" / "uncommitted" / "data_docs" / "local_site" / "index.html"


def _run_suite(name: str, stream: Stream, batch: pd.DataFrame, home: Path) -> list[str]:
    context = _context(home)
    shutil.rmtree(home / "gx" / "uncommitted" / "validations" / name, ignore_errors=True)  # only the last is kept
    result = _definition(context, name, stream).run(batch_parameters={"dataframe": batch})
    return [_in_words(one) for one in result.results if not one.success]


def _definition(context: Any, name: str, stream: Stream) -> Any:
    """The stored definition; stored anew only when what it is derived from has changed, for storing is slow."""
    import great_expectations as gx
    from great_expectations.exceptions import GreatExpectationsError

    rules = f"{stream.columns} {stream.key} {stream.required} {stream.ranges} {VOLUME_BOUNDS}"
    declared = {"declared": f"{LAST_PULL}: {rules}"}
    try:
        stored = context.validation_definitions.get(name)
        if stored.suite.meta.get("declared") == declared["declared"]:
            return stored
    except (
        GreatExpectationsError,
        ValueError,
    ):  # not stored yet, or by a version that did it otherwise
        Path(context.root_directory, "validation_definitions", f"{name}.json").unlink(missing_ok=True)
    expectations = list(_expectations(stream))
    suite = context.suites.add_or_update(gx.ExpectationSuite(name=name, expectations=expectations, meta=declared))
    definition = gx.ValidationDefinition(name=name, data=_last_pull(context), suite=suite)
    return context.validation_definitions.add_or_update(definition)


def _last_pull(context: Any) -> Any:
    """The one place for rows that all suites look at: it holds those of one stream at a time, until the next is put."""
    try:
        return context.data_sources.get("lake").get_asset(LAST_PULL).get_batch_definition(LAST_PULL)
    except KeyError:
        rows = context.data_sources.add_pandas("lake").add_dataframe_asset(LAST_PULL)
        return rows.add_batch_definition_whole_dataframe(LAST_PULL)


@cache
def _context(home: Path) -> Any:
    import great_expectations as gx

    home.mkdir(parents=True, exist_ok=True)
    context = gx.get_context(mode="file", project_root_dir=str(home))
    context.variables.progress_bars = {"globally": False}
    context.variables.analytics_enabled = False
    return context


def _expectations(stream: Stream) -> Iterator[Any]:
    import great_expectations.expectations as gxe

    columns = [*schema_of(stream).names, FILE_DAY, VOLUME]
    yield gxe.ExpectTableColumnsToMatchSet(column_set=columns, exact_match=True)
    yield gxe.ExpectCompoundColumnsToBeUnique(column_list=list(dict.fromkeys([*stream.key, "_account", "_day"])))
    yield gxe.ExpectColumnPairValuesToBeEqual(column_A="_day", column_B=FILE_DAY)
    for column in dict.fromkeys([*stream.key, *stream.required]):
        yield gxe.ExpectColumnValuesToNotBeNull(column=column)
    for column, (low, high) in {**stream.ranges, VOLUME: VOLUME_BOUNDS}.items():
        yield gxe.ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high)


def _in_words(result: Any) -> str:
    config = result.expectation_config
    arguments = {key: value for key, value in config.kwargs.items() if key != "batch_id"}
    if result.exception_info and result.exception_info.get("raised_exception"):
        return f"{config.type} could not be evaluated on {arguments}"
    counts = result.result
    unexpected = counts.get("unexpected_count")
    told = ", ".join(f"{key}={value}" for key, value in arguments.items())
    return f"{config.type}({told})" + (f": {unexpected} of {counts.get('element_count')} rows" if unexpected else "")


def _last_pulled(lake: Lake, source: Source, stream: Stream) -> list[Path]:
    """The day files of the latest pull, newest day first."""
    folder = lake.root / source.name / stream.name
    files = list(folder.glob("*/*.parquet"))
    latest = max((path.stat().st_mtime for path in files), default=0.0)
    return sorted((path for path in files if path.stat().st_mtime == latest), key=lambda path: path.stem, reverse=True)


def _batch(stream: Stream, files: list[Path]) -> pd.DataFrame:
    tables, rows = [], 0
    for path in files:
        table = pq.read_table(path, partitioning=None)
        day = pa.scalar(date.fromisoformat(path.stem), pa.date32())
        over = pa.scalar(_over_usual(stream, path, table.num_rows), pa.float64())
        table = table.append_column(FILE_DAY, pa.repeat(day, table.num_rows))
        tables.append(table.append_column(VOLUME, pa.repeat(over, table.num_rows)))
        rows += table.num_rows
        if rows >= MOST_ROWS:
            break
    whole = pa.concat_tables(tables, promote_options="default")
    for place, name in enumerate(whole.column_names):
        if stream.columns.get(name) is Type.MONEY:
            whole = whole.set_column(place, name, pc.cast(whole.column(name), pa.float64(), safe=False))
    frame: pd.DataFrame = whole.to_pandas(date_as_object=False)
    return frame


def _over_usual(stream: Stream, path: Path, rows: int) -> float | None:
    """Rows of a day over the median of the four weeks before it; None where that says nothing."""
    if stream.kind != "daily":
        return None
    counts, day = _rows_by_day(path.parent), date.fromisoformat(path.stem)
    before = [count for other, count in counts.items() if 0 < (day - other).days <= USUAL_DAYS]
    usual = median(before) if len(before) >= FEWEST_DAYS else 0
    return rows / usual if usual >= FEWEST_ROWS else None


def _rows_by_day(folder: Path) -> dict[date, int]:
    """Rows of the newest days of an account. Read once: the folder's time changes when a day is replaced."""
    return _counted(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _counted(folder: Path, _changed: int) -> dict[date, int]:
    newest = sorted(folder.glob("*.parquet"))[-COUNTED_DAYS:]
    return {date.fromisoformat(path.stem): pq.read_metadata(path).num_rows for path in newest}
