"""The weekly digest as a schedule runs it and as a person types it: sent once, and never lost without a word."""

import json
from collections.abc import Iterator
from datetime import timedelta

import dagster as dg
import pytest
from rich.console import Console
from typer.testing import CliRunner

from orchestration import tell_cli
from orchestration.cli import app
from orchestration.digest_job import weekly_digest_job, weekly_schedule
from orchestration.settings import Kadran
from tests.orchestration.alerts.receivers import Webhook, webhook
from tests.orchestration.warehouse import NIGHT, Company


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as hook:
        yield hook


@pytest.fixture
def morning(kadran: Kadran, monkeypatch: pytest.MonkeyPatch) -> Kadran:
    """The morning after a published night, with nobody to tell."""
    monkeypatch.setenv("KADRAN_TODAY", str(NIGHT + timedelta(days=1)))
    monkeypatch.setattr(tell_cli, "console", Console(highlight=False, width=200))
    Company().publish(kadran.root)
    return Kadran()


def listens(hook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KADRAN_ALERTS", json.dumps({"SEO expert": hook.url}))


def typed(*words: str, fails: bool = False) -> str:
    done = CliRunner().invoke(app, ["digest", *words])
    assert (done.exit_code != 0) is fails, done.output
    return done.output


def run(instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    return weekly_digest_job.execute_in_process(instance=instance, raise_on_error=False)


def test_the_schedule_is_weekly_in_the_settings_zone_and_off_while_nobody_is_to_be_told(
    morning: Kadran, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KADRAN_DIGEST_SCHEDULE", "30 7 * * 5")
    monkeypatch.setenv("KADRAN_TIME_ZONE", "America/New_York")
    schedule = weekly_schedule(Kadran())
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 7 * * 5", "America/New_York")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    (skipped,) = [schedule.evaluate_tick(dg.build_schedule_context()).skip_message]
    assert skipped == "KADRAN_ALERTS is not set: nobody is told."
    listens(hook, monkeypatch)
    assert len(schedule.evaluate_tick(dg.build_schedule_context()).run_requests or ()) == 1


def test_the_job_sends_and_a_person_who_sends_again_sends_nothing_twice(
    morning: Kadran, hook: Webhook, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    listens(hook, monkeypatch)
    assert run(instance).success
    said = typed()
    assert "sent before: SEO expert, json 1" in said
    assert "no route: Support lead" in said
    assert len(hook.got) == 1
    assert "- Organic clicks" in hook.got[0]["message"]


def test_a_digest_that_did_not_arrive_fails_the_job_with_the_remedy_which_works(
    morning: Kadran, hook: Webhook, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    listens(hook, monkeypatch)
    hook.status = 500
    done = run(instance)
    (failed,) = done.get_step_failure_events()
    told = failed.step_failure_data.user_failure_data
    assert told is not None
    assert "1 of the digests did not arrive. `kadran digest` sends them again" in str(told.description)
    logged = "".join(str(entry.to_json()) for entry in instance.all_logs(done.run_id))
    assert "sesame-4711" not in logged
    assert "a-secret-path" not in logged
    assert "failed: SEO expert, json 1: " in typed(fails=True)
    hook.status = 200
    assert "sent: SEO expert, json 1" in typed()


def test_a_dry_run_needs_no_routes_and_says_where_the_mails_are(morning: Kadran) -> None:
    said = typed("--dry-run")
    for name in ("seo-expert", "support-lead", "marketing-director"):
        path = morning.reports / "digests" / f"{name}.html"
        assert f"Written, not sent: {path}" in said
        assert "<h1" in path.read_text()


def test_without_routes_or_with_bad_ones_or_before_the_first_night_it_says_what_to_do(
    morning: Kadran, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "KADRAN_ALERTS is not set" in typed(fails=True)
    monkeypatch.setenv("KADRAN_ALERTS", "{SEO expert: {to: 'json://sesame-4711', langue: fr}}")
    said = typed(fails=True)
    assert "langue" in said
    assert "sesame" not in said
    (morning.published / "kadran.duckdb").unlink()
    assert "`kadran run` first" in typed(fails=True)
    assert not run(instance).success
