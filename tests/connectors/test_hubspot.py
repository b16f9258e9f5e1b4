"""HubSpot: what the portal holds lands whole, changed records move, deleted ones are seen, people stay out."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import requests
from pydantic import SecretStr

from connectors.errors import Refused
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.hubspot import SOURCE, fetch
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.hubspot import api, search

TODAY = date(2026, 9, 16)
DAYS = 40
ALL = Window(TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))


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
    now = datetime(today.year, today.month, today.day, 4, tzinfo=UTC)
    return load(SOURCE, connect(SOURCE), lake, now, span=span, streams=streams or None, history_days=DAYS)


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "hubspot" / stream).to_pylist()
    return found


def newest(folder: Path, stream: str, key: str, day: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in sorted(rows(folder, stream), key=lambda row: row[day])}


def is_mistake(identity: str) -> bool:
    """The sandbox's portal has records that somebody entered by mistake, besides the company's."""
    return identity.startswith(("799", "299"))


def test_every_contact_arrives_with_the_dates_of_its_stages(sandbox: Sandbox, tmp_path: Path) -> None:
    (only,) = pull(tmp_path, "contacts")
    assert only.error is None
    landed = pd.DataFrame(row for row in rows(tmp_path, "contacts") if not is_mistake(row["id"]))
    truth = sandbox.company.contacts
    assert sorted(landed["id"]) == sorted(truth["contact_id"])
    both = truth.merge(landed, left_on="contact_id", right_on="id")
    for column, property_ in {
        "created_at": "createdate",
        "updated_at": "lastmodifieddate",
        "lead_at": "hs_v2_date_entered_lead",
        "mql_at": "hs_v2_date_entered_marketingqualifiedlead",
        "customer_at": "hs_v2_date_entered_customer",
    }.items():
        assert (both[column].dropna() == both[f"properties.{property_}"].dropna()).all()
    assert (both["lifecycle"] == both["properties.lifecyclestage"]).all()
    assert (both["source"] == both["properties.hs_analytics_source"]).all()


def test_the_lake_knows_nobody_by_name_mail_or_phone(sandbox: Sandbox, tmp_path: Path) -> None:
    loads = pull(tmp_path, span=None)
    assert [one.error for one in loads if one.error] == []
    assert {one.stream for one in loads} == {stream.name for stream in SOURCE.streams}
    said = json.dumps([rows(tmp_path, stream.name) for stream in SOURCE.streams], default=str)
    people = sandbox.company.contacts
    for text in {
        *people["email"],
        *people["phone"],
        *people["last_name"],
        *people["first_name"],
        "Nora Keller",
        "userId",
    }:
        assert f'"{text}"' not in said
        assert "@office.example.com" not in said
    emails = {row["properties.email"] for row in rows(tmp_path, "contacts") if not is_mistake(row["id"])}
    assert len(emails) == len(people)
    assert all(len(key) == 64 for key in emails)


def test_deals_keep_their_money_to_the_cent_in_each_currency(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "deals")
    landed = pd.DataFrame(row for row in rows(tmp_path, "deals") if not is_mistake(row["id"]))
    landed["properties.amount"] = landed["properties.amount"].astype(float)
    truth = sandbox.company.deals
    sums = landed.groupby("properties.deal_currency_code")["properties.amount"].sum()
    assert sums.to_dict() == truth.groupby("currency")["amount"].sum().to_dict()
    assert landed["properties.hs_is_closed_won"].sum() == truth["is_won"].sum() > 0
    assert landed["properties.closedate"].notna().sum() == truth["closed_at"].notna().sum()


def test_more_records_than_a_search_ever_gives_still_all_arrive(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LAST", 50)
    monkeypatch.setattr(fetch, "SEARCHED", 20)
    (only,) = pull(tmp_path, "contacts", span=Window(TODAY - timedelta(days=10), TODAY - timedelta(days=1)))
    assert only.error is None
    assert only.rows > 60
    searches = sum(each.path.endswith("/contacts/search") for each in sandbox.requests)
    assert searches == -(-only.rows // 20)
    recent = sandbox.company.contacts["updated_at"] >= pd.Timestamp(TODAY - timedelta(days=10), tz="UTC")
    assert recent.sum() == sum(not is_mistake(row["id"]) for row in rows(tmp_path, "contacts"))


def test_the_sandbox_refuses_what_hubspot_refuses(sandbox: Sandbox) -> None:
    url, headers = (
        f"{sandbox.env()['HUBSPOT_BASE_URL']}/crm/v3/objects/contacts",
        {"Authorization": f"Bearer {api.TOKEN}"},
    )
    too_far = requests.post(f"{url}/search", json={"limit": 200, "after": "9900"}, headers=headers, timeout=9)
    assert (too_far.status_code, too_far.json()["category"]) == (400, "VALIDATION_ERROR")
    assert "X-HubSpot-RateLimit-Max" not in too_far.headers
    too_many = requests.get(
        url, params={"limit": 100, "propertiesWithHistory": "lifecyclestage"}, headers=headers, timeout=9
    )
    assert too_many.status_code == 400
    assert too_many.headers["X-HubSpot-RateLimit-Max"] == "190"
    assert requests.get(url, timeout=9).status_code == 401


def test_a_changed_contact_moves_to_its_new_day_and_its_newest_version_is_the_truth(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    for age in (3, 2, 1, 0):
        today = TODAY - timedelta(days=age)
        sandbox.move_to(today)
        assert [one.error for one in pull(tmp_path, "contacts", "contact_stage_history", today=today, span=None)] == [
            None
        ] * 2
    versions = pd.Series([row["id"] for row in rows(tmp_path, "contacts")]).value_counts()
    assert versions.max() > 1, "the old version stays under its old day"
    found = newest(tmp_path, "contacts", "id", "properties.lastmodifieddate")
    truth = sandbox.company.contacts.set_index("contact_id")
    assert {i: found[i]["properties.lifecyclestage"] for i in truth.index} == truth["lifecycle"].to_dict()
    past = newest(tmp_path, "contact_stage_history", "id", "properties.lastmodifieddate")
    for identity, stage in truth["lifecycle"].items():
        versions_of = json.loads(past[str(identity)]["propertiesWithHistory.lifecyclestage"])
        assert versions_of[0]["value"] == stage
        assert set(versions_of[0]) == {"value", "timestamp", "sourceType"}


def test_a_record_of_the_first_instant_of_a_day_belongs_to_that_day_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    monday, tuesday = date(2026, 9, 14), date(2026, 9, 15)
    for day, mistakes in {monday: 0, tuesday: 1}.items():
        (only,) = pull(tmp_path / str(day), "contacts", span=Window(day, day))
        assert only.error is None
        assert sum(is_mistake(row["id"]) for row in rows(tmp_path / str(day), "contacts")) == mistakes


def test_a_deleted_record_is_first_there_and_then_known_to_be_deleted(sandbox: Sandbox, tmp_path: Path) -> None:
    wednesday, thursday = date(2026, 9, 9), date(2026, 9, 10)
    sandbox.move_to(wednesday)
    pull(tmp_path, "contacts", "deleted_contacts", today=wednesday, span=None)
    (mistake,) = (row["id"] for row in rows(tmp_path, "contacts") if is_mistake(row["id"]))
    assert mistake not in {row["id"] for row in rows(tmp_path, "deleted_contacts")}
    sandbox.move_to(thursday)
    pull(tmp_path, "deleted_contacts", today=thursday, span=None)
    deleted = {row["id"]: row["archivedAt"] for row in rows(tmp_path, "deleted_contacts")}
    assert deleted[mistake] == datetime(2026, 9, 9, 9, tzinfo=UTC)


def test_each_deal_lists_its_contacts_and_one_without_has_an_empty_list(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "deal_contacts")
    found = {row["from.id"]: json.loads(row["to"]) for row in rows(tmp_path, "deal_contacts")}
    linked = {deal: str(to[0]["toObjectId"]) for deal, to in found.items() if to}
    assert linked == sandbox.company.deals.set_index("deal_id")["contact_id"].to_dict()
    assert {is_mistake(deal) for deal, to in found.items() if not to} == {True}


def test_a_dated_version_of_the_api_gives_the_same(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(tmp_path / "v3", "deals")
    monkeypatch.setenv("HUBSPOT_API_VERSION", "2026-03")
    pull(tmp_path / "dated", "deals")
    assert rows(tmp_path / "dated", "deals") == rows(tmp_path / "v3", "deals")
    assert {"/crm/v3/objects/deals/search", "/crm/objects/2026-03/deals/search"} <= {e.path for e in sandbox.requests}


def test_properties_that_a_portal_lacks_are_told_once_and_the_needed_ones_are_missed(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    portal = connect(SOURCE)
    wanted = ("createdate", "utm_source", "lifecyclestage")
    assert portal.defined("contacts", wanted, ("createdate",)) == ["createdate", "lifecyclestage"]
    assert portal.defined("contacts", wanted, ("createdate",)) == ["createdate", "lifecyclestage"]
    assert caplog.text.count("contacts have no utm_source") == 1
    with pytest.raises(Refused, match="have no property utm_source"):
        portal.defined("contacts", wanted, ("utm_source",))


def test_the_portal_says_where_its_days_end_and_what_its_money_is(sandbox: Sandbox) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.time_zone, account.currency) == ("Europe/Berlin", "EUR")
