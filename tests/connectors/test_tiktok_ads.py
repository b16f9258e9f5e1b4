"""TikTok Ads through the sandbox: what lands in the lake is what the company's ads really did."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from connectors.errors import NotConfigured, Refused
from connectors.lake import Lake
from connectors.settings import read_settings
from connectors.source import Window
from connectors.sources.tiktok_ads import SOURCE, client
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY, rows_of, run_of

EU = "7012345678901234567"


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    table = rows_of(SOURCE, lake, stream)
    return table.rename(columns=lambda name: name.removeprefix("metrics.").removeprefix("dimensions."))


run = partial(run_of, SOURCE)


def test_what_ads_delivered_is_loaded_to_the_digit(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    assert len(table) == len(truth)
    found = table.assign(date=pd.to_datetime(table["stat_time_day"])).set_index(["date", "ad_id"]).sort_index()
    assert (found["impressions"] == truth["impressions"]).all()
    assert (found["clicks"] == truth["clicks"]).all()
    assert (found["spend"].astype(float).round(2) == truth["spend"].round(2)).all()


def test_settled_purchases_are_the_companys(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    table = table[table["stat_time_day"] <= TODAY - timedelta(days=28)]
    settled = truth[truth.index.get_level_values("date") <= pd.Timestamp(TODAY - timedelta(days=28))]
    assert table["complete_payment"].sum() == settled["conversions"].sum() > 0
    value = float(table["total_complete_payment_rate"].sum())
    assert value == pytest.approx(settled["conversion_value"].sum())


def test_what_a_deleted_ad_cost_is_not_lost(loaded: Lake, truth: pd.DataFrame) -> None:
    ads = rows(loaded, "ads")
    (deleted,) = ads[ads["secondary_status"] == "AD_STATUS_DELETE"]["ad_id"]
    table = rows(loaded, "ad_daily")
    spent = float(table[table["ad_id"] == deleted]["spend"].sum())
    assert spent > 0
    assert spent == pytest.approx(truth.xs(deleted, level="ad_id")["spend"].sum())
    assert sum(rows(loaded, "campaign_daily_country")["impressions"]) == truth["impressions"].sum()


def test_fresh_conversions_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake, since = Lake(tmp_path), TODAY - timedelta(days=7)
    run(lake, "ad_daily")
    before = rows(lake, "ad_daily").query("stat_time_day >= @since")
    sandbox.move_to(TODAY + timedelta(days=30))
    run(lake, "ad_daily", now=NOW + timedelta(days=30))
    after = rows(lake, "ad_daily").query("@since <= stat_time_day < @TODAY")
    settled = truth[truth.index.get_level_values("date") >= pd.Timestamp(since)]["conversions"].sum()
    assert before["conversion"].sum() < after["conversion"].sum() == settled
    assert before["spend"].sum() == after["spend"].sum()


def test_the_countries_of_a_campaign_add_up(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "campaign_daily_country")
    assert float(table["spend"].sum()) == pytest.approx(truth["spend"].sum())
    assert table.groupby(["stat_time_day", "campaign_id"])["country_code"].nunique().min() == 3


def test_reach_of_a_week_is_asked_for_and_not_added_up(loaded: Lake) -> None:
    weeks, days = rows(loaded, "campaign_weekly_reach"), rows(loaded, "ad_daily")
    assert {day.isoweekday() for day in weeks["start_date"]} == {1}
    over = weeks[weeks["end_date"] < TODAY]
    assert len(over) == 8
    for week in over.itertuples():
        its = days[days["stat_time_day"].between(week.start_date, week.end_date)]
        assert its["impressions"].sum() == week.impressions
        assert its["reach"].max() <= week.reach < its["reach"].sum()


def test_a_long_report_is_read_to_its_last_page(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    env.setattr(client, "ROWS_A_PAGE", 50)
    window = Window(TODAY - timedelta(days=30), TODAY - timedelta(days=1))
    assert run(Lake(tmp_path), "ad_daily", span=window)[EU, "ad_daily"].rows == 30 * 4
    assert sum(each.path.endswith("/report/integrated/get/") for each in sandbox.requests) == 3


def test_ids_keep_all_their_digits(loaded: Lake, company: Company) -> None:
    campaigns = company.campaigns[company.campaigns["platform"] == "tiktok_ads"]["campaign_id"]
    assert set(rows(loaded, "ad_daily")["campaign_id"]) == set(campaigns)  # sent as numbers beyond 2^53
    assert set(rows(loaded, "campaigns")["campaign_id"]) == set(campaigns)


def test_days_are_cut_in_the_zone_that_has_no_summer_time(loaded: Lake) -> None:
    (about,) = rows(loaded, "accounts").to_dict("records")
    assert (about["time_zone"], about["currency"]) == ("Etc/GMT-1", "EUR")  # UTC+1; shown as Europe/Berlin


def test_budgets_and_names_are_those_of_the_company(loaded: Lake, company: Company) -> None:
    expected = company.campaigns[company.campaigns["platform"] == "tiktok_ads"].set_index("campaign_id")
    found = rows(loaded, "campaigns").set_index("campaign_id")
    assert found["budget"].astype(float).to_dict() == expected["daily_budget"].to_dict()
    assert found["campaign_name"].to_dict() == expected["campaign_name"].to_dict()
    assert len(rows(loaded, "adgroups")) == 2


def test_an_advertiser_without_access_fails_alone(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("TIKTOK_ADS_ADVERTISER_IDS", f"999, {EU},{EU}")
    loads = run(Lake(tmp_path), "accounts", "campaigns", "ad_daily")
    assert all(each.error is None for (account, _), each in loads.items() if account == EU)
    errors = {stream: each.error or "" for (account, stream), each in loads.items() if account == "999"}
    assert set(errors) == {"campaigns", "ad_daily"}
    assert all(error.startswith("NoAccess") and "authorise" in error for error in errors.values())
    assert set(rows(Lake(tmp_path), "accounts")["id"]) == {EU}


def test_the_advertisers_must_be_named(env: pytest.MonkeyPatch) -> None:
    env.setenv("TIKTOK_ADS_ADVERTISER_IDS", " , ")
    with pytest.raises(Refused, match="TIKTOK_ADS_ADVERTISER_IDS"):
        read_settings(SOURCE)
    env.delenv("TIKTOK_ADS_ADVERTISER_IDS")
    env.delenv("TIKTOK_ADS_ACCESS_TOKEN")
    with pytest.raises(NotConfigured, match="TIKTOK_ADS_ACCESS_TOKEN"):
        read_settings(SOURCE)


def test_metrics_that_were_withdrawn_are_empty_and_fail_no_other(
    sandbox: Sandbox, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sandbox.fail("tiktok_ads", "/report/", "metric_withdrawn")
    window = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
    done = run(Lake(tmp_path), "ad_daily", span=window)[EU, "ad_daily"]
    assert (done.error, done.withdrawn) == (None, "metrics.clicks_on_music_disc, metrics.follows")
    table = rows(Lake(tmp_path), "ad_daily")
    assert table["follows"].isna().all()
    assert table["spend"].notna().all()
