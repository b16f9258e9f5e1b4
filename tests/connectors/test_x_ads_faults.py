"""What goes wrong at X: each error leads to its remedy, and statistics are whole or the load says that they are not."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.x_ads import SOURCE
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors.x_ads.errors import rate_limited
from tests.connectors.conftest import TODAY

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("impatient")
DAYS = 10
WEEK = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
JOBS = "/stats/jobs/"


def run(folder: Path, span: Window = WEEK) -> Load:
    (only,) = load(SOURCE, connect(SOURCE), Lake(folder), NOW, span=span, streams=["campaign_daily"])
    return only


def test_a_rate_limit_is_waited_out_until_the_accounts_limit_is_lifted(sandbox: Sandbox) -> None:
    sandbox.fail("x_ads", "/accounts", rate_limited(40))
    with pytest.raises(Unavailable) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert caught.value.retry_after == pytest.approx(40, abs=3)


def test_without_an_accounts_limit_the_users_counts(sandbox: Sandbox) -> None:
    fault = rate_limited(0)
    headers = {name: value for name, value in fault.headers.items() if "account" not in name}
    sandbox.fail("x_ads", "/accounts", Fault("status", 429, headers, fault.body))
    with pytest.raises(Unavailable) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert caught.value.retry_after == pytest.approx(900, abs=3)


@pytest.mark.parametrize(("fault", "seconds"), [("over_capacity", 7), ("internal", None)])
def test_a_passing_fault_is_tried_again(sandbox: Sandbox, fault: str, seconds: float | None) -> None:
    sandbox.fail("x_ads", "/accounts", fault)
    with pytest.raises(Unavailable) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("unauthorized", "X_ADS_ACCESS_TOKEN_SECRET"),
        ("not_approved", "approved the app"),
        ("not_found", "X_ADS_ACCOUNT_IDS"),
        ("bad_parameter", "INVALID_PARAMETER"),
    ],
)
def test_what_only_a_person_can_clear_is_refused_with_the_remedy(sandbox: Sandbox, fault: str, remedy: str) -> None:
    sandbox.fail("x_ads", "/accounts", fault)
    with pytest.raises(Refused, match=remedy):
        SOURCE.accounts(connect(SOURCE))


@pytest.mark.parametrize("key", ["CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET"])
def test_a_wrong_key_is_refused_and_not_told(sandbox: Sandbox, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"X_ADS_{key}", "wrong-and-secret")
    with pytest.raises(Refused, match="UNAUTHORIZED_ACCESS") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "wrong-and-secret" not in str(caught.value)


def test_a_version_that_is_not_served_says_so(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_ADS_API_VERSION", "10")
    with pytest.raises(Refused, match="version"):
        SOURCE.accounts(connect(SOURCE))


def test_a_user_without_accounts_is_told_what_to_do(sandbox: Sandbox) -> None:
    sandbox.fail("x_ads", "/accounts", Fault("status", 200, {}, {"data": [], "next_cursor": None}))
    with pytest.raises(Refused, match="give the user access"):
        SOURCE.accounts(connect(SOURCE))


def test_a_job_that_fails_leaves_no_day_behind(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("x_ads", JOBS, Fault("status", 200, {}, {"data": {"id_str": "1"}}), times=2)
    sandbox.fail("x_ads", JOBS, "job_failed")
    assert "could not make" in (run(tmp_path).error or "")
    assert not list((tmp_path / "x_ads" / "campaign_daily").glob("*/*"))


def test_jobs_that_are_never_ready_are_given_up(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sources._reports.GIVE_UP_AFTER", 0.1)
    sandbox.fail("x_ads", JOBS, Fault("status", 200, {}, {"data": {"id_str": "1"}}), times=2)
    sandbox.fail("x_ads", JOBS, "job_processing", times=10_000)
    assert "not ready" in (run(tmp_path).error or "")


def test_a_week_in_which_nothing_moved_is_empty_and_costs_one_request(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("x_ads", "/active_entities", Fault("status", 200, {}, {"data": []}))
    loaded = run(tmp_path)
    assert (loaded.error, loaded.rows, loaded.days) == (None, 0, 7)
    assert not [each for each in sandbox.requests if JOBS in each.path]


def packed(days: int, ids: list[str]) -> bytes:
    data = [{"id": id_, "id_data": [{"segment": None, "metrics": {"impressions": [1] * days}}]} for id_ in ids]
    return gzip.compress(json.dumps({"time_series_length": days, "data": data}).encode())


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Fault("status", 200, {}, packed(6, ["a"])), "Refused", "6 days where 7"),
        (Fault("status", 200, {}, packed(7, ["a"])), "Unavailable", "told nothing of"),
        (Fault("status", 200, {}, packed(7, ["a"])[:40]), "Unavailable", "broken"),
        (Fault("status", 200, {}, "<html>"), "Unavailable", "broken"),
        (Fault("status", 403, {}, "token=sandbox has expired"), "Refused", "HTTP 403"),
    ],
)
def test_a_file_that_is_not_what_was_ordered_is_never_taken_for_it(
    sandbox: Sandbox, tmp_path: Path, answer: Fault, kind: str, said: str
) -> None:
    sandbox.fail("x_ads", "/storage/", answer)
    error = run(tmp_path).error or ""
    assert error.startswith(kind)
    assert said in error
    assert "token=" not in error
