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
from connectors.months import days_in, months_of
from connectors.source import Source, Stream, Type

MOST_ROWS = 200_000
"""Rows handed to Great Expectations at once; the newest days come first."""
LAST_PULL = "last pull"
FOUND, TOLD, VOLUME = "_rows_found", "_rows_told", "_rows_over_usual"
USUAL_DAYS, COUNTED_MONTHS = 28, 5
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
    pulled = _last_pulled(lake, source, stream)
    name = f"{source.name}.{stream.name}"
    if not pulled:
        return Verdict(True, 0, 0, (), name)
    batch = _batch(stream, pulled)
    with _one_at_a_time:
        faults = _run_suite(name, stream, batch, reports / "quality") if len(batch) else []
    return Verdict(not faults, len(batch), len(pulled), tuple(faults), name)


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

    rules = f"{stream.columns} {stream.key} {stream.required} {stream.ranges} {FOUND} {TOLD} {VOLUME_BOUNDS}"
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

    columns = [*schema_of(stream).names, FOUND, TOLD, VOLUME]
    yield gxe.ExpectTableColumnsToMatchSet(column_set=columns, exact_match=True)
    yield gxe.ExpectCompoundColumnsToBeUnique(column_list=list(dict.fromkeys([*stream.key, "_account", "_day"])))
    yield gxe.ExpectColumnPairValuesToBeEqual(column_A=FOUND, column_B=TOLD)
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


def _last_pulled(lake: Lake, source: Source, stream: Stream) -> list[tuple[date, Path, int]]:
    """The days of the latest pull, with the files that they are in and their rows, newest day first."""
    folder, found, latest = lake.root / source.name / stream.name, list[tuple[date, Path, int]](), None
    for path in sorted(folder.glob("*/*.parquet"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        days = days_in(path)
        latest = latest or max(held.pulled for held in days.values())
        own = [(day, path, held.rows) for day, held in days.items() if held.pulled == latest]
        if not own:
            break  # what was written before was pulled before
        found += own
    return sorted(found, reverse=True)


def _batch(stream: Stream, pulled: list[tuple[date, Path, int]]) -> pd.DataFrame:
    wanted, rows = dict[Path, list[date]](), 0
    for day, path, count in pulled:
        wanted.setdefault(path, []).append(day)
        rows += count
        if rows >= MOST_ROWS:
            break
    whole = pa.concat_tables([_rows(stream, path, days) for path, days in wanted.items()], promote_options="default")
    for place, name in enumerate(whole.column_names):
        if stream.columns.get(name) is Type.MONEY:
            whole = whole.set_column(place, name, pc.cast(whole.column(name), pa.float64(), safe=False))
    frame: pd.DataFrame = whole.to_pandas(date_as_object=False)
    return frame


def _rows(stream: Stream, path: Path, days: list[date]) -> pa.Table:
    """The rows of these days, and those of days that the file does not tell; each with the count of its day."""
    told = {day: held.rows for day, held in days_in(path).items()}
    strays = ~pc.field("_day").isin(list(told)) | pc.field("_day").is_null()
    table = pq.read_table(path, partitioning=None, filters=pc.field("_day").isin(days) | strays)
    found = {count["values"]: count["counts"] for count in pc.value_counts(table["_day"]).to_pylist()}
    over = {day: _over_usual(stream, path.parent, day, rows) for day, rows in found.items() if day in told}
    for name, by_day in ((FOUND, found), (TOLD, told), (VOLUME, over)):
        place = pc.index_in(table["_day"], pa.array(by_day, pa.date32()))
        table = table.append_column(name, pa.array(by_day.values(), pa.float64()).take(place))
    return table


def _over_usual(stream: Stream, folder: Path, day: date, rows: int) -> float | None:
    """Rows of a day over the median of the four weeks before it; None where that says nothing."""
    if stream.kind != "daily":
        return None
    counts = _rows_by_day(folder)
    before = [count for other, count in counts.items() if 0 < (day - other).days <= USUAL_DAYS]
    usual = median(before) if len(before) >= FEWEST_DAYS else 0
    return rows / usual if usual >= FEWEST_ROWS else None


def _rows_by_day(folder: Path) -> dict[date, int]:
    """Rows of the newest days of an account. Read once: the folder's time changes when a day is replaced."""
    return _counted(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _counted(folder: Path, _changed: int) -> dict[date, int]:
    newest = months_of(folder)[-COUNTED_MONTHS:]
    return {day: held.rows for path in newest for day, held in days_in(path).items()}
