"""What is published: whole, consistent, replaced at once, never broken by a crash, without anything private."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.publication import WAREHOUSE, failing, publication_assets
from orchestration.publish import KEPT_VERSIONS, publish
from orchestration.raw_checks import blocking_checks
from orchestration.settings import PROJECT
from tests.orchestration.warehouse import NIGHT, NOW, VERSION, Company, event, kpi, remembered_of

SUM = "select sum(value) from reporting.kra_scorecard"
DAILY = "select count(*) from reporting.kpi_daily"


def company(clicks: float) -> Company:
    return Company(scorecard=[kpi("organic_search", "organic_clicks", "Organic clicks", "count", value=clicks)])


def ask(file: Path, question: str) -> str:
    """The answer that another process gets, as a BI tool would."""
    program = (
        "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file), question], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def current(data: Path) -> Path:
    return data / "published" / "parquet" / "current"


def test_a_reader_keeps_its_version_through_three_swaps_and_a_new_reader_sees_the_new_one(tmp_path: Path) -> None:
    published = company(1.0).publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as held:
        for night in (2, 3, 4):
            company(float(night)).publish(tmp_path, replace(VERSION, published_at=NOW + timedelta(days=night)))
            assert held.execute(SUM).fetchone() == (1.0,)
            assert held.execute(DAILY).fetchone() == (120,)
            assert ask(published, SUM) == f"{night}.0"


def test_what_was_published_says_its_night_its_moment_and_its_currency(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        assert con.execute("select night, published_at, currency from reporting.published_version").fetchall() == [
            (NIGHT, NOW, "EUR")
        ]


def test_the_events_of_every_night_are_published(tmp_path: Path) -> None:
    before = NIGHT - timedelta(days=1)
    nights = {night: [event("organic_clicks", "off_target", night=night)] for night in (before, NIGHT)}
    published = Company(events=nights).publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("select night from reporting.kri_events order by 1").fetchall() == [(before,), (NIGHT,)]


def test_a_night_without_any_event_still_publishes_an_empty_table_of_them(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("select count(*), count(reason) from reporting.kri_events").fetchone() == (0, 0)


def test_parquet_holds_the_same_tables_and_rows(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        rows = {
            f"{schema}.{table}.parquet": con.execute(f"select count(*) from {schema}.{table}").fetchone()
            for schema, table in tables
        }
    assert {file.name: (pq.read_metadata(file).num_rows,) for file in current(tmp_path).iterdir()} == rows
    assert "reporting.kpi_daily.parquet" in rows


def test_engines_of_the_last_year_can_open_the_file(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    with duckdb.connect(str(published), read_only=True) as con:
        found = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone()
    assert found is not None
    assert found[0].startswith("v1.4.0")


def test_nothing_of_the_staging_layer_is_published(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    assert b"ada@example.com" in (tmp_path / "warehouse" / "kadran.duckdb").read_bytes()
    everything = [path for path in published.parent.rglob("*") if path.is_file()]
    assert len(everything) > 5
    assert not [path for path in everything if b"ada@example.com" in path.read_bytes()]


def test_the_link_to_parquet_is_whole_at_every_moment_of_many_publications(tmp_path: Path) -> None:
    data = Company()
    data.publish(tmp_path)
    expected, seen, over = len(list(current(tmp_path).iterdir())), [], threading.Event()

    def watch() -> None:
        while not over.is_set():
            seen.append(len(list(current(tmp_path).iterdir())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(4):  # the same moment each time: a demo whose clock stands still
        data.publish(tmp_path)
    over.set()
    watcher.join()
    assert set(seen) == {expected}
    assert len(seen) > 100


def test_old_parquet_versions_are_let_go_but_never_the_current_one(tmp_path: Path) -> None:
    for night in (5, 4, 3, 2, 1):  # a clock that goes backwards: someone shows an earlier day
        company(float(night)).publish(tmp_path, replace(VERSION, published_at=NOW + timedelta(days=night)))
    versions = [path for path in (tmp_path / "published" / "parquet").iterdir() if not path.is_symlink()]
    assert len(versions) == KEPT_VERSIONS
    assert pq.read_table(current(tmp_path) / "reporting.kra_scorecard.parquet")["value"].to_pylist() == [1.0]


WRITER = """
import os, sys, duckdb
con = duckdb.connect(sys.argv[1])
con.execute("create table mine as select 1 as a")
os._exit(0)
"""


def test_the_published_file_is_read_only_and_a_log_left_by_a_writer_does_not_harm_the_next_one(tmp_path: Path) -> None:
    published = company(1.0).publish(tmp_path)
    assert not published.stat().st_mode & 0o222
    published.chmod(0o644)
    subprocess.run([sys.executable, "-c", WRITER, str(published)], check=True)
    assert published.with_name("kadran.duckdb.wal").exists()
    company(2.0).publish(tmp_path)
    assert ask(published, SUM) == "2.0"
    assert ask(published, "select count(*) from duckdb_tables() where table_name = 'mine'") == "0"


CRASH = """
import os, signal, sys
from pathlib import Path
import orchestration.publish as publishing
from tests.orchestration.warehouse import VERSION, remembered_of

if sys.argv[2] == "checkpoint":
    publishing._sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)
else:
    setattr(publishing, sys.argv[2], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
data = Path(sys.argv[1])
built = data / "warehouse" / "kadran.duckdb"
publishing.publish(built, remembered_of(data), data / "published", VERSION)
"""


@pytest.mark.parametrize("moment", ["_copy", "checkpoint", "_swap_parquet", "_swap_file"])
def test_a_run_killed_in_the_middle_leaves_the_last_good_version_and_hinders_no_later_one(
    tmp_path: Path, moment: str
) -> None:
    published = company(1.0).publish(tmp_path)
    company(2.0).build(tmp_path)
    killed = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path), moment], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert ask(published, SUM) == "1.0"
    assert pq.read_table(current(tmp_path) / "reporting.kpi_daily.parquet").num_rows == 120

    (left,) = published.parent.glob(".publish-*")
    os.utime(left, (time.time() - 2 * 86400,) * 2)
    company(3.0).publish(tmp_path)
    assert ask(published, SUM) == "3.0"
    assert not list(published.parent.glob(".publish-*"))


def test_a_broken_warehouse_leaves_what_was_published_and_no_litter(tmp_path: Path) -> None:
    published = company(1.0).publish(tmp_path)
    warehouse = company(2.0).build(tmp_path)
    warehouse.write_bytes(warehouse.read_bytes()[:5000])
    before = sorted(published.parent.rglob("*"))
    with pytest.raises(duckdb.Error):
        publish(warehouse, remembered_of(tmp_path), published.parent, VERSION)
    assert sorted(published.parent.rglob("*")) == before
    assert ask(published, SUM) == "1.0"


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def evaluated(instance: dg.DagsterInstance, key: dg.AssetCheckKey, passed: bool) -> None:
    """What tonight's load said of one stream."""

    @dg.asset(
        key=key.asset_key,
        check_specs=[dg.AssetCheckSpec(key.name, asset=key.asset_key, blocking=True)],
    )
    def stream() -> dg.MaterializeResult:
        result = dg.AssetCheckResult(check_name=key.name, passed=passed, description="the day 2026-03-30 is cut")
        return dg.MaterializeResult(check_results=[result])

    dg.materialize([stream], instance=instance, raise_on_error=False)


def test_the_latest_evaluation_of_a_blocking_check_counts_and_one_that_never_ran_blocks_nothing(
    instance: dg.DagsterInstance,
) -> None:
    key, silent = blocking_checks()[:2]
    assert failing(instance, [key, silent]) == []
    evaluated(instance, key, passed=False)
    assert failing(instance, [key, silent]) == [f"{'/'.join(key.asset_key.path)} (the day 2026-03-30 is cut)"]
    evaluated(instance, key, passed=True)
    assert failing(instance, [key, silent]) == []


def test_while_a_raw_load_is_not_whole_the_last_good_version_stays_and_the_night_says_which_load(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KADRAN_DATA", str(tmp_path))
    published = company(1.0).publish(tmp_path)
    company(2.0).build(tmp_path)
    assets = publication_assets({"nodes": {}})
    key = blocking_checks()[0]

    evaluated(instance, key, passed=False)
    result = dg.materialize(assets, selection=[WAREHOUSE], instance=instance, raise_on_error=False)
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert not result.success
    assert "/".join(key.asset_key.path) in str(failure.step_failure_data.user_failure_data)
    assert ask(published, SUM) == "1.0"

    evaluated(instance, key, passed=True)
    assert dg.materialize(assets, selection=[WAREHOUSE], instance=instance).success
    assert ask(published, SUM) == "2.0"
