"""LinkedIn Pages through the sandbox: days, followers and posts land as the company knows them; errors are named."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from connectors.errors import Refused
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.linkedin_pages import SOURCE
from connectors.sources.linkedin_pages.fetch import Pages, post_statistics, posts
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors._linkedin import REVOKED_TOKEN
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 18)
DAYS = 120
PAGE = "90017351"
YESTERDAY = TODAY - timedelta(days=1)
WEEK = Window(date(2026, 10, 5), date(2026, 10, 11))


@pytest.fixture(scope="module")
def linkedin() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="linkedin_pages") as running:
        yield running


@pytest.fixture
def sandbox(linkedin: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in linkedin.env().items():
        monkeypatch.setenv(name, value)
    linkedin.requests.clear()
    yield linkedin
    linkedin.heal()
    linkedin.move_to(TODAY)


def run(folder: Path, *streams: str, span: Window | None = None, today: date = TODAY) -> list[Load]:
    lake, now = Lake(folder / "lake"), datetime.combine(today, time(6), UTC)
    return load(SOURCE, connect(SOURCE), lake, now, history_days=30, streams=streams or None, span=span)


def land(folder: Path, stream: str, **how: Any) -> list[dict[str, Any]]:
    assert [one.error for one in run(folder, stream, **how)] == [None]
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "linkedin_pages" / stream).to_pylist()
    return found


def truth(sandbox: Sandbox) -> dict[date, Any]:
    table = sandbox.company.social_account_days
    return {row.date.date(): row for row in table[table["network"] == "linkedin"].itertuples()}


def test_what_posts_brought_on_each_day_is_the_companys(sandbox: Sandbox, tmp_path: Path) -> None:
    landed = land(tmp_path, "share_daily")
    assert [row["date"] for row in landed] == [TODAY - timedelta(days=age) for age in range(30, 0, -1)]
    for row in landed:
        known = truth(sandbox)[row["date"]]
        figures = [row[f"totalShareStatistics.{name}Count"] for name in ("impression", "click", "like", "comment")]
        assert figures == [known.impressions, known.clicks, known.likes, known.comments]
        assert row["organizationalEntity"] == f"urn:li:organization:{PAGE}"
        assert row["_day"] == row["date"]


def test_visits_of_the_page_are_the_companys_and_devices_add_up_to_them(sandbox: Sandbox, tmp_path: Path) -> None:
    for row in land(tmp_path, "views_daily"):
        views = {kind: row[f"totalPageStatistics.views.{kind}PageViews.pageViews"] for kind in ("all", "allMobile")}
        assert views["all"] == truth(sandbox)[row["date"]].profile_views
        assert views["allMobile"] + row["totalPageStatistics.views.allDesktopPageViews.pageViews"] == views["all"]


def test_followers_that_are_not_known_yet_come_when_they_are(sandbox: Sandbox, tmp_path: Path) -> None:
    early = {row["date"]: row["followerGains.organicFollowerGain"] for row in land(tmp_path, "followers_daily")}
    assert max(early) == YESTERDAY - timedelta(days=2)
    assert len(early) == 28
    later = TODAY + timedelta(days=4)
    sandbox.move_to(later)
    landed = {row["date"]: row for row in land(tmp_path, "followers_daily", today=later)}
    known = truth(sandbox)
    assert YESTERDAY in landed
    for day, row in landed.items():
        assert row["followerGains.organicFollowerGain"] == known[day].gained - known[day].lost


def test_days_of_which_nothing_is_known_yet_do_not_fail(sandbox: Sandbox, tmp_path: Path) -> None:
    assert land(tmp_path, "followers_daily", span=Window(YESTERDAY, YESTERDAY)) == []


def test_an_interval_that_linkedin_refuses_for_another_reason_is_an_error(sandbox: Sandbox) -> None:
    client = connect(SOURCE)
    fetch = SOURCE.stream("share_daily").fetch
    too_old = Window(TODAY - timedelta(days=500), TODAY - timedelta(days=480))
    with pytest.raises(Refused, match="Invalid timeIntervals parameter"):
        list(fetch(client, Account(PAGE, "Torrefino"), too_old))


def test_the_stock_of_followers_is_that_of_the_day_it_was_looked_at(sandbox: Sandbox, tmp_path: Path) -> None:
    (row,) = land(tmp_path, "followers")
    assert row["firstDegreeSize"] == truth(sandbox)[YESTERDAY].followers
    assert row["_day"] == TODAY


def test_every_post_lands_once_with_its_text(sandbox: Sandbox, tmp_path: Path) -> None:
    published = sandbox.company.social_posts.query("platform == 'linkedin'")
    landed = {row["id"]: row for row in land(tmp_path, "posts")}
    assert sorted(row["publishedAt"] for row in landed.values()) == sorted(published["posted_at"])
    assert {row["commentary"] for row in landed.values()} == set(published["text"])
    assert {id_.split(":")[2] for id_ in landed} == {"share", "ugcPost"}


def test_young_posts_are_told_with_what_they_brought_so_far(sandbox: Sandbox, tmp_path: Path) -> None:
    landed = {row["post"].rpartition(":")[2]: row for row in land(tmp_path, "post_statistics")}
    published = sandbox.company.social_posts.query("platform == 'linkedin'")
    oldest = pd.Timestamp(TODAY - timedelta(days=90), tz="UTC")
    young = published[published["posted_at"] >= oldest]
    assert set(landed) == set(young["post_id"].str.removeprefix("li"))
    assert len(young) < len(published)
    so_far = sandbox.company.social_post_days.query("network == 'linkedin'").groupby("post_id")["impressions"].max()
    for post in young.itertuples():
        row = landed[post.post_id.removeprefix("li")]
        assert row["totalShareStatistics.impressionCount"] == so_far.get(post.post_id, post.impressions)
        assert row["publishedAt"] == post.posted_at


def test_a_post_that_linkedin_leaves_out_has_brought_nothing(sandbox: Sandbox) -> None:
    published = int(datetime(2026, 11, 17, tzinfo=UTC).timestamp() * 1000)
    listed = {"elements": [{"id": f"urn:li:{kind}:1", "publishedAt": published} for kind in ("share", "ugcPost")]}
    told = {"share": "urn:li:share:1", "totalShareStatistics": {"impressionCount": 5}}
    with scripted(Scripted(body=json.dumps(listed)), Scripted(body=json.dumps({"elements": [told]}))) as stage:
        (page,) = post_statistics(Pages(Http(stage.url)), Account(PAGE, ""), Window(TODAY, TODAY))
    assert [row["totalShareStatistics"]["impressionCount"] for row in page] == [5, 0]
    assert "&shares=List(urn%3Ali%3Ashare%3A1)&ugcPosts=List(urn%3Ali%3AugcPost%3A1)" in stage.requests[1][1]


def test_posts_are_paged_and_one_that_moves_to_the_next_page_is_taken_once(sandbox: Sandbox) -> None:
    def page(*numbers: int, links: str = "[]") -> Scripted:
        elements = [{"id": f"urn:li:share:{number}"} for number in numbers]
        return Scripted(body=f'{{"paging": {{"links": {links}}}, "elements": {json.dumps(elements)}}}')

    short = page(100, 101, links='[{"rel": "next", "href": "/rest/posts?start=200"}]')
    with scripted(page(*range(100)), page(99, *range(102, 201)), short, page()) as stage:
        fetched = posts(Pages(Http(stage.url)), Account(PAGE, ""), Window(TODAY, TODAY))
        found = [row["id"] for part in fetched for row in part]
    assert len(found) == len(set(found)) == 201
    assert [path.rpartition("start=")[2] for _, path, _ in stage.requests] == [
        f"{start}&count=100" for start in (0, 100, 200, 300)
    ]


def test_a_page_of_others_fails_by_itself_and_says_what_it_needs(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKEDIN_PAGES_ORGANIZATION_IDS", f"2414183,urn:li:organization:{PAGE}")
    foreign, ours = run(tmp_path, "share_daily", span=WEEK)
    assert "must be an administrator of the page" in str(foreign.error)
    assert (ours.account, ours.rows, ours.error) == (PAGE, 7, None)


def test_every_page_that_the_member_administers_is_found(sandbox: Sandbox) -> None:
    (found,) = SOURCE.accounts(connect(SOURCE))
    assert (found.id, found.name, found.time_zone) == (PAGE, "Torrefino", "UTC")


def test_a_member_without_pages_is_told_so(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(Scripted(body='{"elements": []}')) as stage:
        monkeypatch.setenv("LINKEDIN_PAGES_BASE_URL", stage.url)
        with pytest.raises(Refused, match="LINKEDIN_PAGES_ACCESS_TOKEN opens no page"):
            SOURCE.accounts(connect(SOURCE))


def test_errors_name_the_variables_of_this_source(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.fail("linkedin_pages", "/rest/organizationAcls", "sunset")
    with pytest.raises(Refused, match="Set LINKEDIN_PAGES_API_VERSION"):
        SOURCE.accounts(connect(SOURCE))
    monkeypatch.setenv("LINKEDIN_PAGES_ACCESS_TOKEN", REVOKED_TOKEN)
    monkeypatch.delenv("LINKEDIN_PAGES_REFRESH_TOKEN")
    with pytest.raises(Refused, match="LINKEDIN_PAGES_ACCESS_TOKEN was refused"):
        SOURCE.accounts(connect(SOURCE))


@pytest.mark.parametrize(
    ("stream", "file"),
    [
        ("share_daily", "constructed_share_statistics_day.json"),
        ("followers_daily", "constructed_follower_statistics_day.json"),
        ("views_daily", "constructed_page_statistics_day.json"),
    ],
)
def test_answers_as_documented_land_without_loss(
    shared: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, stream: str, file: str
) -> None:
    body = json.loads((shared / "fixtures" / "linkedin_pages" / file).read_text())
    named = Scripted(body='{"localizedName": "Recorded"}')
    monkeypatch.setenv("LINKEDIN_PAGES_ORGANIZATION_IDS", "2414183")
    with scripted(named, Scripted(body=json.dumps(body))) as stage:
        monkeypatch.setenv("LINKEDIN_PAGES_BASE_URL", stage.url)
        span = Window(date(2026, 11, 1), date(2026, 11, 3))
        landed = land(tmp_path, stream, span=span, today=date(2026, 11, 6))
    assert [path for sent, row in zip(body["elements"], landed, strict=True) for path in _lost(sent, row, stream)] == []
    starts = f"start:{1793491200000},end:{1793750400000}"
    assert f"&timeIntervals=(timeRange:({starts}),timeGranularityType:DAY)" in stage.requests[1][1]


def _lost(sent: dict[str, Any], landed: dict[str, Any], stream: str) -> list[str]:
    assert landed["date"] == datetime.fromtimestamp(sent["timeRange"]["start"] / 1000, UTC).date()
    return lost(sent, landed, SOURCE.stream(stream))


def test_a_recorded_page_without_posts_is_empty(shared: Path) -> None:
    (exchange,) = json.loads((shared / "fixtures" / "linkedin_pages" / "http_reactions_page_empty.json").read_text())
    with scripted(Scripted(body=json.dumps(exchange["response"]))) as stage:
        fetched = posts(Pages(Http(stage.url)), Account(PAGE, ""), Window(TODAY, TODAY))
        assert [row for page in fetched for row in page] == []
    assert len(stage.requests) == 1
