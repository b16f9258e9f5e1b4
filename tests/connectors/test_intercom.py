"""Intercom through the sandbox: what changed lands once, without what people wrote; recorded answers lose nothing."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings
from connectors.source import Account, Window
from connectors.sources.intercom import HOSTS, SOURCE, judge
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 18)
DAYS = 40
HASH_KEY = "a key for tests only"
SPAN = Window(TODAY - timedelta(days=20), TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def intercom() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="intercom") as running:
        yield running


@pytest.fixture
def sandbox(intercom: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in intercom.env().items():
        monkeypatch.setenv(name, value)
    intercom.requests.clear()
    yield intercom
    intercom.heal()
    intercom.move_to(TODAY)


def land(
    folder: Path, stream: str, today: date = TODAY, days: int = DAYS, span: Window | None = None
) -> list[dict[str, Any]]:
    lake, now = Lake(folder / "lake", SecretStr(HASH_KEY)), datetime.combine(today, clock(6), UTC)
    (only,) = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=[stream], span=span)
    assert only.error is None
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "intercom" / stream).to_pylist()
    return found


def truth(sandbox: Sandbox) -> dict[str, Any]:
    return {row.conversation_id: row for row in sandbox.company.conversations.itertuples()}


def test_conversations_land_with_their_times_and_ratings(sandbox: Sandbox, tmp_path: Path) -> None:
    landed = {row["id"]: row for row in land(tmp_path, "conversations")}
    known = truth(sandbox)
    assert landed.keys() == known.keys()
    assert {row["state"] for row in landed.values()} >= {"open", "closed"}
    for id_, row in landed.items():
        told = known[id_]
        assert (row["created_at"], row["updated_at"]) == (told.created_at, told.updated_at)
        assert row["_day"] == told.updated_at.date()
        assert row["statistics.first_admin_reply_at"] == (None if pd.isna(told.first_reply_at) else told.first_reply_at)
        assert (row["state"], row["statistics.count_reopens"]) == (told.state, told.reopens)
        assert row["conversation_rating.rating"] == (None if pd.isna(told.rating) else told.rating)
        assert row["source.type"] == (None if told.is_outbound else told.channel)
        assert row["contact_id"] == told.contact_id


def test_nothing_that_people_wrote_or_are_called_reaches_the_lake(sandbox: Sandbox, tmp_path: Path) -> None:
    said = repr(land(tmp_path, "conversations")) + repr(land(tmp_path, "contacts"))
    assert "@" not in said
    assert not any(name in said for name in sandbox.company.conversations["last_name"].unique())
    assert not any(topic in said for topic in sandbox.company.conversations["topic"].unique())


def test_contacts_are_known_by_a_keyed_hash(sandbox: Sandbox, tmp_path: Path) -> None:
    addresses = sandbox.company.conversations["email"]
    expected = {hmac.new(HASH_KEY.encode(), each.encode(), hashlib.sha256).hexdigest() for each in addresses}
    assert {row["email"] for row in land(tmp_path, "contacts")} == expected


def test_contacts_are_left_alone_unless_they_are_asked_for(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERCOM_CONTACTS")
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert account.streams == ("accounts", "conversations", "teams", "tags")


@pytest.mark.parametrize("stream", ["conversations", "contacts"])
def test_a_window_holds_what_changed_in_it_to_the_second(sandbox: Sandbox, tmp_path: Path, stream: str) -> None:
    """Contacts are searched by days of the workspace's zone, which begin before those of UTC."""
    landed = land(tmp_path, stream, span=SPAN)
    expected = [row for row in truth(sandbox).values() if row.updated_at.date() in SPAN]
    assert sorted(row["id"] for row in landed) == sorted(
        row.conversation_id if stream == "conversations" else row.contact_id for row in expected
    )


def test_a_conversation_that_goes_on_is_followed(sandbox: Sandbox, tmp_path: Path) -> None:
    early = {row["id"]: row for row in land(tmp_path, "conversations", days=5) if row["state"] != "closed"}
    later = TODAY + timedelta(days=8)
    sandbox.move_to(later)
    landed = land(tmp_path, "conversations", today=later, days=12)
    newest = {row["id"]: row for row in sorted(landed, key=lambda row: row["updated_at"])}
    assert early
    assert {newest[id_]["state"] for id_ in early} == {"closed"}


def test_a_search_is_read_to_its_last_page(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.sources.intercom.fetch.FOUND", 7)
    fetched = SOURCE.stream("conversations").fetch(connect(SOURCE), Account("a", "A"), SPAN)
    found = [row["id"] for page in fetched if isinstance(page, list) for row in page]
    assert len(found) == len(set(found)) > 14
    assert len(sandbox.requests) == -(-len(found) // 7)


def test_the_workspace_tells_its_zone(sandbox: Sandbox) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.id, account.name, account.time_zone) == ("torr1f3o", "Torrefino", "Europe/Berlin")


def test_teams_and_tags_land(sandbox: Sandbox, tmp_path: Path) -> None:
    assert {row["name"] for row in land(tmp_path, "teams")} == {"Office accounts", "Machines"}
    assert [row["name"] for row in land(tmp_path, "tags")] == ["Renewal"]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("rate_limited", Unavailable, "rate_limit_exceeded: Exceeded rate limit"),
        ("broken", Unavailable, "HTTP 500 server_error"),
        ("forbidden", Refused, "Give the app the permission"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    client = connect(SOURCE)
    client.http.tries = 1
    sandbox.fail("intercom", "/me", fault)
    with pytest.raises(kind, match=said):
        SOURCE.accounts(client)


def test_a_wrong_token_is_named_with_the_region_and_not_shown(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "made-up-token")
    with pytest.raises(Refused, match=r"INTERCOM_ACCESS_TOKEN was refused \(unauthorized.*INTERCOM_REGION") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "made-up-token" not in str(caught.value)


def test_a_throttle_is_waited_out_until_the_second_after_its_window() -> None:
    body = {"type": "error.list", "errors": [{"code": "rate_limit_exceeded", "message": "Exceeded rate limit"}]}
    fault = judge(Answer(429, {"X-RateLimit-Reset": str(int(time.time()) + 7)}, body))
    assert isinstance(fault, Unavailable)
    assert fault.retry_after == pytest.approx(8, abs=1.1)


def test_a_region_has_a_host_of_its_own(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERCOM_BASE_URL")
    monkeypatch.setenv("INTERCOM_REGION", "eu")
    assert connect(SOURCE).http.base_url == HOSTS["eu"]
    monkeypatch.setenv("INTERCOM_REGION", "ch")
    with pytest.raises(Refused, match=r"INTERCOM_REGION: .*'us', 'eu' or 'au'"):
        read_settings(SOURCE)


def test_another_version_than_the_one_asked_for_is_told(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    me = {"app": {"id_code": "h64a47v4", "name": "Recorded", "timezone": "Mars/Olympus"}}
    with scripted(Scripted(body=json.dumps(me), headers={"intercom-version": "2.11"})) as stage:
        monkeypatch.setenv("INTERCOM_BASE_URL", stage.url)
        (account,) = SOURCE.accounts(connect(SOURCE))
    assert stage.requests[0][2]["Intercom-Version"] == "2.15"
    assert "answers with version 2.11 where 2.15 was asked for" in caplog.text
    assert account.time_zone == "UTC"  # a zone that nobody knows


def recorded(shared: Path, file: str) -> dict[str, Any]:
    body = json.loads((shared / "fixtures" / "intercom" / file).read_text())[0]["response"]["body"]
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize(
    ("stream", "file", "collection"),
    [
        ("conversations", "http_conversations.json", "conversations"),
        ("conversations", "http_list_conversations.json", "conversations"),
        ("conversations", "http_search_conversations.json", "conversations"),
        ("contacts", "http_search_contacts.json", "data"),
        ("contacts", "http_list_contacts.json", "data"),
        ("tags", "http_tags.json", "data"),
    ],
)
def test_recorded_answers_land_without_loss(
    shared: Path,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    stream: str,
    file: str,
    collection: str,
) -> None:
    body = recorded(shared, file)
    body["pages"] = {"type": "pages"}  # the recordings were cut: what they link to is not there
    sent = {row["id"]: row for row in body[collection]}
    moments = [row["updated_at"] for row in sent.values() if "updated_at" in row]
    day = datetime.fromtimestamp(max(moments, default=1_778_131_334), UTC).date()
    me = '{"app": {"id_code": "h64a47v4", "name": "Recorded", "timezone": "UTC"}}'
    with scripted(Scripted(body=me), Scripted(body=json.dumps(body))) as stage:
        monkeypatch.setenv("INTERCOM_BASE_URL", stage.url)
        landed = {row["id"]: row for row in land(tmp_path, stream, today=day, span=Window(day, day))}
    assert landed.keys() == sent.keys()
    assert [path for id_, row in landed.items() for path in lost(sent[id_], row, SOURCE.stream(stream))] == []
    assert "example.com" not in repr(landed)
