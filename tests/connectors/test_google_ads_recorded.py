"""Answers that others recorded, replayed through the connector: nothing of them is lost on the way to the lake."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from connectors.http import Http
from connectors.lake import Lake
from connectors.source import Account, Window
from connectors.sources.google_ads import SOURCE
from connectors.sources.google_ads.client import GoogleAds
from connectors.sources.google_ads.errors import judge
from sandbox.replay import Recorded, Replay

RECORDED = {
    "raw_adwords_google_report_weekly_poland_response.json": "campaign_daily",
    "raw_adwords_google_report_weekly_romania_response.json": "campaign_daily",
    "raw_germany_response_api.json": "campaign_daily",
    "raw_google_adwords_response_api.json": "campaign_daily",
    "raw_google_adwords_response_api_deficit_current_date.json": "campaign_daily",
    "raw_google_adwords_response_api_deficit_data.json": "campaign_daily",
    "raw_search_stream_empty.json": "ad_daily",
    "rebuilt_v26_search_stream_account_performance_report.json": "campaign_daily",
    "rebuilt_v26_search_stream_ad_group_ad_legacy.json": "ad_daily",
    "rebuilt_v26_search_stream_campaign.json": "campaign_daily",
    "rebuilt_v26_search_stream_geographic_view.json": "geo_daily",
    "rebuilt_v26_search_stream_user_location_view.json": "landing_page_daily",
}
NOW = datetime(2024, 8, 1, 6, tzinfo=UTC)
BESIDES = Window(date(2024, 5, 1), date(2024, 5, 3))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, f"{path}.{name}" if path else name)
    else:
        yield path, value


def kept(row: dict[str, Any]) -> dict[str, Any]:
    """Every leaf that the lake has of a row, whether it has a column of its own or not."""
    found = {name: value for name, value in row.items() if not name.startswith("_") and value is not None}
    for path, value in json.loads(row["_extra"] or "{}").items():
        found |= dict(leaves(value, path))
    return found


def same(recorded: Any, landed: Any) -> bool:
    if isinstance(landed, date):
        return str(landed) == recorded
    return type(landed)(recorded) == landed if isinstance(recorded, str) else landed == recorded


@pytest.mark.parametrize(("name", "stream"), RECORDED.items())
def test_a_recorded_answer_loads_without_loss(shared: Path, tmp_path: Path, name: str, stream: str) -> None:
    file = shared / "fixtures" / "google_ads" / name
    results = [row for chunk in json.loads(file.read_text()) for row in chunk.get("results", [])]
    days = [date.fromisoformat(row["segments"]["date"]) for row in results]
    span = Window(min(days), max(days)) if days else BESIDES
    declared, account, lake = SOURCE.stream(stream), Account("1234567890", "recorded"), Lake(tmp_path)
    with Replay([Recorded("POST", "googleAds:searchStream$", file)]).serve() as url:
        pages = declared.fetch(GoogleAds(Http(url, judge=judge), "v26"), account, span)
        brought = lake.write("google_ads", declared, account, span, pages, NOW)
    assert len(brought.rows) == len(span)
    landed = pq.read_table(lake.root / "google_ads" / stream).to_pylist()
    in_order = sorted(results, key=lambda row: row["segments"]["date"])
    assert len(landed) == len(in_order)
    for row, recorded in zip(landed, in_order, strict=True):
        there = kept(row)
        for path, value in leaves(recorded):
            if path not in declared.ignored:
                assert same(value, there[path]), path


def test_every_recorded_answer_is_replayed(shared: Path) -> None:
    files = {file.name for file in (shared / "fixtures" / "google_ads").glob("r*.json")}
    assert files == set(RECORDED)
