"""Hootsuite's profiles, posts and messages land as the company knows them, and its single-use tokens are never lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import LONGEST_WAIT
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.hootsuite import SOURCE, HootsuiteSettings
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors import hootsuite as vendor
from tests.connectors.recorded import lost

TODAY = date(2026, 11, 25)
DAYS = 60
FACEBOOK, LINKEDIN = "115185501", "115185504"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    with Sandbox(Company(TODAY, DAYS), only="hootsuite") as running:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        stamina.set_testing(True, attempts=1)
        yield running
        stamina.set_testing(False)


def land(folder: Path, *streams: str, today: date = TODAY) -> list[Load]:
    now = datetime.combine(today, time(5), UTC)
    return load(SOURCE, connect(SOURCE), Lake(folder / "lake"), now, history_days=DAYS, streams=streams or None)


def rows(folder: Path, stream: str, profile: str = FACEBOOK) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "hootsuite" / stream / profile).to_pylist()
    return found


def posts_of(sandbox: Sandbox) -> dict[str, Any]:
    brought = sandbox.company.social_post_days
    newest = brought[brought["post_id"].isin(sandbox.company.social_posts["post_id"])]
    newest = newest[newest["network"] == "facebook"].drop_duplicates("post_id", keep="last")
    return {f"{row.profile_id}_{row.post_id[2:]}": row for row in newest.itertuples(index=False)}


def test_every_metric_of_a_profile_lands_apart_from_its_parts(sandbox: Sandbox, tmp_path: Path) -> None:
    assert [str(one) for one in land(tmp_path) if one.error] == []
    table = sandbox.company.social_account_days
    truth = {row.date.date(): row for row in table[table["network"] == "facebook"].itertuples(index=False)}
    landed = {(row["date"], row["metric"], row["dimension"]): row["value"] for row in rows(tmp_path, "profile_daily")}
    assert len(landed) == 4 * DAYS
    for day, row in truth.items():
        assert landed[day, "total_followers", ""] == row.followers
        assert landed[day, "page_reactions", ""] == row.likes
        assert landed[day, "page_reactions", "like"] + landed[day, "page_reactions", "love"] == row.likes


def test_posts_are_paged_to_the_end_and_hold_what_they_have_brought_so_far(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sources.hootsuite.client.ROWS_A_PAGE", 3)
    land(tmp_path, "posts")
    truth, landed = posts_of(sandbox), {row["externalId"]: row for row in rows(tmp_path, "posts")}
    assert set(landed) == set(truth)
    assert len([request for request in sandbox.requests if "/analytics/posts" in request.path]) > 3
    for id_, row in landed.items():
        metrics = json.loads(row["metrics"])
        assert (metrics["likes"], metrics["post_views"]) == (truth[id_].likes, truth[id_].impressions)
    assert "Erin Example" not in repr(landed)
    assert "Notes from the roastery" not in repr(landed)


def test_a_snapshot_holds_only_what_was_read_since_the_day_before(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "posts", "post_snapshots")
    since = datetime.combine(TODAY - timedelta(days=1), time(), UTC)
    read = {row["externalId"] for row in rows(tmp_path, "posts") if row["lastRefreshed"] >= since}
    assert {row["externalId"] for row in rows(tmp_path, "post_snapshots")} == read
    assert 0 < len(read) < len(rows(tmp_path, "posts"))


def test_messages_lead_to_posts_and_are_kept_without_their_texts(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "messages")
    landed = rows(tmp_path, "messages")
    assert {row["postId"] for row in landed} == set(posts_of(sandbox))
    assert all(json.loads(row["tags"]) == ["always_on"] for row in landed)
    assert "Notes from the roastery" not in repr(landed)


def test_linkedin_has_no_figures_at_hootsuite_and_is_not_asked_for_any(sandbox: Sandbox) -> None:
    linkedin = {account.id: account for account in SOURCE.accounts(connect(SOURCE))}[LINKEDIN]
    assert linkedin.streams == ("accounts", "social_profiles", "messages")


def test_a_persons_profile_is_known_by_its_number_only(sandbox: Sandbox, tmp_path: Path) -> None:
    person = {"id": "9", "type": "FACEBOOK", "socialNetworkId": "1", "socialNetworkUsername": "Pammy The Dog"}
    sandbox.fail("hootsuite", "/v1/socialProfiles$", Fault("status", 200, {}, {"data": [person]}))
    client = connect(SOURCE)
    (account,) = SOURCE.accounts(client)
    assert account.name == "9"
    sandbox.fail("hootsuite", "/v1/socialProfiles/9$", Fault("status", 200, {}, {"data": person}))
    ((row,),) = SOURCE.stream("social_profiles").fetch(client, account, Window(TODAY, TODAY))
    assert "Pammy" not in repr(row)


def test_a_profile_that_lapsed_fails_instead_of_telling_empty_days(sandbox: Sandbox, tmp_path: Path) -> None:
    lapsed = {"id": FACEBOOK, "type": "FACEBOOKPAGE", "socialNetworkUsername": "Torrefino", "isReauthRequired": 1}
    sandbox.fail("hootsuite", "/v1/socialProfiles$", Fault("status", 200, {}, {"data": [lapsed]}))
    sandbox.fail("hootsuite", f"/v1/socialProfiles/{FACEBOOK}$", Fault("status", 200, {}, {"data": lapsed}))
    loads = {one.stream: one for one in land(tmp_path, "profile_daily", "social_profiles")}
    assert f"Connect profile {FACEBOOK} to Hootsuite again" in str(loads["profile_daily"].error)
    assert loads["social_profiles"].error is None


def with_refresh_token(monkeypatch: pytest.MonkeyPatch, token: str = vendor.FIRST_REFRESH_TOKEN) -> None:
    monkeypatch.delenv("HOOTSUITE_MEMBER_ID", raising=False)
    monkeypatch.setenv("HOOTSUITE_REFRESH_TOKEN", token)


def test_each_run_goes_on_with_the_refresh_token_that_the_last_one_got(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_refresh_token(monkeypatch)
    for _run in range(3):
        assert len(SOURCE.accounts(connect(SOURCE))) == 4
    kept = tmp_path / ".hootsuite-token.json"
    assert json.loads(kept.read_text())["refresh_token"] == "sandbox-hootsuite-refresh-3"
    assert kept.stat().st_mode & 0o077 == 0  # nobody else may read it


def test_the_new_refresh_token_is_kept_even_if_the_run_then_fails(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_refresh_token(monkeypatch)
    sandbox.fail("hootsuite", "/v1/socialProfiles", "broken")
    with pytest.raises(Unavailable):
        SOURCE.accounts(connect(SOURCE))
    assert len(SOURCE.accounts(connect(SOURCE))) == 4


def test_an_access_token_that_ran_out_is_renewed_in_the_middle(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_refresh_token(monkeypatch)
    client = connect(SOURCE)
    client.profiles()
    SOURCE.accounts(connect(SOURCE))  # another process gets a new one, and Hootsuite forgets ours
    assert len(client.profiles()) == 4


def test_a_token_that_a_person_sets_anew_begins_a_new_chain(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_refresh_token(monkeypatch, "used-elsewhere")
    with pytest.raises(Refused, match="set HOOTSUITE_REFRESH_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "used-elsewhere" not in str(caught.value)
    (tmp_path / ".hootsuite-token.json").write_text('{"began_with": "another", "refresh_token": "stale"}')
    with_refresh_token(monkeypatch)
    assert len(SOURCE.accounts(connect(SOURCE))) == 4


def test_one_of_three_ways_to_sign_in_must_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = HootsuiteSettings(client_id="app", client_secret=SecretStr("secret"))
    with pytest.raises(Refused, match="HOOTSUITE_MEMBER_ID, HOOTSUITE_ORGANIZATION_ID or HOOTSUITE_REFRESH_TOKEN"):
        SOURCE.connect(settings)


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("too_fast", Unavailable, "Rate limit exceeded"),
        ("quota_used_up", Unavailable, "plan limit exceeded"),
        ("broken", Unavailable, "HTTP 500|Internal error"),
        ("partial", Unavailable, "only a part"),
        ("not_permitted", Refused, "permission to see the profile"),
        ("invalid_argument", Refused, "invalid-argument"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    client = connect(SOURCE)
    sandbox.fail("hootsuite", "/v1/socialProfiles", fault)
    with pytest.raises(kind, match=said) as caught:
        client.profiles()
    if isinstance(caught.value, Unavailable):  # the day's quota ends the run, that of a second does not
        assert ((caught.value.retry_after or 0) > LONGEST_WAIT) == (fault == "quota_used_up")


@pytest.mark.parametrize(
    ("stream", "path", "name", "day"),
    [
        ("posts", "/analytics/posts$", "shape_analytics_posts.json", date(2026, 10, 1)),
        ("messages", "/messages$", "shape_messages_page.json", date(2018, 10, 25)),
    ],
)
def test_documented_rows_land_without_loss(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: str, path: str, name: str, day: date
) -> None:
    file = shared / "fixtures" / "hootsuite" / name
    landed = replayed(monkeypatch, tmp_path, stream, path, file, day)
    sent = json.loads(file.read_text())["data"]
    assert [lost(*pair, SOURCE.stream(stream)) for pair in zip(sent, landed, strict=True)] == [[]]


def test_documented_days_of_a_profile_land_metric_by_metric(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = shared / "fixtures" / "hootsuite" / "shape_analytics_profiles.json"
    landed = replayed(monkeypatch, tmp_path, "profile_daily", "/analytics/profiles$", file, date(2026, 10, 1))
    assert sorted((row["metric"], row["breakdown"], row["dimension"], row["value"]) for row in landed) == [
        ("page_reactions", "reaction_type", "like", 15.0),
        ("page_reactions", "reaction_type", "love", 2.0),
        ("page_reactions", "total", "", 17.0),
        ("total_followers", "total", "", 1043.0),
    ]


def replayed(
    monkeypatch: pytest.MonkeyPatch, folder: Path, stream: str, path: str, file: Path, day: date
) -> list[dict[str, Any]]:
    """The rows in the lake after a load of one profile's day from a file, whose cursor leads to an empty page."""
    made_up = {
        "token": {"access_token": "t"},
        "profile": {"data": {"id": "12345678", "type": "FACEBOOKPAGE"}},
        "end": {"data": [], "metadata": {"collectionInfo": {}}},
    }
    for name, body in made_up.items():
        (folder / f"{name}.json").write_text(json.dumps(body))
    method = "GET" if stream == "messages" else "POST"
    routes = [
        Recorded("POST", "/oauth2/token$", folder / "token.json"),
        Recorded("GET", "/v1/socialProfiles/12345678$", folder / "profile.json"),
        Recorded(method, path, file),
        Recorded(method, path, folder / "end.json"),
    ]
    only_one = replace(SOURCE, accounts=lambda client: [Account("12345678", "Documented")])
    with Replay(routes).serve() as url:
        settings = {"client_id": "app", "client_secret": "secret", "member_id": "1", "base_url": url}
        for name, value in settings.items():
            monkeypatch.setenv(f"HOOTSUITE_{name.upper()}", value)
        now = datetime.combine(day + timedelta(days=2), time(), UTC)
        (one,) = load(only_one, connect(SOURCE), Lake(folder), now, span=Window(day, day), streams=[stream])
    assert one.error is None
    found: list[dict[str, Any]] = pq.read_table(folder / "hootsuite" / stream / "12345678").to_pylist()
    return found
