"""Ahrefs' estimates land as it holds them, its errors are named for their remedy, its units are not overspent."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.ahrefs import SOURCE
from connectors.sources.ahrefs.client import Ahrefs, Units
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
DAYS = 40
OWN = "torrefino.example"
YESTERDAY = TODAY - timedelta(days=1)
NOW = Window(TODAY, TODAY)
WEEK = Window(TODAY - timedelta(days=7), YESTERDAY)


@pytest.fixture(scope="module")
def ahrefs() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="ahrefs") as running:
        yield running


@pytest.fixture
def sandbox(ahrefs: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in ahrefs.env().items():
        monkeypatch.setenv(name, value)
    ahrefs.requests.clear()
    yield ahrefs
    ahrefs.heal()


def land(folder: Path, *streams: str) -> None:
    lake, now = Lake(folder / "lake", SecretStr("a key for tests only")), datetime.combine(TODAY, time(3), UTC)
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "ahrefs" / stream).to_pylist()
    return found


def pull(stream: str, client: Ahrefs, window: Window = WEEK) -> list[Any]:
    pages: Any = SOURCE.stream(stream).fetch(client, Account(OWN, OWN), window)
    return [row for page in pages for row in page]


def impatient() -> Ahrefs:
    client: Ahrefs = connect(SOURCE)
    client.http.tries = 1
    return client


def measured(sandbox: Sandbox, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = getattr(sandbox.company.visibility, table).to_dict("records")
    return found


def test_keywords_by_position_and_traffic_are_those_of_each_day_and_country(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "keyword_buckets", "metrics_history")
    truth = {(each["date"].date(), each["domain"], each["market"]): each for each in measured(sandbox, "days")}
    buckets = {(row["date"], row["target"], row["country"]): row for row in rows(tmp_path, "keyword_buckets")}
    traffic = {(row["date"], row["target"], row["country"]): row for row in rows(tmp_path, "metrics_history")}
    assert set(buckets) == set(traffic) == set(truth)
    names = {"top3": "top_1_3", "top4_10": "top_4_10", "top11_20": "top_11_20", "top51_plus": "top_51_100"}
    for key, each in truth.items():
        assert {name: buckets[key][name] for name in names} == {name: each[names[name]] for name in names}
        assert (traffic[key]["org_traffic"], traffic[key]["org_cost"]) == (each["traffic"], each["value"])  # in cents


def test_links_are_those_of_each_day_and_of_the_last_whole_one(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "refdomains_history", "domain_rating", "backlinks_stats")
    truth = {(each["date"].date(), each["domain"]): each for each in measured(sandbox, "links")}
    domains = {(row["date"], row["target"]): row["refdomains"] for row in rows(tmp_path, "refdomains_history")}
    ratings = {(row["date"], row["target"]): row["domain_rating"] for row in rows(tmp_path, "domain_rating")}
    assert domains == {key: each["referring_domains"] for key, each in truth.items()}
    assert ratings == {key: each["authority"] for key, each in truth.items()}
    live = {(row["date"], row["target"]): row["live"] for row in rows(tmp_path, "backlinks_stats")}
    assert live == {key: each["backlinks"] for key, each in truth.items() if key[0] == YESTERDAY}


def test_metrics_are_those_of_the_last_whole_day_and_a_cost_may_be_unknown(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "metrics")
    landed = {(row["target"], row["country"]): row for row in rows(tmp_path, "metrics")}
    truth = [each for each in measured(sandbox, "days") if each["date"].date() == YESTERDAY]
    assert len(landed) == len(truth) == 6
    for each in truth:
        row = landed[each["domain"], each["market"]]
        assert (row["org_keywords"], row["org_keywords_1_3"]) == (each["keywords"], each["top_1_3"])
        assert row["date"] == YESTERDAY
        assert row["paid_cost"] is None


def test_without_countries_all_are_asked_for_together(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AHREFS_COUNTRIES")
    (first, *_) = pull("metrics_history", connect(SOURCE))
    own = [each for each in measured(sandbox, "days") if each["domain"] == OWN]
    both = [each["traffic"] for each in own if each["date"].date() == WEEK.since]
    assert (first["country"], first["org_traffic"]) == ("", sum(both))


def test_domains_say_whose_they_are_and_how_many_units_are_left(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "targets")
    landed = {row["target"]: row for row in rows(tmp_path, "targets")}
    assert {target: row["is_own"] for target, row in landed.items()} == {
        OWN: True,
        "roastmaster.example": False,
        "bohnenhaus.example": False,
    }
    assert landed[OWN]["units_limit_workspace"] == 2_000_000
    assert landed[OWN]["units_limit_api_key"] is None


def test_a_series_is_one_request_for_all_its_days(sandbox: Sandbox) -> None:
    client = connect(SOURCE)
    found = pull("domain_rating", client, Window(TODAY - timedelta(days=DAYS), YESTERDAY))
    assert len(found) == DAYS
    assert len(sandbox.requests) == 1


def test_keywords_are_walked_from_the_most_searched_down_and_none_comes_twice(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AHREFS_PAGE_ROWS", "4")
    found = pull("organic_keywords", connect(SOURCE), NOW)
    german = [row for row in found if row["keyword_country"] == "de"]
    truth = [
        each["volume"]
        for each in measured(sandbox, "keywords")
        if (each["date"].date(), each["domain"], each["market"]) == (YESTERDAY, OWN, "de")
    ]
    assert len({row["keyword"] for row in german}) == len(german) == 15
    assert [row["volume"] for row in german] == sorted(truth, reverse=True)[:15]


def test_keywords_end_where_there_are_no_more(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AHREFS_KEYWORDS", "1000")
    found = [row for row in pull("organic_keywords", connect(SOURCE), NOW) if row["keyword_country"] == "de"]
    assert len(found) == 19


def test_a_walk_that_cannot_go_on_is_refused(sandbox: Sandbox) -> None:
    same = [{"keyword": name, "keyword_country": "de", "volume": 10} for name in "abc"]
    client = impatient()
    object.__setattr__(client, "page_rows", 3)
    with scripted(Scripted(body=json.dumps({"keywords": same}))) as stage:
        client.http.base_url = stage.url
        with pytest.raises(Refused, match="3 keywords are searched equally often: set AHREFS_PAGE_ROWS"):
            pull("organic_keywords", client, NOW)


def test_linking_domains_are_those_that_still_link(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "refdomains")
    landed = [row for row in rows(tmp_path, "refdomains") if row["target"] == OWN]
    assert {row["domain"] for row in landed} == {f"site{number:02d}.example" for number in range(1, 11)}
    assert {row["last_seen"] for row in landed} == {None}


def test_what_costs_much_is_only_loaded_on_demand(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KEYWORDS", "REFDOMAINS"):
        monkeypatch.delenv(f"AHREFS_{name}")
    land(tmp_path)
    assert rows(tmp_path, "organic_keywords") == rows(tmp_path, "refdomains") == []
    asked = {request.path for request in sandbox.requests}
    assert not asked & {"/site-explorer/organic-keywords", "/site-explorer/refdomains"}


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("bad_where", Refused, "HTTP 400: bad where: invalid filter expression"),
        ("wrong_key", Refused, "AHREFS_API_KEY was refused"),
        ("not_in_plan", Refused, "The plan of AHREFS_API_KEY"),
        ("no_units", Unavailable, "The units are used up"),
        ("no_data", Refused, "check AHREFS_DOMAINS"),
        ("too_fast", Unavailable, "HTTP 429"),
        ("crowded", Unavailable, "HTTP 429"),
        ("internal", Unavailable, "HTTP 500"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    sandbox.fail("ahrefs", "domain-rating-history", fault)
    with pytest.raises(kind, match=said):
        pull("domain_rating", impatient())


def test_throttling_is_waited_out_as_long_as_it_asks_but_no_longer_than_a_minute(sandbox: Sandbox) -> None:
    sandbox.fail("ahrefs", "domain-rating-history", "too_fast", headers={"Retry-After": "0"})
    assert len(pull("domain_rating", connect(SOURCE))) == 7
    sandbox.fail("ahrefs", "domain-rating-history", "too_fast", headers={"Retry-After": "3600"})
    with pytest.raises(Unavailable) as caught:
        pull("domain_rating", impatient())
    assert caught.value.retry_after == 60


def test_units_that_are_used_up_end_this_run(sandbox: Sandbox) -> None:
    sandbox.fail("ahrefs", "domain-rating-history", "no_units")
    with pytest.raises(Unavailable) as caught:
        pull("domain_rating", connect(SOURCE))
    assert caught.value.retry_after == 24 * 3600
    assert len(sandbox.requests) == 1


def test_a_request_that_costs_more_than_is_left_is_not_made(sandbox: Sandbox) -> None:
    usage = {"units_limit_workspace": None, "units_limit_api_key": 1000, "units_usage_api_key": 900}
    body = {"limits_and_usage": {**usage, "usage_reset_date": "2026-12-01T00:00:00Z"}}
    sandbox.fail("ahrefs", "limits-and-usage", Fault("status", 200, body=body))
    client = connect(SOURCE)
    SOURCE.accounts(client)
    assert len(pull("domain_rating", client)) == 7  # 50 of the 100 that are left
    assert client.units.left == 50
    with pytest.raises(Unavailable, match="costs about 147 API units and 50 are left until 2026-12-01"):
        pull("metrics_history", client)
    assert [request.path for request in sandbox.requests if "metrics" in request.path] == []


def test_the_smaller_limit_counts_and_an_answer_out_of_the_cache_is_free() -> None:
    units = Units()
    units.reserve(10**9)  # nothing is known yet
    units.know(
        {
            "units_limit_workspace": 500,
            "units_usage_workspace": 100,
            "units_limit_api_key": 300,
            "units_usage_api_key": 0,
        }
    )
    assert units.left == 300
    units.spent({"x-api-units-cost-total": "50", "x-api-units-cost-total-actual": "0", "x-api-cache": "hit"})
    assert units.left == 300


def test_a_wrong_key_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AHREFS_API_KEY", "wrong-and-secret")
    with pytest.raises(Refused, match="AHREFS_API_KEY was refused") as caught:
        SOURCE.accounts(impatient())
    assert "wrong-and-secret" not in str(caught.value)
