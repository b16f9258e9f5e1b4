"""The build file says of every stream what the lake says, and reads of the lake only what it has not read yet."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors import all_sources
from connectors.lake import Lake
from connectors.load import record
from connectors.source import Account, Settings, Source, Stream, Type, Window
from orchestration import raw_tables
from orchestration.raw_tables import bring_up_to_date

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
"""Every pull of a pretended day has this time, whatever it brought."""
SHOP, OTHER = Account("shop/1", "A shop"), Account("o'hara", "Another")
FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (1, 2, 3))
COLUMNS = {"day": Type.DAY, "article": Type.TEXT, "paid by.card": Type.MONEY}


def sales(columns: Mapping[str, Type]) -> Stream:
    return Stream("sales", "", lambda *_: [], columns, ("day", "article"), day="day")


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """A lake of one stream."""
    declare(monkeypatch, COLUMNS)
    return Lake(tmp_path / "a [lake]" / "lake")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "kadran.duckdb"


def declare(monkeypatch: pytest.MonkeyPatch, columns: Mapping[str, Type]) -> None:
    source = Source("shop", "A shop", Settings, lambda _: None, lambda _: [], (sales(columns),))
    monkeypatch.setattr(raw_tables, "all_sources", lambda: {"shop": source})


def pull(lake: Lake, day: date, *articles: str, account: Account = SHOP, **more: object) -> None:
    rows: list[Any] = [{"day": str(day), "article": name, "paid by": {"card": "1.10"}, **more} for name in articles]
    columns = COLUMNS | dict.fromkeys(more, Type.INTEGER)
    lake.write("shop", sales(columns), account, Window(day, day), [rows], NOON, force=True)


def told(warehouse: Path, columns: str = "article") -> list[Any]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        rows = con.execute(f"select {columns} from shop.sales order by all").fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def test_each_file_is_read_once_and_again_when_it_was_replaced(lake: Lake, warehouse: Path) -> None:
    pull(lake, FIRST, "tea", "cup")
    pull(lake, SECOND, "pot")
    pull(lake, SECOND, "jug", account=OTHER)
    assert bring_up_to_date(lake, warehouse) == 3
    assert told(warehouse) == ["cup", "jug", "pot", "tea"]
    assert bring_up_to_date(lake, warehouse) == 0

    pull(lake, SECOND, "can")
    pull(lake, THIRD)
    assert bring_up_to_date(lake, warehouse) == 2
    assert told(warehouse) == ["can", "cup", "jug", "tea"]

    (lake.folder("shop", "sales", OTHER) / f"{SECOND}.parquet").unlink()
    assert bring_up_to_date(lake, warehouse) == 0
    assert told(warehouse, "_account, _day, article, \"paid by.card\"::varchar, _file") == [
        ("shop/1", FIRST, "cup", "1.100000", "shop%2F1/2026-03-01.parquet"),
        ("shop/1", FIRST, "tea", "1.100000", "shop%2F1/2026-03-01.parquet"),
        ("shop/1", SECOND, "can", "1.100000", "shop%2F1/2026-03-02.parquet"),
    ]  # fmt: skip


def test_what_is_declared_otherwise_is_read_anew_and_old_files_lack_what_they_lack(
    lake: Lake, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(lake, FIRST, "tea")
    pull(lake, SECOND, "pot", pieces=2)  # as a declaration to come has it
    bring_up_to_date(lake, warehouse)
    assert told(warehouse) == ["pot", "tea"]

    declare(monkeypatch, {"day": Type.DAY, "article": Type.TEXT, "pieces": Type.NUMBER})
    assert bring_up_to_date(lake, warehouse) == 2
    assert told(warehouse, "* exclude (_loaded_at, _extra, _file)") == [
        (FIRST, "tea", None, FIRST, "shop/1"),
        (SECOND, "pot", 2.0, SECOND, "shop/1"),
    ]
    declare(monkeypatch, COLUMNS)
    pull(lake, THIRD, "jug")
    assert bring_up_to_date(lake, warehouse) == 3
    assert told(warehouse) == ["jug", "pot", "tea"]


def test_a_run_that_breaks_off_leaves_a_table_as_it_was_and_the_next_goes_on(
    lake: Lake, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(lake, FIRST, "tea")
    bring_up_to_date(lake, warehouse)
    monkeypatch.setattr(raw_tables, "OPEN_AT_ONCE", 1)
    pull(lake, FIRST, "cup")
    pull(lake, SECOND, "pot")
    broken = lake.folder("shop", "sales", SHOP) / f"{THIRD}.parquet"
    broken.write_bytes(b"PAR1 half a file")
    with pytest.raises(duckdb.Error, match=r"2026-03-03\.parquet"):
        bring_up_to_date(lake, warehouse)
    assert told(warehouse) == ["tea"]

    broken.unlink()
    assert bring_up_to_date(lake, warehouse) == 2
    assert told(warehouse) == ["cup", "pot"]


def test_every_stream_is_a_table_of_the_columns_and_types_of_its_files(tmp_path: Path, warehouse: Path) -> None:
    lake = Lake(tmp_path / "lake")
    for source in all_sources().values():
        lake.prepare(source)
    record(lake, [])
    assert bring_up_to_date(lake, warehouse) == 0
    tables = list(raw_tables.raw_tables(lake))
    assert len(tables) > 250
    with duckdb.connect(str(warehouse), read_only=True) as con:
        for table in tables:
            *columns, (name, kind, *_) = con.execute(f"describe {table}").fetchall()
            assert (name, kind) == ("_file", "VARCHAR")
            file = str(table.folder / "_schema.parquet")
            assert columns == con.execute("describe from read_parquet(?)", [file]).fetchall(), table
