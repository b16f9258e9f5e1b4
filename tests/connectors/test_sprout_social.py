"""Sprout Social's profiles, posts and messages land as it copied them, without what people wrote and who they are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.sprout_social import SOURCE, SproutSocialSettings
from connectors.sources.sprout_social.fetch import nested
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors.sprout_social import CLIENT_ID, CLIENT_SECRET

TODAY = date(2026, 11, 25)
DAYS = 60
NETWORKS = {"7001": "facebook", "7002": "instagram", "7003": "linkedin", "7004": "tiktok"}
EVERYTHING = Window(TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def sprout() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="sprout_social") as running:
        yield running


@pytest.fixture
def sandbox(sprout: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in sprout.env().items():
        monkeypatch.setenv(name, value)
    sprout.requests.clear()
    yield sprout
    sprout.heal()
    sprout.move_to(TODAY)


def land(folder: Path, *streams: str, today: date = TODAY) -> list[Load]:
    lake, now = Lake(folder / "lake"), datetime.combine(today, time(3), UTC)
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []
    return loads


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "sprout_social" / stream).to_pylist()
    return found


def pull(stream: str, window: Window = EVERYTHING) -> list[Any]:
    pages: Any = SOURCE.stream(stream).fetch(connect(SOURCE), Account("42", "42"), window)
    return [row for page in pages if isinstance(page, list) for row in page]


def profile_days(sandbox: Sandbox) -> dict[tuple[str, date], dict[str, Any]]:
    found = sandbox.company.social_account_days.to_dict("records")
    return {
        (each["network"], each["date"].date()): {str(name): value for name, value in each.items()} for each in found
    }


def test_profiles_carry_the_networks_own_ids(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "profiles")
    landed = {NETWORKS[row["customer_profile_id"]]: row["native_id"] for row in rows(tmp_path, "profiles")}
    assert landed == {each["network"]: each["profile_id"] for each in profile_days(sandbox).values()}


def test_each_day_of_each_profile_is_as_the_network_told_it(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "profile_daily")
    landed = {
        (NETWORKS[row["customer_profile_id"]], row["reporting_period"]): row for row in rows(tmp_path, "profile_daily")
    }
    truth = profile_days(sandbox)
    assert set(landed) == set(truth)
    for key, each in truth.items():
        row = landed[key]
        assert row["metrics.lifetime_snapshot.followers_count"] == each["followers"]
        assert row["metrics.net_follower_growth"] == each["gained"] - each["lost"]
        assert row["metrics.posts_sent_count"] == each["posts_published"]
        if TODAY - key[1] > timedelta(days=2):
            assert row["metrics.impressions"] == each["impressions"]
            assert row["metrics.reactions"] == (None if key[0] == "tiktok" else each["likes"])
            assert row["metrics.impressions_unique"] == (each["reach"] if key[0] in ("instagram", "linkedin") else None)


def test_figures_that_sprout_copies_late_are_pulled_again(sandbox: Sandbox, tmp_path: Path) -> None:
    young = TODAY - timedelta(days=1)
    land(tmp_path, "profile_daily")
    early = {
        row["customer_profile_id"]: row["metrics.impressions"]
        for row in rows(tmp_path, "profile_daily")
        if row["_day"] == young
    }
    later = TODAY + timedelta(days=3)
    sandbox.move_to(later)
    land(tmp_path, "profile_daily", today=later)
    settled = {
        row["customer_profile_id"]: row["metrics.impressions"]
        for row in rows(tmp_path, "profile_daily")
        if row["_day"] == young
    }
    assert settled == {
        number: profile_days(sandbox)[network, young]["impressions"] for number, network in NETWORKS.items()
    }
    assert sum(early.values()) < sum(settled.values())


def test_posts_land_with_what_they_brought_so_far(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "posts")
    landed = rows(tmp_path, "posts")
    company = sandbox.company
    assert len(landed) == len(company.social_posts) > 40
    seen = company.social_post_days.drop_duplicates("post_id", keep="last")
    seen = seen[seen["post_id"].isin(company.social_posts["post_id"])]
    assert sum(row["metrics.lifetime.impressions"] for row in landed) == seen["impressions"].sum()
    assert {row["perma_link"] for row in landed} == set(company.social_posts["url"])
    facebook = [row for row in landed if row["guid"].startswith("fbpo:")]
    assert {row["metrics.lifetime.impressions_unique"] for row in facebook} == {None}  # withdrawn by Meta in 2026


def test_what_people_wrote_and_who_they_are_never_reaches_the_lake(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path)
    lake = b"".join(path.read_bytes() for path in (tmp_path / "lake").rglob("*.parquet"))
    said = repr([rows(tmp_path, stream.name) for stream in SOURCE.streams]).encode() + lake
    for theirs in (b"roastery", b"coffee?", b"dana@example.org", b"Ada Example", b"person:"):
        assert theirs not in said


def test_messages_tell_whether_we_wrote_them_and_whether_somebody_replied(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "messages")
    landed = rows(tmp_path, "messages")
    truth = profile_days(sandbox)
    for number, network in NETWORKS.items():
        mine = [row for row in landed if row["customer_profile_id"] == number]
        days = [each for (name, _), each in truth.items() if name == network]
        asked = sum(min(int(each["comments"]), 5) for each in days)
        published = sum(int(each["posts_published"] > 0 and each["comments"] >= 5) for each in days)
        assert len([row for row in mine if row["is_from_profile"]]) == published
        assert len(mine) - published == asked + sum(
            int(each["posts_published"] > 0 and each["comments"] < 5) for each in days
        )
    replied = [row for row in landed if row["activity_metadata.first_reply.time_elapsed"] is not None]
    assert 0 < len(replied) < len(landed)
    assert not any(row["is_from_profile"] for row in replied)


def test_messages_are_read_forward_to_the_last_and_none_twice(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [row["guid"] for row in pull("messages")]
    monkeypatch.setattr("connectors.sources.sprout_social.fetch.MESSAGES_A_PAGE", 7)
    assert [row["guid"] for row in pull("messages")] == whole
    assert len(set(whole)) == len(whole) > 100


def test_days_are_read_page_by_page_and_never_past_the_last(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.sources.sprout_social.fetch.DAYS_A_PAGE", 20)
    found = pull("profile_daily")
    assert len({(row["customer_profile_id"], row["reporting_period"]) for row in found}) == len(found) == 4 * DAYS
    asked = [request.status for request in sandbox.requests if request.path.endswith("analytics/profiles")]
    assert asked == [200] * 4 * 3


def test_beyond_ten_thousand_posts_the_walk_goes_on_behind_the_last_guid(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sorted(row["guid"] for row in pull("posts"))
    monkeypatch.setattr("connectors.sources.sprout_social.fetch.POSTS_A_PAGE", 3)
    monkeypatch.setattr("connectors.sources.sprout_social.fetch.MOST_POSTS", 6)
    monkeypatch.setattr("sandbox.vendors.sprout_social.MOST_POSTS", 6)
    assert sorted(row["guid"] for row in pull("posts")) == whole


def test_a_topic_is_told_by_day_network_and_sentiment(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "listening_daily")
    landed = rows(tmp_path, "listening_daily")
    assert {row["sentiment"] for row in landed} == {"positive", "neutral", "negative"}
    assert {row["network"] for row in landed} == {"FACEBOOK", "INSTAGRAM", "TIKTOK"}
    assert len({row["created_time"] for row in landed}) == DAYS


def test_without_topics_nothing_is_asked_of_listening(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPROUT_SOCIAL_TOPIC_IDS")
    loads = land(tmp_path)
    assert "listening_daily" not in {one.stream for one in loads}
    assert not any("listening" in request.path for request in sandbox.requests)


def test_one_metric_that_was_withdrawn_costs_neither_the_others_nor_another_request_each_time(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    gone = Fault("status", 400, body={"error": "Unrecognized metric: impressions_unique, see the changelog."})
    sandbox.fail("sprout_social", "analytics/profiles", Fault("slow", seconds=0))  # Facebook is asked first
    sandbox.fail("sprout_social", "analytics/profiles", gone)
    (one,) = land(tmp_path, "profile_daily")
    assert one.withdrawn == "metrics.impressions_unique"
    instagram = [row for row in rows(tmp_path, "profile_daily") if row["customer_profile_id"] == "7002"]
    assert len(instagram) == DAYS
    assert all(row["metrics.impressions"] is not None for row in instagram)
    assert {row["metrics.impressions_unique"] for row in instagram} == {None}
    asked = [request.status for request in sandbox.requests if request.path.endswith("analytics/profiles")]
    assert asked == [200, 400, 200, 200, 200]


def test_an_app_may_ask_instead_of_a_token_and_gets_another_when_the_first_is_no_longer_taken(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPROUT_SOCIAL_TOKEN")
    monkeypatch.setenv("SPROUT_SOCIAL_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SPROUT_SOCIAL_CLIENT_SECRET", CLIENT_SECRET)
    client = connect(SOURCE)
    sandbox.fail("sprout_social", "metadata/client", "wrong_token")
    assert [account.id for account in SOURCE.accounts(client)] == ["42"]
    assert [request.status for request in sandbox.requests] == [200, 401, 200, 200]


def test_a_customer_that_the_credential_does_not_open_is_named(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPROUT_SOCIAL_CUSTOMER_IDS", "42,43")
    with pytest.raises(Refused, match="has 43; the credential opens 42"):
        SOURCE.accounts(connect(SOURCE))


def test_without_a_credential_both_ways_to_give_one_are_named() -> None:
    with pytest.raises(Refused, match="Set SPROUT_SOCIAL_TOKEN, or SPROUT_SOCIAL_CLIENT_ID with"):
        SOURCE.connect(SproutSocialSettings(customer_ids=("42",), client_secret=SecretStr("alone")))


def test_names_with_dots_become_the_paths_that_they_are() -> None:
    assert nested({"a": 1, "lifetime.b": 2, "lifetime.c.d": None}) == {"a": 1, "lifetime": {"b": 2, "c": {"d": None}}}
