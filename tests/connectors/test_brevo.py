"""Brevo's campaigns, transactional days and lists land as the company knows them, within its hourly quota."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.brevo import SOURCE, campaigns
from connectors.sources.brevo.client import Brevo, BrevoSettings, judge
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
DAYS = 260
NOW = datetime.combine(TODAY, time(3), UTC)
SETTLED = {"sent": "recipients", "delivered": "delivered", "hardBounces": "hard", "softBounces": "soft"}
RISING = {"viewed": "opens", "uniqueViews": "opens_unique", "clickers": "clicks", "unsubscriptions": "unsubscribes"}


@pytest.fixture(scope="module")
def brevo() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="brevo") as running:
        yield running


@pytest.fixture
def sandbox(brevo: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in brevo.env().items():
        monkeypatch.setenv(name, value)
    brevo.requests.clear()
    yield brevo
    brevo.heal()
    brevo.move_to(TODAY)


def land(folder: Path, *streams: str, now: datetime = NOW, days: int = DAYS) -> None:
    lake = Lake(folder / "lake", SecretStr("a key for tests only"))
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "brevo" / stream).to_pylist()
    return found


def known(sandbox: Sandbox, truth: Any) -> dict[str, int]:
    share = sandbox.company.known_share((TODAY - truth.day.date()).days, "email")
    rising = {name: round(getattr(truth, column) * share) for name, column in RISING.items()}
    return {name: getattr(truth, column) for name, column in SETTLED.items()} | rising


def test_a_campaign_is_filed_under_the_day_on_which_it_was_sent_in_the_accounts_zone(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    land(tmp_path, "campaign_reports")
    landed = {row["id"]: row for row in rows(tmp_path, "campaign_reports")}
    since = TODAY - timedelta(days=175)  # of older ones, Brevo's totals lack events
    sent = [each for each in sandbox.company.mailings.trade.itertuples(index=False) if each.day.date() >= since]
    assert set(landed) == {each.id for each in sent}
    assert len(sent) > 10
    for each in sent:
        row = landed[each.id]
        assert row["_day"] == row["date"] == each.day.date() != row["sentDate"].date()
        figures = {name: row[f"statistics.globalStats.{name}"] for name in SETTLED | RISING}
        assert figures == known(sandbox, each)
    assert sum(row["statistics.globalStats.uniqueViews"] for row in landed.values()) > 0


def test_a_moment_told_in_utc_belongs_to_the_accounts_day() -> None:
    about = {"organization_id": "1", "companyName": "A", "dateTimePreferences": {"timezone": "Europe/Paris"}}
    campaign = {"id": 1, "sentDate": "2026-10-05T22:30:00.000Z", "statistics": {"globalStats": {"sent": 1}}}
    sixth = date(2026, 10, 6)
    answers = [Scripted(body=json.dumps(each)) for each in (about, {"campaigns": [campaign], "count": 1})]
    with scripted(*answers) as stage:
        sessions = SOURCE.connect(BrevoSettings(api_key=(SecretStr("k"),), base_url=stage.url))
        (account,) = SOURCE.accounts(sessions)
        (page,) = campaigns.campaign_reports(sessions, account, Window(sixth, sixth))
    assert [row["date"] for row in page] == ["2026-10-06"]
    asked = parse_qs(urlsplit(stage.requests[1][1]).query)
    assert (asked["startDate"], asked["endDate"]) == (
        ["2026-10-06T00:00:00.000+02:00"],
        ["2026-10-06T23:59:59.999+02:00"],
    )
    assert (asked["statistics"], asked["excludeHtmlContent"]) == (["globalStats"], ["true"])


def test_figures_by_list_reach_back_further_and_count_people_of_two_lists_twice(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    land(tmp_path, "campaign_list_stats")
    landed = {(row["id"], row["listId"]): row for row in rows(tmp_path, "campaign_list_stats")}
    parts = list(sandbox.company.mailings.trade_lists.itertuples(index=False))
    assert {key: {name: row[name] for name in SETTLED | RISING} for key, row in landed.items()} == {
        (each.id, each.list_id): known(sandbox, each) for each in parts
    }
    assert min(row["date"] for row in landed.values()) < TODAY - timedelta(days=200)
    total = sandbox.company.mailings.trade["recipients"].sum()
    assert sum(row["sent"] for row in landed.values()) > total


def test_opens_that_come_later_are_pulled_until_they_settle(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaign_reports", days=40)
    early = {row["id"]: row["statistics.globalStats.viewed"] for row in rows(tmp_path, "campaign_reports")}
    later = NOW + timedelta(days=31)
    sandbox.move_to(later.date())
    land(tmp_path, "campaign_reports", now=later, days=71)
    late = {row["id"]: row["statistics.globalStats.viewed"] for row in rows(tmp_path, "campaign_reports")}
    settled = {each.id: each.opens for each in sandbox.company.mailings.trade.itertuples(index=False)}
    assert {each: late[each] for each in early} == {each: settled[each] for each in early}
    assert sum(early.values()) < sum(settled[each] for each in early)


def test_transactional_days_and_lists_are_the_companys(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "transactional_days", "lists")
    placed = sandbox.company.orders["created_at"].dt.tz_convert("Europe/Berlin").dt.date.value_counts().to_dict()
    landed = {row["date"]: row["requests"] for row in rows(tmp_path, "transactional_days")}
    assert landed == {day: count for day, count in placed.items() if day >= TODAY - timedelta(days=DAYS)}
    sizes = sandbox.company.mailings.trade_days.groupby("list_id")["members"].last()
    members = {row["id"]: row["uniqueSubscribers"] for row in rows(tmp_path, "lists")}
    assert members == dict(sizes.items())


def test_campaigns_land_with_drafts_and_without_mails_or_people(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path)
    found = rows(tmp_path, "campaigns")
    assert [row["sentDate"] for row in found if row["status"] == "draft"] == [None]
    assert len(found) - 1 == len(sandbox.company.mailings.trade)
    everything = repr([rows(tmp_path, stream.name) for stream in SOURCE.streams])
    assert all(row["_extra"] is None for stream in SOURCE.streams for row in rows(tmp_path, stream.name))
    assert not any(said in everything for said in ("@", "Jo Doe", "<p>"))


def test_a_night_costs_few_of_the_hundred_requests_of_an_hour(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path)
    first = len(sandbox.requests)
    sandbox.requests.clear()
    land(tmp_path)
    assert (first < 30, len(sandbox.requests)) == (True, 6)


def test_an_account_that_tells_no_zone_is_read_in_the_one_that_was_set() -> None:
    bare = Scripted(body=json.dumps({"organization_id": "1", "companyName": "A"}))
    for zone, read in (("", "UTC"), ("Europe/Paris", "Europe/Paris")):
        with scripted(bare) as stage:
            sessions = SOURCE.connect(BrevoSettings(api_key=(SecretStr("k"),), base_url=stage.url, time_zone=zone))
            assert [account.time_zone for account in SOURCE.accounts(sessions)] == [read]
    with scripted(bare) as stage:
        sessions = SOURCE.connect(BrevoSettings(api_key=(SecretStr("k"),), base_url=stage.url, time_zone="Paris"))
        with pytest.raises(Refused, match="'Paris' is no time zone: set BREVO_TIME_ZONE"):
            SOURCE.accounts(sessions)


def test_pages_follow_by_offset_and_an_answer_without_rows_lacks_the_member() -> None:
    def page(count: int, *numbers: int) -> Scripted:
        rows = {"campaigns": [{"id": number} for number in numbers]} if numbers else {}
        return Scripted(body=json.dumps(rows | {"count": count}))

    def read(*pages: Scripted) -> list[int]:
        with scripted(*pages) as stage:
            brevo = Brevo(Http(stage.url, judge=judge), "")
            return [row["id"] for page in brevo.rows("/v3/emailCampaigns", "campaigns", 2) for row in page]

    assert read(page(0)) == []
    assert read(page(2, 1, 2), page(3, 3)) == [1, 2]
    assert read(page(3, 1, 2), page(4, 3, 4)) == [1, 2, 3, 4]
    for shrunk in (page(2), page(3)):
        with pytest.raises(Unavailable, match="shrank"):
            read(page(3, 1, 2), shrunk)


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("throttled", Unavailable, "hour's requests are used up .*rate limit reached"),
        ("broken", Unavailable, "HTTP 500"),
        ("forbidden", Refused, "plan or the key .*permission_denied: Not part of the plan"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    (client,) = connect(SOURCE)
    client.http.tries = 1
    sandbox.fail("brevo", "/v3/contacts/lists", fault)
    with pytest.raises(kind, match=said):
        list(client.rows("/v3/contacts/lists", "lists", 50))


def test_an_hour_that_is_used_up_ends_the_run_and_says_when_to_go_on(sandbox: Sandbox) -> None:
    (client,) = connect(SOURCE)
    sandbox.fail("brevo", "/v3/contacts/lists", "hour_used_up")
    with pytest.raises(Unavailable) as caught:
        list(client.rows("/v3/contacts/lists", "lists", 50))
    assert caught.value.retry_after == 1800
    assert len(sandbox.requests) == 1


def test_a_wrong_key_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BREVO_API_KEY", "xkeysib-wrong-and-secret")
    with pytest.raises(Refused, match=r"BREVO_API_KEY was refused \(unauthorized: Key not found\).*IPs") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "wrong-and-secret" not in str(caught.value)
