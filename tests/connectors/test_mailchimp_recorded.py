"""What Mailchimp once really said lands without loss, and Mailchimp's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import mailchimp_marketing
import pyarrow.parquet as pq
import pytest
from mailchimp_marketing.api_client import ApiClientError
from pydantic import SecretStr

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.mailchimp import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost

NOW = datetime(2026, 5, 22, 4, tzinfo=UTC)
ACCOUNT = {"account_id": "1", "account_name": "Recorded", "account_timezone": "US/Eastern"}


def body(shared: Path, name: str, exchange: int = 0) -> dict[str, Any]:
    recorded = json.loads((shared / "fixtures" / "mailchimp" / name).read_text())[exchange]["response"]["body"]
    assert isinstance(recorded, dict)
    return recorded


def of_the_test_account(shared: Path, stream: str) -> list[dict[str, Any]]:
    lines = (shared / "fixtures" / "mailchimp" / "airbyte_expected_records.jsonl").read_text().splitlines()
    return [line["data"] for line in map(json.loads, lines) if line["stream"] == stream]


class Vendor:
    """Answers with recorded rows, in envelopes that say how many there are (the recordings were cut)."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env
        self.routes = [self._answer("/3.0/$", ACCOUNT)]

    def _answer(self, path: str, content: dict[str, Any]) -> Recorded:
        file = self.folder / f"{len(list(self.folder.glob('*.json')))}.json"
        file.write_text(json.dumps(content))
        return Recorded("GET", path, file)

    def says(self, path: str, collection: str, rows: list[dict[str, Any]]) -> None:
        self.routes.append(self._answer(path, {collection: rows, "total_items": len(rows)}))

    def land(self, stream: str, *days: str) -> list[dict[str, Any]]:
        """The rows that are in the lake after loads of these days, or of a snapshot."""
        with Replay(self.routes).serve() as url:
            self.env.setenv("MAILCHIMP_API_KEY", "recorded-us3")
            self.env.setenv("MAILCHIMP_MEMBERS", "true")
            self.env.setenv("MAILCHIMP_BASE_URL", url)
            lake = Lake(self.folder / "lake", SecretStr("a key for tests only"))
            for day in map(date.fromisoformat, days or (str(NOW.date()),)):
                (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=Window(day, day), streams=[stream])
                assert only.error is None
        found: list[dict[str, Any]] = pq.read_table(self.folder / "lake" / "mailchimp" / stream).to_pylist()
        return found


def days_of(rows: list[dict[str, Any]], field: str) -> set[str]:
    return {row[field][:10] for row in rows}


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    return Vendor(tmp_path, monkeypatch)


def losses(sent: list[dict[str, Any]], landed: list[dict[str, Any]], stream: str) -> list[str]:
    by_id = {row["id"]: row for row in landed}
    assert set(by_id) == {row["id"] for row in sent}
    return [path for row in sent for path in lost(row, by_id[row["id"]], SOURCE.stream(stream))]


def test_recorded_reports_land_without_loss(shared: Path, vendor: Vendor) -> None:
    sent = [body(shared, "http_get_campaign_report.json"), *of_the_test_account(shared, "reports")]
    vendor.says("/3.0/reports$", "reports", sent)
    assert losses(sent, vendor.land("campaign_reports", *days_of(sent, "send_time")), "campaign_reports") == []


def test_recorded_campaigns_land_without_loss(shared: Path, vendor: Vendor) -> None:
    listed = body(shared, "http_list_campaigns.json")["campaigns"]
    sent = [*listed, *of_the_test_account(shared, "campaigns")]
    vendor.says("/3.0/campaigns$", "campaigns", sent)
    landed = vendor.land("campaigns")
    assert losses(sent, landed, "campaigns") == []
    assert body(shared, "http_get_campaign.json")["settings"]["reply_to"] not in repr(landed)


def test_recorded_lists_land_without_loss(shared: Path, vendor: Vendor) -> None:
    sent = [*body(shared, "http_audiences.json")["lists"], *of_the_test_account(shared, "lists")]
    vendor.says("/3.0/lists$", "lists", sent)
    assert losses(sent, vendor.land("lists"), "lists") == []


def test_recorded_members_land_without_loss_and_without_what_is_theirs(shared: Path, vendor: Vendor) -> None:
    sent = [*body(shared, "http_members.json", exchange=1)["members"], *of_the_test_account(shared, "list_members")]
    vendor.says("/3.0/lists$", "lists", [{"id": "16ed227135"}])
    vendor.says("/3.0/lists/16ed227135/members$", "members", sent)
    landed = vendor.land("members", *days_of(sent, "last_changed"))
    pairs = zip(
        sorted(sent, key=lambda row: str(row["last_changed"])),
        sorted(landed, key=lambda row: str(row["last_changed"])),
        strict=True,
    )
    assert [path for pair in pairs for path in lost(*pair, SOURCE.stream("members"))] == []
    for member in sent:
        theirs = [member["email_address"], member["id"], member["full_name"], member["ip_opt"]]
        assert not any(each in repr(landed) for each in theirs)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(NOW.date(), 30), only="mailchimp") as running:
        yield running


@pytest.fixture
def own(sandbox: Sandbox) -> mailchimp_marketing.Client:
    """Mailchimp's own client, whose host is built from a data centre and has to be replaced."""
    client = mailchimp_marketing.Client({"api_key": sandbox.env()["MAILCHIMP_API_KEY"]})
    client.api_client.host = f"{sandbox.url}/3.0"
    return client


def test_mailchimps_client_reads_reports_links_and_lists(own: mailchimp_marketing.Client, sandbox: Sandbox) -> None:
    assert own.ping.get()["health_status"] == "Everything's Chimpy!"
    assert own.root.get_root()["account_timezone"] == sandbox.company.time_zone
    page = own.reports.get_all_campaign_reports(count=3, offset=1, exclude_fields=["reports._links"])
    assert page["total_items"] == len(sandbox.company.email_campaigns)
    assert [report["id"] for report in page["reports"]] == list(sandbox.company.email_campaigns["campaign_id"][1:4])
    assert all("_links" not in report for report in page["reports"])
    report = page["reports"][0]
    links = own.reports.get_campaign_click_details(report["id"])["urls_clicked"]
    assert sum(link["total_clicks"] for link in links) == report["clicks"]["clicks_total"]
    (first, second) = own.lists.get_all_lists(fields=["lists.id", "lists.stats.member_count"])["lists"]
    assert set(first) == {"id", "stats"}
    (month, *_) = own.lists.get_list_growth_history(second["id"], sort_field="month", sort_dir="DESC")["history"]
    assert (month["month"], month["subscribed"]) == ("2026-05", second["stats"]["member_count"])


def test_mailchimps_client_reads_what_changed_and_ten_rows_by_default(
    own: mailchimp_marketing.Client, sandbox: Sandbox
) -> None:
    list_id = sandbox.company.lists["list_id"][0]
    since = NOW - timedelta(days=3)
    page = own.lists.get_list_members_info(list_id, since_last_changed=since.isoformat(), sort_field="last_changed")
    assert len(page["members"]) == 10
    assert page["total_items"] == (sandbox.company.customers["updated_at"] > since).sum()
    assert min(member["last_changed"] for member in page["members"]) > since.isoformat()
    assert own.lists.get_list_recent_activity(list_id)["total_items"] == 30


def test_mailchimps_client_understands_the_sandboxs_errors(own: mailchimp_marketing.Client, sandbox: Sandbox) -> None:
    with pytest.raises(ApiClientError) as missing:
        own.reports.get_campaign_report("nothing")
    assert missing.value.status_code == 404
    assert json.loads(missing.value.text)["title"] == "Resource Not Found"
    own.api_client.api_key = "wrong-us20"
    with pytest.raises(ApiClientError) as refused:
        own.lists.get_all_lists()
    assert refused.value.status_code == 401
    assert json.loads(refused.value.text)["title"] == "API Key Invalid"
