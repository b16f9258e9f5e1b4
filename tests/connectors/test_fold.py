"""A lake of version 0.1, a file a day, becomes one of months: the same rows, whenever it is killed meanwhile."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.lake import Lake
from connectors.load import LOADS, Load, read_loads, record
from connectors.months import days_in
from connectors.source import Settings, Source, Window
from tests.connectors.test_months import ACCOUNTS, LATER, NOW, ROWS, STREAM, ask, killed_at, write

SOURCE = Source("ads", "Ads", Settings, lambda _: None, lambda _: ACCOUNTS, (STREAM,))
SPAN = Window(date(2026, 1, 27), date(2026, 2, 4))
EMPTY = date(2026, 2, 2)
EVERYTHING = "select d, n, said, _day, _account, _loaded_at, _extra from lake order by all"


def prepare(lake: Lake) -> None:
    lake.prepare(SOURCE)


def old_lake(root: Path) -> Lake:
    """As version 0.1 wrote it: each day a file with the time of its pull, one without rows."""
    lake = Lake(root)
    for account in ACCOUNTS[:2]:
        write(lake, SPAN, 1, account)
        home = lake.folder("ads", "daily", account)
        for month in list(home.iterdir()):
            table, days = pq.read_table(month, partitioning=None), days_in(month)
            month.unlink()
            for day in days:
                rows = table.filter(pc.equal(table["_day"], day)) if day != EMPTY else table.slice(0, 0)
                pq.write_table(rows.drop_columns("said") if day.month == 1 else rows, home / f"{day}.parquet")
                os.utime(home / f"{day}.parquet", (pulled(day).timestamp(),) * 2)
    return lake


def pulled(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC) + timedelta(days=3)


def test_every_row_and_day_is_as_it_was(tmp_path: Path) -> None:
    lake = old_lake(tmp_path)
    before = ask(lake, EVERYTHING)
    assert len(before) == 2 * (len(SPAN) - 1) * ROWS
    prepare(lake)
    assert ask(lake, EVERYTHING) == before
    for account in ACCOUNTS[:2]:
        home = lake.folder("ads", "daily", account)
        assert {path.name for path in home.iterdir()} == {"2026-01.parquet", "2026-02.parquet"}
        assert lake.loaded("ads", "daily", account) == {day: pulled(day) for day in SPAN}
        assert days_in(home / "2026-02.parquet")[EMPTY].rows == 0


def test_a_restated_day_replaces_what_was_folded(tmp_path: Path) -> None:
    lake, restated = old_lake(tmp_path), Window(date(2026, 1, 31), date(2026, 2, 1))
    prepare(lake)
    for account in ACCOUNTS[:2]:
        write(lake, restated, 2, account, at=LATER)
    counted = "select said, count(*) from lake where _day between '2026-01-31' and '2026-02-01' group by all"
    assert ask(lake, counted) == [(2, 2 * 2 * ROWS)]
    assert ask(lake, "select count(*) from lake") == [(2 * (len(SPAN) - 1) * ROWS,)]


def test_runs_that_fold_at_once_do_it_once(tmp_path: Path) -> None:
    lake = old_lake(tmp_path)
    before = ask(lake, EVERYTHING)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(prepare, [lake] * 4))
    assert ask(lake, EVERYTHING) == before


def test_a_kill_at_any_touch_of_a_file_is_mended_by_the_next_run(tmp_path: Path) -> None:
    untouched = old_lake(tmp_path / "untouched")
    before = ask(untouched, EVERYTHING)
    for step in range(1, 300, 3):
        lake = Lake(shutil.copytree(untouched.root, tmp_path / str(step)))
        killed = killed_at(step, lake, prepare)
        prepare(lake)
        assert ask(lake, EVERYTHING) == before
        assert not list(lake.root.rglob("????-??-??.parquet"))
        if not killed:
            break
    assert step > 20


def test_the_loads_of_each_run_are_folded_too(tmp_path: Path) -> None:
    lake, folder = Lake(tmp_path), tmp_path / "kadran" / "loads"
    folder.mkdir(parents=True)
    for number, source in enumerate(("ads", "mail", "ads")):
        done = Load(source, "daily", "1", NOW + timedelta(days=30 * number), None, None, 0, 0, 0.0, None, None, None)
        pq.write_table(pa.Table.from_pylist([asdict(done)], LOADS), folder / f"2026{number}-{source}-abc.parquet")
    record(lake, [])
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.parquet")} == {
        *("_schema.parquet", "ads/2026-03.parquet", "mail/2026-04.parquet", "ads/2026-05.parquet"),
    }
    assert [len(read_loads(lake, source)) for source in ("ads", "mail", None, "web")] == [2, 1, 3, 0]
