"""A night with the real command against simulated vendors: loaded, built, evaluated, published. The next pulls little.

What goes wrong in these nights is told in test_bad_days.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import dagster as dg
import duckdb
import pytest

from connectors import all_sources
from connectors.load import read_loads
from orchestration.kri_events import read_events
from orchestration.nightly import AlreadyRunning, alone
from orchestration.settings import Kadran
from tests.orchestration.conftest import CONFIGURED, FIRST, HISTORY_DAYS, SECOND, Installation, Nights

LOADED = {"ecb", *CONFIGURED}


@pytest.fixture
def published(nights: Nights) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(nights.installation.data / "published" / "kadran.duckdb"), read_only=True)


def test_a_night_on_which_all_went_well_ends_with_0_and_a_scorecard(nights: Nights) -> None:
    assert nights.first.returncode == 0, nights.first.stdout + nights.first.stderr
    for job in ("load_ecb", *(f"load_{name}" for name in CONFIGURED), "transform"):
        assert f"✓ {job}" in nights.first.stdout
    assert "Average order value" in nights.first.stdout
    assert "Failed" not in nights.first.stdout


def test_sources_that_nobody_configured_are_skipped_aloud(nights: Nights) -> None:
    for name in set(all_sources()) - LOADED:
        assert f"{name} is not configured: skipped" in nights.first.stdout
    assert {row["source"] for row in read_loads(nights.installation.lake).to_pylist()} == LOADED


def test_the_whole_history_is_there(nights: Nights) -> None:
    account = nights.installation.lake.accounts("shopify")[0]
    orders = nights.installation.lake.loaded("shopify", "orders", account)
    assert len(orders) >= HISTORY_DAYS
    assert SECOND - timedelta(days=1) in orders


def test_what_people_read_is_of_the_last_night(published: duckdb.DuckDBPyConnection) -> None:
    version = "select night::varchar, currency from reporting.published_version"
    assert published.sql(version).fetchall() == [(str(SECOND - timedelta(days=1)), "EUR")]
    kpis = "select count(*), count(*) filter (value is not null) from reporting.kra_scorecard"
    ((declared, known),) = published.sql(kpis).fetchall()
    assert declared > 60
    assert known > 15  # of three sources
    assert published.sql("select count(*) from marts.fct_orders").fetchall()[0][0] > 1_000


def test_the_scorecard_page_and_the_data_docs_lie_with_the_reports(nights: Nights) -> None:
    page = (nights.installation.data / "reports" / "scorecard.html").read_text()
    assert "Average order value" in page
    docs = nights.installation.data / "reports/quality/gx/uncommitted/data_docs/local_site/index.html"
    assert docs.exists()
    assert str(docs) in nights.first.stdout


def test_every_kri_said_something_each_night(nights: Nights, published: duckdb.DuckDBPyConnection) -> None:
    declared = set(published.sql("select kpi, kri from reporting.dim_kri").fetchall())
    for today in (FIRST, SECOND):
        night = today - timedelta(days=1)
        events = read_events(nights.installation.data / "warehouse" / "kri_events", night)
        assert {(event.kpi, event.kri) for event in events} == declared
        assert {event.night for event in events} == {night}
        assert {event.state for event in events} <= {"fired", "calm", "unknown"}
        assert all(event.reason and event.owner for event in events)
    nightly = "select count(distinct night) from reporting.kri_events"
    assert published.sql(nightly).fetchall() == [(2,)]


def test_dagster_remembers_the_night_its_checks_and_its_rows(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(nights.installation.home))
    monkeypatch.setenv("KADRAN_DAGSTER", str(nights.installation.data / "dagster"))
    key = dg.AssetKey(["shopify", "orders"])
    with dg.DagsterInstance.get() as instance:
        runs = instance.get_runs(dg.RunsFilter(job_name="load_shopify"))
        assert [run.status for run in runs] == [
            dg.DagsterRunStatus.SUCCESS,
            dg.DagsterRunStatus.SUCCESS,
            dg.DagsterRunStatus.FAILURE,  # was killed
        ]
        event = instance.get_latest_materialization_event(key)
        assert event is not None
        assert event.asset_materialization is not None
        assert int(str(event.asset_materialization.metadata["dagster/row_count"].value)) > 0
        history = instance.event_log_storage.get_asset_check_execution_history(dg.AssetCheckKey(key, "is_whole"), 5)
        verdicts = [record.status.value for record in history if record.status.value != "PLANNED"]
        assert verdicts == ["SUCCEEDED", "SUCCEEDED"]


def test_the_next_night_pulls_only_what_is_new_or_may_have_been_restated(nights: Nights) -> None:
    assert len(nights.second_requests) < len(nights.first_requests) / 3
    now = nights.second_days
    noon = datetime(SECOND.year, SECOND.month, SECOND.day, 12, tzinfo=UTC).timestamp()
    pulled = {path for path, when in now.items() if when == noon}
    assert {path.split("/")[0] for path in pulled} == {"ecb", "shopify", "zendesk"}
    assert all(now[path] == when for path, when in nights.first_days.items() if path not in pulled)
    for path in pulled:
        source, stream_name, _, day = path.split("/")
        stream = all_sources()[source].stream(stream_name)
        age = (SECOND - date.fromisoformat(day)).days
        assert age <= (0 if stream.kind == "snapshot" else stream.settles_after + 1), path


def test_the_loads_of_the_second_night_say_so_too(nights: Nights) -> None:
    loads: list[dict[str, Any]] = read_loads(nights.installation.lake).to_pylist()
    second = [load for load in loads if load["started_at"].date() == SECOND and load["source"] != "mailchimp"]
    first = [load for load in loads if load["started_at"].date() == FIRST and load["source"] != "mailchimp"]
    assert {(load["source"], load["stream"]) for load in second} == {(load["source"], load["stream"]) for load in first}
    assert sum(load["days"] for load in second) < sum(load["days"] for load in first) / 3
    assert [load["error"] for load in second if load["error"]] == []


def test_two_runs_on_one_data_folder_do_not_mix(nights: Nights, kadran: Kadran) -> None:
    elsewhere = Kadran(data=nights.installation.data)
    with alone(elsewhere):
        refused = nights.installation.kadran("run")
        with pytest.raises(AlreadyRunning), alone(elsewhere):
            pass
        with alone(kadran):
            pass
    assert refused.returncode == 1
    assert "Another `kadran run` is at work" in refused.stdout


def test_a_shell_that_knows_nothing_of_the_run_reads_what_it_published(nights: Nights) -> None:
    blank = Installation(nights.installation.home)
    shown = blank.kadran("report")
    assert shown.returncode == 0
    assert "Average order value" in shown.stdout
