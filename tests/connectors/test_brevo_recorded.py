"""Answers in the shape that Brevo publishes land without loss, and Brevo's own client understands the sandbox.

No recording of Brevo is public: the answers were put together from the models of its clients.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.brevo import SOURCE
from connectors.sources.brevo.client import judge
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.brevo import KEY
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, scripted

ABOUT = {"organization_id": "1", "companyName": "Recorded", "dateTimePreferences": {"timezone": "Europe/Paris"}}


@pytest.mark.parametrize(
    ("stream", "file"),
    [
        ("campaign_reports", "synthetic_email_campaigns_globalStats.json"),
        ("campaign_list_stats", "synthetic_email_campaigns_without_statistics_param.json"),
        ("campaigns", "synthetic_email_campaigns_without_statistics_param.json"),
    ],
)
def test_published_answers_land_without_loss(
    stream: str, file: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "about.json").write_text(json.dumps(ABOUT))
    recorded = shared / "fixtures" / "brevo" / file
    routes = [Recorded("GET", "/account$", tmp_path / "about.json"), Recorded("GET", "/emailCampaigns$", recorded)]
    monkeypatch.setenv("BREVO_API_KEY", "recorded")
    with Replay(routes).serve() as url:
        monkeypatch.setenv("BREVO_BASE_URL", url)
        now = datetime(2026, 10, 7, 4, tzinfo=UTC)
        day = now.date() if stream == "campaigns" else date(2026, 10, 6)
        lake = Lake(tmp_path / "lake", SecretStr("a key for tests only"))
        (only,) = load(SOURCE, connect(SOURCE), lake, now, span=Window(day, day), streams=[stream])
    assert only.error is None
    (landed,) = pq.read_table(tmp_path / "lake" / "brevo" / stream).to_pylist()
    (sent,) = json.loads(recorded.read_text())[0]["response"]["body"]["campaigns"]
    if stream == "campaign_list_stats":
        (sent,) = sent["statistics"]["campaignStats"]
    assert lost(sent, landed, SOURCE.stream(stream)) == []
    assert landed["_extra"] is None
    if stream != "campaigns":
        prefix = "" if stream == "campaign_list_stats" else "statistics.globalStats."
        assert (landed[f"{prefix}uniqueViews"], landed[f"{prefix}clickers"], landed["date"]) == (300, 55, day)


@pytest.mark.parametrize(("place", "kind"), [(0, Refused), (1, Refused), (2, Refused), (3, Unavailable)])
def test_published_errors_are_told_apart(place: int, kind: type[SourceError], shared: Path) -> None:
    each = json.loads((shared / "fixtures" / "brevo" / "synthetic_errors.json").read_text())[place]
    answer = Scripted(each["status"], json.dumps(each["body"]), each.get("headers", {}))
    with scripted(answer) as stage, pytest.raises(kind, match=each["body"]["message"]):
        Http(stage.url, judge=judge, tries=1).get("/v3/emailCampaigns")


def test_brevos_client_reads_the_sandbox() -> None:
    brevo, httpx = pytest.importorskip("brevo"), pytest.importorskip("httpx")
    with Sandbox(Company(date(2026, 11, 25), 60), only="brevo") as sandbox, httpx.Client() as session:
        own = brevo.Brevo(api_key=KEY, base_url=f"{sandbox.url}/v3", httpx_client=session)
        assert own.account.get_account().company_name == "Torrefino Trade"
        span = {"start_date": "2026-10-01T00:00:00.000Z", "end_date": "2026-11-20T00:00:00.000Z"}
        campaigns = own.email_campaigns.get_email_campaigns(status="sent", statistics="globalStats", **span).campaigns
        assert [each.status for each in campaigns] == ["sent"] * len(campaigns)
        assert [each.id for each in campaigns] == sorted((each.id for each in campaigns), reverse=True)
        assert {each.unique_subscribers > 0 for each in own.contacts.get_lists().lists} == {True}
        days = own.transactional_emails.get_smtp_report(start_date="2026-11-01", end_date="2026-11-20").reports
        assert len(days) == 10
