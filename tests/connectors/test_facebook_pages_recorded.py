"""What Meta once really said of Pages lands without loss, and Meta's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources._graph.errors import NotAMetric
from connectors.sources.facebook_pages import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors import facebook_pages as vendor
from tests.connectors.recorded import lost

TODAY = date(2026, 11, 25)
PAGE = "1148671018324630"


@pytest.fixture
def fixtures(shared: Path) -> Path:
    return shared / "fixtures" / "facebook_pages"


def land(env: pytest.MonkeyPatch, folder: Path, stream: str, days: Window, *more: Recorded) -> list[dict[str, Any]]:
    """The rows in the lake after a load, some days later, of what was recorded."""
    itself = folder / "page.json"
    itself.write_text(json.dumps({"id": PAGE, "name": "Recorded", "access_token": "EAAofthepage", "fan_count": 100}))
    routes = [Recorded("GET", "/me/accounts$", folder / "none.json"), Recorded("GET", f"/{PAGE}$", itself), *more]
    (folder / "none.json").write_text('{"data": []}')
    with Replay(routes).serve() as url:
        env.setenv("FACEBOOK_PAGES_ACCESS_TOKEN", "EAAtest")
        env.setenv("FACEBOOK_PAGES_PAGE_IDS", PAGE)
        env.setenv("FACEBOOK_PAGES_BASE_URL", url)
        now = datetime.combine(days.until + timedelta(days=3), time(12), UTC)
        (only,) = load(SOURCE, connect(SOURCE), Lake(folder), now, span=days, streams=[stream])
    assert only.error is None
    found: list[dict[str, Any]] = pq.read_table(folder / "facebook_pages" / stream / PAGE).to_pylist()
    return sorted(found, key=lambda row: str(row.get("date") or row["id"]))


def test_a_day_ends_at_midnight_in_california_in_summer_and_in_winter(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = Recorded("GET", "/insights$", fixtures / "constructed_page_insights_day.json")
    landed = land(monkeypatch, tmp_path, "page_daily", Window(date(2026, 10, 30), date(2026, 11, 2)), told)
    assert {str(row["date"]): row["page_media_view"] for row in landed} == {
        "2026-10-30": 812,
        "2026-10-31": 640,
        "2026-11-01": 905,
        "2026-11-02": 733,
    }
    assert json.loads(landed[2]["page_actions_post_reactions_total"]) == {"like": 20, "love": 4, "haha": 1}
    assert json.loads(landed[3]["page_actions_post_reactions_total"]) == {}


def test_days_that_come_unasked_for_are_left_to_their_own_window(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = Recorded("GET", "/insights$", fixtures / "constructed_page_insights_day.json")
    landed = land(monkeypatch, tmp_path, "page_daily", Window(date(2026, 10, 31), date(2026, 11, 1)), told)
    assert [str(row["date"]) for row in landed] == ["2026-10-31", "2026-11-01"]


def test_recorded_posts_land_without_loss(fixtures: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    feed = json.loads((fixtures / "http_page_feed.json").read_text())[1]["response"]
    (tmp_path / "feed.json").write_text(json.dumps({"data": feed["data"]}))
    day = Window(date(2026, 5, 19), date(2026, 5, 19))
    landed = land(monkeypatch, tmp_path, "posts", day, Recorded("GET", "/published_posts$", tmp_path / "feed.json"))
    sent = sorted(feed["data"], key=lambda row: str(row["id"]))
    assert [lost(*pair, SOURCE.stream("posts")) for pair in zip(sent, landed, strict=True)] == [[]] * 4


def test_recorded_pages_are_found_with_the_last_page_empty(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = fixtures / "http_page_accounts.json"
    with Replay([Recorded("GET", "/me/accounts$", recorded)]).serve() as url:
        monkeypatch.setenv("FACEBOOK_PAGES_ACCESS_TOKEN", "EAAtest")
        monkeypatch.setenv("FACEBOOK_PAGES_BASE_URL", url)
        (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.id, account.name) == (PAGE, "Nango API")
    assert "page_daily" not in (account.streams or ())  # nobody likes it yet


def test_the_documented_error_of_an_unknown_metric_is_known(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = fixtures / "constructed_error_invalid_metric.json"
    with Replay([Recorded("GET", "/insights$", error)]).serve() as url:
        monkeypatch.setenv("FACEBOOK_PAGES_ACCESS_TOKEN", "EAAtest")
        monkeypatch.setenv("FACEBOOK_PAGES_BASE_URL", url)
        with pytest.raises(NotAMetric):
            connect(SOURCE).graph.ask("GET", f"{PAGE}/insights", {"metric": "page_impressions"})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 60), only="facebook_pages") as running:
        yield running


def client(sandbox: Sandbox, token: str) -> FacebookAdsApi:
    """Meta's own client, which cannot take a path in front of the version."""
    secret = vendor.ENV["FACEBOOK_PAGES_APP_SECRET"]
    api = FacebookAdsApi.init(app_id="1", app_secret=secret, access_token=token, crash_log=False, timeout=5)
    api._session.GRAPH = sandbox.url
    return api


@pytest.mark.filterwarnings("ignore::UserWarning")  # it warns of any field that asks for insights
def test_metas_client_reads_a_pages_token_days_and_posts(sandbox: Sandbox) -> None:
    user = client(sandbox, vendor.ENV["FACEBOOK_PAGES_ACCESS_TOKEN"])
    (itself,) = User("me", api=user).get_accounts(["name", "access_token", "fan_count"])
    page = Page(itself["id"], api=client(sandbox, itself["access_token"]))
    asked = {"metric": ["page_media_view", "page_follows"], "period": "day"}
    views, follows = page.get_insights(params={**asked, "since": "2026-11-01", "until": "2026-11-08"})[:2]
    assert (views["name"], len(views["values"]), len(follows["values"])) == ("page_media_view", 7, 7)
    assert views["values"][0]["end_time"] == "2026-11-02T08:00:00+0000"
    posts = list(page.get_published_posts(["message", "insights.metric(post_media_view)"], {"limit": 5}))
    brought = sandbox.company.social_posts
    assert len(posts) == (brought["platform"] == "facebook").sum()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_metas_client_understands_the_sandboxs_errors(sandbox: Sandbox) -> None:
    user = client(sandbox, vendor.ENV["FACEBOOK_PAGES_ACCESS_TOKEN"])
    with pytest.raises(FacebookRequestError) as caught:
        Page("104812900000001", api=user).get_insights(params={"metric": ["page_follows"], "period": "day"})
    assert caught.value.api_error_code() == 190
