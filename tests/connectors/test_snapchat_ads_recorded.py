"""What Snapchat once said lands without loss; its links are followed without leaving its host."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.snapchat_ads import SOURCE
from sandbox.replay import Recorded, Replay
from tests.connectors.recorded import lost

ACCOUNT = {"id": "1", "name": "Recorded", "currency": "USD", "timezone": "America/Los_Angeles"}
SINCE = date(2026, 10, 30)


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name in ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"):
        monkeypatch.setenv(f"SNAPCHAT_ADS_{name}", "for tests")
    stamina.set_testing(True, attempts=1)
    yield monkeypatch
    stamina.set_testing(False)


def said(kind: str, *listed: dict[str, Any], of: str = "", next_link: str | None = None) -> dict[str, Any]:
    wrapped = [{"sub_request_status": "SUCCESS", kind: row} for row in listed]
    paging = {"next_link": next_link} if next_link else {}
    return {"request_status": "SUCCESS", "request_id": "1", of or f"{kind}s": wrapped, "paging": paging}


def written(folder: Path, name: str, body: Any) -> Path:
    file = folder / f"{name}.json"
    file.write_text(json.dumps(body))
    return file


def replayed(folder: Path, *routes: Recorded) -> Replay:
    """An ad account whose answers of interest were recorded; what leads to it is made up."""
    return Replay(
        [
            Recorded("POST", "/token$", written(folder, "token", {"access_token": "eyJ.test"})),
            Recorded("GET", "/v1/me/organizations$", written(folder, "me", said("organization", {"id": "o"}))),
            Recorded("GET", "/organizations/o/adaccounts$", written(folder, "accounts", said("adaccount", ACCOUNT))),
            *routes,
        ]
    )


def run(env: pytest.MonkeyPatch, replay: Replay, folder: Path, stream: str) -> Load:
    until = SINCE + timedelta(days=2)
    now = datetime.combine(until + timedelta(days=2), datetime.min.time(), UTC) + timedelta(hours=20)
    span = Window(now.date(), now.date()) if SOURCE.stream(stream).kind == "snapshot" else Window(SINCE, until)
    with replay.serve() as url:
        env.setenv("SNAPCHAT_ADS_BASE_URL", url)
        env.setenv("SNAPCHAT_ADS_TOKEN_URL", f"{url}/token")
        (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=span, streams=[stream])
    return only


def landed(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "snapchat_ads" / stream / "1").to_pylist()
    return found


def broken_down(stat: dict[str, Any]) -> dict[str, Any]:
    """A campaign's own timeseries as its account tells it by campaign."""
    thing = {"id": stat["id"], "type": "CAMPAIGN", "granularity": "DAY", "timeseries": stat["timeseries"]}
    return {**stat, "type": "AD_ACCOUNT", "timeseries": None, "breakdown_stats": {"campaign": [thing]}}


def test_recorded_stats_land_without_loss(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = shared / "fixtures" / "snapchat_ads" / "constructed_campaign_stats_day.json"
    stat = json.loads(file.read_text())["timeseries_stats"][0]["timeseries_stat"]
    body = said("timeseries_stat", broken_down(stat), of="timeseries_stats")
    replay = replayed(tmp_path, Recorded("GET", "/adaccounts/1/stats$", written(tmp_path, "stats", body)))
    assert run(env, replay, tmp_path, "campaign_daily").error is None
    (asked,) = [each.query for each in replay.requests if each.path.endswith("/stats")]
    assert (asked["start_time"], asked["end_time"]) == (stat["start_time"], stat["end_time"])  # -07:00 to -08:00
    rows, finalized = landed(tmp_path, "campaign_daily"), {"finalized_data_end_time": stat["finalized_data_end_time"]}
    sent = [{"id": stat["id"], **day, "start_time": day["start_time"][:10], **finalized} for day in stat["timeseries"]]
    assert [lost(*pair, SOURCE.stream("campaign_daily")) for pair in zip(sent, rows, strict=True)] == [[], [], []]
    assert [row["_day"] for row in rows] == [SINCE + timedelta(days=n) for n in range(3)]


def test_a_day_that_is_cut_elsewhere_is_refused(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = shared / "fixtures" / "snapchat_ads" / "constructed_campaign_stats_day.json"
    text = file.read_text().replace("T00:00:00.000-08:00", "T00:00:00.000-07:00")
    stat = json.loads(text.replace("-10-31T00:00:00.000-07:00", "-10-31T00:00:00.000Z"))
    body = said("timeseries_stat", broken_down(stat["timeseries_stats"][0]["timeseries_stat"]), of="timeseries_stats")
    replay = replayed(tmp_path, Recorded("GET", "/stats$", written(tmp_path, "stats", body)))
    error = run(env, replay, tmp_path, "campaign_daily").error or ""
    assert "no midnight of America/Los_Angeles" in error


@pytest.mark.parametrize(("stream", "kind"), [("campaigns", "campaign"), ("adsquads", "adsquad"), ("ads", "ad")])
def test_recorded_entities_land_without_loss(
    stream: str, kind: str, shared: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (shared / "fixtures" / "snapchat_ads" / "airbyte_expected_records.jsonl").read_text().splitlines()
    sent = [line["data"] for line in map(json.loads, lines) if line["stream"] == stream]
    body = said(kind, *sent)
    replay = replayed(tmp_path, Recorded("GET", f"/adaccounts/1/{stream}$", written(tmp_path, "things", body)))
    assert run(env, replay, tmp_path, stream).error is None
    rows = landed(tmp_path, stream)
    assert [lost(*pair, SOURCE.stream(stream)) for pair in zip(sent, rows, strict=True)] == [[]] * len(sent)


def test_the_next_page_is_asked_of_the_same_host(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = "https://adsapisc.appspot.invalid/v1/adaccounts/1/ads?cursor=abc%3D&limit=1000"
    pages = [said("ad", {"id": "a", "name": "A"}, next_link=link), said("ad", {"id": "b", "name": "B"})]
    exchanges = [{"request": {}, "response": page} for page in pages]
    replay = replayed(tmp_path, Recorded("GET", "/adaccounts/1/ads$", written(tmp_path, "ads", exchanges)))
    assert run(env, replay, tmp_path, "ads").rows == 2
    first, second = [each.query for each in replay.requests if each.path.endswith("/ads")]
    assert first == {"limit": "1000", "read_deleted_entities": "true"}
    assert second == {**first, "cursor": "abc="}


def test_words_in_lower_case_are_the_same_words(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = json.loads(json.dumps(said("ad", {"id": "a", "name": "A"})).replace("SUCCESS", "success"))
    replay = replayed(tmp_path, Recorded("GET", "/adaccounts/1/ads$", written(tmp_path, "ads", body)))
    assert run(env, replay, tmp_path, "ads").rows == 1


def test_a_user_without_ad_accounts_is_told_so(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nobodys = said("organization")
    routes = [
        Recorded("POST", "/token$", written(tmp_path, "token", {"access_token": "eyJ.test"})),
        Recorded("GET", "/v1/me/organizations$", written(tmp_path, "me", nobodys)),
    ]
    with Replay(routes).serve() as url:
        env.setenv("SNAPCHAT_ADS_BASE_URL", url)
        env.setenv("SNAPCHAT_ADS_TOKEN_URL", f"{url}/token")
        with pytest.raises(Refused, match="SNAPCHAT_ADS_REFRESH_TOKEN opens no ad account"):
            SOURCE.accounts(connect(SOURCE))
