"""X Ads through the sandbox: what lands in the lake is what the company's promoted posts really did."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.x_ads import SOURCE, stats
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import TODAY, rows_of
from tests.connectors.scripted import Scripted, scripted

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
ACCOUNT = "18ce54d4x5t"


@pytest.fixture(scope="module")
def truth(company: Company) -> pd.DataFrame:
    return company.ad_days[company.ad_days["platform"] == SOURCE.name]


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    return rows_of(SOURCE, lake, stream)


def run(lake: Lake, *streams: str, span: Window | None = None, now: datetime = NOW) -> list[Load]:
    return load(SOURCE, connect(SOURCE), lake, now, history_days=60, span=span, streams=streams)


def of_purchases(table: pd.DataFrame, field: str) -> float:
    told = table["metrics.conversion_purchases"].dropna().map(json.loads)
    return float(sum(each[field] or 0 for each in told))


@pytest.mark.parametrize("stream", ["campaign_daily", "promoted_tweet_daily"])
def test_what_ads_delivered_is_loaded_to_the_digit(loaded: Lake, truth: pd.DataFrame, stream: str) -> None:
    table = rows(loaded, stream)
    assert table["metrics.impressions"].sum() == truth["impressions"].sum() > 0
    assert table["metrics.url_clicks"].sum() == truth["clicks"].sum()
    assert table["metrics.video_total_views"].sum() == truth["video_views"].sum()
    assert table["metrics.billed_charge_local_micro"].sum() / 1e6 == pytest.approx(truth["spend"].sum())
    by_day = table.groupby("date")["metrics.impressions"].sum()
    assert by_day.tolist() == truth.groupby("date")["impressions"].sum().tolist()


def test_both_placements_are_asked_for_and_kept_apart(loaded: Lake, truth: pd.DataFrame) -> None:
    spent = rows(loaded, "campaign_daily").groupby("placement")["metrics.impressions"].sum()
    assert set(spent.index) == {"ALL_ON_TWITTER", "PUBLISHER_NETWORK"}
    assert spent["PUBLISHER_NETWORK"] == truth[truth["device"] == "tablet"]["impressions"].sum()


def test_fresh_conversions_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake = Lake(tmp_path)
    run(lake, "promoted_tweet_daily")
    before = of_purchases(rows(lake, "promoted_tweet_daily"), "metric")
    sandbox.move_to(TODAY + timedelta(days=28))
    run(lake, "promoted_tweet_daily", now=NOW + timedelta(days=28))
    after = rows(lake, "promoted_tweet_daily").query("date < @TODAY")
    assert 0 < before < of_purchases(after, "metric")
    assert of_purchases(after, "sale_amount") > 0
    assert after["metrics.impressions"].sum() == truth["impressions"].sum()


def test_what_deleted_posts_cost_is_not_lost(loaded: Lake) -> None:
    posts = rows(loaded, "promoted_tweets").set_index("id")
    assert posts["deleted"].sum() == 1
    spent = rows(loaded, "promoted_tweet_daily").groupby("id")["metrics.billed_charge_local_micro"].sum()
    assert spent[posts.index[posts["deleted"]][0]] > 0
    assert set(spent.index) == set(posts.index)


def test_budgets_stay_in_millionths_as_x_sends_them(loaded: Lake, company: Company) -> None:
    campaigns = rows(loaded, "campaigns").set_index("id")
    for campaign in company.campaigns.query("platform == 'x_ads'").itertuples():
        assert campaigns.loc[campaign.campaign_id, "daily_budget_amount_local_micro"] == campaign.daily_budget * 1e6


def test_an_account_tells_its_zone_and_its_funding_the_currency(loaded: Lake) -> None:
    (account,) = rows(loaded, "accounts").to_dict("records")
    assert (account["id"], account["time_zone"], account["currency"]) == (ACCOUNT, "America/New_York", "USD")


def test_what_a_funding_instrument_is_called_is_not_stored(loaded: Lake) -> None:
    assert "Visa" not in rows(loaded, "funding_instruments").to_json()


def test_an_account_without_access_fails_alone(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("X_ADS_ACCOUNT_IDS", f"abc, {ACCOUNT}")
    loads = run(Lake(tmp_path), "accounts", "campaigns", "campaign_daily")
    assert all(each.error is None for each in loads if each.account == ACCOUNT)
    errors = [each.error or "" for each in loads if each.account == "abc"]
    assert len(errors) == 2
    assert all("X_ADS_ACCOUNT_IDS" in error for error in errors)


def test_lists_are_read_to_their_last_page_and_things_are_asked_for_by_twenties(
    env: pytest.MonkeyPatch, sandbox: Sandbox, truth: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.sources.x_ads.client.ROWS_A_PAGE", 1)
    monkeypatch.setattr(stats, "THINGS_A_JOB", 3)
    monkeypatch.setattr(stats, "JOBS_AT_ONCE", 2)
    loads = run(Lake(tmp_path), "promoted_tweets", "promoted_tweet_daily")
    assert [each.rows for each in loads if each.stream == "promoted_tweets"] == [4]
    jobs = [each for each in sandbox.requests if each.method == "POST"]
    assert len(jobs) == 2 * 2 * 2  # two windows, two placements, four posts by threes
    assert rows(Lake(tmp_path), "promoted_tweet_daily")["metrics.impressions"].sum() == truth["impressions"].sum()


def test_days_begin_at_midnight_of_the_account_when_clocks_change_and_null_is_no_row(
    shared: Path, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = shared / "fixtures" / "x_ads"
    told = json.loads((folder / "constructed_stats_sync_day.json").read_text())
    job = json.loads((folder / "constructed_stats_job.json").read_text())
    account = {"id": "18ce54d4x5t", "name": "Doc", "timezone": "America/Los_Angeles"}
    active = [{"entity_id": each["id"], "placements": ["ALL_ON_TWITTER"]} for each in told["data"]]
    with scripted(Scripted(body=gzip.compress(json.dumps(told).encode()))) as storage:
        job["polled"]["data"][0]["url"] = f"{storage.url}/made.json.gz"
        lists = [[account], [{"currency": "USD"}], active]
        bodies = [*({"data": each, "next_cursor": None} for each in lists), job["created"], job["polled"]]
        with scripted(*(Scripted(body=json.dumps(body)) for body in bodies)) as api:
            env.setenv("X_ADS_BASE_URL", api.url)
            span = Window(date(2026, 11, 1), date(2026, 11, 2))
            (only,) = run(Lake(tmp_path), "campaign_daily", span=span)
        assert "Authorization" not in storage.requests[0][2]
    assert only.error is None
    asked = parse_qs(urlsplit(api.requests[3][1]).query)
    params = told["request"]["params"]
    assert (asked["start_time"], asked["end_time"]) == ([params["start_time"]], [params["end_time"]])
    landed = rows(Lake(tmp_path), "campaign_daily").set_index("date")
    assert set(landed["id"]) == {"8u94t"}  # the other campaign is null throughout
    metrics = told["data"][0]["id_data"][0]["metrics"]
    for place, day in enumerate(span):
        for name, values in metrics.items():
            found = landed.loc[day, f"metrics.{name}"]
            assert pd.isna(found) if values is None else found == values[place]


def test_xs_client_reads_the_sandbox(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    twitter_client = pytest.importorskip("twitter_ads.client", reason="twitter-ads is not installed")
    http = pytest.importorskip("twitter_ads.http")
    errors = pytest.importorskip("twitter_ads.error")
    monkeypatch.setattr(http.Request, "_DEFAULT_DOMAIN", sandbox.url)
    names = ("CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")
    keys = [sandbox.env()[f"X_ADS_{name}"] for name in names]
    (account,) = twitter_client.Client(*keys).accounts()
    assert account.id == ACCOUNT
    assert [one.name for one in account.campaigns()] == ["US | X | Launches"]
    groups = list(account.line_items(count=1))
    assert [one.campaign_id for one in groups] == [account.campaigns().first.id] * 2
    moved = type(groups[0]).active_entities(
        account, datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
    )
    assert {each["entity_id"] for each in moved} == {one.id for one in groups}
    with pytest.raises(errors.NotAuthorized):
        twitter_client.Client(*keys[:3], "wrong").accounts()
