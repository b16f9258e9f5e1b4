"""What goes wrong at Microsoft: each fault leads to its remedy, and a report is whole or it says that it is not."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from connectors.answer import Answer
from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._oauth import judge_grant
from connectors.sources.microsoft_ads import SOURCE
from connectors.sources.microsoft_ads.errors import judge
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("impatient")
DAYS = 10
WEEK = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
SUBMIT, POLL = "/GenerateReport/Submit", "/GenerateReport/Poll"


def run(folder: Path, stream: str = "campaign_daily", span: Window = WEEK) -> Load:
    (only,) = load(SOURCE, connect(SOURCE), Lake(folder), NOW, span=span, streams=[stream])
    return only


def sent(sandbox: Sandbox, ending: str) -> int:
    return sum(each.path.endswith(ending) for each in sandbox.requests)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("call_rate", 60), ("too_many_reports", 60), ("no_complete_data", 3 * 3600), ("internal_error", None)],
)
def test_a_passing_fault_says_how_long_to_wait(sandbox: Sandbox, fault: str, seconds: float | None) -> None:
    sandbox.fail("microsoft_ads", "/User/Query", fault)
    with pytest.raises(Unavailable, match="Tracking id") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("invalid_credentials", "MICROSOFT_ADS_DEVELOPER_TOKEN"),
        ("not_authorized", "MICROSOFT_ADS_ACCOUNT_IDS"),
        ("token_expired", "MICROSOFT_ADS_REFRESH_TOKEN"),
        ("bad_columns", "2053"),
    ],
)
def test_what_only_a_person_can_clear_is_refused_with_the_remedy(sandbox: Sandbox, fault: str, remedy: str) -> None:
    sandbox.fail("microsoft_ads", "/User/Query", fault, times=2)  # a 401 is asked again with a new token
    with pytest.raises(Refused, match=remedy):
        SOURCE.accounts(connect(SOURCE))


def test_an_expired_access_token_is_replaced_once(sandbox: Sandbox) -> None:
    sandbox.fail("microsoft_ads", "/User/Query", "token_expired")
    assert SOURCE.accounts(connect(SOURCE))
    assert sent(sandbox, "/token") == 2


def test_every_fault_of_the_contract_is_read_as_it_says(shared: Path) -> None:
    for case in json.loads((shared / "fixtures" / "microsoft_ads" / "errors.json").read_text()):
        judged = (judge_grant if "where" in case else judge)(Answer(case["http"], {}, case["body"]))
        passing = any(word in case["action"] for word in ("wait", "backoff", "submit again", "later"))
        assert isinstance(judged, Unavailable if passing else Refused), case


def test_a_consent_that_is_gone_names_its_setting_and_is_not_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROSOFT_ADS_REFRESH_TOKEN", "M.C500_gone")
    with pytest.raises(Refused, match="MICROSOFT_ADS_REFRESH_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "M.C500_gone" not in str(caught.value)


def test_a_wrong_client_secret_names_its_setting(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROSOFT_ADS_CLIENT_SECRET", "wrong")
    with pytest.raises(Refused, match="MICROSOFT_ADS_CLIENT_SECRET"):
        SOURCE.accounts(connect(SOURCE))


def test_a_report_that_failed_is_ordered_once_more(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("microsoft_ads", POLL, "report_failed")
    assert run(tmp_path).error is None
    assert sent(sandbox, SUBMIT) == 2


def test_a_report_that_fails_twice_leaves_no_day_behind(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("microsoft_ads", POLL, "report_failed", times=1000)
    assert "could not make" in (run(tmp_path).error or "")
    assert not list((tmp_path / "microsoft_ads" / "campaign_daily").glob("*/*"))


def test_a_report_that_is_never_ready_is_given_up(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sources._reports.GIVE_UP_AFTER", 0.1)
    sandbox.fail("microsoft_ads", POLL, "report_pending", times=10_000)
    assert "not ready" in (run(tmp_path).error or "")


def test_a_report_without_a_link_has_no_rows(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("microsoft_ads", POLL, "report_without_rows")
    loaded = run(tmp_path)
    assert (loaded.error, loaded.rows, loaded.days) == (None, 0, 7)
    (folder,) = (tmp_path / "microsoft_ads" / "campaign_daily").glob("*/")
    assert all(pq.read_metadata(path).num_rows == 0 for path in folder.iterdir())


def test_a_link_that_expired_is_asked_for_again(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("microsoft_ads", "/download/", "link_expired")
    loaded = run(tmp_path)
    assert (loaded.error, loaded.rows > 0) == (None, True)
    assert sent(sandbox, SUBMIT) == 1


def test_the_link_to_a_report_is_never_told(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("microsoft_ads", "/download/", "link_expired", times=2)
    assert "sig=" not in (run(tmp_path).error or "sig=")


def packed(text: str, **names: str) -> Fault:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("report.csv", *names):
            archive.writestr(name, text)
    return Fault("status", 200, {}, content.getvalue())


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (packed('"TimePeriod","AccountId"\n"2026-11-12","1"\n'), "Refused", "came without AdDistribution"),
        (packed('"a","b"\n"1"\n'), "Refused", "not the table"),
        (packed("", more=""), "Refused", "not the table"),
        (Fault("status", 200, {}, b"PK half an archive"), "Unavailable", "broken archive"),
        (Fault("status", 500), "Unavailable", "HTTP 500"),
    ],
)
def test_a_file_that_is_not_the_report_is_never_taken_for_it(
    sandbox: Sandbox, tmp_path: Path, answer: Fault, kind: str, said: str
) -> None:
    sandbox.fail("microsoft_ads", "/download/", answer, times=2)
    error = run(tmp_path).error or ""
    assert error.startswith(kind)
    assert said in error


def test_at_most_three_reports_are_in_the_making(sandbox: Sandbox) -> None:
    assert SOURCE.concurrency == 3


@pytest.mark.parametrize("body", [{}, {"ReportRequestId": None}])
def test_an_order_without_a_number_is_refused(sandbox: Sandbox, tmp_path: Path, body: dict[str, Any]) -> None:
    sandbox.fail("microsoft_ads", SUBMIT, Fault("status", 200, {}, body))
    assert "gave no id" in (run(tmp_path).error or "")
