"""Checks in Dagster: a raw load that is not whole keeps what is published; a KRI that fires is news, not a failure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import dagster as dg
import duckdb
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors import all_sources
from connectors.source import Window
from orchestration.checks import KRI_EVENTS, check_declarations, kri_checks, kri_events_asset
from orchestration.kri_events import read_events
from orchestration.nightly import faults
from orchestration.publication import publication_assets
from orchestration.raw import raw_assets
from orchestration.registry import Kpi as DeclaredKpi
from orchestration.registry import KpiMeta, KraMeta, KriMeta, Label, Registry
from orchestration.registry import Kra as DeclaredKra
from orchestration.schedules import due_config
from orchestration.settings import Kadran
from sandbox.serving import running
from tests.orchestration.conftest import SECOND
from tests.orchestration.warehouse import Company, kpi

HEADER = "KEY,CURRENCY,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT"


@dataclass
class Bank:
    """The dollar of every day that was asked for; the days in `twice` are told twice. `closed` refuses everybody."""

    twice: tuple[date, ...] = ()
    closed: bool = False

    async def answer(self, request: Request) -> Response:
        if self.closed:
            return PlainTextResponse("Forbidden", 403)
        asked = request.query_params
        span = Window(date.fromisoformat(asked["startPeriod"]), date.fromisoformat(asked["endPeriod"]))
        days = sorted([*span, *(day for day in self.twice if day in span)])
        return PlainTextResponse("\n".join([HEADER, *(f"k,USD,{day},1.17,A,0" for day in days), ""]))


@dataclass
class Ended:
    """How the load of a night ended, and how publishing did."""

    load: dg.ExecuteInProcessResult
    publication: dg.ExecuteInProcessResult


@pytest.fixture
def night(
    kadran: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> Callable[[date, Bank, float], Ended]:
    """Load the bank's rates as the schedule would, then publish a warehouse whose only KPI has this value."""
    ecb = all_sources()["ecb"]
    load_ecb = dg.Definitions(assets=[raw_assets(ecb)], jobs=[dg.define_asset_job("load_ecb")])
    published = dg.Definitions(
        assets=publication_assets({"nodes": {}}),
        jobs=[dg.define_asset_job("publish", selection=dg.AssetSelection.assets(["published", "warehouse"]))],
    )
    monkeypatch.setenv("KADRAN_HISTORY_DAYS", "14")

    def run(today: date, bank: Bank, clicks: float) -> Ended:
        monkeypatch.setenv("KADRAN_TODAY", str(today))
        Company(scorecard=[kpi("organic_search", "organic_clicks", "Clicks", "count", value=clicks)]).build(kadran.root)
        with running(Starlette(routes=[Route("/data/EXR/{key}", bank.answer)])) as url:
            monkeypatch.setenv("ECB_BASE_URL", url)
            load = load_ecb.resolve_job_def("load_ecb").execute_in_process(
                instance=instance,
                partition_key=str(today - timedelta(days=1)),
                run_config=due_config(ecb),
                raise_on_error=False,
            )
        publish = published.resolve_job_def("publish").execute_in_process(instance=instance, raise_on_error=False)
        return Ended(load, publish)

    return run


def clicks_published(kadran: Kadran) -> float:
    with duckdb.connect(str(kadran.published / "kadran.duckdb"), read_only=True) as con:
        ((value,),) = con.sql("select value from reporting.kra_scorecard").fetchall()
    return float(value)


def test_a_load_that_is_not_whole_keeps_what_is_published_until_it_is(
    night: Callable[[date, Bank, float], Ended], kadran: Kadran
) -> None:
    good = night(SECOND, Bank(), 1.0)
    assert good.load.success
    assert good.publication.success
    assert clicks_published(kadran) == 1.0

    doubled = night(SECOND + timedelta(days=1), Bank(twice=(SECOND,)), 2.0)
    verdicts = {check.check_name: check for check in doubled.load.get_asset_check_evaluations() if _is_of_rates(check)}
    assert not verdicts["is_whole"].passed
    assert "unique" in (verdicts["is_whole"].description or "")
    assert not doubled.load.success
    first, *_ = faults(doubled.load.all_events)
    assert first.startswith("ecb/rates: is_whole failed. expect_compound_columns_to_be_unique")
    assert not doubled.publication.success
    assert "ecb/rates" in _failure(doubled.publication)
    assert clicks_published(kadran) == 1.0

    unreached = night(SECOND + timedelta(days=2), Bank(closed=True), 3.0)
    assert not unreached.load.success
    assert not unreached.publication.success, "the bad day still lies in the lake"
    assert clicks_published(kadran) == 1.0

    repaired = night(SECOND + timedelta(days=3), Bank(), 4.0)
    assert repaired.load.success
    assert repaired.publication.success
    assert clicks_published(kadran) == 4.0


def _is_of_rates(check: dg.AssetCheckEvaluation) -> bool:
    return check.asset_key == dg.AssetKey(["ecb", "rates"])


def _failure(result: dg.ExecuteInProcessResult) -> str:
    (event,) = [event for event in result.all_events if event.is_step_failure]
    return str(event.step_failure_data.user_failure_data)


LABEL = Label(en="Organic clicks", fr="Clics organiques")
SEARCH = DeclaredKra(
    name="organic_search",
    description="",
    owner="SEO expert",
    email=None,
    meta=KraMeta(axis="acquisition", label=LABEL, role=LABEL),
)


def declared(*kris: KriMeta) -> Registry:
    meta = KpiMeta(label=LABEL, unit="count", better="higher", additivity="additive", matures_after=3)
    clicks = DeclaredKpi(
        name="organic_clicks", kra="organic_search", description="", meta=meta, kris=kris, sources=(("gsc", "daily"),)
    )
    return Registry(kras=(SEARCH,), kpis=(clicks,))


MANIFEST = {
    "nodes": {
        f"model.kadran.{name}": {
            "unique_id": f"model.kadran.{name}",
            "resource_type": "model",
            "name": name,
            "schema": schema,
            "config": {"schema": schema, "meta": {}},
            "meta": {},
            "fqn": ["kadran", schema, name],
        }
        for schema, name in (("kpis", "organic_clicks"), ("reporting", "kpi_daily"), ("reporting", "kpi_targets"))
    }
}


def kri_night(registry: Registry, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    models = [dg.AssetSpec(["kpis", "organic_clicks"]), dg.AssetSpec(["reporting", "kpi_daily"])]
    definitions = dg.Definitions(
        assets=[*models, kri_events_asset(registry, MANIFEST)],
        asset_checks=[kri_checks(registry, MANIFEST)],
        jobs=[
            dg.define_asset_job(
                "kris",
                selection=dg.AssetSelection.assets(KRI_EVENTS)
                | dg.AssetSelection.checks_for_assets(["kpis", "organic_clicks"]),
            )
        ],
    )
    return definitions.resolve_job_def("kris").execute_in_process(instance=instance, raise_on_error=False)


def test_a_kri_that_fires_is_told_to_its_owner_and_fails_no_run(kadran: Kadran, instance: dg.DagsterInstance) -> None:
    clicks = kpi("organic_search", "organic_clicks", "Clicks", "count", value=100.0)
    Company(scorecard=[clicks]).build(kadran.root)
    too_many = KriMeta(kri="too_many", rule="limit", severity="error", warn=50.0, fail=60.0)
    calm = KriMeta(kri="calm", rule="silence", days=3)
    result = kri_night(declared(too_many, calm), instance)
    assert result.success
    told = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert set(told) == {"too_many", "calm"}
    assert told["calm"].passed
    fired = told["too_many"]
    assert (fired.passed, fired.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert fired.metadata["owner"].value == "SEO expert"
    assert fired.metadata["state"].value == "fired"
    assert str(fired.metadata["plot"].value).startswith("![organic_clicks](data:image/svg+xml;base64,")
    events = {event.kri: event for event in read_events(kadran.kri_events, kadran.night)}
    assert fired.description == events["too_many"].reason


def test_kris_whose_rule_or_parameters_do_not_exist_are_all_named_before_anything_runs() -> None:
    registry = declared(KriMeta(kri="a", rule="no_such_rule"), KriMeta(kri="b", rule="limit", wrong=1))
    with pytest.raises(ValueError, match="mistakes") as refused:
        check_declarations(registry)
    assert "KPI organic_clicks, KRI a" in str(refused.value)
    assert "KPI organic_clicks, KRI b" in str(refused.value)
