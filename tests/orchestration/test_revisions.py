"""Nothing that was reported is forgotten: each night keeps what it said, and stores only what was new."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.revisions import MATURITY, keep_scorecard, revise

FIRST = date(2026, 3, 1)


def warehouse(folder: Path, rows: list[tuple[str, date, float | None]]) -> Path:
    """A warehouse whose kpi_daily holds (member, day, numerator) of one KPI that settles after 2 days."""
    path = folder / "kadran.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("create schema reporting")
        con.execute("create table reporting.dim_kpi as select 'clicks' as kpi, 2 as matures_after")
        con.execute(
            "create table reporting.kpi_daily (kpi varchar, dimension varchar, member varchar, date_day date, "
            "numerator double, denominator double)"
        )
        for member, day, numerator in rows:
            dimension = "total" if member == "total" else "device"
            con.execute(
                "insert into reporting.kpi_daily values ('clicks', ?, ?, ?, ?, null)",
                [dimension, member, day, numerator],
            )
    return path


def stored(folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(
            f"select night, member, date_day, numerator from read_parquet('{folder}/*.parquet') order by all"
        ).fetchall()


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "revisions"


def test_only_what_differs_from_all_nights_before_is_stored(tmp_path: Path, said: Path) -> None:
    second, third = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
    assert revise(warehouse(tmp_path, [("total", FIRST, 10), ("mobile", FIRST, 4)]), said, FIRST) == 2
    assert revise(warehouse(tmp_path, [("total", FIRST, 12), ("mobile", FIRST, 4)]), said, second) == 1
    assert revise(warehouse(tmp_path, [("total", FIRST, 12), ("mobile", FIRST, 4)]), said, third) == 0
    assert stored(said) == [(FIRST, "mobile", FIRST, 4), (FIRST, "total", FIRST, 10), (second, "total", FIRST, 12)]


def test_a_night_that_is_run_again_replaces_what_it_said(tmp_path: Path, said: Path) -> None:
    revise(warehouse(tmp_path, [("total", FIRST, 10)]), said, FIRST)
    revise(warehouse(tmp_path, [("total", FIRST, 11)]), said, FIRST)
    assert stored(said) == [(FIRST, "total", FIRST, 11)]


def test_a_row_that_is_no_longer_said_is_remembered_as_gone(tmp_path: Path, said: Path) -> None:
    second = FIRST + timedelta(days=1)
    revise(warehouse(tmp_path, [("total", FIRST, 10), ("mobile", FIRST, 4)]), said, FIRST)
    assert revise(warehouse(tmp_path, [("total", FIRST, 10)]), said, second) == 1
    assert stored(said)[-1] == (second, "mobile", FIRST, None)


def test_maturity_is_the_share_of_the_settled_figure_at_each_age(tmp_path: Path, said: Path) -> None:
    for age, clicks in ((1, 60.0), (2, 90.0), (3, 100.0), (4, 100.0)):
        rows: list[tuple[str, date, float | None]] = [("total", FIRST, clicks)]
        revise(warehouse(tmp_path, rows), said, FIRST + timedelta(days=age))
    # A night with news of another day is what shows that the first one has settled.
    revise(warehouse(tmp_path, [*rows, ("total", FIRST + timedelta(days=3), 1.0)]), said, FIRST + timedelta(days=4))
    with duckdb.connect() as con:
        con.execute(f"create table kpi_revisions as from read_parquet('{said}/*.parquet')")
        con.execute("create table dim_kpi as select 'clicks' as kpi, 2 as matures_after, 'additive' as additivity")
        ages = con.execute(f"select age, share_known from ({MATURITY}) order by age").fetchall()
    assert ages == [(1, 0.6), (2, 0.9), (3, 1.0), (4, 1.0)]


def test_the_scorecard_of_a_night_keeps_the_owner_and_the_target_of_that_night(tmp_path: Path) -> None:
    history = tmp_path / "history"
    for night, owner, target in ((FIRST, "Ada", 10.0), (FIRST + timedelta(days=1), "Grace", 12.0)):
        with duckdb.connect(str(tmp_path / "kadran.duckdb")) as con:
            con.execute("create schema if not exists reporting")
            con.execute(
                f"create or replace table reporting.kra_scorecard as select '{owner}' as owner_name, {target} as target"
            )
        keep_scorecard(tmp_path / "kadran.duckdb", history, night)
    with duckdb.connect() as con:
        kept = con.execute(
            f"select night, owner_name, target::double from read_parquet('{history}/*.parquet') order by all"
        )
        assert kept.fetchall() == [(FIRST, "Ada", 10.0), (FIRST + timedelta(days=1), "Grace", 12.0)]


def test_a_rate_whose_both_sides_grow_alike_is_known_at_once() -> None:
    nights = [(1, 6.0, 60.0), (2, 9.0, 90.0), (3, 10.0, 100.0), (4, 10.0, 100.0)]
    with duckdb.connect() as con:
        con.execute("create table dim_kpi as select 'rate' as kpi, 2 as matures_after, 'ratio' as additivity")
        con.execute(
            "create table kpi_revisions (night date, kpi varchar, dimension varchar, member varchar, date_day date, "
            "numerator double, denominator double)"
        )
        for age, numerator, denominator in nights:
            con.execute(
                "insert into kpi_revisions values (?, 'rate', 'total', 'total', ?, ?, ?)",
                [FIRST + timedelta(days=age), FIRST, numerator, denominator],
            )
        ages = con.execute(f"select age, share_known from ({MATURITY}) order by age").fetchall()
    assert ages == [(age, pytest.approx(1.0)) for age, *_ in nights]
