"""What Ahrefs once said lands without loss."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused
from connectors.lake import Lake
from connectors.source import Account, Window
from connectors.sources.ahrefs import SOURCE, AhrefsSettings
from connectors.sources.ahrefs.client import Ahrefs, judge
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

NOW = datetime(2026, 4, 1, 4, tzinfo=UTC)
TARGET = "example.com"


def recorded(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "ahrefs" / f"{name}.json").read_text())


def land(folder: Path, name: str, answer: Any, window: Window) -> list[dict[str, Any]]:
    """The rows of the lake after an answer to every request, ordered by what identifies them."""
    stream, account = SOURCE.stream(name), Account(TARGET, TARGET)
    with scripted(Scripted(body=json.dumps(answer))) as stage:
        settings = AhrefsSettings(
            api_key=SecretStr("recorded"), domains=(TARGET,), keywords=2, refdomains=2, base_url=stage.url
        )
        client: Ahrefs = SOURCE.connect(settings)
        Lake(folder / "lake").write("ahrefs", stream, account, window, stream.fetch(client, account, window), NOW)
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "ahrefs" / name).to_pylist()
    return found


SNAPSHOT = Window(NOW.date(), NOW.date())
SNAPSHOTS = [
    ("metrics", "metrics", "metrics"),
    ("shape_backlinks_stats", "backlinks_stats", "metrics"),
    ("organic_keywords", "organic_keywords", "keywords"),
]
SERIES = [
    ("metrics_history_weekly", "metrics_history", "metrics"),
    ("shape_domain_rating_history", "domain_rating", "domain_ratings"),
    ("shape_keywords_history", "keyword_buckets", "keywords"),
    ("shape_refdomains_history", "refdomains_history", "refdomains"),
]


@pytest.mark.parametrize(("name", "stream", "envelope"), SNAPSHOTS, ids=[each[0] for each in SNAPSHOTS])
def test_recorded_states_land_without_loss(shared: Path, tmp_path: Path, name: str, stream: str, envelope: str) -> None:
    sent = recorded(shared, name)[envelope]
    rows = [{"keyword_country": "us", **row} for row in sent] if isinstance(sent, list) else [sent]
    landed = land(tmp_path, stream, {envelope: rows if isinstance(sent, list) else sent}, SNAPSHOT)
    assert [path for pair in zip(rows, landed, strict=True) for path in lost(*pair, SOURCE.stream(stream))] == []
    assert {row["date"] for row in landed} == {NOW.date() - timedelta(days=1)}


@pytest.mark.parametrize(("name", "stream", "envelope"), SERIES, ids=[each[0] for each in SERIES])
def test_recorded_series_land_without_loss_whether_days_carry_a_time_or_not(
    shared: Path, tmp_path: Path, name: str, stream: str, envelope: str
) -> None:
    sent = recorded(shared, name)[envelope]
    landed = []
    for row in sent:
        day = date.fromisoformat(row["date"][:10])
        landed += land(tmp_path / str(day), stream, {envelope: sent}, Window(day, day))
    plain = [{**row, "date": row["date"][:10]} for row in sent]
    assert [path for pair in zip(plain, landed, strict=True) for path in lost(*pair, SOURCE.stream(stream))] == []


def test_linking_domains_of_the_schema_land_without_loss(shared: Path, tmp_path: Path) -> None:
    sent = recorded(shared, "shape_refdomains")["refdomains"]
    landed = land(tmp_path, "refdomains", {"refdomains": sent}, SNAPSHOT)
    assert [path for pair in zip(sent, landed, strict=True) for path in lost(*pair, SOURCE.stream("refdomains"))] == []


def test_recorded_limits_say_what_is_left(shared: Path, tmp_path: Path) -> None:
    body = recorded(shared, "limits_and_usage")
    (row,) = land(tmp_path, "targets", body, SNAPSHOT)
    assert lost(body["limits_and_usage"], row, SOURCE.stream("targets")) == []
    with scripted(Scripted(body=json.dumps(body))) as stage:
        settings = AhrefsSettings(api_key=SecretStr("recorded"), domains=(TARGET,), base_url=stage.url)
        client: Ahrefs = SOURCE.connect(settings)
        client.usage()
    assert client.units.left == 1_000_000 - 198_771


def test_a_recorded_error_is_a_refusal_in_its_own_words(shared: Path) -> None:
    error = recorded(shared, "error_400")
    fault = judge(Answer(error["status"], {}, error["body"]))
    assert isinstance(fault, Refused)
    assert "bad where: invalid filter expression" in str(fault)
