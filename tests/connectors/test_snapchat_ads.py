"""Snapchat Ads through the sandbox: what lands in the lake is what the company's ads really did."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.settings import connect
from connectors.sources._withdrawn import BadQuestion
from connectors.sources.snapchat_ads import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY, rows_of, run_of

pytestmark = pytest.mark.usefixtures("impatient")
UK = "900012345"


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    table = rows_of(SOURCE, lake, stream)
    return table.rename(columns=lambda name: name.removeprefix("stats."))


run = partial(run_of, SOURCE)


def test_what_ads_delivered_is_loaded_to_the_digit(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    found = table.assign(date=pd.to_datetime(table["start_time"])).set_index(["date", "id"]).sort_index()
    found = found[found["impressions"] > 0]  # a day without delivery is a row of zeros
    assert found.index.tolist() == truth.index.tolist()
    assert (found["impressions"] == truth["impressions"]).all()
    assert (found["swipes"] == truth["clicks"]).all()
    assert (found["spend"] == (truth["spend"] * 1e6).round()).all()


def test_campaigns_are_the_sum_of_their_ads(loaded: Lake) -> None:
    ads, campaigns = rows(loaded, "ad_daily"), rows(loaded, "campaign_daily")
    columns = ["spend", "impressions", "swipes", "conversion_purchases"]
    assert ads[columns].sum().to_dict() == campaigns[columns].sum().to_dict()
    assert campaigns["uniques"].sum() < ads["uniques"].sum()


def test_settled_purchases_are_the_companys(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "campaign_daily")
    table = table[table["start_time"] <= TODAY - timedelta(days=28)]
    settled = truth[truth.index.get_level_values("date") <= pd.Timestamp(TODAY - timedelta(days=28))]
    assert table["conversion_purchases"].sum() == settled["conversions"].sum() > 0
    assert table["conversion_purchases_value"].sum() / 1e6 == pytest.approx(settled["conversion_value"].sum())


def test_fresh_purchases_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake, since = Lake(tmp_path), TODAY - timedelta(days=10)
    run(lake, "ad_daily")
    before = rows(lake, "ad_daily").query("start_time >= @since")
    sandbox.move_to(TODAY + timedelta(days=29))
    run(lake, "ad_daily", now=NOW + timedelta(days=29))
    after = rows(lake, "ad_daily").query("@since <= start_time < @TODAY")
    settled = truth[truth.index.get_level_values("date") >= pd.Timestamp(since)]["conversions"].sum()
    assert before["conversion_purchases"].sum() < after["conversion_purchases"].sum() == settled


def test_days_are_those_of_the_account_when_summer_time_ends(loaded: Lake) -> None:
    ends = rows(loaded, "campaign_daily").set_index("start_time")["end_time"]
    assert ends[date(2026, 10, 24)] == pd.Timestamp("2026-10-24T23:00Z")  # London is an hour ahead
    assert ends[date(2026, 10, 25)] == pd.Timestamp("2026-10-26T00:00Z")  # a day of 25 hours
    assert set(ends.index) == {TODAY - timedelta(days=age) for age in range(1, 61)}


def test_rows_tell_until_when_they_are_final(loaded: Lake) -> None:
    table = rows(loaded, "campaign_daily")
    newest = table[table["_loaded_at"] == table["_loaded_at"].max()]
    assert set(newest["finalized_data_end_time"]) == {pd.Timestamp("2026-11-16T00:00Z")}


def test_what_a_deleted_ad_cost_keeps_its_name(loaded: Lake, company: Company) -> None:
    expected = company.ads[company.ads["platform"] == "snapchat_ads"].set_index("ad_id")["ad_name"].to_dict()
    assert rows(loaded, "ads").set_index("id")["name"].to_dict() == expected
    assert set(rows(loaded, "ad_daily")["id"]) == set(expected)


def test_nothing_of_the_people_who_made_the_ads_is_kept(loaded: Lake) -> None:
    table = rows(loaded, "ads")
    assert not [name for name in table.columns if "user" in name]
    assert table["_extra"].isna().all()


def test_budgets_stay_in_micros_as_snapchat_sends_them(loaded: Lake, company: Company) -> None:
    (campaign,) = rows(loaded, "campaigns").to_dict("records")
    (expected,) = company.campaigns[company.campaigns["platform"] == "snapchat_ads"]["daily_budget"]
    assert campaign["daily_budget_micro"] == expected * 1e6


def test_accounts_are_found_below_their_organization(loaded: Lake) -> None:
    (about,) = rows(loaded, "accounts").to_dict("records")
    assert (about["id"], about["time_zone"], about["currency"]) == (UK, "Europe/London", "GBP")


def test_a_token_that_ends_during_a_run_is_fetched_anew(sandbox: Sandbox) -> None:
    snapchat = connect(SOURCE)
    for _ in range(15):  # 30 requests, where a token serves 25
        assert len(SOURCE.accounts(snapchat)) == 1
    assert sum(each.path.endswith("/access_token") for each in sandbox.requests) == 2


@pytest.mark.parametrize(
    ("fault", "kind", "wait", "remedy"),
    [
        ("rate_limited", Unavailable, 7, "Too many requests"),
        ("broken", Unavailable, None, "Internal error"),
        ("bad_request", BadQuestion, None, "E1008"),
        ("error_in_200", BadQuestion, None, "E1008"),
        ("campaign_failed", Refused, None, "A part of the answer failed"),
        ("not_permitted", Refused, None, "Give the token's user a role"),
        ("unknown", Refused, None, "SNAPCHAT_ADS_AD_ACCOUNT_IDS"),
    ],
)
def test_each_error_leads_to_its_remedy(
    sandbox: Sandbox, fault: str, kind: type[SourceError], wait: float | None, remedy: str
) -> None:
    sandbox.fail("snapchat_ads", "/campaigns$", fault)
    with pytest.raises(SourceError, match=remedy) as caught:
        list(connect(SOURCE).rows(f"adaccounts/{UK}/campaigns", "campaign"))
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == wait


def test_stats_that_failed_in_part_are_no_empty_day(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("snapchat_ads", "/stats$", "stats_failed")
    error = run(Lake(tmp_path), "ad_daily")[UK, "ad_daily"].error or ""
    assert "A part of the answer failed" in error


def test_a_token_without_the_scope_and_one_that_was_revoked_are_named(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.fail("snapchat_ads", "/me/organizations", "not_authenticated", times=2)
    with pytest.raises(Refused, match=r"SNAPCHAT_ADS_REFRESH_TOKEN .*snapchat-marketing-api"):
        SOURCE.accounts(connect(SOURCE))
    monkeypatch.setenv("SNAPCHAT_ADS_REFRESH_TOKEN", "hCgw.revoked")
    with pytest.raises(Refused, match="SNAPCHAT_ADS_REFRESH_TOKEN was refused: authorise") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "hCgw.revoked" not in str(caught.value)


def test_an_account_without_access_fails_alone(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SNAPCHAT_ADS_AD_ACCOUNT_IDS", f"999,{UK}")
    loads = run(Lake(tmp_path), "accounts", "campaigns")
    assert all(each.error is None for (account, _), each in loads.items() if account == UK)
    errors = {stream: each.error or "" for (account, stream), each in loads.items() if account == "999"}
    assert set(errors) == {"campaigns"}
    assert "SNAPCHAT_ADS_AD_ACCOUNT_IDS" in errors["campaigns"]


def test_a_field_that_was_withdrawn_is_empty_and_fails_no_other(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("snapchat_ads", "/stats$", "field_withdrawn")
    done = run(Lake(tmp_path), "campaign_daily")[UK, "campaign_daily"]
    assert (done.error, done.withdrawn, done.days) == (None, "stats.saves", 60)
    table = rows(Lake(tmp_path), "campaign_daily")
    assert table["saves"].isna().all()
    questions = [each for each in sandbox.requests if each.path.endswith(f"{UK}/stats")]
    assert [each.status for each in questions].count(400) == 1  # of three windows, only the first asks for it
    assert table["spend"].notna().all()
