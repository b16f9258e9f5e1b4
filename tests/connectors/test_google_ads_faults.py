"""What goes wrong at Google Ads: each error leads to its remedy, and a load is whole or it says that it is not."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina

from connectors.answer import Answer
from connectors.errors import NotConfigured, Refused, Unavailable
from connectors.http import LONGEST_WAIT, Http
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.google_ads import SOURCE
from connectors.sources.google_ads.chunks import chunks
from connectors.sources.google_ads.client import GoogleAds
from connectors.sources.google_ads.errors import AccountRefused, judge
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
EU, US = "1234567890", "2345678901"
MONTH = Window(TODAY - timedelta(days=31), TODAY - timedelta(days=1))  # ads of the EU: three chunks
STREAM = "searchStream$"
REPORT = SOURCE.stream("campaign_daily")


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=40), only="google_ads") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    stamina.set_testing(True, attempts=1)
    yield running
    stamina.set_testing(False)
    running.heal()


def ask(query: str = "SELECT campaign.id FROM campaign") -> list[Any]:
    return [page for page in connect(SOURCE).search(EU, query, login="9999999999") if page]


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ("daily_operations_used_up", 8962),
        ("too_many_requests", 30),
        ("burst", 5),
        ("expensive_now", 300),
        ("expensive_for_long", 1800),
        ("transient", 5),
    ],
)
def test_what_passes_is_unavailable_for_as_long_as_google_says(sandbox: Sandbox, fault: str, wait: int) -> None:
    sandbox.fail("google_ads", STREAM, fault)
    with pytest.raises(Unavailable) as caught:
        ask()
    assert caught.value.retry_after == wait


def test_a_used_up_day_ends_the_run_instead_of_waiting_it_out(sandbox: Sandbox) -> None:
    stamina.set_testing(True, attempts=5)
    sandbox.fail("google_ads", STREAM, "daily_operations_used_up", times=5)
    with pytest.raises(Unavailable) as caught:
        ask()
    assert (caught.value.retry_after or 0) > LONGEST_WAIT
    assert [each.status for each in sandbox.requests if "searchStream" in each.path] == [429]


def test_a_passing_fault_is_tried_again(sandbox: Sandbox) -> None:
    stamina.set_testing(True, attempts=3)
    sandbox.fail("google_ads", STREAM, "too_many_requests")
    sandbox.fail("google_ads", STREAM, "transient")
    assert len(ask()[0]) == 6


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("token_invalid", "GOOGLE_ADS_REFRESH_TOKEN"),
        ("not_ads_user", "GOOGLE_ADS_REFRESH_TOKEN"),
        ("permission_denied", "GOOGLE_ADS_LOGIN_CUSTOMER_ID"),
        ("project_not_approved", "GOOGLE_ADS_CLIENT_ID"),
        ("version_retired", "GOOGLE_ADS_API_VERSION"),
    ],
)
def test_what_a_person_must_clear_is_refused_and_names_the_variable(sandbox: Sandbox, fault: str, remedy: str) -> None:
    sandbox.fail("google_ads", STREAM, fault, times=2)
    with pytest.raises(Refused, match=remedy):
        ask()


def test_an_expired_access_token_is_renewed_once(sandbox: Sandbox) -> None:
    sandbox.fail("google_ads", STREAM, "token_invalid")
    assert len(ask()[0]) == 6
    assert [each.status for each in sandbox.requests if each.path == "/token"] == [200, 200]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("REFRESH_TOKEN", "1//a-wrong-refresh-token"), ("CLIENT_SECRET", "GOCSPX-a-wrong-secret")],
)
def test_a_wrong_credential_is_refused_without_being_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(f"GOOGLE_ADS_{variable}", value)
    with pytest.raises(Refused, match="GOOGLE_ADS_REFRESH_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert value not in str(caught.value)


def test_a_version_that_google_no_longer_serves_is_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_ADS_API_VERSION", "v22")
    with pytest.raises(Refused, match="GOOGLE_ADS_API_VERSION"):
        SOURCE.accounts(connect(SOURCE))


def test_settings_are_missing_altogether_or_in_part(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOOGLE_ADS_CLIENT_ID")
    with pytest.raises(Refused, match="GOOGLE_ADS_CLIENT_ID"):
        connect(SOURCE)
    monkeypatch.delenv("GOOGLE_ADS_REFRESH_TOKEN")
    with pytest.raises(NotConfigured) as caught:
        connect(SOURCE)
    assert caught.value.variable == "GOOGLE_ADS_REFRESH_TOKEN"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT campaign.id, metrics.video_views FROM campaign", "UNRECOGNIZED_FIELD"),
        (
            "SELECT segments.conversion_action, metrics.clicks FROM campaign",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
        ),
        ("SELECT segments.date, metrics.clicks FROM campaign", "EXPECTED_FILTERS_ON_DATE_RANGE"),
        (
            "SELECT segments.date, metrics.clicks FROM campaign WHERE segments.date >= '2020-01-01'",
            "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED",
        ),
    ],
)
def test_a_query_that_google_does_not_take_is_refused(sandbox: Sandbox, query: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask(query)


def test_metrics_of_a_manager_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="REQUESTED_METRICS_FOR_MANAGER"):
        list(connect(SOURCE).search("9999999999", "SELECT metrics.clicks FROM customer"))


@pytest.mark.parametrize("fault", ["cut", "truncated", "html"])
def test_an_answer_that_is_not_whole_replaces_no_day(sandbox: Sandbox, tmp_path: Path, fault: str) -> None:
    lake = Lake(tmp_path / "lake")
    _load_ads(lake)
    before = {path.name: path.stat().st_ino for path in (lake.root / "google_ads" / "ad_daily" / EU).iterdir()}
    sandbox.fail("google_ads", f"{EU}.*{STREAM}", fault)
    errors = {each.account: each.error for each in _load_ads(lake)}
    assert (errors[EU] or "").startswith("Unavailable")
    assert errors[US] is None
    after = {path.name: path.stat().st_ino for path in (lake.root / "google_ads" / "ad_daily" / EU).iterdir()}
    assert after == before


def test_after_a_cut_answer_the_whole_window_is_asked_again_and_no_row_is_doubled(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    whole, broken = Lake(tmp_path / "whole"), Lake(tmp_path / "broken")
    _load_ads(whole)
    sandbox.fail("google_ads", f"{EU}.*{STREAM}", "cut")
    assert [each.error is None for each in _load_ads(broken)] == [False, True]
    assert [each.error is None for each in _load_ads(broken)] == [True, True]
    tables = [pq.read_table(lake.root / "google_ads" / "ad_daily") for lake in (whole, broken)]
    assert tables[0].num_rows > 2_000
    assert tables[0] == tables[1]


def _load_ads(lake: Lake) -> list[Load]:
    return load(SOURCE, connect(SOURCE), lake, NOW, span=MONTH, streams=["ad_daily"])


@pytest.mark.parametrize(("status", "kind"), [(500, Unavailable), (403, AccountRefused)])
def test_an_error_behind_the_first_chunk_is_not_taken_for_the_end(status: int, kind: type[Exception]) -> None:
    code = {"internalError": "INTERNAL_ERROR"} if status == 500 else {"authorizationError": "USER_PERMISSION_DENIED"}
    failure = {"errors": [{"errorCode": code, "message": "It broke."}]}
    row = {"campaign": {"id": "1"}, "segments": {"date": "2026-11-01"}}
    body = [{"results": [row]}, {"error": {"code": status, "details": [failure]}}]
    with scripted(Scripted(body=json.dumps(body))) as stage:
        client = GoogleAds(Http(stage.url, judge=judge), "v26")
        for pages in (client.search(EU, "SELECT"), REPORT.fetch(client, Account(EU, "EU"), MONTH)):
            assert len(next(iter(pages))) == 1
            with pytest.raises(kind, match="It broke"):
                next(iter(pages))


def test_recorded_errors_lead_to_what_their_documentation_says(shared: Path) -> None:
    entries = json.loads((shared / "fixtures" / "google_ads" / "errors.json").read_text())
    for entry in entries:
        if "token endpoint" in entry.get("where", ""):
            continue
        fault = judge(Answer(entry["http"], {}, entry["body"]))
        passes = entry["action"].startswith(("daily", "retry", "same query"))
        assert type(fault) is Unavailable if passes else isinstance(fault, Refused), entry["action"]
        assert isinstance(fault, AccountRefused) == ("account" in entry["action"] and entry["http"] == 403)


ARRAY = [
    {
        "results": [{"name": 'one " quote } and \\', "url": "{lpurl}?k={keyword}\\\\"}, {"city": "Köln {"}],
        "mask": "\\",
    },
    {"mask": "no rows"},
    {"results": []},
]


@pytest.mark.parametrize("indent", [None, 1, 2])
@pytest.mark.parametrize("array", [ARRAY, ARRAY[:1], [{}], []], ids=len)
def test_chunks_come_whole_wherever_the_network_cuts_the_bytes(array: list[Any], indent: int | None) -> None:
    body = json.dumps(array, indent=indent, ensure_ascii=False).encode()
    for size in range(1, len(body) + 1):
        blocks = (body[start : start + size] for start in range(0, len(body), size))
        assert [json.loads(chunk) for chunk in chunks(blocks)] == array


def test_an_array_that_lacks_its_end_is_never_taken_for_whole() -> None:
    body = json.dumps(ARRAY, indent=1).encode()
    for length in range(len(body)):
        with pytest.raises((Unavailable, json.JSONDecodeError)):
            [json.loads(chunk) for chunk in chunks([body[:length]])]


@pytest.mark.parametrize("body", [b"", b"]", b"null", b"{}", b"<html>{}</html>", b"[{}{}]", b"[{}]{}"])
def test_what_is_no_array_is_not_taken_for_an_empty_one(body: bytes) -> None:
    with pytest.raises(Unavailable):
        list(chunks([body]))
