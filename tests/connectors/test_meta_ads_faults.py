"""What goes wrong at Meta: each error leads to its remedy, and a load is whole or it says that it is not."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina

from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.months import days_in
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._graph.errors import TooMuch
from connectors.sources._graph.quota import ACCOUNT, APP, Pace, waits
from connectors.sources.meta_ads import SOURCE
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY

EU = "501002003004005"
pytestmark = pytest.mark.usefixtures("impatient")
DAYS = 10
WEEK = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
RUN = r"^/v26\.0/60\d+$"


@pytest.fixture(autouse=True)
def one_account(env: pytest.MonkeyPatch) -> None:
    env.setenv("META_ADS_ACCOUNT_IDS", EU)


def ask() -> Any:
    return connect(SOURCE).ask("GET", f"act_{EU}/campaigns", {}, EU)


def run(folder: Path, stream: str, span: Window = WEEK) -> Load:
    (only,) = load(SOURCE, connect(SOURCE), Lake(folder), NOW, span=span, streams=[stream])
    return only


def sent(sandbox: Sandbox, method: str, ending: str) -> int:
    return sum(each.method == method and each.path.endswith(ending) for each in sandbox.requests)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("rate_limited", 13 * 60),  # estimated_time_to_regain_access says so
        ("account_blocked", 600),
        ("app_rate_limited", 120),
        ("insights_busy", 120),
        ("unknown_error", None),
        ("unavailable", None),
        ("error_in_200", None),
    ],
)
def test_a_passing_fault_is_tried_again_after_the_wait_it_asks_for(
    sandbox: Sandbox, fault: str, seconds: float | None
) -> None:
    sandbox.fail("meta_ads", "/campaigns", fault)
    with pytest.raises(Unavailable) as caught:
        ask()
    assert caught.value.retry_after == seconds
    assert ask()["data"]


def test_a_rate_limit_that_passes_costs_nothing_but_time(sandbox: Sandbox, tmp_path: Path) -> None:
    stamina.set_testing(True, attempts=3)
    sandbox.fail("meta_ads", "/insights", "rate_limited", times=2)
    assert run(tmp_path, "campaign_daily_reach").error is None


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("token_expired", "META_ADS_ACCESS_TOKEN was refused"),
        ("missing_permissions", "ads_read"),
        ("not_permitted", "ads_read"),
        ("unknown_object", "correct the id"),
        ("bad_combination", "fields and breakdowns"),
        ("too_old", "37 months"),
    ],
)
def test_what_only_a_person_can_clear_is_refused_with_the_remedy(sandbox: Sandbox, fault: str, remedy: str) -> None:
    sandbox.fail("meta_ads", "/campaigns", fault)
    with pytest.raises(Refused, match=remedy):
        ask()


@pytest.mark.parametrize("fault", ["too_much_data", "too_much_for_insights", "timed_out"])
def test_a_question_that_is_too_big_is_told_from_other_errors(sandbox: Sandbox, fault: str) -> None:
    sandbox.fail("meta_ads", "/campaigns", fault)
    with pytest.raises(TooMuch):
        ask()


def test_a_wrong_token_names_its_variable_and_is_not_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("META_ADS_ACCESS_TOKEN", "EAAwrong")
    with pytest.raises(Refused, match="META_ADS_ACCESS_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "EAAwrong" not in str(caught.value)


def test_a_wrong_app_secret_names_its_variable(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("META_ADS_APP_SECRET", "wrong")
    with pytest.raises(Refused, match="META_ADS_APP_SECRET"):
        SOURCE.accounts(connect(SOURCE))


def test_the_app_secret_is_optional(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("META_ADS_APP_SECRET")
    assert [account.id for account in SOURCE.accounts(connect(SOURCE))] == [EU]


def test_a_token_that_meta_echoes_is_masked(sandbox: Sandbox) -> None:
    token = sandbox.env()["META_ADS_ACCESS_TOKEN"]
    body = {"error": {"message": f"Malformed access token {token}", "code": 190}}
    sandbox.fail("meta_ads", "/campaigns", Fault("status", 400, {}, body))
    with pytest.raises(Refused) as caught:
        ask()
    assert token not in str(caught.value)
    assert "***" in str(caught.value)


def test_pages_get_smaller_until_meta_can_make_them(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/insights", "too_much_data", times=3)
    loaded = run(tmp_path, "campaign_daily_reach")
    assert (loaded.error, loaded.rows) == (None, 2 * 7)
    assert sent(sandbox, "POST", "/insights") == 0


def test_what_is_too_big_at_once_is_made_in_the_background(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/insights", "too_much_data", times=6)
    loaded = run(tmp_path, "campaign_daily_reach")
    assert (loaded.error, loaded.rows) == (None, 2 * 7)
    assert sent(sandbox, "POST", "/insights") == 1


def test_a_failed_report_is_sent_again(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", RUN, "job_failed")
    loaded = run(tmp_path, "ad_daily")
    assert (loaded.error, loaded.rows) == (None, 8 * 7)
    assert sent(sandbox, "POST", "/insights") == 2


@pytest.mark.parametrize("fault", ["job_failed", "job_failed_too_big"])
def test_a_report_that_fails_twice_is_asked_for_in_halves(sandbox: Sandbox, tmp_path: Path, fault: str) -> None:
    sandbox.fail("meta_ads", RUN, fault, times=2)
    loaded = run(tmp_path, "ad_daily")
    assert (loaded.error, loaded.rows) == (None, 8 * 7)
    assert sent(sandbox, "POST", "/insights") == 2 + 2
    (month,) = (tmp_path / "meta_ads" / "ad_daily" / EU).iterdir()
    assert {day: held.rows for day, held in days_in(month).items()} == dict.fromkeys(WEEK, 8)


def test_a_report_that_is_too_big_to_be_ordered_is_asked_for_in_halves(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/insights", "too_much_for_insights")
    loaded = run(tmp_path, "ad_daily")
    assert (loaded.error, loaded.rows) == (None, 8 * 7)


def test_a_day_that_keeps_failing_leaves_the_lake_as_it_was(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", RUN, "job_failed", times=1000)
    loaded = run(tmp_path, "ad_daily")
    assert "Unavailable" in (loaded.error or "")
    assert not (tmp_path / "meta_ads" / "ad_daily" / EU).exists()


def test_a_period_is_never_cut_in_two(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/insights", "too_much_data", times=6)
    sandbox.fail("meta_ads", RUN, "job_failed", times=1000)
    loaded = run(tmp_path, "campaign_weekly_reach", Window(date(2026, 11, 9), date(2026, 11, 15)))
    assert "Unavailable" in (loaded.error or "")
    assert sent(sandbox, "POST", "/insights") == 2


def test_a_report_that_expired_in_the_queue_is_sent_again(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", RUN, "job_skipped", times=3)
    loaded = run(tmp_path, "ad_daily")
    assert (loaded.error, loaded.rows) == (None, 8 * 7)
    assert sent(sandbox, "POST", "/insights") == 4


def test_a_report_that_can_never_be_made_is_refused_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", RUN, "job_failed_bad_combination")
    assert "Refused" in (run(tmp_path, "ad_daily").error or "")
    assert sent(sandbox, "POST", "/insights") == 1


def test_a_report_that_is_never_ready_is_given_up(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sources._reports.GIVE_UP_AFTER", 0.1)
    sandbox.fail("meta_ads", RUN, "job_running", times=10_000)
    assert "not ready" in (run(tmp_path, "ad_daily").error or "")


def headers(**said: Any) -> dict[str, str]:
    return {name.replace("_", "-"): json.dumps(value) for name, value in said.items()}


@pytest.mark.parametrize(
    ("said", "app", "account"),
    [
        (headers(X_App_Usage={"call_count": 28, "total_time": 25, "total_cputime": 25}), 0, 0),
        (headers(X_App_Usage={"call_count": 28, "total_time": 86, "total_cputime": 25}), 120, 0),
        (headers(x_fb_ads_insights_throttle={"app_id_util_pct": 96, "acc_id_util_pct": 85}), 600, 120),
        (headers(X_Ad_Account_Usage={"acc_id_util_pct": 97.5, "reset_time_duration": 100}), 0, 600),
        (headers(X_Ad_Account_Usage={"acc_id_util_pct": 100, "reset_time_duration": 700}), 0, 700),
        (headers(X_Business_Use_Case_Usage={"1": [{"call_count": 90, "estimated_time_to_regain_access": 9}]}), 0, 540),
        ({"X-App-Usage": "not JSON"}, 0, 0),
    ],
)
def test_usage_headers_say_how_long_to_stay_away(said: dict[str, str], app: float, account: float) -> None:
    assert waits(said) == {APP: app, ACCOUNT: account}


def test_calls_slow_down_before_the_limit_is_reached(sandbox: Sandbox) -> None:
    slept: list[float] = []
    graph = replace(connect(SOURCE), pace=Pace(slept.append))
    usage = headers(X_Ad_Account_Usage={"acc_id_util_pct": 90})
    sandbox.fail("meta_ads", "/campaigns", Fault("status", 200, usage, {"data": []}))
    graph.ask("GET", f"act_{EU}/campaigns", {}, EU)
    graph.ask("GET", "me/adaccounts", {}, "another account")
    assert slept == []
    graph.ask("GET", f"act_{EU}/campaigns", {}, EU)
    assert slept == [pytest.approx(120, abs=2)]


def test_a_block_that_is_too_long_to_wait_for_ends_the_run() -> None:
    pace = Pace(lambda _: pytest.fail("nobody waits that long"))
    pace.note(EU, headers(X_Business_Use_Case_Usage={"1": [{"estimated_time_to_regain_access": 40}]}))
    with pytest.raises(Unavailable) as caught:
        pace.keep(EU)
    assert caught.value.retry_after == pytest.approx(2400, abs=2)


def test_an_answer_without_rows_where_rows_must_be_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/campaigns", Fault("status", 200, {}, {"success": True}))
    assert "without a list of data" in (run(tmp_path, "campaigns", Window(TODAY, TODAY)).error or "")


def test_a_day_without_rows_is_loaded(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("meta_ads", "/insights", Fault("status", 200, {}, {"data": []}))
    assert run(tmp_path, "campaign_daily_reach").error is None
    (month,) = (tmp_path / "meta_ads" / "campaign_daily_reach" / EU).iterdir()
    assert {day: held.rows for day, held in days_in(month).items()} == dict.fromkeys(WEEK, 0)
