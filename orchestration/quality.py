"""Is the raw load whole? Great Expectations suites derived from each Stream, run on the days that were just pulled.

Suites and their data docs lie under <data>/reports/quality. Great Expectations is imported only where it runs: its
import takes seconds.
"""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.decode import schema_of
from connectors.lake import Lake
from connectors.source import Source, Stream, Type

MOST_ROWS = 200_000
"""Rows handed to Great Expectations at once; the newest days come first."""
USUAL_DAYS = 28
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
    batch, volume = _batch(stream, files), _volume(lake, source, stream, files)
    with _one_at_a_time:
        faults = _run_suite(name, stream, batch, volume, reports / "quality")
    return Verdict(not faults, len(batch), len(files), tuple(faults), name)


def write_docs(reports: Path) -> Path:
    """Write the data docs of the last results. Returns their first page."""
    with _one_at_a_time:
        _context(reports / "quality").build_data_docs()
    return reports / "quality" / "gx" / "uncommitted" / "data_docs" / "local_site" / "index.html"


def _run_suite(name: str, stream: Stream, batch: pd.DataFrame, volume: pd.DataFrame, home: Path) -> list[str]:
    import great_expectations as gx

    context = _context(home)
    faults = []
    for part, frame, expectations in (
        (name, batch, _row_expectations(stream)),
        (f"{name}.volume", volume, _volume_expectations()),
    ):
        if frame.empty:
            continue
        source = context.data_sources.add_or_update_pandas("lake")
        data = source.add_dataframe_asset(part).add_batch_definition_whole_dataframe("last pull")
        suite = context.suites.add_or_update(gx.ExpectationSuite(name=part, expectations=list(expectations)))
        shutil.rmtree(home / "gx" / "uncommitted" / "validations" / part, ignore_errors=True)  # only the last is kept
        definition = gx.ValidationDefinition(name=part, data=data, suite=suite)
        result = context.validation_definitions.add_or_update(definition).run(batch_parameters={"dataframe": frame})
        faults += [_in_words(one) for one in result.results if not one.success]
    return faults


def _context(home: Path) -> Any:
    import great_expectations as gx

    home.mkdir(parents=True, exist_ok=True)
    context = gx.get_context(mode="file", project_root_dir=str(home))
    context.variables.progress_bars = {"globally": False}
    context.variables.analytics_enabled = False
    return context


def _row_expectations(stream: Stream) -> Iterator[Any]:
    import great_expectations.expectations as gxe

    yield gxe.ExpectTableColumnsToMatchSet(column_set=[*schema_of(stream).names, "_file_day"], exact_match=True)
    yield gxe.ExpectCompoundColumnsToBeUnique(column_list=list(dict.fromkeys([*stream.key, "_account", "_day"])))
    yield gxe.ExpectColumnPairValuesToBeEqual(column_A="_day", column_B="_file_day")
    for column in dict.fromkeys([*stream.key, *stream.required]):
        yield gxe.ExpectColumnValuesToNotBeNull(column=column)
    for column, (low, high) in stream.ranges.items():
        yield gxe.ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high)


def _volume_expectations() -> Iterator[Any]:
    import great_expectations.expectations as gxe

    low, high = VOLUME_BOUNDS
    yield gxe.ExpectColumnValuesToBeBetween(column="rows_over_usual", min_value=low, max_value=high)


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
        tables.append(table.append_column("_file_day", pa.repeat(day, table.num_rows)))
        rows += table.num_rows
        if rows >= MOST_ROWS:
            break
    whole = pa.concat_tables(tables, promote_options="default")
    for place, name in enumerate(whole.column_names):
        if stream.columns.get(name) is Type.MONEY:
            whole = whole.set_column(place, name, pc.cast(whole.column(name), pa.float64(), safe=False))
    frame: pd.DataFrame = whole.to_pandas(date_as_object=False)
    return frame


def _volume(lake: Lake, source: Source, stream: Stream, files: list[Path]) -> pd.DataFrame:
    """Rows of each settled day just pulled, over the median of the four weeks before it."""
    found = []
    for path in files if stream.kind == "daily" else []:
        counts = _rows_by_day(path.parent)
        day = date.fromisoformat(path.stem)
        before = [rows for other, rows in counts.items() if 0 < (day - other).days <= USUAL_DAYS]
        if len(before) >= FEWEST_DAYS and (usual := median(before)) >= FEWEST_ROWS:
            found.append(
                {"account": unquote(path.parent.name), "day": path.stem, "rows_over_usual": counts[day] / usual}
            )
    return pd.DataFrame(found)


_counted: dict[Path, tuple[datetime, dict[date, int]]] = {}


def _rows_by_day(folder: Path) -> dict[date, int]:
    changed = datetime.fromtimestamp(folder.stat().st_mtime)  # noqa: DTZ006
    if folder not in _counted or _counted[folder][0] != changed:
        newest = sorted(folder.glob("*.parquet"))[-3 * USUAL_DAYS :]
        rows = {date.fromisoformat(path.stem): pq.read_metadata(path).num_rows for path in newest}
        _counted[folder] = changed, rows
    return _counted[folder][1]
