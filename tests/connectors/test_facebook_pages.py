"""Pages, their days and their posts land as the company knows them; what Meta withdraws stops nothing else."""

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
from connectors.sources._graph.errors import TooMuch
from connectors.sources.facebook_pages import SOURCE
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors import facebook_pages as vendor

TODAY = date(2026, 11, 25)
DAYS = 60
PAGE = "104812900000001"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="facebook_pages") as sandbox:
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
    running.move_to(TODAY)


def land(folder: Path, *streams: str, today: date = TODAY) -> dict[str, Load]:
    now = datetime.combine(today, time(13), UTC)
    loads = load(SOURCE, connect(SOURCE), Lake(folder / "lake"), now, history_days=DAYS, streams=streams or None)
    return {one.stream: one for one in loads}


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "facebook_pages" / stream).to_pylist()
    return found


def days_of(sandbox: Sandbox) -> dict[date, Any]:
    table = sandbox.company.social_account_days
    return {row.date.date(): row for row in table[table["network"] == "facebook"].itertuples(index=False)}


def posts_of(sandbox: Sandbox) -> dict[str, Any]:
    brought = sandbox.company.social_post_days
    newest = brought[brought["post_id"].isin(sandbox.company.social_posts["post_id"])]
    newest = newest[newest["network"] == "facebook"].drop_duplicates("post_id", keep="last")
    return {f"{PAGE}_{row.post_id[2:]}": row for row in newest.itertuples(index=False)}


def test_settled_days_are_the_companys_and_the_two_youngest_are_not_told_yet(sandbox: Sandbox, tmp_path: Path) -> None:
    assert land(tmp_path, "page_daily")["page_daily"].error is None
    truth, landed = days_of(sandbox), {row["date"]: row for row in rows(tmp_path, "page_daily")}
    assert max(landed) == TODAY - timedelta(days=2)
    assert len(landed) == DAYS - 1
    for day, row in landed.items():
        assert row["page_follows"] == truth[day].followers
        if (TODAY - day).days > 3:
            assert row["page_media_view"] == truth[day].impressions
            assert row["page_total_media_view_unique"] == truth[day].reach
            assert row["page_daily_follows_unique"] == truth[day].gained
            assert row["page_fan_adds_by_paid_non_paid_unique.total"] == truth[day].gained


def test_young_days_are_pulled_until_they_settle(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "page_daily")
    early = {row["date"]: row["page_media_view"] for row in rows(tmp_path, "page_daily")}
    later = TODAY + timedelta(days=5)
    sandbox.move_to(later)
    land(tmp_path, "page_daily", today=later)
    settled = {row["date"]: row["page_media_view"] for row in rows(tmp_path, "page_daily")}
    truth = {day: row.impressions for day, row in days_of(sandbox).items() if day in early}
    assert {day: settled[day] for day in truth} == truth
    assert sum(early[day] for day in truth) < sum(truth.values())


def test_a_withdrawn_metric_is_null_and_reported_and_stops_no_other(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(vendor.DAY_METRICS, "page_fan_adds_by_paid_non_paid_unique")
    monkeypatch.delitem(vendor.POST_METRICS, "post_clicks")
    loads = land(tmp_path)
    assert [str(one) for one in loads.values() if one.error] == []
    lost = ", ".join(f"page_fan_adds_by_paid_non_paid_unique.{part}" for part in ("paid", "total", "unpaid"))
    assert loads["page_daily"].withdrawn == lost
    assert loads["posts"].withdrawn == loads["post_snapshots"].withdrawn == "insights.post_clicks"
    assert {row["page_fan_adds_by_paid_non_paid_unique.total"] for row in rows(tmp_path, "page_daily")} == {None}
    assert sum(row["page_media_view"] for row in rows(tmp_path, "page_daily")) > 0
    assert all(row["insights.post_media_view"] for row in rows(tmp_path, "posts"))
    asked = [request for request in sandbox.requests if request.path.endswith("/insights")]
    assert len([request for request in asked if request.status == 400]) == 2  # together once, alone once


def test_a_stream_whose_every_metric_was_withdrawn_fails_and_says_so(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for metric in list(vendor.DAY_METRICS):
        monkeypatch.delitem(vendor.DAY_METRICS, metric)
    told = land(tmp_path, "page_daily", "pages")
    assert "upgrade Kadran" in str(told["page_daily"].error)
    assert told["pages"].error is None


def test_views_from_ads_and_others_add_up_to_all_views(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "page_daily", "media_views_daily")
    by_day: dict[date, int] = {}
    for row in rows(tmp_path, "media_views_daily"):
        by_day[row["date"]] = by_day.get(row["date"], 0) + row["page_media_view"]
    assert by_day == {row["date"]: row["page_media_view"] for row in rows(tmp_path, "page_daily")}


def test_posts_land_with_what_they_have_brought_so_far(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "posts")
    truth, landed = posts_of(sandbox), {row["id"]: row for row in rows(tmp_path, "posts")}
    assert set(landed) == set(truth)
    for id_, row in landed.items():
        assert row["insights.post_media_view"] == truth[id_].impressions
        assert row["reactions.summary.total_count"] == truth[id_].likes
        assert row["comments.summary.total_count"] == truth[id_].comments
        assert row["shares.count"] == (truth[id_].shares or None)
        assert row["_day"] == row["created_time"].date()
    assert any(row["message"] is None for row in landed.values())


def test_a_snapshot_holds_the_posts_of_the_last_thirty_days(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "posts", "post_snapshots")
    oldest = TODAY - timedelta(days=30)
    young = {row["id"] for row in rows(tmp_path, "posts") if row["created_time"].date() >= oldest}
    taken = rows(tmp_path, "post_snapshots")
    assert {row["id"] for row in taken} == young
    assert {row["_day"] for row in taken} == {TODAY}


def test_posts_are_paged_to_the_end_in_pages_that_meta_can_make(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("facebook_pages", "/published_posts", "too_much_data", times=2)
    (account,) = SOURCE.accounts(client := connect(SOURCE))
    window = Window(TODAY - timedelta(days=DAYS), TODAY)
    found = [row["id"] for page in SOURCE.stream("posts").fetch(client, account, window) for row in page]
    assert sorted(found) == sorted(posts_of(sandbox))


def test_figures_are_asked_for_with_the_token_of_the_page_which_goes_nowhere_else(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client = connect(SOURCE)
    assert client.acting_as(PAGE).token == vendor.PAGE_TOKEN
    with pytest.raises(Refused, match="impersonating"):
        client.graph.ask("GET", f"{PAGE}/insights", {"metric": "page_follows"})
    sandbox.fail("facebook_pages", "/insights", Fault("status", 400, {}, {"error": {"message": vendor.PAGE_TOKEN}}))
    told = land(tmp_path)
    assert "***" in str(told["page_daily"].error)
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.parquet"))
    assert vendor.PAGE_TOKEN.encode() not in stored
    assert vendor.PAGE_TOKEN not in caplog.text + str(told) + repr(client)


def test_a_page_without_a_task_for_the_user_fails_alone_and_says_what_to_do(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACEBOOK_PAGES_PAGE_IDS", f"{PAGE}, 999")
    now = datetime.combine(TODAY, time(13), UTC)
    loads = load(SOURCE, connect(SOURCE), Lake(tmp_path / "lake"), now, history_days=5)
    assert {one.account for one in loads if one.error} == {"999"}
    assert all("correct the id" in str(one.error) for one in loads if one.error)
    body = {"id": "999", "name": "Not ours"}
    sandbox.fail("facebook_pages", "/999$", Fault("status", 200, {}, body))
    with pytest.raises(Refused, match="task ANALYZE"):
        connect(SOURCE).acting_as("999")


def test_a_small_page_is_not_asked_for_figures_that_meta_does_not_tell(sandbox: Sandbox) -> None:
    small = {"id": "7", "name": "Tiny", "access_token": "EAAtiny", "fan_count": 99, "followers_count": 3}
    sandbox.fail("facebook_pages", "/me/accounts", Fault("status", 200, {}, {"data": [small]}))
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert account.streams == ("accounts", "pages", "posts", "post_snapshots")
    assert account.time_zone == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("rate_limited", Unavailable, "80001"),
        ("user_rate_limited", Unavailable, "code 32"),
        ("unavailable", Unavailable, "temporarily unavailable"),
        ("too_much_data", TooMuch, "reduce the amount"),
        ("token_expired", Refused, "FACEBOOK_PAGES_ACCESS_TOKEN was refused"),
        ("not_permitted", Refused, "read_insights"),
        ("unknown_object", Refused, "correct the id"),
        ("no_metric", Refused, "upgrade Kadran"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    client = connect(SOURCE)
    sandbox.fail("facebook_pages", f"/{PAGE}$", fault, times=9)
    with pytest.raises(kind, match=said) as caught:
        client.look_at(PAGE)
    if fault == "rate_limited":
        assert getattr(caught.value, "retry_after", None) == 12 * 60  # as the header says
