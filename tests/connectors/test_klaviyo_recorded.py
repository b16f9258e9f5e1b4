"""What Klaviyo once really said lands without loss, and Klaviyo's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.klaviyo import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.klaviyo import KEY
from tests.connectors.recorded import lost

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
CONTACT = {"organization_name": "Recorded"}
ABOUT = {"contact_information": CONTACT, "timezone": "UTC", "preferred_currency": "EUR"}


def body(shared: Path, name: str) -> dict[str, Any]:
    """A recorded answer; all are of revision 2026-04-15."""
    recorded = json.loads((shared / "fixtures" / "klaviyo" / f"{name}.json").read_text())[0]["response"]
    assert recorded["headers"]["x-klaviyo-api-revision"] == "2026-04-15"
    assert isinstance(recorded["body"], dict)
    return recorded["body"]


class Vendor:
    """Answers with recorded bodies, and lands them."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env
        self.routes: list[Recorded] = []
        self.says("accounts", {"data": [{"type": "account", "id": "a", "attributes": ABOUT}]})

    def says(self, path: str, content: dict[str, Any], method: str = "GET", **query: str) -> None:
        file = self.folder / f"{len(self.routes)}.json"
        file.write_text(json.dumps(content))
        headers = {"x-klaviyo-api-revision": "2026-04-15"}
        self.routes.append(Recorded(method, f"/api/{path}$", file, headers=headers, query=query))

    def land(self, stream: str, window: Window | None = None) -> list[dict[str, Any]]:
        with Replay(self.routes).serve() as url:
            self.env.setenv("KLAVIYO_API_KEY", "pk_recorded")
            self.env.setenv("KLAVIYO_API_VERSION", "2026-04-15")
            self.env.setenv("KLAVIYO_BASE_URL", url)
            lake = Lake(self.folder / "lake", SecretStr("a key for tests only"))
            span = window or Window(NOW.date(), NOW.date())
            (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=span, streams=[stream])
            assert only.error is None
        found: list[dict[str, Any]] = pq.read_table(self.folder / "lake" / "klaviyo" / stream).to_pylist()
        return found


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    return Vendor(tmp_path, monkeypatch)


def losses(sent: list[dict[str, Any]], landed: list[dict[str, Any]], stream: str) -> list[str]:
    by_id = {row["id"]: row for row in landed}
    assert set(by_id) == {row["id"] for row in sent}
    assert [row["_extra"] for row in landed if row["_extra"]] == []
    return [path for row in sent for path in lost(row, by_id[row["id"]], SOURCE.stream(stream))]


@pytest.mark.parametrize("collection", ["lists", "segments", "metrics"])
def test_recorded_collections_land_without_loss(shared: Path, vendor: Vendor, collection: str) -> None:
    recorded = body(shared, f"http_list_{collection}")
    vendor.says(collection, recorded)
    assert losses(recorded["data"], vendor.land(collection), collection) == []


def test_recorded_campaigns_land_once_without_loss(shared: Path, vendor: Vendor) -> None:
    recorded = body(shared, "http_list_campaigns")
    for archived, answer in (("false", recorded), ("true", body(shared, "http_list_flows"))):
        wanted = f"and(equals(messages.channel,'email'),equals(archived,{archived}))"
        vendor.says("campaigns", answer, filter=wanted)
    landed = vendor.land("campaigns")
    assert losses(recorded["data"], landed, "campaigns") == []
    assert len(landed) == len(recorded["data"]) == 6


def test_a_recorded_message_lands_without_loss_and_without_its_sender(shared: Path, vendor: Vendor) -> None:
    recorded = body(shared, "http_get_campaign")
    wanted = "and(equals(messages.channel,'email'),equals(archived,false))"
    vendor.says("campaigns", recorded | {"data": [recorded["data"]]}, filter=wanted)
    vendor.says("campaigns", {"data": []})
    landed = vendor.land("campaign_messages")
    assert losses(recorded["included"], landed, "campaign_messages") == []
    assert "example.com" not in repr(landed)


def test_a_recorded_series_lands_day_by_day(shared: Path, vendor: Vendor) -> None:
    recorded = body(shared, "http_query_metric_aggregates")
    counts = recorded["data"]["attributes"]["data"][0]["measurements"]
    counts |= {"unique": counts["count"], "sum_value": counts["count"]}  # it was asked for counts alone
    vendor.says("metrics", {"data": [{"type": "metric", "id": "UGkwJB", "attributes": {"name": "Recorded"}}]})
    vendor.says("metric-aggregates", recorded, "POST")
    since = date(2026, 1, 1)
    landed = vendor.land("metric_days", Window(since, date(2026, 7, 2)))
    expected = {since + timedelta(days=n): count for n, count in enumerate(counts["count"])}
    assert {row["date"]: row["count"] for row in landed} == expected
    assert sum(expected.values()) == 2


def test_a_recorded_report_without_campaigns_is_days_without_rows(shared: Path, vendor: Vendor) -> None:
    vendor.says("campaigns", body(shared, "http_list_campaigns"))
    vendor.says("metrics", {"data": [{"type": "metric", "id": "UGkwJB", "attributes": {"name": "Placed Order"}}]})
    vendor.says("campaign-values-reports", body(shared, "http_query_campaign_values_report"), "POST")
    assert vendor.land("campaign_reports", Window(date(2026, 7, 1), date(2026, 7, 2))) == []


@pytest.fixture
def own() -> Iterator[Any]:
    """Klaviyo's client. Of its newest revision, what is asked for here is as it was before."""
    klaviyo_api = pytest.importorskip("klaviyo_api")
    with Sandbox(Company(date(2026, 11, 25), 30), only="klaviyo") as sandbox:
        yield klaviyo_api.KlaviyoAPI(KEY, max_retries=1, test_host=sandbox.url)


def test_klaviyos_client_reads_the_sandboxs_account_and_collections(own: Any) -> None:
    (account,) = own.Accounts.get_accounts().data
    assert account.attributes.timezone == "America/New_York"
    assert [each.attributes.name for each in own.Lists.get_lists().data] == ["US coffee club"]
    assert "Placed Order" in [each.attributes.name for each in own.Metrics.get_metrics().data]
    assert [each.attributes.status for each in own.Flows.get_flows().data] == ["live"]


def test_klaviyos_client_puts_its_questions_to_the_sandbox(own: Any) -> None:
    report = {
        "statistics": ["recipients"],
        "timeframe": {"start": "2026-11-01T00:00:00", "end": "2026-11-03T00:00:00"},
        "interval": "daily",
        "conversion_metric_id": "MtOrdr",
    }
    series = own.Reporting.query_flow_series({"data": {"type": "flow-series-report", "attributes": report}})
    assert [len(each.statistics["recipients"]) for each in series.data.attributes.results] == [3, 3]
    question = {
        "metric_id": "MtSubs",
        "measurements": ["count"],
        "by": ["List"],
        "timezone": "America/New_York",
        "filter": ["greater-or-equal(datetime,2026-11-01T00:00:00)", "less-than(datetime,2026-11-03T00:00:00)"],
    }
    answer = own.Metrics.query_metric_aggregates({"data": {"type": "metric-aggregate", "attributes": question}})
    # In New York, summer time ends on the first of these days.
    assert [str(moment)[:13] for moment in answer.data.attributes.dates] == ["2026-11-01 04", "2026-11-02 05"]
    assert [each.dimensions for each in answer.data.attributes.data] == [["US coffee club"]]
