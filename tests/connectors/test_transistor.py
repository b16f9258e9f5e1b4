"""Transistor through the sandbox: downloads by day and episode, however the answer writes its days."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import stamina

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources import transistor
from connectors.sources.transistor import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.transistor import KEY, SHOW_ID
from tests.connectors.scripted import Scripted, scripted

TODAY, DAYS = date(2026, 11, 25), 40
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
YESTERDAY = pd.Timestamp(TODAY - timedelta(days=1))
SHOW = Account(SHOW_ID, "Talks")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=DAYS), only="transistor") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    yield monkeypatch
    stamina.set_testing(False)
    sandbox.heal()
    sandbox.move_to(TODAY)


def land(stream: str, now: datetime = NOW, span: Window | None = None) -> pd.DataFrame:
    lake = Lake(Path.cwd() / "lake")
    (done,) = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, span=span, streams=[stream])
    assert done.error is None
    found = pq.read_table(lake.root / "transistor" / stream).to_pandas()
    return found.assign(date=pd.to_datetime(found["date"])) if "date" in found else found


def truth(sandbox: Sandbox) -> pd.DataFrame:
    rows = sandbox.company.podcast_downloads
    return rows[~rows["is_bot"] & (rows["date"] < YESTERDAY)]


def test_downloads_of_the_show_are_what_people_downloaded(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    told = land("downloads_daily")
    assert len(told) == DAYS
    settled = told[told["date"] < YESTERDAY].set_index("date")["downloads"]
    assert settled.to_dict() == truth(sandbox).groupby("date").size().to_dict()


def test_downloads_of_episodes_are_on_their_days_although_their_answer_has_the_month_first(
    env: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    told = land("episode_downloads_daily")
    settled = told[(told["date"] < YESTERDAY) & (told["downloads"] > 0)].set_index(["date", "episode_id"])["downloads"]
    assert settled.to_dict() == truth(sandbox).groupby(["date", "episode_id"]).size().to_dict()


@pytest.mark.parametrize("written", ["03-02-2026", "02-03-2026"])
def test_a_day_is_read_in_either_order_because_the_window_holds_only_one_of_them(written: str) -> None:
    third = Window(date(2026, 1, 25), date(2026, 2, 10))
    body = json.dumps({"data": {"attributes": {"downloads": [{"date": written, "downloads": 7}]}}})
    with scripted(Scripted(body=body)) as stage:
        (page,) = SOURCE.stream("downloads_daily").fetch(Http(stage.url), SHOW, third)
    assert page == [{"date": date(2026, 2, 3), "downloads": 7}]


def test_no_window_is_long_enough_for_a_day_and_its_twin() -> None:
    twins = [(date(2026, day, month), date(2026, month, day)) for month in range(1, 13) for day in range(1, month)]
    closest = min((later - earlier).days for earlier, later in map(sorted, twins))
    longest = max(stream.window_days for stream in SOURCE.streams if stream.kind == "daily")
    assert longest <= closest == 27


def test_a_day_that_nobody_asked_for_is_refused() -> None:
    body = json.dumps({"data": {"attributes": {"downloads": [{"date": "31-01-2026", "downloads": 7}]}}})
    week = Window(date(2026, 2, 1), date(2026, 2, 7))
    with scripted(Scripted(body=body)) as stage, pytest.raises(Refused, match="told of 31-01-2026"):
        list(SOURCE.stream("downloads_daily").fetch(Http(stage.url), SHOW, week))


def test_both_ends_of_the_window_are_asked_for_with_the_day_first(env: pytest.MonkeyPatch) -> None:
    with scripted(Scripted(body='{"data": {"attributes": {"downloads": []}}}')) as stage:
        list(SOURCE.stream("downloads_daily").fetch(Http(stage.url), SHOW, Window(date(2026, 2, 1), date(2026, 2, 13))))
    assert "start_date=01-02-2026&end_date=13-02-2026" in stage.requests[0][1]


def test_what_comes_late_is_there_the_next_day(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    early = land("downloads_daily").set_index("date")["downloads"]
    sandbox.move_to(TODAY + timedelta(days=1))
    later = land("downloads_daily", NOW + timedelta(days=1)).set_index("date")["downloads"]
    assert early[YESTERDAY] < later[YESTERDAY]


def test_the_show_and_its_episodes_land_without_their_people(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    (show,) = land("shows").to_dict("records")
    assert (show["id"], show["created_at"]) == (SHOW_ID, pd.Timestamp("2024-12-01", tz="UTC"))
    episodes = land("episodes").set_index("id")
    made = sandbox.company.podcast_episodes.set_index("episode_id")
    published = episodes[episodes["status"] == "published"]
    assert published["published_at"].to_dict() == made["published_at"].to_dict()
    assert len(episodes) == len(made) + 1  # a draft
    said = repr((show, episodes.to_dict()))
    assert "owner@example.org" not in said
    assert "Jane" not in said


def test_episodes_are_read_page_by_page(
    env: pytest.MonkeyPatch, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transistor, "A_PAGE", 20)
    assert len(land("episodes")) == len(sandbox.company.podcast_episodes) + 1
    assert [each.path for each in sandbox.requests].count("/v1/episodes") == 3


def test_a_list_that_moved_while_it_was_read_never_passes_for_whole() -> None:
    def page(number: int, *ids: str) -> Scripted:
        rows = [{"id": each, "attributes": {"title": each}} for each in ids]
        meta = {"currentPage": number, "totalPages": 2, "totalCount": 4}
        return Scripted(body=json.dumps({"data": rows, "meta": meta}))

    with scripted(page(1, "a", "b"), page(2, "b", "d")) as stage, pytest.raises(Unavailable, match="3 of 4 rows"):
        SOURCE.accounts(Http(stage.url))


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("rate_limited", Unavailable, "more than ten requests in ten seconds"),
        ("unauthorized", Refused, "TRANSISTOR_API_KEY was refused"),
        ("missing", Refused, "no such show any more"),
        ("html", Unavailable, "not whole JSON"),
        ("cut", Unavailable, "while reading the answer"),
    ],
)
def test_an_error_is_named_for_its_remedy(
    env: pytest.MonkeyPatch, sandbox: Sandbox, fault: str, kind: type[SourceError], said: str
) -> None:
    stamina.set_testing(True, attempts=1)
    sandbox.fail("transistor", "/analytics/", fault)
    week = Window(date(2026, 11, 10), date(2026, 11, 16))
    with pytest.raises(kind, match=said) as caught:
        list(SOURCE.stream("episode_downloads_daily").fetch(connect(SOURCE), SHOW, week))
    assert KEY not in str(caught.value)
    assert fault != "rate_limited" or caught.value.retry_after == 10  # type: ignore[attr-defined]


def test_a_key_whose_user_sees_no_show_says_so() -> None:
    body = '{"data": [], "meta": {"currentPage": 1, "totalPages": 0, "totalCount": 0}}'
    with scripted(Scripted(body=body)) as stage, pytest.raises(Refused, match="sees no show"):
        SOURCE.accounts(Http(stage.url))
