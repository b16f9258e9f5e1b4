"""What Pinterest once said lands without loss."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina

from connectors.errors import Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.pinterest_ads import SOURCE
from sandbox.replay import Recorded, Replay
from tests.connectors.recorded import lost

ACCOUNT = {"id": "1", "name": "Recorded", "currency": "USD"}
DAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name in ("APP_ID", "APP_SECRET", "REFRESH_TOKEN"):
        monkeypatch.setenv(f"PINTEREST_ADS_{name}", "for tests")
    monkeypatch.setenv("PINTEREST_ADS_POLL_SECONDS", "0.01")
    stamina.set_testing(True, attempts=1)
    yield monkeypatch
    stamina.set_testing(False)


@pytest.fixture
def recorded(shared: Path) -> Path:
    return shared / "fixtures" / "pinterest_ads"


def written(folder: Path, name: str, body: Any) -> Path:
    file = folder / f"{name}.json"
    file.write_text(json.dumps(body))
    return file


def leading(folder: Path) -> list[Recorded]:
    """What leads to an ad account whose answers were recorded; made up."""
    return [
        Recorded("POST", "/v5/oauth/token$", written(folder, "token", {"access_token": "pina.test"})),
        Recorded("GET", "/v5/ad_accounts$", written(folder, "accounts", {"items": [ACCOUNT], "bookmark": None})),
    ]


def run(stream: str, folder: Path, span: Window, now: datetime) -> Load:
    (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=span, streams=[stream])
    return only


def landed(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "pinterest_ads" / stream / "1").to_pylist()
    return found


@pytest.mark.parametrize(
    ("stream", "file"), [("campaigns", "http_campaigns.json"), ("ad_groups", "http_ad_groups.json")]
)
def test_recorded_entities_land_without_loss(
    stream: str, file: str, recorded: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    now = datetime(2026, 7, 10, 12, tzinfo=UTC)
    with Replay([*leading(tmp_path), Recorded("GET", f"/ad_accounts/1/{stream}$", recorded / file)]).serve() as url:
        env.setenv("PINTEREST_ADS_BASE_URL", url)
        assert run(stream, tmp_path, Window(now.date(), now.date()), now).error is None
    (exchange,) = json.loads((recorded / file).read_text())
    sent, rows = exchange["response"]["items"], landed(tmp_path, stream)
    assert [lost(row, kept, SOURCE.stream(stream)) for row, kept in zip(sent, rows, strict=True)] == [[]] * len(sent)
    assert {row["_extra"] for row in rows} == {None}


def test_recorded_ad_accounts_have_utc_days_and_a_currency(
    recorded: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    routes = [leading(tmp_path)[0], Recorded("GET", "/v5/ad_accounts$", recorded / "http_ad_accounts.json")]
    with Replay(routes).serve() as url:
        env.setenv("PINTEREST_ADS_BASE_URL", url)
        found = SOURCE.accounts(connect(SOURCE))
    assert {(account.time_zone, account.currency) for account in found} == {("UTC", "USD")}
    assert "549770573870" in {account.id for account in found}  # names America/Los_Angeles


def reported(
    folder: Path, env: pytest.MonkeyPatch, order: Recorded, looks: list[dict[str, Any]], rows: Any
) -> tuple[Load, Replay]:
    """A load of a report whose file lies on another host, as Pinterest's do."""
    file = Replay([Recorded("GET", "/metrics_report.txt$", written(folder, "file", rows))])
    with file.serve() as elsewhere:
        states = [state | {"url": f"{elsewhere}/metrics_report.txt?X-Amz-REDACTED"} for state in looks]
        exchanges = [{"request": {}, "response": state} for state in states]
        look = Recorded("GET", "/ad_accounts/1/reports$", written(folder, "looks", exchanges))
        replay = Replay([*leading(folder), order, look])
        with replay.serve() as url:
            env.setenv("PINTEREST_ADS_BASE_URL", url)
            now = datetime.combine(DAY + timedelta(days=9), datetime.min.time(), UTC)
            return run("campaign_daily", folder, Window(DAY, DAY + timedelta(days=1)), now), replay


def test_a_recorded_job_that_is_finished_at_once_is_fetched(
    recorded: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    order, look = json.loads((recorded / "http_report_create_then_poll.json").read_text())
    sent = json.loads((recorded / "constructed_campaign_analytics_day.json").read_text())
    posted = Recorded("POST", "/ad_accounts/1/reports$", written(tmp_path, "order", [order]))
    done, _ = reported(tmp_path, env, posted, [look["response"]], {"626759223935": sent})
    assert done.error is None
    stream = SOURCE.stream("campaign_daily")
    texts = [row | {"CAMPAIGN_ID": str(row["CAMPAIGN_ID"])} for row in sent]
    assert [lost(*pair, stream) for pair in zip(texts, landed(tmp_path, "campaign_daily"), strict=True)] == [[], []]


def test_a_job_that_expires_while_it_is_waited_for_is_ordered_once_more(
    env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    job = {"report_status": "IN_PROGRESS", "token": "a job"}
    posted = Recorded("POST", "/ad_accounts/1/reports$", written(tmp_path, "order", job))
    states = [{"report_status": status} for status in ("IN_PROGRESS", "EXPIRED", "IN_PROGRESS", "FINISHED")]
    done, replay = reported(tmp_path, env, posted, states, {})  # nothing was delivered: an empty object
    assert (done.error, done.days, done.rows) == (None, 2, 0)
    assert [(each.method, each.query.get("token")) for each in replay.requests if "reports" in each.path] == [
        ("POST", None),
        ("GET", "a job"),
        ("GET", "a job"),
        ("POST", None),
        ("GET", "a job"),
        ("GET", "a job"),
    ]


def test_a_recorded_state_of_the_metrics_is_read(recorded: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    state = recorded / "http_metrics_ready_state.json"
    with Replay([*leading(tmp_path), Recorded("GET", "/metrics_ready_state$", state)]).serve() as url:
        env.setenv("PINTEREST_ADS_BASE_URL", url)
        connect(SOURCE).require_ready(date(2026, 7, 8))


def test_the_recorded_rate_limit_is_waited_out(recorded: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    busy = recorded / "constructed_error_429.json"
    with Replay([*leading(tmp_path), Recorded("GET", "/campaigns$", busy)]).serve() as url:
        env.setenv("PINTEREST_ADS_BASE_URL", url)
        with pytest.raises(Unavailable, match="exceeded your rate limit") as caught:
            list(connect(SOURCE).items("ad_accounts/1/campaigns"))
    assert caught.value.retry_after == 1


def test_every_column_that_is_asked_for_is_in_the_recorded_catalogue(recorded: Path) -> None:
    catalogue = (recorded / "delivery_metrics_names.json").read_text()
    for stream in (SOURCE.stream("campaign_daily"), SOURCE.stream("ad_daily"), SOURCE.stream("campaign_weekly_reach")):
        asked = [name for name in stream.columns if name.isupper() and name != "DATE"]
        assert [name for name in asked if f'"{name}"' not in catalogue] == []
