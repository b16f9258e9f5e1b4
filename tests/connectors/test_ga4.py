"""GA4 through the sandbox: what lands in the lake is what the property counted, page by page and day by day."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataClient
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.ga4 import SOURCE
from connectors.sources.ga4.reports import by_day
from connectors.sources.ga4.streams import report
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
PROPERTY = Account("314159265", "Torrefino web shop", "Europe/Berlin", "EUR")
DAYS = 40
SETTLED = pd.Timestamp(TODAY - timedelta(days=3))


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(TODAY, days=DAYS)


@pytest.fixture(scope="module")
def truth(company: Company) -> pd.DataFrame:
    """What the property counted on each settled day."""
    daily = company.session_days.groupby("date").sum(numeric_only=True)
    return daily[daily.index <= SETTLED]


@pytest.fixture(scope="module")
def sandbox(company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only="ga4") as running:
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
    """A lake with all that the property has."""
    lake = Lake(tmp_path_factory.mktemp("ga4"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=DAYS)
    assert [str(each) for each in loads if each.error] == []
    return lake


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    table = pq.read_table(lake.root / "ga4" / stream).to_pandas()
    return table.assign(date=pd.to_datetime(table["date"])) if "date" in table else table


def run(lake: Lake, stream: str, now: datetime = NOW, span: Window | None = None) -> Load:
    (done,) = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=[stream], span=span)
    assert done.error is None
    return done


def asked(sandbox: Sandbox) -> int:
    return sum(request.path.endswith(":runReport") for request in sandbox.requests)


def test_the_property_tells_its_own_zone_and_currency(env: pytest.MonkeyPatch) -> None:
    assert SOURCE.accounts(connect(SOURCE)) == [PROPERTY]


@pytest.mark.parametrize("stream", ["traffic_acquisition", "traffic_manual", "landing_pages", "devices", "geo"])
def test_sessions_and_revenue_add_up_to_what_the_property_counted(
    loaded: Lake, truth: pd.DataFrame, stream: str
) -> None:
    told = rows(loaded, stream).groupby("date").agg({"sessions": "sum", "keyEvents": "sum", "totalRevenue": "sum"})
    told = told[told.index <= SETTLED]
    assert told["sessions"].tolist() == truth["sessions"].tolist()
    assert told["keyEvents"].tolist() == truth["key_events"].tolist()
    assert [float(each) for each in told["totalRevenue"]] == pytest.approx(truth["revenue"].tolist(), abs=1e-6)


def test_events_are_counted_once_each(loaded: Lake, truth: pd.DataFrame) -> None:
    told = rows(loaded, "events").pivot_table(index="date", columns="eventName", values="eventCount", aggfunc="sum")
    told = told[told.index <= SETTLED]
    assert told.sum(axis=1).tolist() == truth["events"].tolist()
    assert told["purchase"].tolist() == truth["purchases"].tolist()
    assert told["add_to_cart"].tolist() == truth["add_to_carts"].tolist()


def test_items_tell_what_the_shop_sold(loaded: Lake, company: Company) -> None:
    lines = company.order_lines.merge(company.orders[["order_id", "created_at", "is_test"]], on="order_id")
    lines = lines[~lines["is_test"]]
    day = lines["created_at"].dt.tz_convert("Europe/Berlin").dt.date
    sold = lines[(day > company.start) & (day <= SETTLED.date())]["quantity"].sum()
    told = rows(loaded, "items").query("date > @company.start and date <= @SETTLED")
    assert told["itemsPurchased"].sum() == sold


def test_a_rate_is_kept_beside_what_it_was_divided_by(loaded: Lake, truth: pd.DataFrame) -> None:
    told = rows(loaded, "devices").query("date <= @SETTLED")
    assert (told["sessions"] * told["sessionKeyEventRate"]).sum() == pytest.approx(truth["key_events"].sum())


def test_every_row_says_how_good_the_answer_was(loaded: Lake) -> None:
    told = rows(loaded, "traffic_acquisition")
    assert set(told["metadata.currencyCode"]) == {"EUR"}
    assert set(told["metadata.timeZone"]) == {"Europe/Berlin"}
    assert not told["metadata.dataLossFromOtherRow"].any()
    assert not told["metadata.subjectToThresholding"].any()


def test_pages_of_a_report_join_without_a_gap(env: pytest.MonkeyPatch, sandbox: Sandbox, loaded: Lake) -> None:
    env.setenv("GA4_PAGE_ROWS", "70")
    small = Lake(Path.cwd())
    count = run(small, "traffic_acquisition").rows
    assert asked(sandbox) >= count / 70
    key = list(SOURCE.stream("traffic_acquisition").key)
    drop = ["_loaded_at"]
    one, other = (rows(lake, "traffic_acquisition").drop(columns=drop).sort_values(key) for lake in (small, loaded))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def test_many_days_of_a_small_report_are_one_request(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    run(Lake(Path.cwd()), "daily_totals")
    assert asked(sandbox) == 1


def test_a_young_day_is_pulled_again_until_it_is_whole(
    env: pytest.MonkeyPatch, sandbox: Sandbox, company: Company
) -> None:
    lake, yesterday = Lake(Path.cwd()), pd.Timestamp(TODAY - timedelta(days=1))
    whole = company.session_days.query("date == @yesterday")["sessions"].sum()
    run(lake, "daily_totals")
    assert rows(lake, "daily_totals").set_index("date")["sessions"][yesterday] < whole
    sandbox.move_to(TODAY + timedelta(days=2))
    run(lake, "daily_totals", NOW + timedelta(days=2))
    assert rows(lake, "daily_totals").set_index("date")["sessions"][yesterday] == whole


def test_a_week_is_filed_under_its_monday_and_counts_people_once(loaded: Lake) -> None:
    weeks, days = rows(loaded, "weekly_users").set_index("date"), rows(loaded, "daily_totals").set_index("date")
    assert set(weeks.index.dayofweek) == {0}
    monday = pd.Timestamp("2026-11-09")
    assert weeks["isoYearIsoWeek"][monday] == "202646"
    that_week = days[monday : monday + pd.Timedelta(days=6)]
    assert weeks["sessions"][monday] == that_week["sessions"].sum()
    assert weeks["activeUsers"][monday] < that_week["activeUsers"].sum()


def test_the_running_week_and_month_grow_day_by_day(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    lake = Lake(Path.cwd())
    for stream, first in (("weekly_users", "2026-11-23"), ("monthly_users", "2026-11-01")):
        run(lake, stream)
        before = rows(lake, stream).set_index("date")["sessions"][pd.Timestamp(first)]
        sandbox.move_to(TODAY + timedelta(days=1))
        run(lake, stream, NOW + timedelta(days=1))
        assert rows(lake, stream).set_index("date")["sessions"][pd.Timestamp(first)] > before
        sandbox.move_to(TODAY)


def test_a_backfill_of_some_days_brings_only_those(env: pytest.MonkeyPatch) -> None:
    lake, span = Lake(Path.cwd()), Window(date(2026, 11, 3), date(2026, 11, 12))
    for stream in ("landing_pages", "active_users"):
        run(lake, stream, span=span)
        assert set(rows(lake, stream)["date"].dt.date) == set(span)


def test_a_week_that_outlives_the_days_asked_for_is_whole(env: pytest.MonkeyPatch, loaded: Lake) -> None:
    lake, span = Lake(Path.cwd()), Window(date(2026, 11, 3), date(2026, 11, 12))
    run(lake, "weekly_users", span=span)
    (week,) = rows(lake, "weekly_users").to_dict("records")
    whole = rows(loaded, "weekly_users").set_index("date")
    assert week["date"] == pd.Timestamp("2026-11-09")
    assert week["activeUsers"] == whole["activeUsers"][week["date"]]


def test_no_stream_asks_for_fields_that_google_says_do_not_go_together(shared: Path) -> None:
    names = json.loads((shared / "fixtures/ga4/field_names.json").read_text())
    bad = json.loads((shared / "fixtures/ga4/field_incompatibilities_subset.json").read_text())["fields"]
    for stream in SOURCE.streams[1:]:
        fields = {*stream.key, *stream.required}
        assert fields <= {*names["dimensions"], *names["metrics"]}, stream.name
        assert all(fields.isdisjoint(bad.get(name, ())) for name in fields), stream.name


def recorded_reports(shared: Path) -> dict[str, dict[str, Any]]:
    """Whole answers, and answers made of the records that others kept of theirs."""
    folder = shared / "fixtures/ga4"
    found = {file.stem: json.loads(file.read_text()) for file in folder.glob("*_run_report_*.json")}
    dimensions = json.loads((folder / "field_names.json").read_text())["dimensions"]
    records = [json.loads(line) for line in (folder / "airbyte_expected_records.jsonl").read_text().splitlines()]
    for name in ("weekly_active_users", "four_weekly_active_users"):
        of = [record["data"] for record in records if record["stream"] == name]
        fields = [field for field in of[0] if field != "property_id"]
        by, counts = ([field for field in fields if (field in dimensions) is asked] for asked in (True, False))
        found[name] = {
            "dimensionHeaders": [{"name": field} for field in by],
            "metricHeaders": [{"name": field, "type": "TYPE_INTEGER"} for field in counts],
            "rows": [
                {
                    "dimensionValues": [{"value": row[field]} for field in by],
                    "metricValues": [{"value": str(row[field])} for field in counts],
                }
                for row in of
            ],
            "rowCount": len(of),
            "metadata": {"currencyCode": "USD", "timeZone": "America/Los_Angeles"},
        }
    return found


def test_recorded_reports_land_with_every_value(env: pytest.MonkeyPatch, shared: Path) -> None:
    reports = recorded_reports(shared)
    assert len(reports) == 8
    for name, body in reports.items():
        by, counts = ([header["name"] for header in body[f"{kind}Headers"]] for kind in ("dimension", "metric"))
        stream = report(name, "As recorded.", " ".join(set(by) - {"date"}), " ".join(counts))
        source = replace(SOURCE, accounts=lambda _: [PROPERTY], streams=(replace(stream, fetch=by_day(by, counts)),))
        Path(f"{name}.json").write_text(json.dumps(body))
        with Replay([Recorded("POST", ":runReport$", Path(f"{name}.json"))]).serve() as url:
            env.setenv("GA4_BASE_URL", url)
            span = Window(date(2023, 4, 1), date(2023, 4, 30))
            (done,) = load(source, connect(source), Lake(Path.cwd()), NOW, span=span)
        assert done.error is None
        landed = rows(Lake(Path.cwd()), name)
        assert len(landed) == len(body["rows"])
        texts = landed.assign(date=landed["date"].dt.strftime("%Y%m%d")) if "date" in by else landed
        told = {tuple(row[by]): row for _, row in texts.iterrows()}
        for row in body["rows"]:
            kept = told[tuple(each["value"] for each in row["dimensionValues"])]
            assert kept[counts].astype(float).tolist() == [float(each["value"]) for each in row["metricValues"]]
        for field, value in body["metadata"].items():
            kept = landed[f"metadata.{field}"].iloc[0]
            assert (json.loads(kept) if isinstance(value, list | dict) else kept) == value
        assert landed["_extra"].isna().all()


def test_googles_own_clients_get_the_same_answer_from_the_sandbox(
    env: pytest.MonkeyPatch, sandbox: Sandbox, company: Company
) -> None:
    settings = sandbox.env()
    credentials = Credentials(
        None,
        refresh_token=settings["GA4_REFRESH_TOKEN"],
        client_id=settings["GA4_CLIENT_ID"],
        client_secret=settings["GA4_CLIENT_SECRET"],
        token_uri=settings["GA4_TOKEN_URL"],
    )
    organic = {"fieldName": "sessionDefaultChannelGroup", "stringFilter": {"value": "Organic Search"}}
    body = {
        "dimensions": [{"name": "sessionDefaultChannelGroup"}],
        "metrics": [{"name": "sessions"}],
        "dateRanges": [{"startDate": "2026-11-01", "endDate": "2026-11-10"}],
        "dimensionFilter": {"filter": organic},
    }
    options = {"api_endpoint": sandbox.url}
    with build("analyticsdata", "v1beta", credentials=credentials, client_options=options) as service:
        answer = service.properties().runReport(property=f"properties/{PROPERTY.id}", body=body).execute()
    truth = company.session_days.query("'2026-11-01' <= date <= '2026-11-10' and channel_group == 'Organic Search'")
    assert [row["metricValues"][0]["value"] for row in answer["rows"]] == [str(truth["sessions"].sum())]
    client = BetaAnalyticsDataClient(credentials=credentials, transport="rest", client_options=options)
    batch = {
        "dimensions": [{"name": "sessionDefaultChannelGroup"}],
        "metrics": [{"name": "sessions"}],
        "date_ranges": [{"start_date": "2026-11-01", "end_date": "2026-11-10"}],
        "order_bys": [{"metric": {"metric_name": "sessions"}, "desc": True}],
    }
    (told,) = client.batch_run_reports({"property": f"properties/{PROPERTY.id}", "requests": [batch]}).reports
    assert told.row_count == len(told.rows) > 3
    counts = [int(row.metric_values[0].value) for row in told.rows]
    assert counts == sorted(counts, reverse=True)
