"""LinkedIn Ads through the sandbox: what lands is what the company's ads did, whole, however LinkedIn cuts it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from connectors.errors import Refused
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect, read_settings
from connectors.source import Account, Window
from connectors.sources.linkedin_ads import SOURCE, analytics
from connectors.sources.linkedin_ads.analytics import Ads, Cut, Report
from connectors.sources.linkedin_ads.streams import FIGURES
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors import linkedin_ads as vendor
from sandbox.vendors.linkedin_ads.analytics import METRICS
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 18)
DAYS = 60
ACCOUNT = "512345678"
WEEK = Window(date(2026, 10, 5), date(2026, 10, 11))


@pytest.fixture(scope="module")
def linkedin() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="linkedin_ads") as running:
        yield running


@pytest.fixture
def sandbox(linkedin: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in linkedin.env().items():
        monkeypatch.setenv(name, value)
    linkedin.requests.clear()
    yield linkedin
    linkedin.heal()
    linkedin.move_to(TODAY)


def run(folder: Path, *streams: str, span: Window | None = None, today: date = TODAY) -> dict[str, Load]:
    now = datetime.combine(today, time(6), UTC)
    loads = load(
        SOURCE, connect(SOURCE), Lake(folder / "lake"), now, history_days=DAYS, streams=streams or None, span=span
    )
    return {one.stream: one for one in loads}


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "linkedin_ads" / stream).to_pylist()
    return found


def land(folder: Path, stream: str, **how: Any) -> list[dict[str, Any]]:
    assert run(folder, stream, **how)[stream].error is None
    return rows(folder, stream)


def truth(sandbox: Sandbox, *keys: str) -> pd.DataFrame:
    table = sandbox.company.ad_days[sandbox.company.ad_days["platform"] == "linkedin_ads"]
    return table.groupby(["date", *keys]).sum(numeric_only=True)


@pytest.mark.parametrize(
    ("stream", "pivot", "key"),
    [("campaign_daily", "campaign", "campaign_id"), ("creative_daily", "creative", "ad_id")],
)
def test_what_ads_delivered_is_loaded_to_the_cent(
    sandbox: Sandbox, tmp_path: Path, stream: str, pivot: str, key: str
) -> None:
    landed = {(row["date"], row[pivot].rpartition(":")[2]): row for row in land(tmp_path, stream)}
    expected = {(day.date(), id_): row for (day, id_), row in truth(sandbox, key).iterrows()}
    assert landed.keys() == expected.keys()
    for place, row in landed.items():
        known = expected[place]
        assert (row["impressions"], row["landingPageClicks"]) == (known["impressions"], known["clicks"])
        assert float(row["costInLocalCurrency"]) == pytest.approx(known["spend"], abs=0.005)
        assert row["videoViews"] == known["video_views"]
        assert row["_day"] == row["date"]


def test_a_creative_is_told_with_its_campaign(sandbox: Sandbox, tmp_path: Path) -> None:
    owners = sandbox.company.ads.merge(sandbox.company.ad_groups, on=["platform", "ad_group_id"])
    campaign_of = dict(owners[["ad_id", "campaign_id"]].itertuples(index=False))
    landed = land(tmp_path, "creative_daily", span=WEEK)
    assert len({row["creative"] for row in landed}) == 4
    for row in landed:
        assert row["campaign"] == f"urn:li:sponsoredCampaign:{campaign_of[row['creative'].rpartition(':')[2]]}"


def test_more_metrics_than_a_request_may_ask_for_are_joined_row_by_row(sandbox: Sandbox, tmp_path: Path) -> None:
    assert len(FIGURES) > vendor.MOST_FIELDS
    landed = land(tmp_path, "campaign_daily", span=WEEK)
    assert len(landed) == 7
    assert all(row[name] is not None for row in landed for name in FIGURES)
    assert [request.path for request in sandbox.requests].count("/rest/adAnalytics") == 2


def test_conversions_that_come_later_are_pulled_until_they_settle(sandbox: Sandbox, tmp_path: Path) -> None:
    def counted() -> int:
        young = (row for row in rows(tmp_path, "campaign_daily") if row["date"] >= TODAY - timedelta(days=5))
        return sum(row["externalWebsiteConversions"] for row in young if row["date"] < TODAY)

    land(tmp_path, "campaign_daily")
    early = counted()
    later = TODAY + timedelta(days=40)
    sandbox.move_to(later)
    land(tmp_path, "campaign_daily", today=later)
    assert early < counted()


def test_an_answer_that_linkedin_would_cut_is_asked_for_in_shorter_windows(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = land(tmp_path / "whole", "creative_daily", span=WEEK)
    monkeypatch.setattr(analytics, "CUT_AT", 9)  # four creatives: no more than two days fit
    in_parts = land(tmp_path / "parts", "creative_daily", span=WEEK)
    assert [row["impressions"] for row in in_parts] == [row["impressions"] for row in whole]
    assert [request.path for request in sandbox.requests].count("/rest/adAnalytics") == 2 + 3 + 8


def test_exactly_fifteen_thousand_elements_never_pass_for_the_whole(sandbox: Sandbox) -> None:
    element = {"dateRange": {"start": {"year": 2026, "month": 10, "day": 5}}, "pivotValues": ["urn:li:x:1"]}
    full = Scripted(body=json.dumps({"elements": [element] * 15_000}))
    report, day = Report(("CREATIVE",), ("clicks",)), Window(WEEK.since, WEEK.since)
    with scripted(full) as stage, pytest.raises(Cut, match="LinkedIn cuts such answers"):
        list(analytics.rows(Ads(Http(stage.url)), report, "accounts=List(x)", day))


def test_a_query_keeps_its_structure_and_escapes_only_the_colons_of_urns(sandbox: Sandbox) -> None:
    with scripted(Scripted(body='{"elements": []}')) as stage:
        ads = Ads(Http(stage.url), readable={"7": {}})
        list(SOURCE.stream("creative_daily").fetch(ads, Account("7", "7"), WEEK))
    _, path, _ = stage.requests[0]
    assert "?q=statistics&pivots=List(CREATIVE,CAMPAIGN)&timeGranularity=(value:DAILY)" in path
    assert "&dateRange=(start:(year:2026,month:10,day:5),end:(year:2026,month:10,day:11))" in path
    assert "&accounts=List(urn%3Ali%3AsponsoredAccount%3A7)" in path
    assert "&fields=dateRange,pivotValues,impressions," in path
    assert len(path.partition("fields=")[2].split(",")) == 20


def test_a_withdrawn_metric_is_null_and_told_and_costs_no_other(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.vendors.linkedin_ads.METRICS", METRICS - {"fullScreenPlays"})
    done = run(tmp_path, "campaign_daily", "creative_daily", span=WEEK)
    assert [(one.error, one.withdrawn) for one in done.values()] == [(None, "fullScreenPlays")] * 2
    for row in rows(tmp_path, "campaign_daily"):
        assert row["fullScreenPlays"] is None
        assert row["videoCompletions"] is not None
    statuses = [request.status for request in sandbox.requests if request.path == "/rest/adAnalytics"]
    assert statuses.count(400) == 1


def test_an_account_without_a_role_fails_by_itself_instead_of_coming_empty(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_ACCOUNT_IDS", f"urn:li:sponsoredAccount:404404, {ACCOUNT}")
    now = datetime.combine(TODAY, time(6), UTC)
    loads = load(SOURCE, connect(SOURCE), Lake(tmp_path / "lake"), now, span=WEEK, streams=["campaign_daily"])
    ours, foreign = sorted(loads, key=lambda one: one.error or "")
    assert (ours.account, ours.rows, ours.error) == (ACCOUNT, 7, None)
    assert foreign.account == "404404"
    assert "no role in ad account 404404" in str(foreign.error)
    entities = load(SOURCE, connect(SOURCE), Lake(tmp_path / "lake"), now, streams=["campaigns"])
    assert "r_ads" in next(str(one.error) for one in entities if one.account == "404404")


def test_every_account_of_the_member_is_loaded_but_test_accounts(sandbox: Sandbox) -> None:
    (found,) = SOURCE.accounts(connect(SOURCE))
    assert (found.id, found.name, found.currency, found.time_zone) == (ACCOUNT, "Torrefino Business", "EUR", "UTC")


def test_reach_is_that_of_whole_months(sandbox: Sandbox, tmp_path: Path) -> None:
    (october,) = land(tmp_path, "campaign_monthly_reach")
    assert october["date"] == date(2026, 10, 1)
    days = truth(sandbox, "campaign_id").loc["2026-10"]
    assert october["impressions"] == days["impressions"].sum()
    assert days["reach"].max() <= october["approximateMemberReach"] < days["reach"].sum()


def test_audiences_are_cut_by_each_trait_of_each_campaign(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_DEMOGRAPHICS", "member_seniority,MEMBER_INDUSTRY")
    landed = land(tmp_path, "demographics")
    assert {row["pivot"] for row in landed} == {"MEMBER_SENIORITY", "MEMBER_INDUSTRY"}
    assert {row["campaign"] for row in landed} == {"urn:li:sponsoredCampaign:12021000002010001500"}
    assert "urn:li:industry:4" in {row["value"] for row in landed}
    assert {row["date"] for row in landed} == {date(2026, 10, 1)}


def test_audiences_can_be_switched_off(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKEDIN_ADS_DEMOGRAPHICS", "none")
    assert "demographics" not in run(tmp_path, span=WEEK)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("ACCOUNT_IDS", "Torrefino", "Torrefino is not a number"),
        ("DEMOGRAPHICS", "INDUSTRY", "is not a trait of members"),
        ("API_VERSION", "v2", "should match pattern"),
    ],
)
def test_a_wrong_setting_is_named(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"LINKEDIN_ADS_{setting}", value)
    with pytest.raises(Refused, match=f"LINKEDIN_ADS_{setting}: .*{said}"):
        read_settings(SOURCE)


def test_campaigns_land_with_their_budgets_and_without_who_made_them(sandbox: Sandbox, tmp_path: Path) -> None:
    (campaign,) = land(tmp_path, "campaigns")
    (planned,) = sandbox.company.campaigns.query("platform == 'linkedin_ads'").itertuples()
    assert (campaign["id"], campaign["name"]) == (planned.campaign_id, planned.campaign_name)
    assert float(campaign["dailyBudget.amount"]) == planned.daily_budget
    assert campaign["runSchedule.start"] == planned.starts.tz_localize("UTC")
    assert "sandboxPerson" not in repr(campaign)


def test_lists_are_read_to_their_last_page(sandbox: Sandbox, tmp_path: Path) -> None:
    landed = land(tmp_path, "creatives")
    assert len(landed) == 4 > vendor.LISTED
    assert {row["review"] for row in landed} == {'{"status":"APPROVED"}'}
    assert "sandboxPerson" not in repr(landed)
