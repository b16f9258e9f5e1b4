"""Search Console through the sandbox: what lands in the lake is what people searched for and clicked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.search_console import SOURCE
from connectors.sources.search_console.streams import table
from sandbox.company import Company
from sandbox.company.maturity import known_share
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITE = Account("sc-domain:torrefino.example", "sc-domain:torrefino.example", "America/Los_Angeles")
DAYS = 40
SETTLED = pd.Timestamp(TODAY - timedelta(days=3))


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(TODAY, days=DAYS)


@pytest.fixture(scope="module")
def searches(company: Company) -> pd.DataFrame:
    """What happened in web search on the settled days."""
    found = company.search_days[company.search_days["date"] <= SETTLED]
    return found.assign(weight=found["position"] * found["impressions"])


@pytest.fixture(scope="module")
def sandbox(company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only="search_console") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    yield monkeypatch
    sandbox.move_to(TODAY)


@pytest.fixture(scope="module")
def loaded(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with all that Google tells of the site."""
    lake = Lake(tmp_path_factory.mktemp("search_console"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=DAYS)
    assert [str(each) for each in loads if each.error] == []
    return lake


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    found = pq.read_table(lake.root / "search_console" / stream).to_pandas()
    return found.assign(date=pd.to_datetime(found["date"])) if "date" in found else found


def run(lake: Lake, stream: str, now: datetime = NOW, span: Window | None = None) -> Load:
    (done,) = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=[stream], span=span)
    assert done.error is None
    return done


def web(lake: Lake, stream: str) -> pd.DataFrame:
    found = rows(lake, stream)
    return found[(found["type"] == "web") & (found["date"] <= SETTLED)]


@pytest.mark.parametrize("stream", ["search_daily", "search_by_country", "search_by_device", "search_by_page"])
def test_clicks_and_impressions_add_up_to_what_happened(loaded: Lake, searches: pd.DataFrame, stream: str) -> None:
    told = web(loaded, stream).groupby("date")[["clicks", "impressions"]].sum()
    truth = searches.groupby("date")[["clicks", "impressions"]].sum()
    pd.testing.assert_frame_equal(told, truth, check_index_type=False, check_freq=False)


def test_positions_weigh_as_much_as_their_impressions(loaded: Lake, searches: pd.DataFrame) -> None:
    told = web(loaded, "search_by_device").set_index(["date", "device"])
    truth = searches.groupby(["date", searches["device"].str.upper()])[["weight", "impressions"]].sum()
    expected = (truth["weight"] / truth["impressions"]).reindex(told.index)
    assert told["position"].tolist() == pytest.approx(expected.tolist())


def test_searches_of_few_people_are_in_the_total_but_not_among_the_queries(
    loaded: Lake, searches: pd.DataFrame
) -> None:
    known = searches[~searches["is_anonymised"]]
    for stream in ("search_by_query", "search_by_page_query"):
        told = web(loaded, stream)
        assert told["clicks"].sum() == known["clicks"].sum() < web(loaded, "search_daily")["clicks"].sum()
        assert set(told["query"]) == set(known["query"])


def test_each_search_type_is_told_apart_and_asked_only_what_it_has(loaded: Lake) -> None:
    both = {"web", "discover"}
    for stream in ("search_daily", "search_by_country", "search_by_page", "search_appearance_daily"):
        assert set(rows(loaded, stream)["type"]) == both
    for stream in ("search_by_device", "search_by_query", "search_by_page_query"):
        assert set(rows(loaded, stream)["type"]) == {"web"}
    assert rows(loaded, "search_daily").query("type == 'discover'")["position"].isna().all()


def test_what_is_counted_by_page_never_meets_what_is_counted_by_property(loaded: Lake) -> None:
    counted = {"search_daily": "byProperty", "search_by_query": "byProperty", "search_by_page": "byPage"}
    for stream, by in counted.items():
        assert set(web(loaded, stream)["responseAggregationType"]) == {by}


def test_days_that_google_still_counts_are_marked_and_pulled_again(
    env: pytest.MonkeyPatch, sandbox: Sandbox, company: Company
) -> None:
    lake, young = Lake(Path.cwd()), pd.Timestamp(TODAY - timedelta(days=2))
    run(lake, "search_by_country")
    told = rows(lake, "search_by_country").query("type == 'web'")
    last_window = told[told["date"] >= young]
    assert set(last_window["metadata.firstIncompleteDate"]) == {young.date()}
    truth = company.search_days.query("date == @young")["clicks"].sum()
    assert told[told["date"] == young]["clicks"].sum() < truth
    sandbox.move_to(TODAY + timedelta(days=2))
    run(lake, "search_by_country", NOW + timedelta(days=2))
    told = rows(lake, "search_by_country").query("type == 'web' and date == @young")
    assert told["clicks"].sum() == truth


def test_pages_join_without_a_gap(env: pytest.MonkeyPatch, sandbox: Sandbox, loaded: Lake) -> None:
    env.setenv("SEARCH_CONSOLE_PAGE_ROWS", "40")
    small = Lake(Path.cwd())
    count = run(small, "search_by_query").rows
    assert len([each for each in sandbox.requests if each.path.endswith("/query")]) > count / 40
    key = list(SOURCE.stream("search_by_query").key)
    one, other = (rows(each, "search_by_query").drop(columns="_loaded_at").sort_values(key) for each in (small, loaded))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def test_a_backfill_of_some_days_brings_only_those(env: pytest.MonkeyPatch) -> None:
    lake, span = Lake(Path.cwd()), Window(date(2026, 11, 3), date(2026, 11, 12))
    for stream in ("search_by_page", "search_appearance_daily"):
        run(lake, stream, span=span)
        assert set(rows(lake, stream)["date"].dt.date) == set(span)


def test_sites_and_sitemaps_are_kept_as_they_are_today(loaded: Lake) -> None:
    assert rows(loaded, "sites")["permissionLevel"].tolist() == ["siteOwner"]
    (sitemap,) = rows(loaded, "sitemaps").to_dict("records")
    assert sitemap["warnings"] == 1
    assert json.loads(sitemap["contents"])[0]["type"] == "web"


@pytest.fixture
def large_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A site with 60,000 queries on one day, and ten on each other."""
    days = [date(2026, 11, day) for day in range(10, 15)]
    counts = [60_000 if day == date(2026, 11, 12) else 10 for day in days]
    number = np.concatenate([np.arange(count) for count in counts])
    table = pd.DataFrame({"date": pd.to_datetime(np.repeat(days, counts)), "query": [f"q{n}" for n in number]})
    table = table.assign(page="https://www.torrefino.example/", country="deu", device="mobile", clicks=60_001 - number)
    table = table.assign(impressions=100_000, position=3.0, is_anonymised=False, is_brand=False)
    company = SimpleNamespace(today=TODAY, days=40, domain="www.torrefino.example", search_days=table)
    company.known_share = known_share
    monkeypatch.chdir(tmp_path)
    with Sandbox(cast("Company", company), only="search_console") as running:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SEARCH_CONSOLE_PAGE_ROWS", "25000")
        monkeypatch.setenv("SEARCH_CONSOLE_SEARCH_TYPES", "web")
        yield running


def test_a_day_that_google_cuts_off_is_marked_and_costs_no_other_day(large_site: Sandbox) -> None:
    lake = Lake(Path.cwd())
    run(lake, "search_by_query", span=Window(date(2026, 11, 9), date(2026, 11, 15)))
    told = rows(lake, "search_by_query")
    counts = told.groupby(told["date"].dt.day)["reachedRowLimit"].agg(["size", "all", "any"])
    assert counts["size"].to_dict() == {10: 10, 11: 10, 12: 50_000, 13: 10, 14: 10}
    assert counts["all"].to_dict() == counts["any"].to_dict()
    assert [day for day, cut in counts["all"].items() if cut] == [12]


def test_recorded_rows_land_with_every_value(env: pytest.MonkeyPatch, shared: Path) -> None:
    file = shared / "fixtures/search_console/rebuilt_keys_pages.json"
    span = Window(date(2024, 11, 1), date(2024, 11, 30))
    for name, recorded in json.loads(file.read_text()).items():
        dimensions, answer = recorded["request_dimensions"], recorded["response"]
        counted = answer["responseAggregationType"]
        stream = table(name, "As recorded.", " ".join(dimensions[1:]), 31, counted)
        env.setenv("SEARCH_CONSOLE_SEARCH_TYPES", "image")
        landed = replayed(env, stream, [Recorded("POST", "/query$", file, pick=f"{name}.response")], span)
        assert len(landed) == len(answer["rows"])
        assert set(landed["responseAggregationType"]) == {counted}
        told = {tuple(row[["day", *dimensions[1:]]]): row for _, row in landed.iterrows()}
        for row in answer["rows"]:
            kept = told[tuple(row["keys"])]
            assert {name: kept[name] for name in row if name != "keys"} == {n: v for n, v in row.items() if n != "keys"}
        assert landed["_extra"].isna().all()


def test_recorded_records_of_others_land_with_every_value(env: pytest.MonkeyPatch, shared: Path) -> None:
    lines = (shared / "fixtures/search_console/airbyte_expected_records.jsonl").read_text().splitlines()
    records = [json.loads(line) for line in lines if json.loads(line)["stream"] != "sites"]
    assert len(records) == 21
    for number, data in enumerate(record["data"] for record in records):
        measures = {name: data[name] for name in ("clicks", "impressions", "ctr", "position") if name in data}
        dimensions = [name for name in data if name not in {*measures, "site_url", "search_type"}]
        dimensions.sort(key=lambda name: name != "date")
        answer = {"rows": [{"keys": [data[name] for name in dimensions], **measures}]}
        Path(f"{number}.json").write_text(json.dumps(answer))
        env.setenv("SEARCH_CONSOLE_SEARCH_TYPES", data["search_type"])
        stream = table(f"record_{number}", "As recorded.", " ".join(dimensions[1:]), 31)
        day = date.fromisoformat(data["date"])
        routes = [Recorded("POST", "/query$", Path(f"{number}.json"))]
        (landed,) = replayed(env, stream, routes, Window(day, day)).to_dict("records")
        assert landed["type"] == data["search_type"]
        assert {name: landed[name] for name in measures} == measures
        assert {name: landed[name] for name in dimensions[1:]} == {name: data[name] for name in dimensions[1:]}
        if "position" not in data:
            assert pd.isna(landed["position"])


def test_the_recorded_site_lands_as_it_was_told(env: pytest.MonkeyPatch, shared: Path) -> None:
    lines = (shared / "fixtures/search_console/airbyte_expected_records.jsonl").read_text().splitlines()
    (data,) = [json.loads(line)["data"] for line in lines if json.loads(line)["stream"] == "sites"]
    Path("site.json").write_text(json.dumps(data))
    with Replay([Recorded("GET", "/webmasters/v3/sites", Path("site.json"))]).serve() as url:
        env.setenv("SEARCH_CONSOLE_BASE_URL", url)
        run(Lake(Path.cwd()), "sites")
    (landed,) = rows(Lake(Path.cwd()), "sites").to_dict("records")
    assert {name: landed[name] for name in data} == data


def replayed(env: pytest.MonkeyPatch, stream: Any, routes: list[Recorded], span: Window) -> pd.DataFrame:
    with Replay(routes, once=True).serve() as url:
        env.setenv("SEARCH_CONSOLE_BASE_URL", url)
        source = replace(SOURCE, accounts=lambda _: [SITE], streams=(replace(stream, history_days=None),))
        (done,) = load(source, connect(source), Lake(Path.cwd()), NOW, span=span)
    assert done.error is None
    landed = rows(Lake(Path.cwd()), stream.name)
    return landed.assign(day=landed["date"].dt.strftime("%Y-%m-%d"))


def test_googles_own_client_gets_the_same_answer_from_the_sandbox(sandbox: Sandbox, searches: pd.DataFrame) -> None:
    settings = sandbox.env()
    credentials = Credentials(
        None,
        refresh_token=settings["SEARCH_CONSOLE_REFRESH_TOKEN"],
        client_id=settings["SEARCH_CONSOLE_CLIENT_ID"],
        client_secret=settings["SEARCH_CONSOLE_CLIENT_SECRET"],
        token_uri=settings["SEARCH_CONSOLE_TOKEN_URL"],
    )
    body = {
        "startDate": "2026-11-01",
        "endDate": "2026-11-10",
        "dimensions": ["DEVICE"],
        "dimensionFilterGroups": [{"filters": [{"dimension": "country", "operator": "equals", "expression": "fra"}]}],
    }
    options = {"api_endpoint": sandbox.url}
    with build("searchconsole", "v1", credentials=credentials, client_options=options) as service:
        answer = service.searchanalytics().query(siteUrl=SITE.id, body=body).execute()
        sites = service.sites().list().execute()
    france = searches[searches["date"].between("2026-11-01", "2026-11-10") & (searches["country"] == "fra")]
    truth = france.groupby(france["device"].str.upper())["clicks"].sum()
    assert {row["keys"][0]: row["clicks"] for row in answer["rows"]} == truth.to_dict()
    assert SITE.id in [site["siteUrl"] for site in sites["siteEntry"]]
