"""What Meta once really said lands without loss, and Meta's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.campaign import Campaign
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Stream, Type, Window
from connectors.sources._graph.errors import TooMuch
from connectors.sources.meta_ads import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox

TODAY = date(2026, 11, 18)
EU = "501002003004005"
ACCOUNT = {"account_id": "1", "name": "Recorded", "currency": "USD", "timezone_name": "America/Los_Angeles"}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("META_ADS_ACCESS_TOKEN", "EAAtest")
    monkeypatch.setenv("META_ADS_POLL_SECONDS", "0.01")
    return monkeypatch


def replayed(folder: Path, recorded: Recorded) -> Replay:
    """An account whose one answer of interest was recorded; what leads to it is made up."""
    made_up = {
        "adaccounts": {"data": [ACCOUNT]},
        "order": {"report_run_id": "77"},
        "run": {"async_status": "Job Completed", "async_percent_completion": 100},
    }
    for name, body in made_up.items():
        (folder / f"{name}.json").write_text(json.dumps(body))
    return Replay(
        [
            Recorded("GET", "/me/adaccounts$", folder / "adaccounts.json"),
            Recorded("POST", "/act_1/insights$", folder / "order.json"),
            Recorded("GET", "/77$", folder / "run.json"),
            recorded,
        ]
    )


def land(
    env: pytest.MonkeyPatch, folder: Path, stream: str, edge: str, recorded: list[dict[str, Any]], days: Window
) -> list[dict[str, Any]]:
    """The rows that are in the lake after a load, on the day after, of what was recorded."""
    file = folder / "recorded.json"
    file.write_text(json.dumps({"data": recorded}))
    now = datetime.combine(days.until + timedelta(days=1), time(20), UTC)
    span = Window(now.date(), now.date()) if SOURCE.stream(stream).kind == "snapshot" else days
    with replayed(folder, Recorded("GET", edge, file)).serve() as url:
        env.setenv("META_ADS_BASE_URL", url)
        (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=span, streams=[stream])
    assert only.error is None
    table = pq.read_table(folder / "meta_ads" / stream / "1")
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def lost(row: dict[str, Any], landed: dict[str, Any], stream: Stream) -> list[str]:
    """Names of the recorded fields that are not in the landed row as they were sent."""
    extra = json.loads(landed["_extra"] or "{}")
    return [name for name, value in row.items() if not _is_there(name, value, landed, extra, stream)]


def _is_there(name: str, value: Any, landed: dict[str, Any], extra: dict[str, Any], stream: Stream) -> bool:
    kind = stream.columns.get(name)
    if kind is None:
        below = {path: kind for path, kind in stream.columns.items() if path.startswith(f"{name}.")}
        return extra.get(name) == value or (bool(below) and all(landed[f"{name}.{key}"] == value[key] for key in value))
    if kind is Type.JSON:
        return bool(json.loads(landed[name]) == value)
    if kind is Type.INSTANT:
        return bool(landed[name] == datetime.fromisoformat(value))
    if kind in (Type.TEXT, Type.DAY):
        return str(landed[name]) == value
    return float(landed[name]) == pytest.approx(float(value))


def read(folder: Path, *streams: str) -> list[dict[str, Any]]:
    lines = (folder / "fixtures" / "meta_ads" / "airbyte_expected_records.jsonl").read_text().splitlines()
    return [line["data"] for line in map(json.loads, lines) if line["stream"].startswith(streams)]


def test_recorded_insights_land_without_loss(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = shared / "fixtures" / "meta_ads" / "raw_ads_insights_product_id.json"
    recorded = json.loads(file.read_text())["data"]
    day = Window(date(2023, 6, 1), date(2023, 6, 1))
    landed = land(env, tmp_path, "ad_daily", "/77/insights$", recorded, day)
    assert [lost(*pair, SOURCE.stream("ad_daily")) for pair in zip(recorded, landed, strict=True)] == [[], []]


def test_insights_by_any_breakdown_land_without_loss(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorded = sorted(read(shared, "ads_insights"), key=lambda row: row["date_start"])
    days = Window(date(2021, 2, 21), date(2021, 3, 1))
    landed = land(env, tmp_path, "ad_daily", "/77/insights$", recorded, days)
    assert len(landed) == 12
    assert [lost(*pair, SOURCE.stream("ad_daily")) for pair in zip(recorded, landed, strict=True)] == [[]] * 12


@pytest.mark.parametrize(("stream", "edge"), [("campaigns", "campaigns"), ("ad_sets", "adsets"), ("ads", "ads")])
def test_recorded_entities_land_without_loss(
    stream: str, edge: str, shared: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recorded = [row for row in read(shared, stream) if "date_start" not in row]
    if stream == "ad_sets":
        recorded += json.loads((shared / "fixtures" / "meta_ads" / "raw_ad_sets.json").read_text())["data"]
    landed = land(env, tmp_path, stream, f"/act_1/{edge}$", recorded, Window(TODAY, TODAY))
    assert [lost(*pair, SOURCE.stream(stream)) for pair in zip(recorded, landed, strict=True)] == [[]] * len(recorded)


REMEDIES = {
    "retry_after_wait": Unavailable,
    "retry": Unavailable,
    "halve_limit_and_retry": TooMuch,
    "split_job": TooMuch,
    "fatal_config": Refused,
}


def test_every_recorded_error_leads_to_its_remedy(shared: Path, env: pytest.MonkeyPatch) -> None:
    file = shared / "fixtures" / "meta_ads" / "errors.json"
    stamina.set_testing(True, attempts=1)
    for number, error in enumerate(json.loads(file.read_text())):
        with Replay([Recorded("GET", "/me$", file, pick=str(number))]).serve() as url:
            env.setenv("META_ADS_BASE_URL", url)
            with pytest.raises(SourceError) as caught:
                connect(SOURCE).ask("GET", "me", {})
        assert type(caught.value) is REMEDIES[error["expected_action"]], error
        waits = getattr(caught.value, "retry_after", None) is not None
        assert waits == (error["expected_action"] == "retry_after_wait"), error
    stamina.set_testing(False)


def test_the_token_travels_in_a_header_and_never_in_a_url(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "recorded.json").write_text(json.dumps({"data": []}))
    env.setenv("META_ADS_APP_SECRET", "a secret")
    replay = replayed(tmp_path, Recorded("GET", "/act_1/campaigns$", tmp_path / "recorded.json"))
    with replay.serve() as url:
        env.setenv("META_ADS_BASE_URL", url)
        graph = connect(SOURCE)
        SOURCE.accounts(graph)
        list(graph.each_page("act_1/campaigns", {}))
    asked = [value for request in replay.requests for value in (request.path, *request.query.values())]
    assert asked
    assert not any("EAAtest" in text or "a secret" in text for text in asked)
    assert all(len(request.query["appsecret_proof"]) == 64 for request in replay.requests)


@pytest.fixture
def api() -> Iterator[FacebookAdsApi]:
    """Meta's own client, which cannot take a path in front of the version."""
    with Sandbox(Company(TODAY, days=30), only="meta_ads") as sandbox:
        env = sandbox.env()
        client = FacebookAdsApi.init(
            app_id="1",
            app_secret=env["META_ADS_APP_SECRET"],
            access_token=env["META_ADS_ACCESS_TOKEN"],
            crash_log=False,
            timeout=5,
        )
        client._session.GRAPH = sandbox.url
        yield client
        client._session.requests.close()


QUESTION = {
    "level": "ad",
    "time_range": {"since": "2026-11-01", "until": "2026-11-10"},
    "time_increment": 1,
    "limit": 30,
}


def test_metas_client_reads_insights_over_several_pages(api: FacebookAdsApi) -> None:
    rows = list(AdAccount(f"act_{EU}", api=api).get_insights(["ad_id", "spend", "actions"], QUESTION))
    assert len(rows) == 10 * 7  # the deleted ad is not shown to those who do not ask for it
    assert {row["date_start"] for row in rows} == {f"2026-11-{day:02}" for day in range(1, 11)}


def test_metas_client_waits_for_a_report_in_the_background(api: FacebookAdsApi) -> None:
    run = AdAccount(f"act_{EU}", api=api).get_insights(["ad_id", "spend"], QUESTION, is_async=True)
    looks = []
    while run.get("async_status") != "Job Completed":
        run = run.api_get()
        looks.append(run["async_status"])
    assert looks == ["Job Not Started", "Job Running", "Job Completed"]
    at_once = AdAccount(f"act_{EU}", api=api).get_insights(["ad_id", "spend"], QUESTION)
    assert [dict(row) for row in run.get_result()] == [dict(row) for row in at_once]


def test_metas_client_reads_accounts_and_campaigns(api: FacebookAdsApi) -> None:
    accounts = User("me", api=api).get_ad_accounts(["name", "currency", "timezone_name"])
    assert {account["currency"] for account in accounts} == {"EUR", "GBP"}
    campaigns = AdAccount(f"act_{EU}", api=api).get_campaigns(["name", "daily_budget", "effective_status"])
    assert {campaign["name"] for campaign in campaigns} == {"EU | Prospecting", "EU | Retargeting"}
    assert campaigns.total() == 2


def test_metas_client_sends_a_batch(api: FacebookAdsApi) -> None:
    bodies: list[Any] = []
    batch = api.new_batch()
    for id_ in (f"act_{EU}", "999"):
        campaign = Campaign(id_, api=api).api_get
        campaign(fields=["name"], batch=batch, success=lambda r: bodies.append(r.json()), failure=bodies.append)
    assert batch.execute() is None
    assert bodies[0]["name"] == "Torrefino EU"
    assert bodies[1].error().api_error_code() == 100


def test_metas_client_understands_the_sandboxs_errors(api: FacebookAdsApi) -> None:
    with pytest.raises(FacebookRequestError) as caught:
        AdAccount("act_999", api=api).get_campaigns()
    assert (caught.value.api_error_code(), caught.value.api_error_subcode()) == (100, 33)
