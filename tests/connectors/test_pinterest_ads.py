"""Pinterest Ads through the sandbox: what lands in the lake is what the company's ads really did."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources._withdrawn import BadQuestion
from connectors.sources.pinterest_ads import SOURCE, streams
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY, rows_of, run_of

pytestmark = pytest.mark.usefixtures("impatient")
EU = "549764446688"
WEEK = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    return rows_of(SOURCE, lake, stream)


run = partial(run_of, SOURCE)


def test_what_ads_delivered_is_loaded_to_the_digit(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    assert len(table) == len(truth)
    found = table.assign(date=pd.to_datetime(table["DATE"])).set_index(["date", "PIN_PROMOTION_ID"]).sort_index()
    assert (found["PAID_IMPRESSION"] == truth["impressions"]).all()
    assert (found["OUTBOUND_CLICK_1"] == truth["clicks"]).all()
    assert (found["SPEND_IN_MICRO_DOLLAR"] == (truth["spend"] * 1e6).round()).all()


def test_campaigns_are_the_sum_of_their_ads(loaded: Lake) -> None:
    ads, campaigns = rows(loaded, "ad_daily"), rows(loaded, "campaign_daily")
    columns = ["SPEND_IN_MICRO_DOLLAR", "PAID_IMPRESSION", "TOTAL_CHECKOUT"]
    assert ads[columns].sum().to_dict() == campaigns[columns].sum().to_dict()
    assert campaigns["TOTAL_IMPRESSION_USER"].sum() < ads["TOTAL_IMPRESSION_USER"].sum()


def test_settled_checkouts_are_the_companys(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "campaign_daily")
    table = table[table["DATE"] <= TODAY - timedelta(days=30)]
    settled = truth[truth.index.get_level_values("date") <= pd.Timestamp(TODAY - timedelta(days=30))]
    assert table["TOTAL_CHECKOUT"].sum() == settled["conversions"].sum() > 0
    value = table["TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR"].sum() / 1e6
    assert value == pytest.approx(settled["conversion_value"].sum())


def test_fresh_checkouts_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake, since = Lake(tmp_path), TODAY - timedelta(days=9)
    run(lake, "ad_daily")
    before = rows(lake, "ad_daily").query("DATE >= @since")
    sandbox.move_to(TODAY + timedelta(days=31))
    run(lake, "ad_daily", now=NOW + timedelta(days=31))
    after = rows(lake, "ad_daily").query("@since <= DATE < @TODAY")
    settled = truth[truth.index.get_level_values("date") >= pd.Timestamp(since)]["conversions"].sum()
    assert before["TOTAL_CHECKOUT"].sum() < after["TOTAL_CHECKOUT"].sum() == settled


def test_what_an_archived_ad_cost_keeps_its_name(loaded: Lake, company: Company) -> None:
    ads = rows(loaded, "ads")
    (archived,) = ads[ads["status"] == "ARCHIVED"]["id"]
    assert archived in set(rows(loaded, "ad_daily")["PIN_PROMOTION_ID"])
    assert set(ads["id"]) == set(company.ads[company.ads["platform"] == "pinterest_ads"]["ad_id"])


def test_reach_of_a_week_is_asked_for_and_not_added_up(loaded: Lake) -> None:
    weeks, days = rows(loaded, "campaign_weekly_reach"), rows(loaded, "campaign_daily")
    assert {day.isoweekday() for day in weeks["start_date"]} == {1}
    over = weeks[weeks["end_date"] < TODAY]
    assert len(over) == 8
    for week in over.itertuples():
        its = days[days["DATE"].between(week.start_date, week.end_date)]
        assert its["PAID_IMPRESSION"].sum() < week.TOTAL_IMPRESSION
        assert its["TOTAL_IMPRESSION_USER"].max() <= week.TOTAL_IMPRESSION_USER < its["TOTAL_IMPRESSION_USER"].sum()


def test_days_are_utc_whatever_zone_an_ad_account_names(loaded: Lake) -> None:
    (about,) = rows(loaded, "accounts").to_dict("records")
    assert (about["id"], about["time_zone"], about["currency"]) == (EU, "UTC", "EUR")


def test_instants_and_budgets_stay_what_they_are(loaded: Lake, company: Company) -> None:
    (campaign,) = rows(loaded, "campaigns").to_dict("records")
    (expected,) = company.campaigns[company.campaigns["platform"] == "pinterest_ads"]["daily_budget"]
    assert campaign["daily_spend_cap"] == expected * 1e6
    assert campaign["created_time"] == pd.Timestamp(1675160000, unit="s", tz="UTC")


def test_an_empty_page_after_a_full_one_ends_a_list(sandbox: Sandbox) -> None:
    found = [len(page) for page in connect(SOURCE).items(f"ad_accounts/{EU}/ad_groups", page_size=1)]
    assert found == [1, 1, 0]


def test_the_report_is_fetched_without_our_token_and_its_link_is_not_told(sandbox: Sandbox, tmp_path: Path) -> None:
    assert run(Lake(tmp_path), "ad_daily", span=WEEK)[EU, "ad_daily"].rows == 7 * 4  # its host refuses our token
    sandbox.fail("pinterest_ads", "/files/", "link_expired", times=9)
    error = run(Lake(tmp_path), "ad_daily", span=WEEK)[EU, "ad_daily"].error or ""
    assert "a finished report could not be downloaded" in error
    assert "Signature" not in error


@pytest.mark.parametrize("fault", ["job_failed", "job_expired", "job_gone", "job_cancelled"])
def test_a_report_that_comes_to_nothing_is_ordered_once_more(sandbox: Sandbox, fault: str, tmp_path: Path) -> None:
    sandbox.fail("pinterest_ads", "/reports$", fault)
    assert run(Lake(tmp_path), "campaign_daily", span=WEEK)[EU, "campaign_daily"].rows == 7
    sandbox.fail("pinterest_ads", "/reports$", fault, times=2)
    error = run(Lake(tmp_path), "campaign_daily", span=WEEK)[EU, "campaign_daily"].error or ""
    assert "twice" in error


def test_yesterday_waits_until_pinterest_has_counted_it_and_the_days_before_land(
    running: Sandbox, sandbox: Sandbox, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    yesterday = now.date() - timedelta(days=1)
    sandbox.move_to(yesterday)  # Pinterest's clock is behind: yesterday has not ended there
    lake = Lake(tmp_path)
    error = run(lake, "campaign_daily", now=now)[EU, "campaign_daily"].error or ""
    assert f"Pinterest still counts {yesterday}" in error
    days = lake.loaded("pinterest_ads", "campaign_daily", Account(EU, ""))
    assert yesterday not in days
    assert len(days) >= 29
    sandbox.move_to(now.date())
    assert run(lake, "campaign_daily", now=now)[EU, "campaign_daily"].error is None


def test_of_a_nights_days_yesterday_is_a_window_of_its_own() -> None:
    assert max(streams.AD_DAILY.restates.values()) - streams.AD_DAILY.window_days == 1


@pytest.mark.parametrize(
    ("fault", "kind", "wait", "remedy"),
    [
        ("rate_limited", Unavailable, 1, "exceeded your rate limit"),
        ("rate_limited_in_400", Unavailable, 37, "Retry after 37"),
        ("broken", Unavailable, None, "500"),
        ("bad_parameter", BadQuestion, None, "Invalid columns"),
        ("not_authorized", Refused, None, "role Analyst"),
        ("unknown_account", Refused, None, "PINTEREST_ADS_AD_ACCOUNT_IDS"),
    ],
)
def test_each_error_leads_to_its_remedy(
    sandbox: Sandbox, fault: str, kind: type[SourceError], wait: float | None, remedy: str
) -> None:
    sandbox.fail("pinterest_ads", "/campaigns$", fault)
    with pytest.raises(SourceError, match=remedy) as caught:
        list(connect(SOURCE).items(f"ad_accounts/{EU}/campaigns"))
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == wait


def test_a_token_that_is_no_longer_taken_is_fetched_anew_once(sandbox: Sandbox) -> None:
    pinterest = connect(SOURCE)
    SOURCE.accounts(pinterest)
    sandbox.fail("pinterest_ads", "/ad_accounts$", "not_authenticated")
    assert len(SOURCE.accounts(pinterest)) == 1
    assert sum(each.path.endswith("/oauth/token") for each in sandbox.requests) == 2
    sandbox.fail("pinterest_ads", "/ad_accounts$", "not_authenticated", times=2)
    with pytest.raises(Refused, match=r"PINTEREST_ADS_REFRESH_TOKEN .*ads:read"):
        SOURCE.accounts(pinterest)


def test_a_refresh_token_that_expired_is_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTEREST_ADS_REFRESH_TOKEN", "pinr.of-last-year")
    with pytest.raises(Refused, match="PINTEREST_ADS_REFRESH_TOKEN was refused: authorise") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "pinr.of-last-year" not in str(caught.value)


def test_whether_a_day_is_counted_is_asked_once_for_all_accounts_and_levels(sandbox: Sandbox, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    sandbox.move_to(now.date())
    assert {each.error for each in run(Lake(tmp_path), "campaign_daily", "ad_daily", now=now).values()} == {None}
    assert sum(each.path.endswith("/metrics_ready_state") for each in sandbox.requests) == streams.UNSETTLED


def test_an_account_without_access_fails_alone(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PINTEREST_ADS_AD_ACCOUNT_IDS", f"999,{EU}")
    loads = run(Lake(tmp_path), "accounts", "campaigns")
    assert all(each.error is None for (account, _), each in loads.items() if account == EU)
    errors = {stream: each.error or "" for (account, stream), each in loads.items() if account == "999"}
    assert set(errors) == {"campaigns"}
    assert "PINTEREST_ADS_AD_ACCOUNT_IDS" in errors["campaigns"]


def test_the_youngest_refresh_token_is_kept(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    SOURCE.accounts(connect(SOURCE))
    assert "without PINTEREST_ADS_TOKEN_FILE it is not kept" in caplog.text
    file = tmp_path / "token"
    monkeypatch.setenv("PINTEREST_ADS_TOKEN_FILE", str(file))
    for uses in (1, 2):
        SOURCE.accounts(connect(SOURCE))
        assert json.loads(file.read_text())["refresh_token"].count("younger") == uses


def test_a_column_that_was_withdrawn_is_empty_and_fails_no_other(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("pinterest_ads", "/reports$", "column_withdrawn")
    done = run(Lake(tmp_path), "ad_daily", span=WEEK)[EU, "ad_daily"]
    assert (done.error, done.withdrawn, done.rows) == (None, "SAVE", 7 * 4)
    table = rows(Lake(tmp_path), "ad_daily")
    assert table["SAVE"].isna().all()
    assert table["SPEND_IN_MICRO_DOLLAR"].notna().all()
