"""Meta Ads through the sandbox: what lands in the lake is what the company's ads really did."""

import json
import logging
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.settings import connect, read_settings
from connectors.source import Window
from connectors.sources.meta_ads import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY, rows_of, run_of

EU, UK = "501002003004005", "501002003004006"


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    return rows_of(SOURCE, lake, stream)


run = partial(run_of, SOURCE)


def actions(table: pd.DataFrame, column: str, action_type: str) -> pd.Series:
    """The value of one action type in each row; 0 where it is absent."""
    lists = table[column].map(lambda text: json.loads(text) if isinstance(text, str) else [])
    return lists.map(lambda items: sum(float(item["value"]) for item in items if item["action_type"] == action_type))


def test_what_ads_delivered_is_loaded_to_the_digit(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    assert len(table) == len(truth)
    found = table.assign(date=pd.to_datetime(table["date_start"])).set_index(["date", "ad_id"]).sort_index()
    assert (found["impressions"] == truth["impressions"]).all()
    assert (found["inline_link_clicks"].fillna(0) == truth["clicks"]).all()
    assert (found["spend"].astype(float).round(2) == truth["spend"].round(2)).all()


def test_settled_conversions_are_the_companys(loaded: Lake, truth: pd.DataFrame) -> None:
    table = rows(loaded, "ad_daily")
    table = table[table["date_start"] <= TODAY - timedelta(days=28)]
    settled = truth[truth.index.get_level_values("date") <= pd.Timestamp(TODAY - timedelta(days=28))]
    assert actions(table, "actions", "omni_purchase").sum() == settled["conversions"].sum() > 0
    assert actions(table, "action_values", "omni_purchase").sum() == pytest.approx(settled["conversion_value"].sum())


def test_what_deleted_ads_cost_is_not_lost(loaded: Lake, truth: pd.DataFrame) -> None:
    ads = rows(loaded, "ads")
    deleted = set(ads[ads["effective_status"] == "DELETED"]["id"])
    assert len(deleted) == 2
    table = rows(loaded, "ad_daily")
    spent = table[table["ad_id"].isin(deleted)]["spend"].sum()
    assert float(spent) == pytest.approx(truth[truth.index.get_level_values("ad_id").isin(deleted)]["spend"].sum())


def test_actions_carry_every_attribution_window(loaded: Lake) -> None:
    lists = rows(loaded, "ad_daily")["actions"].dropna().map(json.loads)
    windows = {name for items in lists for item in items for name in item} - {"action_type", "value"}
    assert windows == {"1d_click", "7d_click", "28d_click", "1d_view"}


def test_fresh_conversions_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake, day = Lake(tmp_path), TODAY - timedelta(days=2)
    run(lake, "ad_daily")
    before = rows(lake, "ad_daily").query("date_start == @day")
    sandbox.move_to(TODAY + timedelta(days=30))
    run(lake, "ad_daily", now=NOW + timedelta(days=30))
    after = rows(lake, "ad_daily").query("date_start == @day")
    settled = truth.xs(pd.Timestamp(day), level="date")["conversions"].sum()
    purchases = [actions(table, "actions", "omni_purchase").sum() for table in (before, after)]
    assert purchases[0] < purchases[1] == settled
    assert before["spend"].sum() == after["spend"].sum()


@pytest.mark.parametrize("stream", ["campaign_daily_country", "campaign_daily_platform"])
def test_the_members_of_a_breakdown_add_up(loaded: Lake, truth: pd.DataFrame, stream: str) -> None:
    table = rows(loaded, stream)
    assert table["impressions"].sum() == truth["impressions"].sum()
    assert float(table["spend"].sum()) == pytest.approx(truth["spend"].sum())
    assert table.groupby(["date_start", "campaign_id"]).size().min() > 1


def test_reach_of_a_week_is_asked_for_and_not_added_up(loaded: Lake) -> None:
    weeks, days = rows(loaded, "campaign_weekly_reach"), rows(loaded, "campaign_daily_reach")
    assert {day.isoweekday() for day in weeks["date_start"]} == {1}
    for week in weeks.itertuples():
        its = days[
            (days["campaign_id"] == week.campaign_id) & days["date_start"].between(week.date_start, week.date_stop)
        ]
        assert its["impressions"].sum() == week.impressions
        assert its["reach"].max() <= week.reach < its["reach"].sum()


def test_only_weeks_and_months_that_are_over_have_a_reach(loaded: Lake) -> None:
    weeks, months = rows(loaded, "campaign_weekly_reach"), rows(loaded, "campaign_monthly_reach")
    assert max(weeks["date_stop"]) == date(2026, 11, 15)
    assert set(zip(months["date_start"], months["date_stop"], strict=True)) == {(date(2026, 10, 1), date(2026, 10, 31))}


def test_a_long_report_is_read_to_its_last_page(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    window = Window(TODAY - timedelta(days=31), TODAY - timedelta(days=1))
    loads = run(Lake(tmp_path), "ad_daily", span=window)
    assert loads[EU, "ad_daily"].rows == 31 * 8
    pages = [each for each in sandbox.requests if each.method == "GET" and each.path.endswith("/insights")]
    assert len(pages) == 2 * 2


def test_budgets_stay_in_the_smallest_unit_as_meta_sends_them(loaded: Lake, company: Company) -> None:
    campaigns = rows(loaded, "campaigns").set_index("id")
    for campaign in company.campaigns.query("platform == 'meta_ads' and kind == 'social_prospecting'").itertuples():
        assert campaigns.loc[campaign.campaign_id, "daily_budget"] == round(100 * campaign.daily_budget)
    assert len(rows(loaded, "ad_sets")) == 8


def test_accounts_tell_their_own_time_zone_and_currency(loaded: Lake) -> None:
    table = rows(loaded, "accounts").set_index("id")
    assert table.loc[EU, ["time_zone", "currency"]].tolist() == ["Europe/Berlin", "EUR"]
    assert table.loc[UK, ["time_zone", "currency"]].tolist() == ["Europe/London", "GBP"]


def test_only_the_accounts_that_are_named_are_loaded(env: pytest.MonkeyPatch) -> None:
    env.setenv("META_ADS_ACCOUNT_IDS", f"act_{UK}, {UK}")
    assert [account.id for account in SOURCE.accounts(connect(SOURCE))] == [UK]


def test_an_account_id_that_is_none_is_named(env: pytest.MonkeyPatch) -> None:
    env.setenv("META_ADS_ACCOUNT_IDS", f"{UK},Torrefino")
    with pytest.raises(Refused, match=r"META_ADS_ACCOUNT_IDS: .*Torrefino"):
        read_settings(SOURCE)


def test_an_account_without_access_fails_alone(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("META_ADS_ACCOUNT_IDS", f"999,{UK}")
    loads = run(Lake(tmp_path), "accounts", "campaigns", "campaign_daily_reach")
    assert all(each.error is None for (account, _), each in loads.items() if account == UK)
    errors = [each.error or "" for (account, _), each in loads.items() if account == "999"]
    assert len(errors) == 2
    assert "999" not in set(rows(Lake(tmp_path), "accounts")["id"])
    assert all("Refused" in error and "ads_read" in error for error in errors)


class ManyAccounts:
    """A company with two hundred ad accounts."""

    def __init__(self, company: Company) -> None:
        self._company = company
        first = company.ad_accounts.query("platform == 'meta_ads'").iloc[:1]
        self.ad_accounts = pd.concat([first.assign(account_id=str(1000 + n)) for n in range(200)], ignore_index=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._company, name)


def test_two_hundred_accounts_are_found_page_by_page(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(ManyAccounts(company), only="meta_ads") as sandbox:  # type: ignore[arg-type]
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        found = SOURCE.accounts(connect(SOURCE))
        assert sorted(account.id for account in found) == [str(1000 + n) for n in range(200)]
        assert len(sandbox.requests) > 1


def test_another_version_than_the_one_asked_for_is_reported_once(
    env: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    env.setenv("META_ADS_API_VERSION", "v24.0")
    with caplog.at_level(logging.WARNING):
        graph = connect(SOURCE)
        SOURCE.accounts(graph)
        SOURCE.accounts(graph)
    warnings = [record.getMessage() for record in caplog.records]
    assert len(warnings) == 1
    assert "v25.0" in warnings[0]
    assert "v24.0" in warnings[0]
    assert "META_ADS_API_VERSION" in warnings[0]


def test_the_token_reaches_neither_lake_nor_log(
    sandbox: Sandbox, env: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        run(Lake(tmp_path), "ad_daily", "ads")
    token = sandbox.env()["META_ADS_ACCESS_TOKEN"]
    assert token not in caplog.text
    assert all(token.encode() not in path.read_bytes() for path in tmp_path.rglob("*.parquet"))
