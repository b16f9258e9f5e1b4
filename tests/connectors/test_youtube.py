"""YouTube through the sandbox: what lands in the lake is what was watched, and only once it was processed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.youtube import SOURCE, client
from sandbox.company import Company
from sandbox.company.videos import CHANNEL
from sandbox.server import Sandbox

TODAY, DAYS = date(2026, 11, 25), 40
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
VALID = pd.Timestamp(TODAY - timedelta(days=8))
COUNTS = ["views", "engaged_views", "likes", "comments", "shares", "gained", "lost"]
TOLD = ["views", "engagedViews", "likes", "comments", "shares", "subscribersGained", "subscribersLost"]


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(TODAY, days=DAYS)


@pytest.fixture(scope="module")
def sandbox(company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only="youtube") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    yield monkeypatch
    sandbox.heal()
    sandbox.move_to(TODAY)


@pytest.fixture(scope="module")
def loaded(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = Lake(tmp_path_factory.mktemp("youtube"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=DAYS)
    assert [str(each) for each in loads if each.error] == []
    return lake


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    found = pq.read_table(lake.root / "youtube" / stream).to_pandas()
    return found.assign(day=pd.to_datetime(found["day"])) if "day" in found else found


def run(stream: str, now: datetime = NOW, days: int = DAYS) -> pd.DataFrame:
    lake = Lake(Path.cwd() / "lake")
    (done,) = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=[stream])
    assert done.error is None
    return rows(lake, stream)


def valid(frame: pd.DataFrame, day: str = "day") -> pd.DataFrame:
    return frame[frame[day] <= VALID]


def test_the_days_of_the_channel_are_what_happened(loaded: Lake, company: Company) -> None:
    told = valid(rows(loaded, "channel_daily")).set_index("day")
    truth = valid(company.channel_days, "date").set_index("date")
    assert told[TOLD].to_numpy().tolist() == truth[COUNTS].to_numpy().tolist()
    assert told["estimatedMinutesWatched"].tolist() == (truth["watch_seconds"] // 60).tolist()
    assert len(told) > 25


def test_each_video_has_its_days_and_those_taken_down_are_only_in_the_channels_sum(
    loaded: Lake, company: Company
) -> None:
    made = company.channel_videos
    there = set(made[made["deleted_on"].isna()]["video_id"])
    truth = valid(company.video_days, "date")
    truth = truth[truth["video_id"].isin(there)].set_index(["video_id", "date"])[COUNTS].sort_index()
    told = valid(rows(loaded, "video_daily")).set_index(["video", "day"])[TOLD].sort_index()
    assert told.to_numpy().tolist() == truth.to_numpy().tolist()
    assert told.index.tolist() == truth.index.tolist()
    assert told["views"].sum() < valid(rows(loaded, "channel_daily"))["views"].sum()


@pytest.mark.parametrize(
    ("stream", "by"),
    [
        ("channel_traffic_daily", "insightTrafficSourceType"),
        ("channel_device_daily", "deviceType"),
        ("channel_country_daily", "country"),
    ],
)
def test_parts_of_a_day_add_up_to_it(loaded: Lake, stream: str, by: str) -> None:
    parts, whole = rows(loaded, stream), rows(loaded, "channel_daily")
    assert parts.groupby("day")["views"].sum().tolist() == whole.set_index("day")["views"].tolist()
    assert parts[by].nunique() >= 4


def test_days_that_youtube_has_not_processed_come_when_they_are_and_change_for_a_week(
    env: pytest.MonkeyPatch, sandbox: Sandbox, company: Company
) -> None:
    early = run("channel_daily").set_index("day")["views"]
    young = pd.Timestamp(TODAY - timedelta(days=3))
    assert early.index.max() == young
    sandbox.move_to(TODAY + timedelta(days=7))
    later = run("channel_daily", NOW + timedelta(days=7)).set_index("day")["views"]
    truth = company.channel_days.set_index("date")["views"]
    assert early[young] < later[young] == truth[young]
    assert set(truth.index) <= set(later.index)


def test_revenue_is_asked_for_alone_because_it_is_ready_later(loaded: Lake, sandbox: Sandbox) -> None:
    told = rows(loaded, "revenue_daily")
    assert set(told["currency"]) == {"USD"}
    assert told["day"].max() == pd.Timestamp(TODAY - timedelta(days=5)) < rows(loaded, "channel_daily")["day"].max()
    assert (told["estimatedRevenue"] > 0).all()


def test_revenue_is_left_alone_unless_it_is_asked_for_and_comes_in_the_currency_that_is_said(
    env: pytest.MonkeyPatch, sandbox: Sandbox, loaded: Lake
) -> None:
    env.setenv("YOUTUBE_CURRENCY", "EUR")
    euros = run("revenue_daily")
    dollars = rows(loaded, "revenue_daily")
    assert set(euros["currency"]) == {"EUR"}
    assert float(euros["estimatedRevenue"].sum()) == pytest.approx(float(dollars["estimatedRevenue"].sum()) * 0.9, 0.01)
    env.setenv("YOUTUBE_REVENUE", "false")
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert account.currency is None
    assert "revenue_daily" not in (account.streams or ())


def test_the_channel_is_known_with_its_rounded_subscribers_and_without_its_prose(loaded: Lake) -> None:
    (channel,) = rows(loaded, "channels").to_dict("records")
    assert (channel["id"], channel["snippet.title"]) == CHANNEL
    assert channel["statistics.subscriberCount"] % 10 == 0
    assert not channel["statistics.hiddenSubscriberCount"]
    assert pd.isna(channel["_extra"])


def test_videos_and_their_counters_are_those_that_exist_today(loaded: Lake, company: Company) -> None:
    made = company.channel_videos
    there = made[made["deleted_on"].isna()].set_index("video_id")
    about, stats = (rows(loaded, stream).set_index("id") for stream in ("videos", "video_stats"))
    assert len(there) > 100 > len(made) - len(there) > 2
    assert set(about.index) == set(stats.index) == set(there.index)
    assert stats["statistics.viewCount"].to_dict() == there["views"].to_dict()
    shown = stats["statistics.likeCount"].dropna()
    assert 0 < len(shown) < len(stats)  # a counter that is hidden is unknown, not zero
    assert shown.astype(int).to_dict() == there["likes"][shown.index].to_dict()
    assert about["snippet.publishedAt"].dt.floor("s").to_dict() == there["published_at"].to_dict()


def test_viewers_are_told_of_28_days_that_are_processed(loaded: Lake) -> None:
    told = rows(loaded, "demographics")
    assert (told["endDate"] - told["startDate"]).unique().tolist() == [timedelta(days=27)]
    assert told["endDate"].iloc[0] == TODAY - timedelta(days=3)
    assert 50 < told["viewerPercentage"].sum() <= 100


def test_pages_of_a_report_join_without_a_gap(
    env: pytest.MonkeyPatch, loaded: Lake, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MOST_ROWS", 23)
    monkeypatch.setattr(client, "SURELY_MORE", 23)
    small = run("channel_traffic_daily").drop(columns="_loaded_at")
    whole = rows(loaded, "channel_traffic_daily").drop(columns="_loaded_at")
    key = ["day", "insightTrafficSourceType"]
    small, whole = (each.sort_values(key).reset_index(drop=True) for each in (small, whole))
    pd.testing.assert_frame_equal(small, whole)
    assert sum(each.path == "/v2/reports" for each in sandbox.requests) > len(small) / 23


def test_videos_are_asked_for_one_by_one_where_youtube_does_not_report_them_together(
    env: pytest.MonkeyPatch, sandbox: Sandbox, loaded: Lake
) -> None:
    sandbox.fail("youtube", "/v2/reports", "not_supported")
    few = 5
    told = run("video_daily", days=few)
    whole = rows(loaded, "video_daily")
    expected = whole[whole["day"] >= pd.Timestamp(TODAY - timedelta(days=few))]
    assert told["views"].sum() == expected["views"].sum() > 0
    assert set(told["video"]) == set(expected["video"])
    asked = [each for each in sandbox.requests if each.path == "/v2/reports"]
    assert [each.status for each in asked].count(400) == 1  # it is not tried again
    assert len(asked) > 100


def test_a_channel_that_never_uploaded_anything_has_no_videos(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    missing = {"error": {"code": 404, "message": "not found", "errors": [{"reason": "playlistNotFound"}]}}
    sandbox.fail("youtube", "/playlistItems", "forbidden", status=404, body=missing)
    assert run("videos").empty


def test_a_token_that_was_withdrawn_stops_no_other_channel(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    token = sandbox.env()["YOUTUBE_REFRESH_TOKEN"]
    env.setenv("YOUTUBE_REFRESH_TOKEN", f" {token}, 1//withdrawn-and-secret")
    lake = Lake(Path.cwd() / "lake")
    loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=5, streams=["channels", "channel_daily"])
    by_account = {one.account: one.error for one in loads if one.stream == "channels"}
    assert by_account[CHANNEL[0]] is None
    (refused,) = (error for account, error in by_account.items() if account != CHANNEL[0])
    assert refused is not None
    assert "YOUTUBE_REFRESH_TOKEN (number 2)" in refused
    assert "withdrawn-and-secret" not in repr(loads)
    env.setenv("YOUTUBE_REFRESH_TOKEN", "1//withdrawn-and-secret")
    with pytest.raises(Refused, match="Google refuses YOUTUBE_REFRESH_TOKEN: authorise") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "withdrawn-and-secret" not in str(caught.value)


def test_a_backfill_of_some_days_brings_only_those(env: pytest.MonkeyPatch) -> None:
    span = Window(date(2026, 11, 3), date(2026, 11, 6))
    lake = Lake(Path.cwd() / "lake")
    for stream in ("channel_country_daily", "video_daily"):
        (done,) = load(SOURCE, connect(SOURCE), lake, NOW, span=span, streams=[stream])
        assert done.error is None
        assert {day.date() for day in rows(lake, stream)["day"]} == set(span)
