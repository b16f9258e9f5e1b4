"""Semrush's estimates land as it holds them, page by page, for no more units than they cost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr, ValidationError

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.semrush import SOURCE, SemrushSettings
from sandbox.company import Company
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
DAYS = 120
OWN = "torrefino.example"
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(scope="module")
def semrush() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="semrush") as running:
        yield running


@pytest.fixture
def sandbox(semrush: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in semrush.env().items():
        monkeypatch.setenv(name, value)
    semrush.requests.clear()
    yield semrush
    semrush.heal()


def land(folder: Path, *streams: str, days: int = DAYS) -> None:
    lake, now = Lake(folder / "lake", SecretStr("a key for tests only")), datetime.combine(TODAY, time(3), UTC)
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "semrush" / stream).to_pylist()
    return found


def measured(sandbox: Sandbox, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = getattr(sandbox.company.visibility, table).to_dict("records")
    return found


def paths(sandbox: Sandbox) -> list[str]:
    return [request.path for request in sandbox.requests]


def test_daily_ranks_are_those_of_the_last_month_in_each_database(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "domain_overview")
    landed = {(row["Dt"], row["domain"], row["database"]): row for row in rows(tmp_path, "domain_overview")}
    since = TODAY - timedelta(days=30)
    truth = [each for each in measured(sandbox, "days") if each["date"].date() >= since]
    assert len(landed) == len(truth) == 30 * 3 * 2
    for each in truth:
        row = landed[each["date"].date(), each["domain"], {"gb": "uk"}.get(each["market"], each["market"])]
        bands = [row["X0"], row["X1"], row["X2"], sum(row[f"X{n}"] for n in "345"), sum(row[f"X{n}"] for n in "6789A")]
        assert bands == [each[name] for name in each if name.startswith("top_")]
        assert (row["Or"], row["Ot"], int(row["Oc"])) == (each["keywords"], each["traffic"], each["value"] // 100)


def test_the_past_is_told_by_the_15th_of_months_that_have_ended(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "domain_months")
    days = {row["Dt"] for row in rows(tmp_path, "domain_months")}
    assert days == {date(2026, month, 15) for month in (8, 9, 10)}


def test_a_night_asks_for_no_more_lines_than_may_have_changed(sandbox: Sandbox) -> None:
    client = connect(SOURCE)
    before = client.balance()
    week = Window(TODAY - timedelta(days=7), YESTERDAY)
    pages: Any = SOURCE.stream("domain_overview").fetch(client, Account(OWN, OWN), week)
    assert {row["Dt"] for page in pages for row in page} == {f"{day:%Y%m%d}" for day in week}
    assert before - client.balance() == 10 * 7 * 2  # ten units a line, in two databases


def test_older_days_are_read_page_after_page_until_they_are_reached(sandbox: Sandbox) -> None:
    client = connect(SOURCE)
    days = Window(TODAY - timedelta(days=20), TODAY - timedelta(days=18))
    pages: Any = list(SOURCE.stream("domain_overview").fetch(client, Account(OWN, OWN), days))
    of_one_database = [row["Dt"] for page in pages for row in page if row["database"] == "de"]
    assert of_one_database == [f"{day:%Y%m%d}" for day in reversed(list(days))]
    assert len(pages) == 2 * 7  # twenty days, three at a time


def test_keywords_are_kept_with_each_page_that_ranks_or_ranked(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "keyword_positions")
    landed = [row for row in rows(tmp_path, "keyword_positions") if (row["domain"], row["database"]) == (OWN, "de")]
    assert len(landed) == 12
    twice = [row for row in landed if row["Ph"] == landed[0]["Ph"]]
    assert len({row["Ur"] for row in twice}) == 2
    assert 0 in {row["Po"] for row in twice}
    truth = {
        (each["keyword"], each["position"], each["traffic"])
        for each in measured(sandbox, "keywords")
        if (each["date"].date(), each["domain"], each["market"]) == (YESTERDAY, OWN, "de")
    }
    assert {(row["Ph"], row["Po"], row["Tg"]) for row in landed if row["Po"]} <= truth


def test_tracked_positions_become_a_row_a_day_keyword_and_domain(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "tracked_positions", days=5)
    landed = {(row["date"], row["Ph"], row["url"]): row for row in rows(tmp_path, "tracked_positions")}
    truth = [
        each
        for each in measured(sandbox, "keywords")
        if each["market"] == "de" and each["date"].date() >= TODAY - timedelta(days=5)
    ]
    for each in truth:
        row = landed[each["date"].date(), each["keyword"], f"*.{each['domain']}/*"]
        assert (row["Dt"], row["Tr"], row["Lu"]) == (each["position"], each["traffic"], each["url"])
    unranked = [row for row in landed.values() if row["Dt"] is None]
    assert len(landed) == len(truth) + len(unranked)
    assert {row["Ph"].split()[0] for row in unranked} == {"torrefino"}  # competitors do not rank for our name
    assert not any("Diff" in str(row["date"]) for row in landed.values())


def test_links_are_the_companys_today_and_month_by_month(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "backlinks_overview", "backlinks_history")
    links = {(each["domain"], each["date"].date()): each for each in measured(sandbox, "links")}
    for row in rows(tmp_path, "backlinks_overview"):
        each = links[row["target"], YESTERDAY]
        assert (row["total"], row["domains_num"], row["ascore"]) == (
            each["backlinks"],
            each["referring_domains"],
            each["authority"],
        )
    months = {(row["target"], row["date"]): row["backlinks_num"] for row in rows(tmp_path, "backlinks_history")}
    assert months == {key: each["backlinks"] for key, each in links.items() if key[1].day == 1}


def test_with_the_new_api_links_come_from_there_and_all_else_from_the_old_one(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMRUSH_API_VERSION", "v4")
    land(tmp_path, "backlinks_overview", "backlinks_history", "domain_overview")
    links = {(each["domain"], each["date"].date()): each for each in measured(sandbox, "links")}
    today = {row["target"]: row["backlinks_count"] for row in rows(tmp_path, "backlinks_overview")}
    assert today == {domain: each["backlinks"] for (domain, day), each in links.items() if day == YESTERDAY}
    months = {(row["target"], row["date"]): row["domains_count"] for row in rows(tmp_path, "backlinks_history")}
    assert months == {key: each["referring_domains"] for key, each in links.items() if key[1].day == 1}
    assert "/analytics/v1/" not in paths(sandbox)
    assert "/apis/v4/backlinks/v1/overview" in paths(sandbox)
    assert "/" in paths(sandbox)


def test_visits_of_a_day_and_of_a_month_are_told_apart(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "traffic_daily", "traffic_monthly", days=60)
    daily = [row for row in rows(tmp_path, "traffic_daily") if row["target"] == OWN]
    assert {row["display_date"] for row in daily} == {TODAY - timedelta(days=age) for age in range(1, 61)}
    (month,) = [row for row in rows(tmp_path, "traffic_monthly") if row["target"] == OWN]
    assert month["display_date"] == date(2026, 10, 1)
    assert month["visits"] == sum(row["visits"] for row in daily if row["display_date"].month == 10)


def test_domains_say_whose_they_are(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "targets")
    assert {row["domain"]: row["is_own"] for row in rows(tmp_path, "targets")} == {
        OWN: True,
        "roastmaster.example": False,
        "bohnenhaus.example": False,
    }


def test_what_costs_much_or_needs_another_subscription_is_only_loaded_on_demand(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KEYWORDS", "TRAFFIC", "CAMPAIGN_IDS"):
        monkeypatch.delenv(f"SEMRUSH_{name}")
    land(tmp_path, days=5)
    empty = ("keyword_positions", "traffic_daily", "traffic_monthly", "tracked_positions")
    assert [stream for stream in empty if rows(tmp_path, stream)] == []
    assert not any("/ta/" in path or "/projects/" in path for path in paths(sandbox))


@pytest.mark.parametrize("domain", ["https://example.com/", "www.example.com", "example"])
def test_a_domain_that_semrush_would_not_know_is_named(domain: str) -> None:
    with pytest.raises(ValidationError, match="is no root domain"):
        SemrushSettings(api_key=SecretStr("x"), domains=(domain,))


def test_the_new_api_needs_a_key_of_its_own() -> None:
    settings = SemrushSettings(api_key=SecretStr("old"), domains=("example.com",), api_version="v4")
    with pytest.raises(Refused, match="SEMRUSH_API_KEY_V4 is not set"):
        SOURCE.connect(settings)
