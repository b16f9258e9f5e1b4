"""Podcast platforms without an API come as files: their exports fit the kind that is there for them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.sources.files import SOURCE


def land(folder: Path, env: pytest.MonkeyPatch, name: str, table: str, sidecar: str) -> list[dict[str, Any]]:
    drop = folder / "drop" / "podcast_audience"
    drop.mkdir(parents=True)
    (drop / f"{name}.csv").write_text(table)
    (drop / f"{name}.yml").write_text(sidecar)
    env.chdir(folder)
    env.setenv("FILES_FOLDER", str(folder / "drop"))
    loads = load(SOURCE, connect(SOURCE), Lake(folder / "lake"), datetime.now(UTC))
    assert [one.error for one in loads if one.error] == []
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "files" / "podcast_audience").to_pylist()
    return found


def test_what_spotify_shows_of_an_episode_fits(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = json.loads((shared / "fixtures/podcasts/openpodcast_spotifyEpisodeDetailedStreams.json").read_text())
    days = recorded["data"]["detailedStreams"]
    table = "Date,Starts,Streams\n" + "".join(f"{day['date']},{day['starts']},{day['streams']}\n" for day in days)
    sidecar = (
        "columns: {date_day: Date, starts: Starts, plays: Streams}\n"
        "constants: {platform: spotify, episode_id: 08VSwqmWlk8DgknnmwYxK0}\n"
    )
    told = land(tmp_path, monkeypatch, "spotify", table, sidecar)
    assert [(str(row["date_day"]), row["starts"], row["plays"]) for row in told] == [
        (day["date"], day["starts"], day["streams"]) for day in days
    ]
    assert {row["episode_id"] for row in told} == {recorded["meta"]["episode"]}


def test_what_apple_shows_of_a_show_fits(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = json.loads((shared / "fixtures/podcasts/openpodcast_appleTrendsFollowers.json").read_text())
    days = recorded["data"]["followerAllTimeTrends"]
    table = "Day;Followers\n" + "".join(f"{day[0]:.0f};{day[1]}\n" for day in days)
    sidecar = "delimiter: ;\ncolumns: {date_day: Day, followers: Followers}\nconstants: {platform: apple}\n"
    told = land(tmp_path, monkeypatch, "apple", table, sidecar)
    assert (told[0]["date_day"], told[0]["followers"]) == (date(2022, 10, 30), 117)
    assert len(told) == len(days)
    assert {row["episode_id"] for row in told} == {None}
