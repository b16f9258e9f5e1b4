"""OP3 through the sandbox: downloads are counted, and nobody who downloaded is known afterwards."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import stamina

from connectors import lake as lakes
from connectors.errors import Refused, SourceError, Unavailable
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources import op3
from connectors.sources.op3 import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.op3 import FEED, PODCAST_GUID, SHOW_UUID, TOKEN, episode_id
from tests.connectors.recorded import lost

TODAY, DAYS = date(2026, 11, 25), 40
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
YESTERDAY = pd.Timestamp(TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=DAYS), only="op3") as running:
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


def run(stream: str, now: datetime = NOW, span: Window | None = None) -> list[Load]:
    lake = lakes.Lake(Path.cwd() / "lake")
    return load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, span=span, streams=[stream])


def land(stream: str, now: datetime = NOW, span: Window | None = None) -> pd.DataFrame:
    assert [str(one) for one in run(stream, now, span) if one.error] == []
    found = pq.read_table(Path.cwd() / "lake" / "op3" / stream).to_pandas()
    return found.assign(date=pd.to_datetime(found["date"])) if "date" in found else found


def listed(stream: str) -> list[dict[str, Any]]:
    land(stream)
    found: list[dict[str, Any]] = pq.read_table(Path.cwd() / "lake" / "op3" / stream).to_pylist()
    return found


def people(sandbox: Sandbox) -> pd.DataFrame:
    rows = sandbox.company.podcast_downloads
    return rows[~rows["is_bot"]]


def test_downloads_add_up_to_what_people_downloaded(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    told = land("downloads_daily")
    truth = people(sandbox)
    guids = dict(sandbox.company.podcast_episodes[["episode_id", "guid"]].itertuples(index=False))
    truth = truth[truth["date"] < YESTERDAY]
    truth = truth.assign(episodeId=[episode_id(guids[each]) for each in truth["episode_id"]])
    expected = truth.groupby(["date", "episodeId"]).size()
    settled = told[told["date"] < YESTERDAY]
    assert settled.groupby(["date", "episodeId"])["downloads"].sum().to_dict() == expected.to_dict()
    by_app = truth.groupby(["country", "app", "device"]).size()
    assert settled.groupby(["countryCode", "agentName", "deviceType"])["downloads"].sum().to_dict() == by_app.to_dict()


def test_listeners_add_up_over_the_countries_and_apps_of_an_episode(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    told = land("downloads_daily")
    settled = told[told["date"] < YESTERDAY].groupby("date")["listeners"].sum()
    truth = people(sandbox).groupby(["date", "episode_id"])["listener"].nunique().groupby("date").sum()
    assert settled.to_dict() == truth[truth.index < YESTERDAY].to_dict()


def test_nothing_about_a_listener_reaches_the_lake(env: pytest.MonkeyPatch) -> None:
    told = land("downloads_daily")
    assert set(told) == {
        *("date", "episodeId", "countryCode", "deviceType", "agentName", "downloads", "listeners"),
        *("_day", "_account", "_loaded_at", "_extra"),
    }
    # An unknown program's name is what the listener's device sent; it may be the only one of its kind.
    assert (told["agentName"] == "").any()
    assert not told["agentName"].str.contains("listener").any()


def test_pages_are_read_to_the_one_without_a_token(
    env: pytest.MonkeyPatch, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = land("downloads_daily").drop(columns="_loaded_at")
    sandbox.requests.clear()
    monkeypatch.setattr(op3, "MOST_ROWS", 50)
    small = land("downloads_daily", NOW + timedelta(hours=1), Window(TODAY - timedelta(days=DAYS), YESTERDAY.date()))
    key = list(SOURCE.stream("downloads_daily").key)
    small, whole = (
        each.drop(columns="_loaded_at", errors="ignore").sort_values(key).reset_index(drop=True)
        for each in (small, whole)
    )
    pd.testing.assert_frame_equal(small, whole)
    assert len(sandbox.requests) > whole["downloads"].sum() / 50


def test_the_last_hours_of_a_day_come_the_day_after(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    early = land("downloads_daily").groupby("date")["downloads"].sum()
    sandbox.move_to(TODAY + timedelta(days=1))
    later = land("downloads_daily", NOW + timedelta(days=1)).groupby("date")["downloads"].sum()
    truth = people(sandbox).groupby("date").size()
    assert early[YESTERDAY] < later[YESTERDAY] == truth[YESTERDAY]
    assert early[early.index < YESTERDAY].to_dict() == later[later.index < YESTERDAY].to_dict()


def test_the_show_and_its_episodes_are_kept_as_they_are_today(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    (show,) = land("shows").to_dict("records")
    assert (show["showUuid"], show["podcastGuid"]) == (SHOW_UUID, PODCAST_GUID)
    assert sum(json.loads(show["weeklyDownloads"])) < show["monthlyDownloads"]
    made = sandbox.company.podcast_episodes
    assert set(land("episodes")["title"]) == set(made["title"])
    totals = land("episode_totals").set_index("itemGuid")
    assert set(totals.index) == set(made["guid"])
    young = totals.loc[made["guid"].iloc[-1]]
    assert pd.isna(young["downloads3"])  # not yet three days old: unknown, and not nothing
    assert young["downloadsAll"] > 0


@pytest.mark.parametrize("name", [PODCAST_GUID, "https://feeds.torrefino.example/talks", SHOW_UUID])
def test_a_show_may_be_named_in_each_of_its_ways(env: pytest.MonkeyPatch, name: str) -> None:
    assert base64.urlsafe_b64encode(b"https://feeds.torrefino.example/talks").decode().rstrip("=") == FEED
    env.setenv("OP3_SHOWS", f"{name}, {SHOW_UUID}")
    assert [account.id for account in SOURCE.accounts(connect(SOURCE))] == [SHOW_UUID]


def test_a_show_that_op3_does_not_know_stops_no_other(env: pytest.MonkeyPatch) -> None:
    env.setenv("OP3_SHOWS", f"{'0' * 32},{SHOW_UUID}")
    errors = {one.account: one.error for one in run("shows")}
    assert errors[SHOW_UUID] is None
    assert "Correct OP3_SHOWS" in (errors["0" * 32] or "")


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("forbidden", Refused, "HTTP 403: forbidden. Make a new key on op3.dev/api/keys"),
        ("unauthorized", Refused, "set OP3_TOKEN"),
        ("bad_request", Refused, "HTTP 400: Bad limit"),
        ("too_many", Unavailable, "HTTP 429: too many requests"),
        ("html", Unavailable, "not whole JSON"),
        ("truncated", Unavailable, "not whole JSON"),
    ],
)
def test_an_error_is_named_for_its_remedy(
    env: pytest.MonkeyPatch, sandbox: Sandbox, fault: str, kind: type[SourceError], said: str
) -> None:
    stamina.set_testing(True, attempts=1)
    client = connect(SOURCE)
    sandbox.fail("op3", "/downloads/", fault)
    week = Window(date(2026, 11, 10), date(2026, 11, 16))
    with pytest.raises(kind, match=said) as caught:
        list(SOURCE.stream("downloads_daily").fetch(client, Account(SHOW_UUID, "x"), week))
    assert TOKEN not in str(caught.value)
    assert fault != "too_many" or caught.value.retry_after == 2  # type: ignore[attr-defined]


def replayed(*answers: tuple[str, Any]) -> Replay:
    routes = []
    for number, (path, content) in enumerate([("/shows/", {"showUuid": SHOW_UUID, "title": "Recorded"}), *answers]):
        Path(f"{number}.json").write_text(json.dumps(content))
        routes.append(Recorded("GET", path, Path(f"{number}.json")))
    return Replay(routes)


def said(shared: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "fixtures" / "podcasts" / name).read_text())
    return found


def test_recorded_counts_land_without_loss(env: pytest.MonkeyPatch, shared: Path) -> None:
    counts = said(shared, "op3_show_download_counts.json")
    totals = said(shared, "op3_synthetic_episode_download_counts.json")
    answers = ("/queries/show-download-counts", counts), ("/queries/episode-download-counts", totals)
    with replayed(*answers).serve() as url:
        env.setenv("OP3_BASE_URL", url)
        (show,), episodes = (listed(stream) for stream in ("shows", "episode_totals"))
    assert lost(counts["showDownloadCounts"][SHOW_UUID], show, SOURCE.stream("shows")) == []
    assert str(show["asof"]) == counts["asof"]
    by_guid = {row["itemGuid"]: row for row in episodes}
    for sent in totals["episodes"]:
        assert lost(sent, by_guid[sent["itemGuid"]], SOURCE.stream("episode_totals")) == []


def test_a_page_of_downloads_is_counted_with_what_is_absent_left_blank(env: pytest.MonkeyPatch, shared: Path) -> None:
    page = said(shared, "op3_synthetic_downloads_show_page.json")
    last = {"rows": [{**page["rows"][0], "time": "2026-06-01T22:00:00.000Z"}], "count": 1, "queryTime": 1}
    with replayed(("/downloads/", page), ("/downloads/", last)).serve() as url:
        env.setenv("OP3_BASE_URL", url)
        told = land("downloads_daily", span=Window(date(2026, 6, 1), date(2026, 6, 1)))
    seen = {row["countryCode"]: row for row in told.to_dict("records")}
    assert (seen["US"]["agentName"], seen["US"]["downloads"], seen["US"]["listeners"]) == ("Apple Podcasts", 2, 1)
    assert (seen["DE"]["agentName"], seen["DE"]["deviceType"], seen["DE"]["downloads"]) == ("", "", 1)
