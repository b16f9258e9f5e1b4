"""Accounts, their days, posts and stories land as the company knows them, as far as Instagram tells of them."""

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
from connectors.sources._graph.errors import TooMuch, Untold
from connectors.sources.instagram import SOURCE
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors.instagram import figures

TODAY = date(2026, 11, 25)
DAYS = 45
ME = "17841400000000001"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="instagram") as sandbox:
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


def land(folder: Path, *streams: str, today: date = TODAY, days: int = DAYS) -> dict[str, Load]:
    now = datetime.combine(today, time(13), UTC)
    loads = load(SOURCE, connect(SOURCE), Lake(folder / "lake"), now, history_days=days, streams=streams or None)
    return {one.stream: one for one in loads}


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "instagram" / stream).to_pylist()
    return found


def days_of(sandbox: Sandbox) -> dict[date, Any]:
    table = sandbox.company.social_account_days
    return {row.date.date(): row for row in table[table["network"] == "instagram"].itertuples(index=False)}


def posts_of(sandbox: Sandbox) -> dict[str, Any]:
    brought = sandbox.company.social_post_days
    newest = brought[brought["post_id"].isin(sandbox.company.social_posts["post_id"])]
    newest = newest[newest["network"] == "instagram"].drop_duplicates("post_id", keep="last")
    return {f"1790{row.post_id[2:]:0>13}": row for row in newest.itertuples(index=False)}


def test_settled_days_are_the_companys_and_the_two_youngest_are_not_told_yet(sandbox: Sandbox, tmp_path: Path) -> None:
    assert land(tmp_path, "account_daily")["account_daily"].error is None
    truth, landed = days_of(sandbox), {row["date"]: row for row in rows(tmp_path, "account_daily")}
    assert max(landed) == TODAY - timedelta(days=2)
    assert len(landed) == DAYS - 1
    for day, row in landed.items():
        if (TODAY - day).days > 3:
            assert (row["reach"], row["views"]) == (truth[day].reach, truth[day].impressions)
            assert (row["likes"], row["saves"]) == (truth[day].likes, truth[day].saves)
            assert row["follows_and_unfollows.FOLLOWER"] == truth[day].gained
            assert row["follows_and_unfollows.NON_FOLLOWER"] == truth[day].lost


def test_new_followers_are_asked_for_no_further_back_than_instagram_tells(sandbox: Sandbox, tmp_path: Path) -> None:
    assert land(tmp_path, "new_followers_daily")["new_followers_daily"].error is None
    landed = {row["date"]: row["follower_count"] for row in rows(tmp_path, "new_followers_daily")}
    truth = days_of(sandbox)
    settled = {day: count for day, count in landed.items() if (TODAY - day).days > 3}
    assert settled == {day: truth[day].gained for day in settled}
    assert min(landed) == TODAY - timedelta(days=29)


def test_days_of_new_followers_outlive_their_time_at_instagram(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "new_followers_daily")
    before = {row["date"]: row["follower_count"] for row in rows(tmp_path, "new_followers_daily")}
    later = TODAY + timedelta(days=40)
    sandbox.move_to(later)
    assert land(tmp_path, "new_followers_daily", today=later)["new_followers_daily"].error is None
    after = {row["date"]: row["follower_count"] for row in rows(tmp_path, "new_followers_daily")}
    assert {day: after[day] for day in before} == before


def test_an_account_with_few_followers_is_not_asked_about_them(sandbox: Sandbox) -> None:
    small = {"id": "7", "instagram_business_account": {"id": "8", "username": "tiny", "followers_count": 99}}
    sandbox.fail("instagram", "/me/accounts", Fault("status", 200, {}, {"data": [small]}))
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert account.id == "8"
    assert not {"new_followers_daily", "follower_demographics"} & set(account.streams or ())
    assert {"account_daily", "media", "stories"} <= set(account.streams or ())


def test_a_withdrawn_metric_is_null_and_reported_and_stops_no_other(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(figures.TOTALS, "reposts")
    monkeypatch.delitem(figures.TOTALS, "follows_and_unfollows")
    monkeypatch.delitem(figures.MEDIA_METRICS["REELS"], "reels_skip_rate")
    loads = land(tmp_path, days=30)
    assert [str(one) for one in loads.values() if one.error] == []
    sides = "follows_and_unfollows.FOLLOWER, follows_and_unfollows.NON_FOLLOWER"
    assert loads["account_daily"].withdrawn == f"{sides}, reposts"
    assert loads["media"].withdrawn == "insights.reels_skip_rate"
    assert {row["reposts"] for row in rows(tmp_path, "account_daily")} == {None}
    assert sum(row["views"] for row in rows(tmp_path, "account_daily")) > 0
    assert loads["stories"].withdrawn is None
    refused = [request for request in sandbox.requests if request.status == 400 and ME in request.path]
    assert len(refused) == 4  # for each of the two: together once, alone once, and never again


def test_media_are_asked_for_what_suits_their_kind(sandbox: Sandbox, tmp_path: Path) -> None:
    assert land(tmp_path, "media")["media"].error is None
    truth, landed = posts_of(sandbox), {row["id"]: row for row in rows(tmp_path, "media")}
    assert set(landed) == set(truth)
    kinds = {(row["media_product_type"], row["media_type"]) for row in landed.values()}
    assert kinds == {("REELS", "VIDEO"), ("FEED", "IMAGE"), ("FEED", "CAROUSEL_ALBUM")}
    for id_, row in landed.items():
        assert (row["insights.reach"], row["insights.views"]) == (truth[id_].reach, truth[id_].impressions)
        assert row["insights.saved"] == truth[id_].saves
        assert row["like_count"] in (truth[id_].likes, None)
        assert (row["insights.likes"] is None) == (row["media_type"] == "CAROUSEL_ALBUM")
        assert (row["insights.ig_reels_video_view_total_time"] is not None) == (row["media_product_type"] == "REELS")
    assert not any(request.status == 400 for request in sandbox.requests)


def test_media_of_a_persons_time_have_no_figures_and_stop_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    today = date(2025, 11, 25)  # the account became a business on the 10th
    with Sandbox(Company(today, 30), only="instagram") as sandbox:
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        assert land(tmp_path, "media", today=today, days=30)["media"].error is None
    told = {row["timestamp"].date() >= date(2025, 11, 10): set[bool]() for row in rows(tmp_path, "media")}
    for row in rows(tmp_path, "media"):
        told[row["timestamp"].date() >= date(2025, 11, 10)].add(row["insights.reach"] is not None)
    assert told == {True: {True}, False: {False}}


def test_a_medium_that_was_just_deleted_keeps_its_row_and_has_no_figures(sandbox: Sandbox, tmp_path: Path) -> None:
    gone = max(posts_of(sandbox))
    sandbox.fail("instagram", f"/{gone}/insights", "unknown_object")
    assert land(tmp_path, "media")["media"].error is None
    landed = {row["id"]: row for row in rows(tmp_path, "media")}
    assert landed[gone]["insights.reach"] is None
    assert sum(row["insights.reach"] is None for row in landed.values()) == 1


def test_live_stories_land_and_one_that_was_hardly_seen_has_no_figures(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "stories")
    seen, unseen = sorted(rows(tmp_path, "stories"), key=lambda row: str(row["id"]))
    assert seen["media_product_type"] == unseen["media_product_type"] == "STORY"
    assert seen["insights.reach"] > 1000
    assert seen["insights.navigation"] > 0
    assert unseen["insights.reach"] is None
    assert seen["_day"] == TODAY


def test_a_missing_permission_is_not_taken_for_a_missing_audience(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("instagram", r"/179\d+/insights", "not_permitted")
    assert "instagram_manage_insights" in str(land(tmp_path, "media")["media"].error)


def test_a_snapshot_holds_the_media_of_the_last_thirty_days(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "media", "media_snapshots")
    young = {row["id"] for row in rows(tmp_path, "media") if row["timestamp"].date() >= TODAY - timedelta(days=30)}
    assert {row["id"] for row in rows(tmp_path, "media_snapshots")} == young


def test_the_profile_and_its_followers_land(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "profiles", "follower_demographics")
    (profile,) = rows(tmp_path, "profiles")
    assert profile["followers_count"] == days_of(sandbox)[TODAY - timedelta(days=1)].followers
    groups = {
        (row["breakdown"], row["dimension_values"]): row["value"] for row in rows(tmp_path, "follower_demographics")
    }
    assert groups["age,gender", "25-34, F"] == int(0.24 * profile["followers_count"])
    assert {breakdown for breakdown, _ in groups} == {"city", "country", "age,gender"}


def test_instagrams_own_login_knows_one_account_by_its_professional_id(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTAGRAM_LOGIN", "instagram")
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.id, account.name) == (ME, "torrefino")
    monkeypatch.delenv("INSTAGRAM_BASE_URL")
    assert connect(SOURCE).graph.base_url == "https://graph.instagram.com"


def test_an_account_out_of_reach_fails_alone(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSTAGRAM_ACCOUNT_IDS", f"999,{ME}")
    now = datetime.combine(TODAY, time(13), UTC)
    loads = load(SOURCE, connect(SOURCE), Lake(tmp_path / "lake"), now, history_days=3)
    assert {one.account for one in loads if one.error} == {"999"}
    assert all("correct the id" in str(one.error) for one in loads if one.error)


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("rate_limited", Unavailable, "80002"),
        ("app_rate_limited", Unavailable, "code 4"),
        ("unavailable", Unavailable, "temporarily unavailable"),
        ("too_much_data", TooMuch, "reduce the amount"),
        ("token_expired", Refused, "INSTAGRAM_ACCESS_TOKEN was refused"),
        ("not_permitted", Refused, "instagram_manage_insights"),
        ("too_few_viewers", Untold, "Not enough viewers"),
        ("before_conversion", Untold, "before the conversion"),
        ("unknown_object", Untold, "correct the id"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    sandbox.fail("instagram", f"/{ME}$", fault)
    with pytest.raises(kind, match=said):
        connect(SOURCE).graph.ask("GET", ME, {"fields": "id"})


def test_no_caption_counts_as_text_of_a_person_and_no_token_reaches_the_lake(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "media")
    assert all(row["caption"].startswith("Notes from the roastery") for row in rows(tmp_path, "media"))
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*.parquet"))
    assert json.dumps(sandbox.env()["INSTAGRAM_ACCESS_TOKEN"]).strip('"').encode() not in stored
