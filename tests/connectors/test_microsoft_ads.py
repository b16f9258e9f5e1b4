"""Microsoft Advertising through the sandbox: what lands in the lake is what the company's ads really did."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect, read_settings
from connectors.source import Window
from connectors.sources.microsoft_ads import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.conftest import NOW, TODAY, rows_of
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

ACCOUNT = "180012345"


@pytest.fixture(scope="module")
def truth(company: Company) -> pd.DataFrame:
    return company.ad_days[company.ad_days["platform"] == SOURCE.name]


def rows(lake: Lake, stream: str) -> pd.DataFrame:
    return rows_of(SOURCE, lake, stream)


def run(lake: Lake, *streams: str, span: Window | None = None, now: datetime = NOW) -> list[Load]:
    return load(SOURCE, connect(SOURCE), lake, now, history_days=60, span=span, streams=streams)


@pytest.mark.parametrize(
    "stream", ["account_daily", "campaign_daily", "ad_group_daily", "ad_daily", "keyword_daily", "geo_daily"]
)
def test_what_ads_delivered_is_loaded_to_the_digit_at_every_level(
    loaded: Lake, truth: pd.DataFrame, stream: str
) -> None:
    table = rows(loaded, stream)
    assert table["Impressions"].sum() == truth["impressions"].sum() > 0
    assert table["Clicks"].sum() == truth["clicks"].sum()
    assert float(table["Spend"].sum()) == pytest.approx(truth["spend"].sum(), abs=0.001)


def test_settled_conversions_are_the_companys(loaded: Lake, truth: pd.DataFrame) -> None:
    settled = TODAY - timedelta(days=30)
    table = rows(loaded, "campaign_daily").query("TimePeriod <= @settled")
    known = truth[truth["date"] <= pd.Timestamp(settled)]
    assert table["ConversionsQualified"].sum() == pytest.approx(known["conversions"].sum())
    assert float(table["Revenue"].sum()) == pytest.approx(known["conversion_value"].sum())
    assert table["ConversionsQualified"].mod(1).any(), "qualified conversions come in fractions"


def test_fresh_conversions_grow_when_their_days_are_pulled_again(
    sandbox: Sandbox, env: pytest.MonkeyPatch, truth: pd.DataFrame, tmp_path: Path
) -> None:
    lake, day = Lake(tmp_path), TODAY - timedelta(days=20)
    run(lake, "ad_daily")
    before = rows(lake, "ad_daily").query("TimePeriod == @day")
    sandbox.move_to(TODAY + timedelta(days=30))
    run(lake, "ad_daily", now=NOW + timedelta(days=30))
    after = rows(lake, "ad_daily").query("TimePeriod == @day")
    settled = truth[truth["date"] == pd.Timestamp(day)]["conversions"].sum()
    assert before["ConversionsQualified"].sum() < after["ConversionsQualified"].sum() == pytest.approx(settled)
    assert before["Spend"].sum() == after["Spend"].sum()


def test_shares_stay_in_percent_whether_or_not_they_come_with_the_sign(loaded: Lake) -> None:
    shares = rows(loaded, "campaign_share_daily")
    parts = ["ImpressionSharePercent", "ImpressionLostToBudgetPercent", "ImpressionLostToRankAggPercent"]
    assert shares[parts].sum(axis=1).round(6).eq(100).all()
    assert shares["ImpressionSharePercent"].between(50, 85).all()


def test_only_named_queries_are_told(loaded: Lake, truth: pd.DataFrame) -> None:
    assert 0 < rows(loaded, "search_query_daily")["Impressions"].sum() < truth["impressions"].sum()


class WithPerformanceMax:
    """The company, with a Performance Max campaign among its two."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self.campaigns = company.campaigns.replace({"kind": {"search_generic": "pmax"}})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._company, name)


def test_campaigns_of_every_type_come_with_their_budgets(
    company: Company, env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Sandbox(WithPerformanceMax(company), only="microsoft_ads") as sandbox:  # type: ignore[arg-type]
        for name, value in sandbox.env().items():
            env.setenv(name, value)
        run(Lake(tmp_path), "campaigns")
    campaigns = rows(Lake(tmp_path), "campaigns").set_index("Id")
    assert set(campaigns["CampaignType"]) == {"Search", "PerformanceMax"}
    for campaign in company.campaigns.query("platform == 'microsoft_ads'").itertuples():
        assert float(campaigns.loc[campaign.campaign_id, "DailyBudget"]) == campaign.daily_budget


def test_accounts_have_utc_days_and_their_own_currency(loaded: Lake) -> None:
    (account,) = rows(loaded, "accounts").to_dict("records")
    assert (account["id"], account["time_zone"], account["currency"]) == (ACCOUNT, "UTC", "EUR")


def test_an_account_without_access_fails_alone(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("MICROSOFT_ADS_ACCOUNT_IDS", f"999,{ACCOUNT}")
    loads = {
        (each.account, each.stream): each for each in run(Lake(tmp_path), "accounts", "campaigns", "account_daily")
    }
    assert all(each.error is None for (account, _), each in loads.items() if account == ACCOUNT)
    errors = [each.error or "" for (account, _), each in loads.items() if account == "999"]
    assert len(errors) == 2
    assert all("(106)" in error and "MICROSOFT_ADS_ACCOUNT_IDS" in error for error in errors)


def test_an_account_number_in_place_of_an_id_is_named(env: pytest.MonkeyPatch) -> None:
    env.setenv("MICROSOFT_ADS_ACCOUNT_IDS", "F149MJ18")
    with pytest.raises(Refused, match=r"MICROSOFT_ADS_ACCOUNT_IDS: .*F149MJ18"):
        read_settings(SOURCE)


def test_the_youngest_refresh_token_is_kept_for_its_owner_alone_until_the_setting_changes(
    env: pytest.MonkeyPatch, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    env.setenv("MICROSOFT_ADS_TOKEN_FILE", str(file))
    SOURCE.accounts(connect(SOURCE))
    first = json.loads(file.read_text())["refresh_token"]
    assert file.stat().st_mode & 0o777 == 0o600
    SOURCE.accounts(connect(SOURCE))
    assert json.loads(file.read_text())["refresh_token"] not in {first, sandbox.env()["MICROSOFT_ADS_REFRESH_TOKEN"]}
    env.setenv("MICROSOFT_ADS_REFRESH_TOKEN", "M.C500_of_another_consent")
    with pytest.raises(Refused, match="MICROSOFT_ADS_REFRESH_TOKEN"):  # the new one is tried, not the one in the file
        SOURCE.accounts(connect(SOURCE))


RECORDED = {
    "campaign_daily": "airbyte_campaign_performance.csv",
    "keyword_daily": "airbyte_keyword_performance.csv",
    "search_query_daily": "airbyte_search_query_performance.csv",
    "geo_daily": "airbyte_geographic_performance.csv",
    "account_daily": "airbyte_account_performance_report_hourly.csv",
}


def archive(table: list[dict[str, Any]]) -> bytes:
    """A report as Microsoft packs it."""
    text, packed = io.StringIO(), io.BytesIO()
    writer = csv.DictWriter(text, list(table[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(table)
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("report.csv", text.getvalue().encode("utf-8-sig"))
    return packed.getvalue()


@pytest.mark.parametrize("stream", RECORDED)
def test_recorded_reports_land_without_loss(shared: Path, env: pytest.MonkeyPatch, tmp_path: Path, stream: str) -> None:
    folder, declared = shared / "fixtures" / "microsoft_ads", SOURCE.stream(stream)
    with (folder / RECORDED[stream]).open() as file:
        told = list(csv.DictReader(file))
    sent = [dict.fromkeys(declared.columns, "") | row | {"TimePeriod": row["TimePeriod"][:10]} for row in told]
    sent.sort(key=lambda row: row["TimePeriod"])
    span = Window(*(date.fromisoformat(sent[place]["TimePeriod"]) for place in (0, -1)))
    body = {
        name: (folder / f"airbyte_{name}.json").read_text() for name in ("accounts_search_subset", "generate_report")
    }
    token = Scripted(body='{"access_token": "recorded"}')
    with scripted(Scripted(body=archive(sent))) as storage, scripted(token) as signing:
        poll = json.loads((folder / "airbyte_generate_report_poll.json").read_text())
        poll["ReportRequestStatus"]["ReportDownloadUrl"] = storage.url
        answers = ['{"User": {"Id": 1}}', body["accounts_search_subset"], body["generate_report"], json.dumps(poll)]
        with scripted(*(Scripted(body=text) for text in answers)) as api:
            env.setenv("MICROSOFT_ADS_ACCOUNT_IDS", "180519267")
            env.setenv("MICROSOFT_ADS_BASE_URL", api.url)
            env.setenv("MICROSOFT_ADS_TOKEN_URL", signing.url)
            lake = Lake(tmp_path, SecretStr("a key for tests only"))
            now = datetime(2023, 12, 1, tzinfo=UTC)
            (only,) = load(SOURCE, connect(SOURCE), lake, now, span=span, streams=[stream])
    assert (only.error, only.rows) == (None, len(sent))
    assert "Authorization" not in storage.requests[0][2]
    landed = pq.read_table(tmp_path / "microsoft_ads" / stream).to_pylist()
    assert [path for pair in zip(sent, landed, strict=True) for path in lost(*pair, declared)] == []


def test_microsofts_client_orders_a_report_from_the_sandbox(sandbox: Sandbox) -> None:
    authorization = pytest.importorskip("bingads.authorization", reason="msads is not installed")
    service_client = pytest.importorskip("bingads.service_client")
    reporting = pytest.importorskip("openapi_client.models.reporting")
    exceptions = pytest.importorskip("openapi_client.exceptions")
    consent = authorization.OAuthWebAuthCodeGrant("client", "secret", "https://localhost")
    consent._oauth_tokens = authorization.OAuthTokens("EwB4sandboxAccessToken", 3600, "refresh")
    developer_token = sandbox.env()["MICROSOFT_ADS_DEVELOPER_TOKEN"]
    who = authorization.AuthorizationData(ACCOUNT, "250011122", developer_token, consent)
    service = service_client.ServiceClient("ReportingService", 13, who, location=sandbox.url)
    first, last = {"Year": 2026, "Month": 11, "Day": 1}, {"Year": 2026, "Month": 11, "Day": 5}
    order = {
        "Type": "CampaignPerformanceReportRequest",
        "Aggregation": "Daily",
        "Scope": {"AccountIds": [ACCOUNT]},
        "Time": {"CustomDateRangeStart": first, "CustomDateRangeEnd": last},
        "Columns": ["TimePeriod", "CampaignId", "Impressions"],
    }

    def ask() -> Any:
        return service.submit_generate_report(reporting.SubmitGenerateReportRequest.from_dict({"ReportRequest": order}))

    assert ask().ReportRequestId
    order["Columns"] = ["TimePeriod", "BidMatchType", "ImpressionSharePercent"]
    with pytest.raises(exceptions.BadRequestException, match="2053"):
        ask()
