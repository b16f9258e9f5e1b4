"""The reports that hold sources against each other leave none out, and the calendar knows the company's promotions."""

import csv
import json
from typing import Any

import numpy as np
import pytest

from connectors import all_sources
from sandbox.company.seasons import promotion
from tests.conftest import REPO

NAMED_BY_A_COLUMN = {"files", "google_sheets"}
"""Their rows say which platform they are of."""


@pytest.fixture(scope="module")
def read_by() -> dict[str, list[str]]:
    """What each model reads, by its name."""
    manifest: dict[str, Any] = json.loads((REPO / "dbt_project" / "target" / "manifest.json").read_text())
    return {
        node["name"]: [name.split(".")[2] for name in node["depends_on"]["nodes"]]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


def seed(name: str) -> list[dict[str, str]]:
    with (REPO / "dbt_project" / "seeds" / f"{name}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("source", all_sources())
def test_the_zone_and_currency_of_every_source_are_reported(source: str, read_by: dict[str, list[str]]) -> None:
    assert read_by["account_settings"] == ["dim_account"]
    assert f"stg_{source}__accounts" in read_by["dim_account"], f"add {source!r} to the list in dim_account.sql"


def test_every_advertising_platform_has_a_contract_of_its_utm_parameters(read_by: dict[str, list[str]]) -> None:
    platforms = {name.removeprefix("int_ads__") for name in read_by["int_ads"]} - NAMED_BY_A_COLUMN
    missing = platforms - {row["platform"] for row in seed("utm_contract")}
    assert missing == set(), "add them to seeds/utm_contract.csv: how are their links tagged?"


def test_what_the_channel_rules_look_up_is_written_as_they_compare_it() -> None:
    texts = [row["source"] for row in seed("channel_sources")]
    texts += [text for row in seed("utm_contract") for text in row.values()]
    assert [text for text in texts if text != text.lower().strip()] == []


def test_the_promotions_of_the_calendar_are_those_of_the_simulated_company() -> None:
    spans = [(row["starts_on"], row["ends_on"]) for row in seed("events") if row["kind"] == "promotion"]
    days = np.arange(min(first for first, _ in spans), max(last for _, last in spans), dtype="datetime64[D]")
    told = np.any([(days >= np.datetime64(first)) & (days <= np.datetime64(last)) for first, last in spans], axis=0)
    np.testing.assert_array_equal(days[told], days[promotion(days) > 0])
