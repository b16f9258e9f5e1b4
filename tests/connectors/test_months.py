"""Days share a month's file: whatever happens to one, the others stay as they are, for readers and writers alike."""

import itertools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from time import sleep

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.months import Day, days_in
from connectors.source import Account, Page, Stream, Type, Window
from tests.conftest import REPO

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ACCOUNTS = [Account(str(number), "") for number in range(8)]
MARCH, TWO_MONTHS = Window(date(2026, 3, 1), date(2026, 3, 31)), Window(date(2026, 2, 20), date(2026, 3, 10))
ROWS = 40
TOUCHES = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir")
STREAM = Stream(
    "daily", "", lambda *_: [], {"d": Type.DAY, "n": Type.INTEGER, "said": Type.INTEGER}, ("d", "n"), day="d"
)


def rows(window: Window, said: int, count: int = ROWS) -> list[Page]:
    return [[{"d": str(day), "n": n, "said": said} for n in range(count)] for day in window]


def write(
    lake: Lake, window: Window, said: int, account: Account = ACCOUNTS[0], count: int = ROWS, at: datetime = NOW
) -> None:
    lake.write("ads", STREAM, account, window, rows(window, said, count), at, force=True)


def ask(lake: Lake, query: str) -> list[tuple[object, ...]]:
    """The query on `lake`, as dbt's views read it."""
    declared = yaml.safe_load((REPO / "dbt_project" / "dbt_project.yml").read_text())["sources"]["kadran"]
    table = declared["+external_location"].replace('{{ env_var("KADRAN_DATA", "../data") }}/lake', str(lake.root))
    with duckdb.connect() as con:
        return con.execute(query.replace("lake", table.format(schema="ads", name="daily"))).fetchall()


def all_say(window: Window, what: int) -> dict[object, set[object]]:
    return {day: {what} for day in window}


def said(lake: Lake) -> dict[object, set[object]]:
    """What is said of each day. Every day must be there whole, and once."""
    found = ask(lake, "select _day, list(distinct said), count(*), count(distinct n) from lake group by _day")
    assert {(count, different) for _, _, count, different in found} <= {(ROWS, ROWS)}
    return {day: set(values) for day, values, _, _ in found}  # type: ignore[call-overload]


def test_a_restated_day_is_replaced_and_its_month_keeps_the_others(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, MARCH, 1)
    restated = Window(date(2026, 3, 10), date(2026, 3, 12))
    write(lake, restated, 2, at=LATER)
    assert said(lake) == {day: {2 if day in restated else 1} for day in MARCH}
    assert lake.loaded("ads", "daily", ACCOUNTS[0]) == {day: LATER if day in restated else NOW for day in MARCH}
    (month,) = lake.folder("ads", "daily", ACCOUNTS[0]).iterdir()
    assert days_in(month)[restated.since] == Day(ROWS, LATER)
    assert ask(lake, "select distinct _loaded_at from lake where said = 2") == [(LATER,)]


def test_a_small_month_lies_in_the_order_of_its_days(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for day in reversed(list(MARCH)):
        write(lake, Window(day, day), 1)
    (month,) = lake.folder("ads", "daily", ACCOUNTS[0]).iterdir()
    days = pq.read_table(month, partitioning=None)["_day"].to_pylist()
    assert days == sorted(days)
    assert pq.read_metadata(month).num_row_groups == 1


def test_columns_that_come_and_go_leave_what_earlier_days_say(tmp_path: Path) -> None:
    lake, day = Lake(tmp_path), Window(MARCH.since, MARCH.since)
    write(lake, MARCH, 1)
    columns = {"d": Type.DAY, "n": Type.NUMBER, "cost": Type.MONEY}
    changed = Stream("daily", "", lambda *_: [], columns, ("d", "n"), day="d")
    fresh = [{"d": str(MARCH.since), "n": 1.5, "cost": "2.10"}] * ROWS
    lake.write("ads", changed, ACCOUNTS[0], day, [fresh], LATER)
    counted = "select count(said), count(cost), count(n), any_value(typeof(n)) from lake where _day "
    assert ask(lake, counted + "= date '2026-03-01'") == [(0, ROWS, ROWS, "DOUBLE")]
    assert ask(lake, counted + "> date '2026-03-01'") == [(30 * ROWS, 0, 30 * ROWS, "DOUBLE")]


def test_a_column_that_cannot_become_what_it_is_declared_by_now_is_refused_and_all_stays(tmp_path: Path) -> None:
    lake, day = Lake(tmp_path), Window(MARCH.since, MARCH.since)
    texts = Stream("daily", "", lambda *_: [], {"d": Type.DAY, "n": Type.TEXT}, ("d", "n"), day="d")
    lake.write("ads", texts, ACCOUNTS[0], MARCH, [[{"d": str(date_), "n": "many"}] for date_ in MARCH], NOW)
    with pytest.raises(Refused, match=r"n is declared as int64 .* ads/daily/0/2026-03.parquet .* Move that file out"):
        write(lake, day, 1)
    assert ask(lake, "select distinct n, count(*) over () from lake") == [("many", 31)]


@pytest.mark.parametrize("what", ["half", "another's"])
def test_a_file_that_is_no_whole_month_of_ours_is_refused_with_the_remedy(tmp_path: Path, what: str) -> None:
    lake = Lake(tmp_path)
    write(lake, MARCH, 1)
    (month,) = lake.folder("ads", "daily", ACCOUNTS[0]).iterdir()
    if what == "half":
        month.write_bytes(month.read_bytes()[: month.stat().st_size // 2])
    else:
        pq.write_table(pq.read_table(month, partitioning=None), month)
    with pytest.raises(Refused, match=r"ads/daily/0/2026-03.parquet is no whole month .* Move that file out"):
        lake.loaded("ads", "daily", ACCOUNTS[0])
    month.unlink()
    write(lake, MARCH, 2)
    assert said(lake) == all_say(MARCH, 2)


def test_two_writers_of_one_month_lose_nothing_of_each_other(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda day: write(lake, Window(day, day), 1), MARCH))
    assert said(lake) == all_say(MARCH, 1)


def test_who_reads_while_others_load_sees_every_day_whole(tmp_path: Path) -> None:
    """Of as many rows as there were, by one load each: rows and footers of two versions would not fit together."""
    lake, over = Lake(tmp_path), Event()
    for account in ACCOUNTS:
        write(lake, MARCH, 0, account)

    def restates(account: Account) -> int:
        turn = 0
        while not over.is_set():
            turn += 1
            write(lake, MARCH, turn, account, count=ROWS + turn % 7 * 20)
        return turn

    def reads() -> list[tuple[object, ...]]:
        with lake.reading():
            return ask(lake, "select _account, count(distinct said), count(*), any_value(said) from lake group by all")

    with ThreadPoolExecutor(len(ACCOUNTS)) as pool:
        turns = [pool.submit(restates, account) for account in ACCOUNTS]
        try:
            for _ in range(40):
                for _, versions, count, turn in reads():
                    assert (versions, count) == (1, len(MARCH) * (ROWS + turn % 7 * 20))  # type: ignore[operator]
        finally:
            over.set()
    assert all(turn.result() > 2 for turn in turns)


def test_a_load_waits_for_a_reader_only_with_putting_in_place_what_came(tmp_path: Path) -> None:
    lake, asked = Lake(tmp_path), Event()
    write(lake, MARCH, 1)

    def pages() -> Iterator[Page]:
        yield from rows(MARCH, 2)
        asked.set()

    with ThreadPoolExecutor(1) as pool:
        with lake.reading():
            written = pool.submit(lake.write, "ads", STREAM, ACCOUNTS[0], MARCH, pages(), LATER)
            assert asked.wait(10)
            sleep(0.3)
            assert not written.done()
            assert said(lake) == all_say(MARCH, 1)
        written.result(10)
    assert said(lake) == all_say(MARCH, 2)


FORKED = get_context("forkserver")
FORKED.set_forkserver_preload([__name__])


def killed_at(step: int, lake: Lake, do: Callable[[Lake], None]) -> bool:
    """Do something to a lake in a process that is killed when it touches the lake's files for the `step`-th time."""
    child = FORKED.Process(target=_die_at, args=(step, lake, do))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def _die_at(step: int, lake: Lake, do: Callable[[Lake], None]) -> None:
    touched = itertools.count(1)

    def touch(event: str, words: tuple[object, ...]) -> None:
        if event in TOUCHES and str(lake.root) in str(words) and next(touched) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touch)
    do(lake)


def write_again(lake: Lake) -> None:
    write(lake, TWO_MONTHS, 2)


def test_a_kill_at_any_touch_of_a_file_leaves_months_as_they_were_or_as_they_should_be(tmp_path: Path) -> None:
    seen = set()
    for step in range(1, 100):
        lake = Lake(tmp_path / str(step))
        write(lake, TWO_MONTHS, 1)
        killed = killed_at(step, lake, write_again)
        found = said(lake)
        assert set(found) == set(TWO_MONTHS)
        by_month = [frozenset(v for day, vs in found.items() for v in vs if day.month == month) for month in (2, 3)]
        assert all(len(version) == 1 for version in by_month)
        seen.add(tuple(next(iter(version)) for version in by_month))
        write(lake, TWO_MONTHS, 3)
        assert said(lake) == all_say(TWO_MONTHS, 3)
        if not killed:
            break
    assert step > 5
    assert seen == {(1, 1), (1, 2), (2, 2)}  # the newer month first
