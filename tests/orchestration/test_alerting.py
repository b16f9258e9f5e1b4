"""Alarms and alerts as Dagster runs them: made before the night is published, told after it, harming neither."""

import logging
from datetime import timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.alarms.words import COLUMNS
from orchestration.alerting import ALERTS, KRI_ALARMS, alerts_after_quiet_hours, alerts_asset, kri_alarms_asset
from orchestration.checks import KRI_EVENTS
from orchestration.publish import publish
from orchestration.registry import Registry
from orchestration.settings import Kadran
from tests.orchestration.alerts.receivers import Webhook, webhook
from tests.orchestration.warehouse import NIGHT, VERSION, Company, event

PUBLISHED = dg.AssetKey(["published", "warehouse"])
FIRED = [event("organic_clicks", "off_target", reason="It fell."), event("total_spend", "rise", kra="growth")]


@dg.asset(key=PUBLISHED, deps=[KRI_ALARMS])
def published_warehouse() -> None:
    kadran = Kadran()
    publish(kadran.warehouse, kadran.remembered | kadran.derived, kadran.published, VERSION)


@pytest.fixture
def night(kadran: Kadran, monkeypatch: pytest.MonkeyPatch) -> Kadran:
    """The morning after a night on which two KRIs fired."""
    monkeypatch.setenv("KADRAN_TODAY", str(NIGHT + timedelta(days=1)))
    Company(events={NIGHT: FIRED}).build(kadran.root)
    return Kadran()


def run(instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    assets = [kri_alarms_asset(Registry(kras=(), kpis=())), published_warehouse, alerts_asset(PUBLISHED)]
    return dg.materialize(assets, instance=instance, raise_on_error=False)


def rows(kadran: Kadran, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(kadran.published / "kadran.duckdb"), read_only=True) as con:
        return con.execute(question).fetchall()


def test_alarms_are_published_with_the_night(night: Kadran, instance: dg.DagsterInstance) -> None:
    assert run(instance).success
    assert rows(night, "select kpi, kra, state, nights, rank from reporting.kri_alarms order by kpi") == [
        ("organic_clicks", "organic_search", "open", 1, 2),
        ("total_spend", "growth", "open", 1, 1),
    ]
    assert rows(night, "select count(*) from reporting.kri_precision") == [(2,)]
    assert rows(night, "select distinct night from reporting.kri_alarm_nights") == [(NIGHT,)]


def test_what_persons_said_counts_from_the_next_night_and_what_cannot_be_read_is_told(
    night: Kadran, instance: dg.DagsterInstance
) -> None:
    run(instance)
    ((alarm_id,),) = rows(night, "select alarm_id from reporting.kri_alarms where kpi = 'total_spend'")
    night.kri_words.write_text(
        f"{','.join(COLUMNS)}\n{night.now.date()},{alarm_id},ack,,seen,ada\n{night.now.date()},{alarm_id},true\nnever,a,b\n"
    )
    done = run(instance)
    assert rows(night, "select state, label, note from reporting.kri_alarms where kpi = 'total_spend'") == [
        ("acknowledged", "true", "seen")
    ]
    assert rows(night, "select precision from reporting.kri_precision where kri = 'rise'") == [(1.0,)]
    (made,) = done.asset_materializations_for_node("published__kri_alarms")
    assert "kri_words.csv, line 4" in str(made.metadata["words_that_cannot_be_read"].value)


def test_without_routes_nobody_is_told_and_nothing_fails(night: Kadran, instance: dg.DagsterInstance) -> None:
    (made,) = run(instance).asset_materializations_for_node("published__alerts")
    assert "KADRAN_ALERTS is not set" in str(made.metadata["reason"].value)


def test_owners_are_told_after_the_night_was_published(
    night: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as hook:
        monkeypatch.setenv("KADRAN_ALERTS", f'{{"*": "{hook.url}"}}')
        (made,) = run(instance).asset_materializations_for_node("published__alerts")
    assert made.metadata["sent"].value == ["SEO expert, json 1"]
    assert "Organic clicks" in hook.got[0]["message"]
    assert "It fell." in hook.got[0]["message"]


def test_a_message_that_is_not_taken_fails_its_asset_with_a_clear_error_and_not_the_night(
    night: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with webhook() as hook, caplog.at_level(logging.DEBUG):
        monkeypatch.setenv("KADRAN_ALERTS", f'{{"*": "{hook.url}"}}')
        hook.status = 500
        done = run(instance)
        assert not done.success
        (failed,) = done.get_step_failure_events()
        assert failed.node_name == "published__alerts"
        said = failed.step_failure_data.user_failure_data
        assert said is not None
        assert said.description is not None
        assert "SEO expert, json 1: " in said.description
        assert "figures are published" in said.description
        assert len(rows(night, "from reporting.kri_alarms")) == 2

        logged = caplog.text + "".join(str(entry.to_json()) for entry in instance.all_logs(done.run_id))
        assert "sesame-4711" not in logged
        assert "a-secret-path" not in logged

        hook.status = 200
        assert run(instance).success
        assert len(hook.got) == 1


def test_routes_that_cannot_be_read_fail_alerts_alone(
    night: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KADRAN_ALERTS", "{SEO expert: {to: 'json://sesame-4711', langue: fr}}")
    done = run(instance)
    assert [failed.node_name for failed in done.get_step_failure_events()] == ["published__alerts"]
    assert "sesame" not in "".join(str(entry.to_json()) for entry in instance.all_logs(done.run_id))


def test_when_quiet_hours_end_the_sensor_tells_those_who_waited(
    night: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> dg.RunRequest | dg.SkipReason:
        result = alerts_after_quiet_hours(dg.build_sensor_context(instance=instance))
        assert isinstance(result, dg.RunRequest | dg.SkipReason)
        return result

    def quiet(hook: Webhook, hours: str) -> None:
        monkeypatch.setenv("KADRAN_ALERTS", f'{{"*": {{"to": "{hook.url}", "quiet": "{hours}"}}}}')

    with webhook() as hook:  # on a pretended day it is 14:00 in Paris
        assert isinstance(look(), dg.SkipReason)
        quiet(hook, "13:00-15:00")
        assert run(instance).success
        assert hook.got == []
        assert isinstance(look(), dg.SkipReason)
        quiet(hook, "13:00-13:30")
        assert isinstance(look(), dg.RunRequest)
        assert run(instance).success
        assert len(hook.got) == 1
        assert isinstance(look(), dg.SkipReason)


def test_alarms_come_from_events_and_alerts_from_what_is_published(tmp_path: Path) -> None:
    alarms, alerts = kri_alarms_asset(Registry(kras=(), kpis=())), alerts_asset(PUBLISHED)
    assert {dep.asset_key for spec in alarms.specs for dep in spec.deps} == {KRI_EVENTS}
    assert {dep.asset_key for spec in alerts.specs for dep in spec.deps} == {PUBLISHED}
    assert alerts.key == ALERTS
