"""Salesforce: the org's records land whole, deleted ones are seen, people stay out, each way to sign in works."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.salesforce import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors import salesforce as vendor
from sandbox.vendors.salesforce import records
from sandbox.vendors.salesforce.words import identity

TODAY = date(2026, 11, 25)
DAYS = 60
ALL = Window(TODAY - timedelta(days=DAYS), TODAY)


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    yield running
    running.heal()
    running.move_to(TODAY)


def pull(folder: Path, *streams: str, today: date = TODAY, span: Window | None = ALL) -> list[Load]:
    lake = Lake(folder, SecretStr("a key for tests only"))
    now = datetime(today.year, today.month, today.day, 14, tzinfo=UTC)
    return load(SOURCE, connect(SOURCE), lake, now, span=span, streams=streams or None, history_days=DAYS)


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "salesforce" / stream).to_pylist()
    return found


def newest(folder: Path, stream: str) -> dict[str, dict[str, Any]]:
    return {row["Id"]: row for row in sorted(rows(folder, stream), key=lambda row: row["SystemModstamp"])}


def test_every_lead_arrives_with_its_status_and_deleted_ones_say_so(sandbox: Sandbox, tmp_path: Path) -> None:
    (only,) = pull(tmp_path, "leads")
    assert only.error is None
    landed, truth = newest(tmp_path, "leads"), sandbox.company.wholesale_leads
    assert set(landed) == {identity("00Q", each) for each in truth["lead_id"]}
    for each in truth.itertuples(index=False):
        row = landed[identity("00Q", each.lead_id)]
        assert row["CreatedDate"] == each.created_at
        assert row["SystemModstamp"] == each.updated_at
        assert row["IsDeleted"] == pd.notna(each.deleted_at)
        assert row["IsConverted"] == pd.notna(each.converted_at)
        assert row["LeadSource"] == each.source
    assert sum(row["IsDeleted"] for row in landed.values()) >= 1
    assert any(request.path.endswith("/queryAll") for request in sandbox.requests)


def test_the_history_tells_when_each_status_was_reached_and_nothing_of_other_fields(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    pull(tmp_path, "lead_history", "lead_statuses")
    changes = pd.DataFrame(rows(tmp_path, "lead_history"))
    assert set(changes["Field"]) == {"Status"}
    truth = sandbox.company.wholesale_leads.dropna(subset=["qualified_at"])
    truth = truth[truth["qualified_at"] >= pd.Timestamp(ALL.since, tz="UTC")]
    found = changes[changes["NewValue"] == "Qualified"].set_index("LeadId")["CreatedDate"]
    assert found.to_dict() == {identity("00Q", each.lead_id): each.qualified_at for each in truth.itertuples()}
    stages = {row["MasterLabel"]: row["stage"] for row in rows(tmp_path, "lead_statuses")}
    assert stages == {
        "Open - Not Contacted": None,
        "Working - Contacted": "mql",
        "Qualified": "sql",
        "Closed - Converted": None,
    }


def test_opportunities_keep_their_money_and_the_way_they_came(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "opportunities", "opportunity_history")
    landed, truth = newest(tmp_path, "opportunities"), sandbox.company.wholesale_opportunities
    assert float(sum(row["Amount"] for row in landed.values())) == truth["amount"].sum() > 0
    for each in truth.itertuples(index=False):
        row = landed[identity("006", each.opportunity_id)]
        assert (row["StageName"], row["IsWon"], row["CloseDate"]) == (each.stage, each.is_won, each.closes_on)
    moves = rows(tmp_path, "opportunity_history")
    assert len(moves) == len(sandbox.company.wholesale_moves) > 50
    assert all(row["CurrencyIsoCode"] is None for row in moves)


def test_the_lake_knows_nobody_by_name_mail_or_phone(sandbox: Sandbox, tmp_path: Path) -> None:
    loads = pull(tmp_path, span=None)
    assert [one.error for one in loads if one.error] == []
    assert {one.stream for one in loads} == {stream.name for stream in SOURCE.streams}
    assert {one.extra for one in loads} == {None}
    said = json.dumps([rows(tmp_path, stream.name) for stream in SOURCE.streams], default=str)
    people = sandbox.company.wholesale_leads
    for text in {*people["email"], *people["last_name"], "Roasters", "+1212", "Beans for", "@"}:
        assert text not in said
    assert all(len(row["Email"]) == 64 for row in rows(tmp_path, "leads"))


def test_a_query_is_followed_to_its_last_batch(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "BATCH", 20)
    (only,) = pull(tmp_path, "lead_history", span=Window(TODAY - timedelta(days=29), TODAY))
    assert only.rows > 40
    continued = sum("/query/0r8" in request.path for request in sandbox.requests)
    assert continued == -(-only.rows // 20) - 1


def test_a_query_that_takes_too_long_is_cut_in_halves(sandbox: Sandbox, tmp_path: Path) -> None:
    span = Window(TODAY - timedelta(days=7), TODAY)
    (whole,) = pull(tmp_path / "whole", "leads", span=span)
    client = connect(SOURCE)
    (account,) = SOURCE.accounts(client)
    sandbox.requests.clear()
    sandbox.fail("salesforce", "/queryAll", "slow_query", times=2)
    pages = SOURCE.stream("leads").fetch(client, account, span)
    found = [row["Id"] for page in pages if isinstance(page, list) for row in page]
    assert sorted(found) == sorted(row["Id"] for row in rows(tmp_path / "whole", "leads"))
    assert len(found) == len(set(found)) == whole.rows
    assert sum(request.path.endswith("/queryAll") for request in sandbox.requests) == 5


def test_a_query_that_takes_too_long_even_for_an_hour_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    client = connect(SOURCE)
    (account,) = SOURCE.accounts(client)
    sandbox.fail("salesforce", "/queryAll", "slow_query", times=99)
    with pytest.raises(Refused, match="QUERY_TIMEOUT"):
        list(SOURCE.stream("leads").fetch(client, account, Window(TODAY, TODAY)))


def test_a_changed_lead_moves_to_its_new_day(sandbox: Sandbox, tmp_path: Path) -> None:
    for age in (3, 2, 1, 0):
        today = TODAY - timedelta(days=age)
        sandbox.move_to(today)
        assert [one.error for one in pull(tmp_path, "leads", today=today, span=None)] == [None]
    assert pd.Series([row["Id"] for row in rows(tmp_path, "leads")]).value_counts().max() > 1
    landed = newest(tmp_path, "leads")
    for each in sandbox.company.wholesale_leads.itertuples(index=False):
        assert landed[identity("00Q", each.lead_id)]["SystemModstamp"] == each.updated_at


def test_fields_that_the_user_may_not_read_stay_empty_and_the_needed_ones_are_missed(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pull(tmp_path, "leads")
    assert "Lead has no readable Rating, Industry" in caplog.text
    assert {row["Rating"] for row in rows(tmp_path, "leads")} == {None}
    monkeypatch.setattr(records, "HIDDEN", {"Lead": {"Status"}})
    sandbox.move_to(TODAY - timedelta(days=1))
    (only,) = pull(tmp_path / "hidden", "leads", today=TODAY - timedelta(days=1))
    assert str(only.error).startswith("Refused: Lead has no readable Status. Give the integration user")


def test_fields_of_the_orgs_own_say_when_a_lead_was_qualified(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESFORCE_SQL_FIELD", "Qualified_Date__c")
    (only,) = pull(tmp_path, "leads")
    assert (only.error, only.extra) == (None, None)
    landed = newest(tmp_path, "leads")
    for each in sandbox.company.wholesale_leads.itertuples(index=False):
        told = landed[identity("00Q", each.lead_id)]["sql_at"]
        assert told == (each.qualified_at.floor("D") if pd.notna(each.qualified_at) else None)
    monkeypatch.setenv("SALESFORCE_MQL_FIELD", "Nowhere__c")
    (only,) = pull(tmp_path, "leads")
    assert "has no readable Nowhere__c" in str(only.error)


def test_an_org_with_several_currencies_tells_them_and_another_needs_the_setting(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.time_zone, account.currency) == ("America/New_York", "USD")
    monkeypatch.delenv("SALESFORCE_CURRENCY")
    with pytest.raises(Refused, match="Set SALESFORCE_CURRENCY"):
        SOURCE.accounts(connect(SOURCE))
    monkeypatch.setattr(records, "CURRENCIES", ("EUR", "CAD"))
    sandbox.move_to(TODAY - timedelta(days=2))
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert account.currency == "EUR"
    pull(tmp_path, "opportunities", today=TODAY - timedelta(days=2))
    assert {row["CurrencyIsoCode"] for row in rows(tmp_path, "opportunities")} == {"CAD"}


def test_a_status_that_does_not_exist_is_told_with_those_that_do(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESFORCE_MQL_STATUSES", "Warm, Qualified")
    (only,) = pull(tmp_path, "lead_statuses", span=None)
    assert "has Warm, which is no status of this org's leads; it has Open - Not Contacted" in str(only.error)


def test_an_org_without_campaigns_has_no_such_streams(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client = connect(SOURCE)
    monkeypatch.setitem(vars(client), "objects", client.objects - {"Campaign", "CampaignMember", "Lead"})
    (account,) = SOURCE.accounts(client)
    assert account.streams is not None
    assert {stream.name for stream in SOURCE.streams} - {*account.streams} == {"campaigns", "campaign_members"}
    assert "shows no campaign_members, campaigns to its integration user" in caplog.text


def test_a_refresh_token_signs_in(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_REFRESH_TOKEN", vendor.REFRESH)
    monkeypatch.delenv("SALESFORCE_CLIENT_SECRET")
    assert SOURCE.accounts(connect(SOURCE))[0].name == "Torrefino US"


def test_a_signed_assertion_signs_in(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = rsa.generate_private_key(65537, 2048)
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(key.private_bytes(*kinds))
    monkeypatch.delenv("SALESFORCE_CLIENT_SECRET")
    monkeypatch.setenv("SALESFORCE_USERNAME", vendor.USERNAME)
    monkeypatch.setenv("SALESFORCE_KEY_FILE", str(tmp_path / "key.pem"))
    assert SOURCE.accounts(connect(SOURCE))[0].name == "Torrefino US"
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(Refused, match="SALESFORCE_KEY_FILE is not a private key"):
        connect(SOURCE)


def test_without_any_way_to_sign_in_all_three_are_named(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALESFORCE_CLIENT_SECRET")
    with pytest.raises(Refused, match=r"SALESFORCE_CLIENT_SECRET, or SALESFORCE_USERNAME.*or SALESFORCE_REFRESH_TOKEN"):
        connect(SOURCE)
