"""Klaviyo's campaigns, flows and lists land as the company knows them, within its quotas and by its revisions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.klaviyo import SOURCE, reports
from sandbox.company import Company
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
DAYS = 200
NOW = datetime.combine(TODAY, time(6), UTC)  # one o'clock in New York
COUNTS = {"recipients": "recipients", "delivered": "delivered"}
RISING = {"opens_unique": "opens_unique", "clicks": "clicks", "conversions": "orders"}


@pytest.fixture(scope="module")
def klaviyo() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="klaviyo") as running:
        yield running


@pytest.fixture
def sandbox(klaviyo: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in klaviyo.env().items():
        monkeypatch.setenv(name, value)
    klaviyo.requests.clear()
    yield klaviyo
    klaviyo.heal()
    klaviyo.move_to(TODAY)


def land(folder: Path, *streams: str, now: datetime = NOW, days: int = DAYS) -> None:
    lake = Lake(folder / "lake", SecretStr("a key for tests only"))
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=days, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "klaviyo" / stream).to_pylist()
    return found


def asked(sandbox: Sandbox, path: str) -> int:
    return sum(request.path.endswith(path) for request in sandbox.requests)


def test_the_account_has_its_own_zone_and_currency(sandbox: Sandbox) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.name, account.time_zone, account.currency) == ("Torrefino US", "America/New_York", "USD")


def test_a_campaign_is_filed_under_the_day_on_which_it_was_sent_in_the_accounts_zone(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    land(tmp_path, "campaign_reports")
    landed = {row["groupings.campaign_id"]: row for row in rows(tmp_path, "campaign_reports")}
    truth = {f"01US{each.number:022d}": each for each in sandbox.company.mailings.american.itertuples(index=False)}
    assert set(landed) == set(truth)
    assert len(truth) > 20
    for campaign_id, row in landed.items():
        sent = truth[campaign_id]
        assert row["_day"] == row["date"] == sent.day.date() != sent.sent_at.tz_convert("UTC").date()
        share = sandbox.company.known_share((TODAY - sent.day.date()).days, "email")
        assert [row[f"statistics.{name}"] for name in COUNTS] == [getattr(sent, truth) for truth in COUNTS.values()]
        rising = [round(getattr(sent, truth) * share) for truth in RISING.values()]
        assert [row[f"statistics.{name}"] for name in RISING] == rising
        assert float(row["statistics.conversion_value"]) == pytest.approx(round(sent.revenue * share, 2))


def test_what_comes_later_is_pulled_until_it_settles(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaign_reports", "flow_reports", days=40)
    early = sum(row["statistics.opens"] for name in ("campaign", "flow") for row in rows(tmp_path, f"{name}_reports"))
    later = NOW + timedelta(days=31)
    sandbox.move_to(later.date())
    land(tmp_path, "campaign_reports", "flow_reports", now=later, days=71)
    old = TODAY - timedelta(days=1)
    now_known = {name: rows(tmp_path, f"{name}_reports") for name in ("campaign", "flow")}
    late = sum(row["statistics.opens"] for found in now_known.values() for row in found if row["date"] <= old)
    truth = sandbox.company.mailings
    first = TODAY - timedelta(days=40)
    settled = sum(
        each.opens
        for table in (truth.american, truth.welcome)
        for each in table.itertuples(index=False)
        if first <= each.day.date() <= old
    )
    assert early < late == settled


def test_a_flow_lands_by_message_and_day_from_one_question_for_sixty_days(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "flow_reports")
    landed = {(row["groupings.flow_message_id"], row["date"]): row for row in rows(tmp_path, "flow_reports")}
    truth = {
        (each.message_id, each.day.date()): each.recipients
        for each in sandbox.company.mailings.welcome.itertuples(index=False)
        if each.day.date() >= TODAY - timedelta(days=DAYS)
    }
    assert {key: row["statistics.recipients"] for key, row in landed.items()} == truth
    assert {row["groupings.flow_name"] for row in landed.values()} == {"Welcome series"}
    assert asked(sandbox, "flow-series-reports") == -(-DAYS // 60)


def test_a_night_costs_few_of_the_days_225_reports(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path)
    first = sum(asked(sandbox, f"{kind}-reports") for kind in ("campaign-values", "flow-series"))
    sandbox.requests.clear()
    land(tmp_path)
    again = sum(asked(sandbox, f"{kind}-reports") for kind in ("campaign-values", "flow-series"))
    assert (first < 10, again) == (True, 2)


def test_campaigns_lie_with_their_messages_archived_ones_too_and_nobodys_address(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    land(tmp_path)
    campaigns, messages = rows(tmp_path, "campaigns"), rows(tmp_path, "campaign_messages")
    assert {row["attributes.archived"] for row in campaigns} == {True, False}
    assert {row["id"] for row in campaigns} == {row["relationships.campaign.data.id"] for row in messages}
    assert [row["attributes.send_time"] for row in campaigns if row["attributes.status"] == "Draft"] == [None]
    assert all(row["_extra"] is None for stream in SOURCE.streams for row in rows(tmp_path, stream.name))
    everything = repr([rows(tmp_path, stream.name) for stream in SOURCE.streams])
    assert "@" not in everything
    assert "Jo Doe" not in everything


def test_lists_move_as_the_company_knows_and_metrics_have_their_days(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "list_movements", "metric_days")
    moved = {(row["metric_name"], row["date"]): row["count"] for row in rows(tmp_path, "list_movements")}
    days = list(sandbox.company.mailings.american_days.itertuples(index=False))
    since = TODAY - timedelta(days=DAYS)
    for metric, column in (("Subscribed to List", "subscribed"), ("Unsubscribed from List", "unsubscribed")):
        truth = {(metric, each.day.date()): getattr(each, column) for each in days if each.day.date() >= since}
        assert {key: count for key, count in moved.items() if key[0] == metric} == truth
    assert {row["list"] for row in rows(tmp_path, "list_movements")} == {"US coffee club"}
    orders = [row for row in rows(tmp_path, "metric_days") if row["metric_name"] == "Placed Order"]
    mailings = sandbox.company.mailings
    revenue = mailings.american["revenue"].sum() + mailings.welcome["revenue"].sum()
    assert float(sum(row["sum_value"] for row in orders)) == pytest.approx(revenue)


def test_a_campaign_whose_sending_goes_on_after_its_day_is_counted_whole_and_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    thursday = date(2026, 11, 12)
    (sent,) = [each for each in sandbox.company.mailings.american.itertuples() if each.day.date() == thursday]
    sessions = connect(SOURCE)
    (account,) = SOURCE.accounts(sessions)
    landed = []
    for since, until in ((9, 11), (12, 12), (13, 16)):
        window = Window(thursday.replace(day=since), thursday.replace(day=until))
        pages = reports.campaign_reports(sessions, account, window)
        landed += [(row["date"], row["statistics"]["recipients"]) for page in pages for row in page]
    assert landed == [(str(thursday), sent.recipients)]
