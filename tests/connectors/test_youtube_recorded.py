"""What YouTube once really said lands without loss, and Google's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.youtube import SOURCE
from sandbox.company import Company
from sandbox.company.videos import CHANNEL
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DEVELOPERS = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
TOKEN = {"access_token": "recorded", "expires_in": 3599, "token_type": "Bearer"}


def recorded(shared: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "fixtures" / "youtube" / name).read_text())
    return found


class Vendor:
    """Answers with recorded bodies; the owner of the token is one of the recorded channels."""

    def __init__(self, shared: Path, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env
        self.channels = recorded(shared, "data_api_channels_info_multiple.json")
        self.channels["items"] = [each for each in self.channels["items"] if each["id"] == DEVELOPERS]
        self.routes = [self._answer("POST", "/token$", TOKEN), self._answer("GET", "/channels$", self.channels)]

    def _answer(self, method: str, path: str, content: Any) -> Recorded:
        file = self.folder / f"{len(list(self.folder.glob('*.json')))}.json"
        file.write_text(json.dumps(content))
        return Recorded(method, path, file)

    def says(self, path: str, *contents: Any) -> None:
        self.routes += [self._answer("GET", path, content) for content in contents]

    def land(self, stream: str, *days: str) -> list[dict[str, Any]]:
        """The rows in the lake after a load of these days, or of a snapshot."""
        with Replay(self.routes).serve() as url:
            for name in ("BASE_URL", "DATA_URL"):
                self.env.setenv(f"YOUTUBE_{name}", url)
            self.env.setenv("YOUTUBE_TOKEN_URL", f"{url}/token")
            for name in ("REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET"):
                self.env.setenv(f"YOUTUBE_{name}", "recorded")
            span = Window(date.fromisoformat(days[0]), date.fromisoformat(days[-1])) if days else None
            lake = Lake(self.folder / "lake")
            (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=span, streams=[stream])
            assert only.error is None
        found: list[dict[str, Any]] = pq.read_table(self.folder / "lake" / "youtube" / stream).to_pylist()
        return found


@pytest.fixture
def vendor(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    return Vendor(shared, tmp_path, monkeypatch)


def test_a_recorded_channel_lands_without_loss(vendor: Vendor) -> None:
    (sent,) = vendor.channels["items"]
    (landed,) = vendor.land("channels")
    assert lost(sent, landed, SOURCE.stream("channels")) == []
    assert landed["statistics.subscriberCount"] == int(sent["statistics"]["subscriberCount"])


def test_recorded_videos_land_without_loss(shared: Path, vendor: Vendor) -> None:
    page = recorded(shared, "data_api_videos_videos_info_multi.json")
    ids = [{"contentDetails": {"videoId": each["id"]}} for each in page["items"]]
    vendor.says("/playlistItems$", {"items": ids, "pageInfo": {"totalResults": 2, "resultsPerPage": 50}})
    vendor.says("/videos$", page)
    landed = {row["id"]: row for row in vendor.land("videos")}
    assert len(landed) == 2
    for sent in page["items"]:
        assert lost(sent, landed[sent["id"]], SOURCE.stream("videos")) == []


def test_counters_in_texts_land_as_numbers_and_hidden_ones_as_unknown(vendor: Vendor) -> None:
    vendor.says("/playlistItems$", {"items": [{"contentDetails": {"videoId": "t91FEgxdojg"}}]})
    stats = {"viewCount": "2038", "favoriteCount": "0"}  # what of the recorded video is shown
    vendor.says("/videos$", {"items": [{"kind": "youtube#video", "id": "t91FEgxdojg", "statistics": stats}]})
    (landed,) = vendor.land("video_stats")
    assert (landed["statistics.viewCount"], landed["statistics.likeCount"]) == (2038, None)


def test_both_pages_of_a_recorded_playlist_are_read(shared: Path, vendor: Vendor) -> None:
    pages = [recorded(shared, f"data_api_playlist_items_playlist_items_paged_{n}.json") for n in (1, 2)]
    ids = []
    for page in pages:
        for item in page["items"]:  # the recording asked for another part
            item["contentDetails"] = {"videoId": item["snippet"]["resourceId"]["videoId"]}
            ids.append(item["contentDetails"]["videoId"])
    vendor.says("/playlistItems$", *pages)
    vendor.says("/videos$", {"items": [{"id": video, "statistics": {"viewCount": "1"}} for video in ids]})
    assert [row["id"] for row in vendor.land("video_stats")] == ids
    assert len(ids) == 13


def test_a_recorded_report_is_read_by_the_names_of_its_columns(shared: Path, vendor: Vendor) -> None:
    """The recording has two columns; the others are added at another place than they are asked for."""
    answer = recorded(shared, "analytics_result_table_day_views.json")
    others = [name for name in SOURCE.stream("channel_daily").columns if name not in ("day", "views")]
    answer["columnHeaders"] = [{"name": name} for name in others] + answer["columnHeaders"]
    sent = {row[0]: row[1] for row in answer["rows"]}
    answer["rows"] = [[*range(len(others)), *row] for row in answer["rows"]]
    vendor.says("/v2/reports$", answer)
    landed = vendor.land("channel_daily", "2022-06-20", "2022-06-26")
    assert {str(row["day"]): row["views"] for row in landed} == sent
    assert {row[others[0]] for row in landed} == {0}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=30), only="youtube") as running:
        yield running


@pytest.fixture
def credentials(sandbox: Sandbox) -> Credentials:
    env = sandbox.env()
    return Credentials(
        None,
        refresh_token=env["YOUTUBE_REFRESH_TOKEN"],
        client_id=env["YOUTUBE_CLIENT_ID"],
        client_secret=env["YOUTUBE_CLIENT_SECRET"],
        token_uri=env["YOUTUBE_TOKEN_URL"],
    )


def test_googles_own_client_gets_the_reports_of_the_sandbox(sandbox: Sandbox, credentials: Credentials) -> None:
    options = {"api_endpoint": sandbox.url}
    asked = {"ids": "channel==MINE", "startDate": "2026-11-01", "endDate": "2026-11-10", "metrics": "views"}
    with build("youtubeAnalytics", "v2", credentials=credentials, client_options=options) as service:
        days = service.reports().query(**asked, dimensions="day", sort="-views", maxResults=3).execute()
        whole = service.reports().query(**asked).execute()
        with pytest.raises(HttpError) as refused:
            service.reports().query(**asked, dimensions="day,country").execute()
    truth = sandbox.company.channel_days.set_index("date")["views"]["2026-11-01":"2026-11-10"]  # type: ignore[misc]
    assert [row[1] for row in days["rows"]] == sorted(truth, reverse=True)[:3]
    assert whole["rows"] == [[truth.sum()]]
    assert refused.value.status_code == 400
    assert "The query is not supported" in str(refused.value)


def test_googles_own_client_pages_through_the_uploads_of_the_sandbox(
    sandbox: Sandbox, credentials: Credentials
) -> None:
    with build("youtube", "v3", credentials=credentials, client_options={"api_endpoint": sandbox.url}) as service:
        (channel,) = service.channels().list(part="id,contentDetails", mine=True).execute()["items"]
        uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
        request = service.playlistItems().list(part="contentDetails", playlistId=uploads, maxResults=50)
        ids: list[str] = []
        while request is not None:
            answer = request.execute()
            ids += [item["contentDetails"]["videoId"] for item in answer["items"]]
            request = service.playlistItems().list_next(request, answer)
        stats = service.videos().list(part="statistics", id=",".join(ids[:2])).execute()["items"]
        with pytest.raises(HttpError) as missing:
            service.playlistItems().list(part="contentDetails", playlistId="UUnothing").execute()
    made = sandbox.company.channel_videos
    assert channel["id"] == CHANNEL[0]
    assert ids == made[made["deleted_on"].isna()]["video_id"].tolist()[::-1]
    assert {each["id"] for each in stats} == set(ids[:2])
    assert missing.value.status_code == 404
