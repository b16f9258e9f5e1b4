"""Everything that is declared is there in Dagster, and runs when it should."""

import fcntl
import os
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph
from dagster_dbt import DbtCliResource

from connectors import all_sources
from connectors.source import Source, Stream
from orchestration.raw import DAYS
from orchestration.registry import Registry, read_registry
from orchestration.schedules import NIGHT_TAG, load_job_name, nightly_schedules, transform_after_loads
from orchestration.settings import DBT_PROJECT, Kadran
from orchestration.warehouse import DBT, manifest, transform_assets

STREAMS = [(source, stream) for source in all_sources().values() for stream in source.streams]
FIVE_O_CLOCK = datetime(2026, 11, 26, 4, tzinfo=UTC)  # in Paris
NIGHT = "2026-11-25"


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> AssetGraph:
    return definitions.resolve_asset_graph()


@pytest.fixture(scope="module")
def registry(definitions: dg.Definitions) -> Registry:
    return read_registry(manifest())


def named(value: object) -> str:
    return value.name if isinstance(value, Source | Stream) else str(value)


@pytest.mark.parametrize(("source", "stream"), STREAMS, ids=named)
def test_every_stream_is_an_asset_with_both_checks(graph: AssetGraph, source: Source, stream: Stream) -> None:
    key = dg.AssetKey([source.name, stream.name])
    assert graph.get(key).group_name == source.name
    assert stream.description in (graph.get(key).description or "")
    checks = {check.name: graph.get_check_spec(check) for check in graph.asset_check_keys if check.asset_key == key}
    assert {name: spec.blocking for name, spec in checks.items()} == {"is_whole": True, "is_fresh": False}


def test_every_kpi_is_an_asset_of_its_kra_and_its_owner(graph: AssetGraph, registry: Registry) -> None:
    assert len(registry.kpis) > 60
    for kpi in registry.kpis:
        key = dg.AssetKey(["kpis", kpi.name])
        email = registry.kra(kpi.kra).email
        assert graph.get(key).group_name == kpi.kra
        assert email is None or email in graph.get(key).owners


def test_every_kri_is_a_check_on_its_kpi(graph: AssetGraph, registry: Registry) -> None:
    of_kpis = {(check.asset_key.path[-1], check.name) for check in graph.asset_check_keys}
    declared = [(kpi.name, check) for kpi in registry.kpis for check in kpi.check_names]
    assert len(declared) == len(set(declared)) == sum(len(kpi.kris) for kpi in registry.kpis)
    assert set(declared) <= of_kpis
    for check in graph.asset_check_keys:
        if (check.asset_key.path[-1], check.name) in declared:
            assert not graph.get_check_spec(check).blocking


def test_a_kpi_is_downstream_of_the_streams_that_it_says_it_is_made_of(graph: AssetGraph, registry: Registry) -> None:
    for kpi in registry.kpis:
        key = dg.AssetKey(["kpis", kpi.name])
        assert kpi.sources
        raw = {(up.path[0], up.path[1]) for up in _all_above(graph, key) if up.path[0] in all_sources()}
        assert raw == {(source, stream) for source, stream in kpi.sources if source in all_sources()}, kpi.name


def _all_above(graph: AssetGraph, key: dg.AssetKey) -> set[dg.AssetKey]:
    found: set[dg.AssetKey] = set()
    waiting = [key]
    while waiting:
        parents = graph.get(waiting.pop()).parent_keys - found
        found |= parents
        waiting += parents
    return found


def test_all_that_is_read_by_others_comes_after_the_checks_of_the_night(graph: AssetGraph) -> None:
    published = dg.AssetKey(["published", "warehouse"])
    above = {key.path[-1] for key in _all_above(graph, published)}
    assert {"kpi_daily", "kra_scorecard", "kri_events"} <= above


def test_one_source_has_one_job_and_the_rest_is_one_transform(definitions: dg.Definitions) -> None:
    for source in all_sources().values():
        selected = definitions.resolve_job_def(load_job_name(source)).asset_layer.executable_asset_keys
        assert selected == {dg.AssetKey([source.name, stream.name]) for stream in source.streams}
    transform = definitions.resolve_job_def("transform").asset_layer.executable_asset_keys
    assert not any(key.path[0] in all_sources() for key in transform)
    assert dg.AssetKey(["published", "scorecard"]) in transform


def test_at_night_only_what_is_configured_is_pulled(
    definitions: dg.Definitions, kadran: Kadran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILCHIMP_API_KEY", "0f1e2d3c4b5a69788796a5b4c3d2e1f0-us20")
    asked = {schedule.name: _evaluated(schedule) for schedule in nightly_schedules(kadran)}
    assert set(asked) == {f"nightly_{name}" for name in all_sources()}
    pulled = {name: answer for name, answer in asked.items() if isinstance(answer, dg.RunRequest)}
    assert set(pulled) == {"nightly_ecb", "nightly_mailchimp"}  # the ECB needs no setting
    request = pulled["nightly_mailchimp"]
    assert (request.run_key, request.partition_key, request.tags[NIGHT_TAG]) == (NIGHT, NIGHT, NIGHT)
    assert list(request.run_config["ops"].values()) == [{"config": {"due": True}}]
    dg.validate_run_config(definitions.resolve_job_def("load_mailchimp"), request.run_config)
    skipped = asked["nightly_shopify"]
    assert isinstance(skipped, dg.SkipReason)
    assert skipped.skip_message == "shopify is not configured."


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/Paris", "America/Los_Angeles"])
def test_the_day_that_has_just_ended_here_is_a_partition_even_where_it_has_not_in_utc(
    kadran: Kadran, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("KADRAN_TIME_ZONE", zone)
    five = datetime(2026, 1, 15, 5, tzinfo=ZoneInfo(zone))
    (schedule,) = [schedule for schedule in nightly_schedules(Kadran()) if schedule.name == "nightly_ecb"]
    request = _evaluated(schedule, five)
    assert isinstance(request, dg.RunRequest)
    assert request.partition_key == "2026-01-14"
    assert request.partition_key in DAYS.get_partition_keys(current_time=five.astimezone(UTC))


def test_a_half_configured_source_is_pulled_so_that_it_fails_aloud(
    kadran: Kadran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "pat-eu1-wrong")
    monkeypatch.setenv("HUBSPOT_REQUESTS_PER_SECOND", "many")
    (schedule,) = [schedule for schedule in nightly_schedules(kadran) if schedule.name == "nightly_hubspot"]
    assert isinstance(_evaluated(schedule), dg.RunRequest)


def _evaluated(schedule: dg.ScheduleDefinition, now: datetime = FIVE_O_CLOCK) -> dg.RunRequest | dg.SkipReason:
    with dg.build_schedule_context(scheduled_execution_time=now) as context:
        answer = schedule(context)
    assert isinstance(answer, dg.RunRequest | dg.SkipReason)
    return answer


class Loads:
    """Runs of a night as Dagster remembers them."""

    def __init__(self, instance: dg.DagsterInstance) -> None:
        self.instance = instance

    def add(self, job: str, status: dg.DagsterRunStatus, night: str = NIGHT) -> None:
        run = dg.DagsterRun(job_name=job, status=status, tags={NIGHT_TAG: night})
        self.instance.add_run(run)

    def sensed(self) -> dg.RunRequest | dg.SkipReason:
        with dg.build_sensor_context(instance=self.instance) as context:
            answer = transform_after_loads(context)
        assert isinstance(answer, dg.RunRequest | dg.SkipReason)
        return answer


@pytest.fixture
def loads(instance: dg.DagsterInstance) -> Loads:
    return Loads(instance)


def test_the_transform_waits_for_loads_that_still_run(loads: Loads) -> None:
    loads.add("load_ecb", dg.DagsterRunStatus.SUCCESS)
    loads.add("load_shopify", dg.DagsterRunStatus.STARTED)
    loads.add("load_zendesk", dg.DagsterRunStatus.NOT_STARTED)
    waiting = loads.sensed()
    assert isinstance(waiting, dg.SkipReason)
    assert waiting.skip_message == f"2 loads of {NIGHT} are still running."


def test_the_transform_runs_when_all_loads_have_ended_well_or_badly(loads: Loads) -> None:
    loads.add("load_ecb", dg.DagsterRunStatus.SUCCESS)
    loads.add("load_shopify", dg.DagsterRunStatus.FAILURE)
    loads.add("load_zendesk", dg.DagsterRunStatus.CANCELED)
    request = loads.sensed()
    assert isinstance(request, dg.RunRequest)
    assert request.tags[NIGHT_TAG] == NIGHT
    loads.add("load_ecb", dg.DagsterRunStatus.SUCCESS, night="2026-11-24")
    assert loads.sensed() == request  # one run key a night: Dagster starts it once


def test_without_loads_nothing_is_transformed(loads: Loads) -> None:
    assert isinstance(loads.sensed(), dg.SkipReason)


class Idle(DbtCliResource):
    """dbt that does nothing but note whether a load could put a month in place meanwhile."""

    def cli(self, *_: object, **__: object) -> Any:
        folder = os.open(Kadran().lake.root, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(folder)
        return SimpleNamespace(stream=lambda: iter(()))


def test_no_month_is_replaced_while_a_build_reads(kadran: Kadran) -> None:
    dbt = Idle(project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=DBT)
    with dg.DagsterInstance.ephemeral() as instance:
        done = dg.materialize([transform_assets()], resources={"dbt": dbt}, instance=instance, raise_on_error=True)
    assert done.success
    assert {path.name for path in kadran.lake.root.glob("*/")} > set(all_sources())
