"""What LinkedIn refuses is named for its remedy; tokens are renewed; recorded answers land; its own client agrees."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import LONGEST_WAIT
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._linkedin.errors import Judge
from connectors.sources.linkedin_ads import GRANT, SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors._linkedin import ACCESS_TOKEN, EXPIRED_TOKEN, REVOKED_TOKEN
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 18)
DAY = Window(date(2026, 10, 5), date(2026, 10, 5))
JUDGE = Judge("LINKEDIN_ADS_", GRANT, "202608")


@pytest.fixture(scope="module")
def linkedin() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 50), only="linkedin_ads") as running:
        yield running


@pytest.fixture
def sandbox(linkedin: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in linkedin.env().items():
        monkeypatch.setenv(name, value)
    linkedin.requests.clear()
    yield linkedin
    linkedin.heal()


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("minute_limit", Unavailable, "MINUTE limit reached"),
        ("broken", Unavailable, "HTTP 500"),
        ("denied", Refused, "ACCESS_DENIED 100.*r_ads_reporting"),
        ("missing", Refused, "HTTP 404 No virtual resource found"),
        ("sunset", Refused, "no longer serves version 202608.*Set LINKEDIN_ADS_API_VERSION"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    client = connect(SOURCE)
    client.http.tries = 1
    sandbox.fail("linkedin_ads", "/rest/adAccounts", fault)
    with pytest.raises(kind, match=said):
        SOURCE.accounts(client)


def test_a_daily_limit_ends_the_run_and_the_next_one_goes_on(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In the last minutes of a day it would be worth waiting.
    monkeypatch.setattr("connectors.sources._linkedin.errors.until_midnight", lambda: 2 * LONGEST_WAIT)

    def pull(lake: Lake) -> Any:
        now = datetime.combine(TODAY, time(6), UTC)
        (only,) = load(SOURCE, connect(SOURCE), lake, now, history_days=40, streams=["campaign_daily"])
        return only

    lake = Lake(tmp_path)
    sandbox.fail("linkedin_ads", "/rest/adAnalytics", "day_limit")
    assert "DAY limit" in pull(lake).error
    assert [request.status for request in sandbox.requests].count(429) == 1  # it is not asked again
    assert pull(lake).days == 40


def test_recorded_throttles_say_how_long_to_stay_away(shared: Path) -> None:
    recorded = json.loads((shared / "fixtures" / "linkedin_ads" / "errors.json").read_text())
    day, minute = (JUDGE(Answer(each["status"], {}, each["body"])) for each in recorded)
    assert isinstance(day, Unavailable)
    assert isinstance(minute, Unavailable)
    left = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), time(), UTC) - datetime.now(UTC)
    assert day.retry_after == pytest.approx(left.total_seconds(), abs=5)
    assert minute.retry_after == 60 < LONGEST_WAIT


def test_the_inputs_that_a_recorded_error_blames_are_told(shared: Path) -> None:
    (exchange,) = json.loads((shared / "fixtures" / "linkedin_pages" / "http_error_422_post.json").read_text())
    fault = JUDGE(Answer(exchange["status"], {}, exchange["response"]))
    assert isinstance(fault, Refused)
    assert "DUPLICATE_POST: Duplicate post is detected" in str(fault)


def test_an_expired_token_is_renewed_and_the_load_goes_on(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_ACCESS_TOKEN", EXPIRED_TOKEN)
    (found,) = SOURCE.accounts(connect(SOURCE))
    assert found.id == "512345678"
    assert [request.status for request in sandbox.requests] == [401, 200, 200]


@pytest.mark.parametrize(("token", "code"), [(EXPIRED_TOKEN, "65602"), (REVOKED_TOKEN, "65601"), ("made-up", "65600")])
def test_a_token_that_cannot_be_renewed_is_named_and_not_shown(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, token: str, code: str
) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_ACCESS_TOKEN", token)
    monkeypatch.delenv("LINKEDIN_ADS_REFRESH_TOKEN")
    with pytest.raises(Refused, match=f"LINKEDIN_ADS_ACCESS_TOKEN was refused .*{code}") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert token not in str(caught.value)


def test_a_refresh_token_that_ended_is_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_ACCESS_TOKEN", EXPIRED_TOKEN)
    monkeypatch.setenv("LINKEDIN_ADS_REFRESH_TOKEN", "last-years")
    with pytest.raises(
        Refused, match=r"LINKEDIN_ADS_REFRESH_TOKEN was refused \(invalid_grant: .* authorise the app again"
    ):
        SOURCE.accounts(connect(SOURCE))


def test_a_refresh_token_needs_its_app(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINKEDIN_ADS_CLIENT_SECRET")
    with pytest.raises(Refused, match="LINKEDIN_ADS_REFRESH_TOKEN needs LINKEDIN_ADS_CLIENT_ID"):
        connect(SOURCE)


def test_the_end_of_the_refresh_token_is_told_a_month_before(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given = {"access_token": ACCESS_TOKEN, "expires_in": 5_184_000, "refresh_token_expires_in": 12 * 86_400}
    monkeypatch.setenv("LINKEDIN_ADS_ACCESS_TOKEN", EXPIRED_TOKEN)
    with scripted(Scripted(body=json.dumps(given))) as stage:
        monkeypatch.setenv("LINKEDIN_ADS_TOKEN_URL", stage.url)
        SOURCE.accounts(connect(SOURCE))
    assert "LINKEDIN_ADS_REFRESH_TOKEN ends in 12 days" in caplog.text


def recorded_report(shared: Path) -> list[dict[str, Any]]:
    folder = shared / "fixtures" / "linkedin_ads"
    return [json.loads((folder / f"adAnalytics_response_{part}.json").read_text()) for part in (1, 2, 3)]


def test_recorded_figures_land_without_loss(shared: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its authors took the dates of the three parts apart, so each is landed by itself; a doubled row is one."""
    listed = '{"elements": [{"id": 1, "name": "Recorded", "currency": "USD"}]}'
    for part in recorded_report(shared):
        elements = {json.dumps(each["dateRange"]): each for each in part["elements"]}
        for element in elements.values():
            start = date(**element["dateRange"]["start"])
            answers = [Scripted(body=listed), Scripted(body=json.dumps({"elements": [element]}))]
            with scripted(*answers) as stage:
                monkeypatch.setenv("LINKEDIN_ADS_BASE_URL", stage.url)
                lake = Lake(Path(f"{start}-{len(element)}"))
                now = datetime.combine(start, time(6), UTC) + timedelta(days=5)
                (only,) = load(
                    SOURCE, connect(SOURCE), lake, now, span=Window(start, start), streams=["creative_daily"]
                )
            assert only.error is None
            (landed,) = pq.read_table(lake.root / "linkedin_ads" / "creative_daily").to_pylist()
            assert lost(element, landed, SOURCE.stream("creative_daily")) == [
                name for name in ("costInUsd", "costInLocalCurrency") if element.get(name) == "-2E-18"
            ]
            assert landed["creative"] == "urn:li:sponsoredCreative:1"
            if element.get("costInUsd") == "-2E-18":
                assert landed["costInUsd"] == 0


def test_linkedins_own_client_understands_the_sandbox(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    constants = pytest.importorskip("linkedin_api.common.constants")
    client_type = pytest.importorskip("linkedin_api.clients.restli.client").RestliClient
    monkeypatch.setattr(constants, "VERSIONED_BASE_URL", f"{sandbox.url}/rest")
    asked: dict[str, Any] = {
        "resource_path": "/adAnalytics",
        "finder_name": "analytics",
        "query_params": {
            "pivot": {"value": "CAMPAIGN"},
            "timeGranularity": {"value": "DAILY"},
            "dateRange": {"start": {"year": 2026, "month": 10, "day": 5}, "end": {"year": 2026, "month": 10, "day": 6}},
            "accounts": ["urn:li:sponsoredAccount:512345678"],
            "fields": "dateRange,pivotValues,impressions,costInLocalCurrency",
        },
        "access_token": ACCESS_TOKEN,
    }
    answer = client_type().finder(**asked, version_string="202608")
    days = sandbox.company.ad_days
    chosen = days[(days["platform"] == "linkedin_ads") & days["date"].between("2026-10-05", "2026-10-06")]
    assert sum(each["impressions"] for each in answer.elements) == chosen["impressions"].sum()
    many = [f"urn:li:sponsoredCampaign:{number}" for number in range(200)]
    tunnelled = {**asked, "query_params": {**asked["query_params"], "campaigns": many}}
    assert client_type().finder(**tunnelled, version_string="202608").elements == []
    assert sandbox.requests[-1].method == "POST"
    assert client_type().finder(**asked, version_string="202507").status_code == 426
