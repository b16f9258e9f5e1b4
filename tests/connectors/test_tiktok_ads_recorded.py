"""What TikTok once said lands without loss, its errors lead to their remedies, and its own client reads the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._withdrawn import BadQuestion
from connectors.sources.tiktok_ads import SOURCE
from connectors.sources.tiktok_ads.client import NoAccess
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 18)
EU = "7012345678901234567"
ADVERTISER = {"advertiser_id": "1", "name": "Recorded", "currency": "USD", "timezone": "Etc/GMT+8"}


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIKTOK_ADS_ACCESS_TOKEN", "a token for tests")
    monkeypatch.setenv("TIKTOK_ADS_ADVERTISER_IDS", "1")
    stamina.set_testing(True, attempts=1)
    yield monkeypatch
    stamina.set_testing(False)


def said(*listed: dict[str, Any], code: int = 0, **info: int) -> dict[str, Any]:
    whole = {"page": 1, "page_size": 1000, "total_number": len(listed), "total_page": 1}
    return {"code": code, "message": "OK", "request_id": "1", "data": {"list": listed, "page_info": whole | info}}


def land(env: pytest.MonkeyPatch, folder: Path, stream: str, path: str, body: dict[str, Any], day: date) -> Load:
    """Loads one day of a stream from one recorded answer; the advertiser that leads to it is made up."""
    (folder / "about.json").write_text(json.dumps(said(ADVERTISER)))
    (folder / "recorded.json").write_text(json.dumps(body))
    routes = [
        Recorded("GET", "/open_api/v1.3/advertiser/info/$", folder / "about.json"),
        Recorded("GET", f"/open_api/v1.3/{path}/$", folder / "recorded.json"),
    ]
    now = datetime.combine(day + timedelta(days=4), time(20), UTC)
    is_snapshot = SOURCE.stream(stream).kind == "snapshot"
    span = Window(now.date(), now.date()) if is_snapshot else Window(day, day + timedelta(days=2))
    with Replay(routes).serve() as url:
        env.setenv("TIKTOK_ADS_BASE_URL", url)
        (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=span, streams=[stream])
    return only


def landed(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "tiktok_ads" / stream / "1").to_pylist()
    return found


def as_kept(row: dict[str, Any]) -> dict[str, Any]:
    """A report's row with the day without its clock, ids as texts, and nothing where TikTok puts a dash."""
    about = {**row["dimensions"], "stat_time_day": row["dimensions"]["stat_time_day"][:10]}
    metrics = {name: None if value == "-" else value for name, value in row["metrics"].items()}
    ids = {name: str(value) for name, value in metrics.items() if name in ("campaign_id", "adgroup_id")}
    return {"dimensions": about, "metrics": metrics | ids}


def test_recorded_report_rows_land_without_loss(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = shared / "fixtures" / "tiktok_ads" / "constructed_report_ad_daily_page.json"
    body = json.loads(file.read_text())
    assert land(env, tmp_path, "ad_daily", "report/integrated/get", body, date(2026, 10, 1)).error is None
    rows, stream = landed(tmp_path, "ad_daily"), SOURCE.stream("ad_daily")
    assert [lost(as_kept(sent), row, stream) for sent, row in zip(body["data"]["list"], rows, strict=True)] == [[]] * 3
    assert rows[-1]["metrics.video_play_actions"] is None  # it was a dash


def test_numbers_that_come_as_numbers_land_like_those_that_come_as_text(
    shared: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = shared / "fixtures" / "tiktok_ads" / "raw_report_hourly.json"
    sent = json.loads(file.read_text())["data"]["list"]
    daily = [
        {**row, "dimensions": {"ad_id": row["dimensions"]["ad_id"], "stat_time_day": "2024-01-01 00:00:00"}}
        for row in sent[:1]
    ]
    assert land(env, tmp_path, "ad_daily", "report/integrated/get", said(*daily), date(2024, 1, 1)).error is None
    (row,) = landed(tmp_path, "ad_daily")
    assert lost(as_kept(daily[0]), row, SOURCE.stream("ad_daily")) == []
    assert (row["metrics.campaign_id"], row["metrics.impressions"]) == ("1714125042508817", 5830)


@pytest.mark.parametrize(
    ("stream", "path", "file"),
    [("campaigns", "campaign/get", "http_campaigns.json"), ("adgroups", "adgroup/get", "http_adgroups.json")],
)
def test_recorded_entities_land_without_loss(
    stream: str, path: str, file: str, shared: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (exchange,) = json.loads((shared / "fixtures" / "tiktok_ads" / file).read_text())
    sent = exchange["response"]["data"]["list"]  # fewer than were recorded: the count beside them is not theirs
    assert land(env, tmp_path, stream, path, said(*sent), TODAY).error is None
    rows = landed(tmp_path, stream)
    assert [lost(row, kept, SOURCE.stream(stream)) for row, kept in zip(sent, rows, strict=True)] == [[]] * len(sent)


def test_an_empty_list_is_a_list(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (exchange,) = json.loads((shared / "fixtures" / "tiktok_ads" / "http_ads_empty.json").read_text())
    load_ = land(env, tmp_path, "ads", "ad/get", exchange["response"], TODAY)
    assert (load_.error, load_.rows) == (None, 0)


def test_the_zone_of_a_recorded_advertiser_is_thirteen_hours_ahead(shared: Path, env: pytest.MonkeyPatch) -> None:
    file = shared / "fixtures" / "tiktok_ads" / "http_advertiser_info.json"
    with Replay([Recorded("GET", "/advertiser/info/$", file)]).serve() as url:
        env.setenv("TIKTOK_ADS_BASE_URL", url)
        env.setenv("TIKTOK_ADS_ADVERTISER_IDS", "7644143197428744199")
        (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.time_zone, account.currency) == ("Etc/GMT-13", "USD")


REMEDIES = {"retry": Unavailable, "backoff": Unavailable, "fatal_config": Refused}


def test_every_recorded_error_leads_to_its_remedy(shared: Path, env: pytest.MonkeyPatch) -> None:
    file = shared / "fixtures" / "tiktok_ads" / "errors.json"
    for number, error in enumerate(json.loads(file.read_text())):
        with Replay([Recorded("GET", "/", file, pick=str(number))]).serve() as url:
            env.setenv("TIKTOK_ADS_BASE_URL", url)
            with pytest.raises(SourceError) as caught:
                connect(SOURCE).ask("campaign/get")
        assert isinstance(caught.value, REMEDIES[error["expected_action"]]), error


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=10), only="tiktok_ads") as running:
        yield running


@pytest.mark.parametrize(
    ("fault", "kind", "wait", "remedy"),
    [
        ("rate_limited", Unavailable, 300, "too frequently"),
        ("frequency_limited", Unavailable, 300, "too frequently"),
        ("slow_recovery", Unavailable, 300, "50002"),
        ("concurrent", Unavailable, None, "40202"),
        ("internal", Unavailable, None, "40700"),
        ("system_error", Unavailable, None, "50000"),
        ("upstream", Unavailable, None, "51010"),
        ("maintenance", Unavailable, None, "maintenance"),
        ("partly", Unavailable, None, "only a part came"),
        ("no_scope", NoAccess, None, "scopes Reporting and Ads Management"),
        ("bad_parameter", BadQuestion, None, "TIKTOK_ADS_ADVERTISER_IDS"),
        ("token_expired", Refused, None, "TIKTOK_ADS_ACCESS_TOKEN"),
        ("no_token", Refused, None, "TIKTOK_ADS_ACCESS_TOKEN"),
        ("token_revoked", Refused, None, "TIKTOK_ADS_ACCESS_TOKEN"),
    ],
)
def test_an_error_within_a_200_is_an_error(
    sandbox: Sandbox, env: pytest.MonkeyPatch, fault: str, kind: type[SourceError], wait: float | None, remedy: str
) -> None:
    for name, value in sandbox.env().items():
        env.setenv(name, value)
    sandbox.fail("tiktok_ads", "/campaign/get", fault)
    with pytest.raises(SourceError, match=remedy) as caught:
        list(connect(SOURCE).rows("campaign/get", advertiser_id=EU))
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == wait


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([said({}, total_number=2)], id="fewer rows than announced"),
        pytest.param(
            [said({}, total_number=2, total_page=2), said({}, total_number=3, page=2)], id="one more meanwhile"
        ),
        pytest.param([{"message": "OK", "data": {}}], id="no code"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(env: pytest.MonkeyPatch, answers: list[dict[str, Any]]) -> None:
    with scripted(*(Scripted(body=json.dumps(answer)) for answer in answers)) as stage:
        env.setenv("TIKTOK_ADS_BASE_URL", stage.url)
        with pytest.raises(Unavailable):
            list(connect(SOURCE).rows("ad/get", advertiser_id="1"))
    assert all(path.startswith("/open_api/v1.3/ad/get/?") for _, path, _ in stage.requests)


def test_a_zone_that_nobody_knows_is_told(env: pytest.MonkeyPatch) -> None:
    with scripted(Scripted(body=json.dumps(said(ADVERTISER | {"timezone": "Mars/Olympus"})))) as stage:
        env.setenv("TIKTOK_ADS_BASE_URL", stage.url)
        with pytest.raises(Refused, match="Mars/Olympus"):
            SOURCE.accounts(connect(SOURCE))


def test_tiktoks_client_reads_a_report_and_understands_the_sandboxs_errors(sandbox: Sandbox) -> None:
    official = pytest.importorskip("business_api_client")
    settings = official.Configuration()
    settings.host = sandbox.url
    api = official.ReportingApi(official.ApiClient(settings))
    question = {
        "advertiser_id": EU,
        "service_type": "AUCTION",
        "data_level": "AUCTION_AD",
        "dimensions": ["ad_id", "stat_time_day"],
        "metrics": ["spend", "impressions"],
        "start_date": str(TODAY - timedelta(days=7)),
        "end_date": str(TODAY - timedelta(days=1)),
        "page_size": 20,
    }
    token = sandbox.env()["TIKTOK_ADS_ACCESS_TOKEN"]
    found = api.report_integrated_get("BASIC", token, **question)["data"]
    assert found["page_info"]["total_number"] == 7 * 3  # the deleted ad is not shown to those who do not ask for it
    assert len(found["list"]) == 20
    exceptions = pytest.importorskip("business_api_client.tiktok_business.tiktok_exceptions")
    with pytest.raises(exceptions.TiktokSDKError, match="revoked"):
        api.report_integrated_get("BASIC", "another token", **question)
