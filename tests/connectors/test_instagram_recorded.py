"""What Instagram once really said lands without loss, and Meta's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina
from facebook_business.adobjects.iguser import IGUser
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from connectors.errors import Refused, SourceError
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._graph.errors import Untold
from connectors.sources.instagram import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost

TODAY = date(2026, 11, 25)
ME = "17841408147298757"


@pytest.fixture
def fixtures(shared: Path) -> Path:
    return shared / "fixtures" / "instagram"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("INSTAGRAM_ACCESS_TOKEN", "EAAtest")
    monkeypatch.setenv("INSTAGRAM_ACCOUNT_IDS", ME)
    return monkeypatch


def land(env: pytest.MonkeyPatch, folder: Path, stream: str, day: date, *recorded: Recorded) -> list[dict[str, Any]]:
    """The rows in the lake after a load of a day, or of a snapshot on it, from what was recorded."""
    (folder / "none.json").write_text('{"data": []}')
    itself = folder / "itself.json"
    itself.write_text(json.dumps({"id": ME, "username": "recorded", "followers_count": 1252}))
    routes = [Recorded("GET", "/me/accounts$", folder / "none.json"), *recorded, Recorded("GET", f"/{ME}$", itself)]
    is_snapshot = SOURCE.stream(stream).kind == "snapshot"
    now = datetime.combine(day + timedelta(days=0 if is_snapshot else 1), time(20), UTC)
    with Replay(routes, empty={"data": []}).serve() as url:
        env.setenv("INSTAGRAM_BASE_URL", url)
        (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=Window(day, day), streams=[stream])
    assert only.error is None
    found: list[dict[str, Any]] = pq.read_table(folder / "instagram" / stream / ME).to_pylist()
    return found


def recorded_rows(fixtures: Path, stream: str) -> list[dict[str, Any]]:
    lines = map(json.loads, (fixtures / "airbyte_expected_records.jsonl").read_text().splitlines())
    others = {"page_id", "business_account_id"}  # of the connector that recorded them
    return [
        {name: value for name, value in line["data"].items() if name not in others}
        for line in lines
        if line["stream"] == stream
    ]


def test_a_recorded_profile_lands_without_loss(fixtures: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (sent,) = recorded_rows(fixtures, "users")
    (tmp_path / "user.json").write_text(json.dumps(sent))
    itself = Recorded("GET", f"/{ME}$", tmp_path / "user.json")
    (landed,) = land(env, tmp_path, "profiles", TODAY, itself, itself)  # asked for as an account, and as a row
    sent["ig_id"] = str(sent["ig_id"])  # an id, whose digits are no quantity
    assert lost(sent, landed, SOURCE.stream("profiles")) == []


def test_recorded_reels_land_without_loss_retired_metrics_included(
    fixtures: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sent = recorded_rows(fixtures, "media")[0]
    (tmp_path / "media.json").write_text(json.dumps({"data": [sent]}))
    insights = fixtures / "raw_media_insights_reels.json"
    (landed,) = land(
        env,
        tmp_path,
        "media",
        date(2023, 6, 12),
        Recorded("GET", f"/{ME}/media$", tmp_path / "media.json"),
        Recorded("GET", f"/{sent['id']}/insights$", insights),
    )
    told = {each["name"]: each["values"][0]["value"] for each in json.loads(insights.read_text())["data"]}
    assert lost({**sent, "insights": told}, landed, SOURCE.stream("media")) == []
    assert landed["insights.ig_reels_avg_watch_time"] == 12549


def test_recorded_story_figures_land_without_loss(fixtures: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    story = {"id": "3874523487643", "media_type": "IMAGE", "media_product_type": "STORY"}
    (tmp_path / "stories.json").write_text(json.dumps({"data": [{**story, "timestamp": "2026-11-25T09:00:00+0000"}]}))
    insights = fixtures / "raw_story_insights.json"
    (landed,) = land(
        env,
        tmp_path,
        "stories",
        TODAY,
        Recorded("GET", f"/{ME}/stories$", tmp_path / "stories.json"),
        Recorded("GET", "/3874523487643/insights$", insights),
    )
    told = {each["name"]: each["values"][0]["value"] for each in json.loads(insights.read_text())["data"]}
    assert lost({"insights": told}, landed, SOURCE.stream("stories")) == []


def test_both_forms_of_an_accounts_figures_land_on_their_day(
    fixtures: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    series, totals = fixtures / "raw_user_insights_day.json", fixtures / "constructed_user_insights_total_value.json"
    (landed,) = land(
        env,
        tmp_path,
        "account_daily",
        date(2024, 1, 14),
        Recorded("GET", "/insights$", series, query={"metric_type": "time_series"}),
        Recorded("GET", "/insights$", totals, query={"metric_type": "total_value"}),
    )
    assert (landed["reach"], landed["views"], landed["accounts_engaged"]) == (500, 1890, 61)
    assert landed["follows_and_unfollows.FOLLOWER"] == 5
    assert landed["follows_and_unfollows.NON_FOLLOWER"] == 2


def test_recorded_demographics_land_by_group(fixtures: Path, env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorded = fixtures / "raw_follower_demographics_age_gender.json"
    (tmp_path / "none.json").write_text('{"data": []}')
    landed = land(
        env,
        tmp_path,
        "follower_demographics",
        TODAY,
        Recorded("GET", "/insights$", recorded, query={"breakdown": "age,gender"}),
        Recorded("GET", "/insights$", tmp_path / "none.json"),
    )
    assert {row["dimension_values"]: row["value"] for row in landed}["25-34, F"] == 25
    assert len(landed) == 6


def test_every_recorded_error_leads_to_its_remedy(fixtures: Path, env: pytest.MonkeyPatch) -> None:
    stamina.set_testing(True, attempts=1)
    for number, error in enumerate(json.loads((fixtures / "errors.json").read_text())):
        with Replay([Recorded("GET", "/insights$", fixtures / "errors.json", pick=str(number))]).serve() as url:
            env.setenv("INSTAGRAM_BASE_URL", url)
            with pytest.raises(SourceError) as caught:
                connect(SOURCE).insights("1", "1", ("reach",))
        assert type(caught.value) is (Untold if error["expected_action"] == "skip_media" else Refused), error
    stamina.set_testing(False)


@pytest.fixture(scope="module")
def api() -> Iterator[FacebookAdsApi]:
    """Meta's own client, which cannot take a path in front of the version."""
    with Sandbox(Company(TODAY, 30), only="instagram") as sandbox:
        settings = sandbox.env()
        client = FacebookAdsApi.init(
            app_id="1",
            app_secret=settings["INSTAGRAM_APP_SECRET"],
            access_token=settings["INSTAGRAM_ACCESS_TOKEN"],
            crash_log=False,
            timeout=5,
        )
        client._session.GRAPH = sandbox.url
        yield client
        client._session.requests.close()


@pytest.mark.filterwarnings("ignore::UserWarning")  # it knows fewer metrics than there are
def test_metas_client_reads_an_accounts_days_and_media(api: FacebookAdsApi) -> None:
    user = IGUser("17841400000000001", api=api)
    day = {"period": "day", "since": 1794988800, "until": 1795075200}
    (views,) = user.get_insights(params={"metric": ["views"], "metric_type": "total_value", **day})
    assert views["total_value"]["value"] > 0
    (reach,) = user.get_insights(params={"metric": ["reach"], "metric_type": "time_series", **day})
    assert [value["end_time"] for value in reach["values"]] == ["2026-11-19T08:00:00+0000"]
    media = list(user.get_media(["media_product_type", "timestamp"], {"limit": 4}))
    assert len({medium["id"] for medium in media}) == len(media) > 8
    assert {insight["name"] for insight in media[0].get_insights(params={"metric": ["reach", "views"]})} == {
        "reach",
        "views",
    }


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_metas_client_understands_the_sandboxs_errors(api: FacebookAdsApi) -> None:
    with pytest.raises(FacebookRequestError, match="must be one of the following values") as caught:
        IGUser("17841400000000001", api=api).get_insights(params={"metric": ["impressions"], "period": "day"})
    assert caught.value.api_error_code() == 100
