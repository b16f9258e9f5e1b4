"""Google Ads through the sandbox: what lands in the lake is what the company's ads really did."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.decode import Decoder
from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect, read_settings
from connectors.source import Account, Stream, Window
from connectors.sources.google_ads import SOURCE, answers
from sandbox.company import Company
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
EU, US, MANAGER = "1234567890", "2345678901", "9999999999"
MONTH = Window(TODAY - timedelta(days=31), TODAY - timedelta(days=1))
SUMS = {"impressions": "metrics.impressions", "clicks": "metrics.clicks", "conversions": "metrics.conversions"}


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(TODAY, days=40)


@pytest.fixture(scope="module")
def sandbox(company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only="google_ads") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    yield monkeypatch
    sandbox.move_to(TODAY)


@pytest.fixture(scope="module")
def loaded(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with 40 days of everything."""
    lake = Lake(tmp_path_factory.mktemp("google_ads"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in sandbox.env().items():
            monkeypatch.setenv(name, value)
        loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=40)
    assert [each.error for each in loads if each.error] == []
    assert [each.extra for each in loads if each.extra] == []
    return lake


@pytest.fixture(scope="module")
def truth(company: Company) -> pd.DataFrame:
    days = company.ad_days[company.ad_days["platform"] == "google_ads"]
    kinds = company.campaigns.set_index("campaign_id")["kind"]
    return days.assign(kind=days["campaign_id"].map(kinds), day=days["date"].dt.date)


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    return pq.read_table(lake.root / "google_ads" / stream).to_pandas()


def run(lake: Lake, *streams: str, now: datetime = NOW, days: int = 40) -> dict[tuple[str, str], Load]:
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=streams)
    return {(each.account, each.stream): each for each in loads}


def by_campaign_day(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return table.groupby(["campaign.id", "segments.date"])[columns].sum().sort_index()


def test_campaigns_add_up_to_what_the_company_spent_to_the_cent(loaded: Lake, truth: pd.DataFrame) -> None:
    expected = truth.groupby(["campaign_id", "day"])[["impressions", "clicks", "spend"]].sum().sort_index()
    found = by_campaign_day(rows(loaded, "campaign_daily"), [*SUMS.values(), "metrics.costMicros"])
    assert found.index.tolist() == expected.index.tolist()
    assert found["metrics.impressions"].tolist() == expected["impressions"].tolist()
    assert found["metrics.clicks"].tolist() == expected["clicks"].tolist()
    assert found["metrics.costMicros"].tolist() == (expected["spend"] * 1_000_000).round().astype(int).tolist()


def test_conversions_of_settled_days_are_complete(loaded: Lake, truth: pd.DataFrame) -> None:
    settled = truth[truth["day"] <= TODAY - timedelta(days=30)]
    found = rows(loaded, "campaign_daily")
    found = found[found["segments.date"] <= TODAY - timedelta(days=30)]
    assert found["metrics.conversions"].sum() == pytest.approx(settled["conversions"].sum(), abs=1e-6)
    assert found["metrics.conversionsValue"].sum() == pytest.approx(settled["conversion_value"].sum(), abs=1e-4)


def test_an_answer_of_several_chunks_lands_whole(loaded: Lake, truth: pd.DataFrame, env: pytest.MonkeyPatch) -> None:
    ads = SOURCE.stream("ad_daily")
    pages = list(ads.fetch(connect(SOURCE), Account(EU, "EU"), MONTH))
    assert len(pages) >= 3
    found = rows(loaded, "ad_daily")
    in_month = found[(found["_account"] == EU) & (found["segments.date"] >= MONTH.since)]
    assert sum(map(len, pages)) == len(in_month)
    expected = truth[truth["kind"] != "pmax"].groupby("ad_id")["clicks"].sum()
    assert found.groupby("adGroupAd.ad.id")["metrics.clicks"].sum().to_dict() == expected.to_dict()


def test_days_that_google_restates_are_pulled_again(tmp_path: Path, sandbox: Sandbox, env: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path)
    run(lake, "campaign_daily")
    before = rows(lake, "campaign_daily")
    sandbox.move_to(TODAY + timedelta(days=1))
    loads = run(lake, "campaign_daily", now=NOW + timedelta(days=1))
    assert {each.days for each in loads.values()} == {30}
    after = rows(lake, "campaign_daily")
    yesterday = TODAY - timedelta(days=1)
    was, now = (table[table["segments.date"] == yesterday] for table in (before, after))
    assert now["metrics.clicks"].sum() == was["metrics.clicks"].sum()
    assert now["metrics.conversions"].sum() > was["metrics.conversions"].sum() > 0


def test_performance_max_has_asset_groups_and_no_ads(loaded: Lake, truth: pd.DataFrame) -> None:
    pmax = truth[truth["kind"] == "pmax"]
    assert not set(rows(loaded, "ad_daily")["campaign.id"]) & set(pmax["campaign_id"])
    assert rows(loaded, "asset_group_daily")["metrics.clicks"].sum() == pmax["clicks"].sum()
    assert set(rows(loaded, "pmax_search_term_daily")["campaign.id"]) == set(pmax["campaign_id"])


def test_keywords_add_up_to_their_campaigns_and_search_terms_to_less(loaded: Lake, truth: pd.DataFrame) -> None:
    searched = truth[truth["kind"].str.startswith("search")]["clicks"].sum()
    assert rows(loaded, "keyword_daily")["metrics.clicks"].sum() == searched
    assert 0.5 * searched < rows(loaded, "search_term_daily")["metrics.clicks"].sum() < searched


def test_a_search_term_without_keyword_has_an_empty_one_in_its_key(loaded: Lake) -> None:
    terms = rows(loaded, "search_term_daily")
    free = terms["segments.searchTermMatchSource"] == "AI_MAX_KEYWORDLESS"
    assert set(terms.loc[free, "segments.keyword.adGroupCriterion"]) == {""}
    assert terms.loc[~free, "segments.keyword.adGroupCriterion"].str.startswith("customers/").all()


def test_both_location_types_tell_of_all_clicks(loaded: Lake, truth: pd.DataFrame) -> None:
    clicks = rows(loaded, "geo_daily").groupby("geographicView.locationType")["metrics.clicks"].sum()
    assert clicks.to_dict() == dict.fromkeys(("AREA_OF_INTEREST", "LOCATION_OF_PRESENCE"), truth["clicks"].sum())


def test_conversions_by_action_add_up_to_those_of_the_campaigns(loaded: Lake) -> None:
    actions, campaigns = rows(loaded, "conversions_by_action_daily"), rows(loaded, "campaign_daily")
    for metric in ("metrics.conversions", "metrics.allConversions", "metrics.conversionsValue"):
        assert actions[metric].sum() == pytest.approx(campaigns[metric].sum(), abs=1e-3)


def test_a_month_is_filed_under_its_first_day_and_no_other_day_asks(
    loaded: Lake, sandbox: Sandbox, env: pytest.MonkeyPatch
) -> None:
    lags = rows(loaded, "conversion_lag")
    assert set(lags["segments.month"]) == {date(2026, 11, 1)}
    campaigns = rows(loaded, "campaign_daily")
    november = campaigns[campaigns["segments.date"] >= date(2026, 11, 1)]
    assert lags["metrics.conversions"].sum() == pytest.approx(november["metrics.conversions"].sum(), abs=1e-3)
    sandbox.requests.clear()
    days = Window(date(2026, 11, 2), date(2026, 11, 24))
    assert list(SOURCE.stream("conversion_lag").fetch(connect(SOURCE), Account(EU, "EU"), days)) == []
    assert sandbox.requests == []


@pytest.mark.parametrize("stream", [each for each in SOURCE.streams if each.day], ids=lambda each: each.name)
def test_a_chunk_that_arrow_does_not_read_is_read_the_same(stream: Stream, env: pytest.MonkeyPatch) -> None:
    def read() -> list[pa.RecordBatch]:
        decoder = Decoder(stream, Account(EU, "EU"), NOW, None)
        return list(decoder.batches(stream.fetch(connect(SOURCE), Account(EU, "EU"), MONTH)))

    def refuse(*_: object, **__: object) -> None:
        raise pa.ArrowInvalid("a number where a text was declared")

    in_columns = read()
    env.setattr(answers.arrow_json, "read_json", refuse)
    assert read() == in_columns
    assert sum(batch.num_rows for batch in in_columns) > 0


def test_accounts_are_found_from_all_that_the_user_can_open(
    env: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    env.delenv("GOOGLE_ADS_LOGIN_CUSTOMER_ID")
    with caplog.at_level(logging.WARNING):
        found = SOURCE.accounts(connect(SOURCE))
    assert [(each.id, each.time_zone, each.currency) for each in found] == [
        (EU, "Europe/Berlin", "EUR"),
        (US, "America/New_York", "USD"),
    ]
    assert "8888888888 is skipped" in caplog.text
    assert "CUSTOMER_NOT_ENABLED" in caplog.text


def test_a_wanted_account_that_cannot_be_opened_fails_by_itself(tmp_path: Path, env: pytest.MonkeyPatch) -> None:
    env.setenv("GOOGLE_ADS_CUSTOMER_IDS", "123-456-7890, 5555555555")
    loads = run(Lake(tmp_path), "accounts", "campaigns", "campaign_daily", days=5)
    assert {account for account, _ in loads} == {EU, "5555555555"}
    assert ("5555555555", "accounts") not in loads  # its zone and currency are not known
    assert loads[EU, "campaign_daily"].error is None
    refused = loads["5555555555", "campaign_daily"].error or ""
    assert refused.startswith("AccountRefused")
    assert "GOOGLE_ADS_LOGIN_CUSTOMER_ID" in refused


def test_what_is_no_customer_id_is_named_and_not_left_out(env: pytest.MonkeyPatch) -> None:
    env.setenv("GOOGLE_ADS_CUSTOMER_IDS", "123-456-7890, Torrefino")
    with pytest.raises(Refused, match=r"GOOGLE_ADS_CUSTOMER_IDS: .*Torrefino is not a customer id such as"):
        read_settings(SOURCE)


def test_accounts_tell_whether_clicks_are_tagged(loaded: Lake) -> None:
    customers = rows(loaded, "customers")
    assert customers["customer.id"].tolist() == [EU, US]
    assert customers["customer.autoTaggingEnabled"].all()


def test_the_tree_says_through_which_manager_an_account_is_read(loaded: Lake) -> None:
    tree = rows(loaded, "account_tree")
    assert tree["customerClient.resourceName"].tolist() == [
        f"customers/{MANAGER}/customerClients/{account}" for account in (EU, US)
    ]
    assert tree["customerClient.level"].tolist() == [1, 1]
