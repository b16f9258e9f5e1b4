"""Bad rows in the lake are caught on the morning after they came, and told in words; good ones pass."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from connectors.lake import Lake
from connectors.months import days_in, file_of, footer
from connectors.source import ACCOUNTS, Account, Settings, Source, Stream, Type, Window
from orchestration.quality import validate, write_docs

NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
EARLIER = NOW - timedelta(days=1)
SHOP = Account("shop/1", "A shop")
DAYS = Window(date(2026, 3, 1), date(2026, 3, 30))
ROWS_A_DAY = 40

SALES = Stream(
    name="sales",
    description="Sales by article.",
    fetch=lambda *_: [],
    columns={"day": Type.DAY, "article": Type.TEXT, "pieces": Type.INTEGER, "paid": Type.MONEY, "till": Type.TEXT},
    key=("day", "article"),
    day="day",
    ranges={"pieces": (0, 1_000)},
    required=("till",),
)
SOURCE = Source("shop", "A shop", Settings, lambda _: None, lambda _: [SHOP], (ACCOUNTS, SALES))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A month of sales, of which the last week came last night."""
    lake = Lake(tmp_path / "lake")
    last_week = Window(DAYS.until - timedelta(days=6), DAYS.until)
    for window, pulled in ((Window(DAYS.since, last_week.since - timedelta(days=1)), EARLIER), (last_week, NOW)):
        rows = [
            {"day": str(day), "article": f"a{number}", "pieces": number, "paid": "1.10", "till": "north"}
            for day in window
            for number in range(ROWS_A_DAY)
        ]
        lake.write(SOURCE.name, SALES, SHOP, window, [rows], pulled)
    return lake


def plant(lake: Lake, change: Callable[[pa.Table], pa.Table], day: date = DAYS.until) -> None:
    """Change a day of its month as somebody would who writes past the loader."""
    path = lake.folder(SOURCE.name, SALES.name, SHOP) / file_of(day)
    month, told = pq.read_table(path, partitioning=None), footer(days_in(path))
    changed = change(month.filter(pc.equal(month["_day"], day)))
    month = pa.concat_tables([month.filter(pc.not_equal(month["_day"], day)), changed], promote_options="default")
    with pq.ParquetWriter(path, month.schema) as writer:
        writer.write_table(month)
        writer.add_key_value_metadata(told)


def put(table: pa.Table, column: str, first: object) -> pa.Table:
    """The table with another value in the first row of a column."""
    kind = table.schema.field(column).type
    values = pa.concat_arrays([pa.array([first], kind), table.column(column).combine_chunks()[1:]])
    return table.set_column(table.column_names.index(column), table.schema.field(column), values)


def test_good_days_pass_and_only_the_last_pull_is_looked_at(lake: Lake, tmp_path: Path) -> None:
    verdict = validate(SOURCE, SALES, lake, tmp_path / "reports")
    assert (verdict.passed, verdict.faults, verdict.days, verdict.rows) == (True, (), 7, 7 * ROWS_A_DAY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: pa.concat_tables([table, table.slice(3, 1)]), "unique"),
        (lambda table: put(table, "article", None), "column=article): 1 of"),
        (lambda table: put(table, "till", None), "column=till): 1 of"),
        (lambda table: put(table, "pieces", 1_001), "column=pieces"),
        (lambda table: put(table, "pieces", -1), "column=pieces"),
        (lambda table: put(table, "_day", DAYS.since), "_rows_told): 39 of"),
        (lambda table: put(table, "_day", date(2026, 2, 1)), "_rows_told): 40 of"),
        (lambda table: put(table, "_day", None), "_rows_told): 40 of"),
        (lambda table: table.drop_columns("till"), f"column=till): {ROWS_A_DAY} of"),
        (lambda table: table.slice(0, ROWS_A_DAY // 20), "max_value=10.0"),
        (
            lambda table: pa.concat_tables(
                [table] + [put(table, "article", f"b{n}").slice(0, 1) for n in range(10 * ROWS_A_DAY)]
            ),
            "max_value=10.0",
        ),
    ],
    ids=[
        "a key twice",
        "a key without a value",
        "a missing value",
        "above its range",
        "below its range",
        "a row on another day",
        "a row in another month's file",
        "a row without a day",
        "a column lost",
        "a day cut to a twentieth",
        "a day eleven times as large",
    ],
)
def test_a_fault_is_caught_and_told_in_words(
    lake: Lake, tmp_path: Path, change: Callable[[pa.Table], pa.Table], told: str
) -> None:
    plant(lake, change)
    verdict = validate(SOURCE, SALES, lake, tmp_path / "reports")
    assert not verdict.passed
    assert any(told in fault for fault in verdict.faults), verdict.faults


def test_a_fault_in_a_day_that_was_not_pulled_again_waits_for_its_own_night(lake: Lake, tmp_path: Path) -> None:
    plant(lake, lambda table: put(table, "pieces", -1), DAYS.since)
    assert validate(SOURCE, SALES, lake, tmp_path / "reports").passed


def test_a_stream_that_never_came_or_came_empty_is_whole(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.prepare(SOURCE)
    assert validate(SOURCE, SALES, lake, tmp_path / "reports").passed
    lake.write(SOURCE.name, SALES, SHOP, Window(DAYS.until, DAYS.until), [], NOW)
    verdict = validate(SOURCE, SALES, lake, tmp_path / "reports")
    assert (verdict.passed, verdict.rows) == (True, 0)


def test_the_data_docs_show_what_was_found(lake: Lake, tmp_path: Path) -> None:
    plant(lake, lambda table: put(table, "pieces", -1))
    validate(SOURCE, SALES, lake, tmp_path / "reports")
    page = write_docs(tmp_path / "reports")
    assert "shop.sales" in page.read_text()
