"""Stripe: what was billed and paid lands whole, what changes later is found through events, people stay out."""

import json
from collections.abc import Iterator
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
from connectors.sources.stripe import SOURCE, fetch
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.stripe import KEY, answers

TODAY = date(2026, 11, 25)
DAYS = 60
ALL = Window(TODAY - timedelta(days=DAYS), TODAY)


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="stripe") as sandbox:
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
    lake, now = (
        Lake(folder, SecretStr("a key for tests only")),
        datetime(today.year, today.month, today.day, 4, tzinfo=UTC),
    )
    return load(SOURCE, connect(SOURCE), lake, now, span=span, streams=streams or None, history_days=DAYS)


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "stripe" / stream).to_pylist()
    return found


def newest(folder: Path, stream: str) -> dict[str, dict[str, Any]]:
    found = sorted(rows(folder, stream), key=lambda row: (row["_loaded_at"], row["changed_at"]))
    return {row["id"]: row for row in found}


def created_since_start(sandbox: Sandbox) -> pd.DataFrame:
    bills = sandbox.company.subscription_invoices
    return bills[bills["created_at"] >= pd.Timestamp(ALL.since, tz="UTC")]


def test_every_invoice_arrives_with_its_totals_in_cents_and_the_payment_that_settled_it(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    pull(tmp_path, "invoices")
    landed, truth = newest(tmp_path, "invoices"), created_since_start(sandbox)
    for bill in truth.itertuples(index=False):
        row = landed[f"in_{bill.invoice_id}"]
        assert row["total"] == round(bill.total * 100)
        assert row["total_excluding_tax"] == round((bill.subtotal - bill.discount) * 100)
        assert row["subscription_of_parent"] == f"sub_{bill.subscription_id}"
        assert row["billing_reason"] == f"subscription_{bill.reason}"
        if pd.notna(bill.paid_at):
            assert (row["status"], row["status_transitions.paid_at"]) == ("paid", bill.paid_at)
            (payment,) = json.loads(row["payments.data"])
            assert payment["payment"]["payment_intent"] == f"pi_{bill.invoice_id}"
        else:
            assert row["status"] in ("draft", "open")
    assert len(truth) > 150


def test_charges_and_the_ledger_agree_with_what_was_paid(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "charges", "balance_transactions", "refunds", "disputes")
    charges = newest(tmp_path, "charges")
    paid = {identity: row["amount"] for identity, row in charges.items() if row["status"] == "succeeded"}
    bills = sandbox.company.subscription_invoices
    bills = bills[bills["paid_at"] >= pd.Timestamp(ALL.since, tz="UTC")]
    expected = {f"ch_{bill.invoice_id}": round(bill.total * 100) for bill in bills.itertuples(index=False)}
    machines = sandbox.company.machine_sales
    expected |= {f"ch_{sale.sale_id}": round(sale.total * 100) for sale in machines.itertuples(index=False)}
    assert {identity: paid[identity] for identity in expected} == expected
    ledger = rows(tmp_path, "balance_transactions")
    assert {row["source"] for row in ledger if row["type"] == "charge"} == set(expected)
    assert all(row["amount"] - row["fee"] == row["net"] for row in ledger)
    assert {row["type"] for row in ledger} == {"charge", "refund", "adjustment"}
    assert sum(row["status"] == "failed" for row in charges.values()) > 3
    assert charges[min(each for each in expected if "82" in each[:5])]["utm_source"] == "bing"


def test_an_old_charge_that_is_refunded_is_found_through_events_and_read_anew(sandbox: Sandbox, tmp_path: Path) -> None:
    before = TODAY - timedelta(days=29)
    sandbox.move_to(before)
    pull(tmp_path, "charges", "refunds", today=before, span=None)
    early = newest(tmp_path, "charges")
    sandbox.move_to(TODAY)
    pull(tmp_path, "charges", "refunds", span=None)
    late = newest(tmp_path, "charges")
    back = {identity for identity in early if early[identity]["amount_refunded"] < late[identity]["amount_refunded"]}
    truth = sandbox.company.subscription_invoices
    truth = truth[(truth["refunded_at"] >= pd.Timestamp(before, tz="UTC"))]
    truth = truth[truth["paid_at"] < pd.Timestamp(before, tz="UTC")]
    assert back == {f"ch_{identity}" for identity in truth["invoice_id"]}
    assert len(back) >= 1
    asked_one_by_one = {each.path for each in sandbox.requests if each.path.startswith("/v1/charges/")}
    assert {f"/v1/charges/{identity}" for identity in back} <= asked_one_by_one
    assert all(late[each]["_day"] > late[each]["created"].date() for each in back)


def test_after_a_pause_that_events_do_not_reach_back_over_all_is_read_again(sandbox: Sandbox, tmp_path: Path) -> None:
    before = TODAY - timedelta(days=45)
    sandbox.move_to(before)
    pull(tmp_path, "charges", today=before, span=None)
    sandbox.move_to(TODAY)
    pull(tmp_path, "charges", span=None)
    landed = newest(tmp_path, "charges")
    for bill in created_since_start(sandbox).dropna(subset=["paid_at"]).itertuples(index=False):
        assert landed[f"ch_{bill.invoice_id}"]["amount_refunded"] == round(bill.refund * 100)


def test_subscriptions_are_all_there_ended_ones_too_with_what_they_are_of(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "subscriptions", "subscription_items")
    landed = {row["id"]: row for row in rows(tmp_path, "subscriptions")}
    items = {row["subscription"]: row for row in rows(tmp_path, "subscription_items")}
    truth = sandbox.company.office_subscriptions
    assert len(landed) == len(items) == len(truth) > 100
    for each in truth.itertuples(index=False):
        row, item = landed[f"sub_{each.subscription_id}"], items[f"sub_{each.subscription_id}"]
        assert (row["status"] == "canceled") == (row["ended_at"] is not None) == pd.notna(each.ended_at)
        assert (item["price.unit_amount"], item["quantity"]) == (each.price * 100, each.quantity)
        assert item["current_period_end"] is not None
        discounts = json.loads(row["discounts"])
        assert [discount["source"]["coupon"]["percent_off"] for discount in discounts] == (
            [20.0] if each.coupon else []
        )
    assert {row["status"] for row in landed.values()} >= {"active", "canceled"}


def test_lists_inside_objects_are_read_to_their_end(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(tmp_path / "whole", "invoice_lines")
    monkeypatch.setattr(answers, "INSIDE", 1)
    monkeypatch.setattr(fetch, "LISTED", 7)
    pull(tmp_path / "cut", "invoice_lines")
    lines = sorted(row["id"] for row in rows(tmp_path / "cut", "invoice_lines"))
    assert lines == sorted(row["id"] for row in rows(tmp_path / "whole", "invoice_lines"))
    by_invoice = pd.DataFrame(rows(tmp_path / "cut", "invoice_lines")).groupby("invoice")["amount"].agg(["size", "sum"])
    upgrades = created_since_start(sandbox).query("reason == 'update'")
    assert len(upgrades) > 1
    for bill in upgrades.itertuples(index=False):
        assert tuple(by_invoice.loc[f"in_{bill.invoice_id}"]) == (2, round(bill.subtotal * 100))


def test_a_deleted_customer_is_known_to_be_gone_and_nobody_is_known_by_name(sandbox: Sandbox, tmp_path: Path) -> None:
    loads = pull(tmp_path, span=None)
    assert [one.error for one in loads if one.error] == []
    customers = newest(tmp_path, "customers")
    gone = {identity for identity, row in customers.items() if row["deleted"]}
    assert gone
    assert all(customers[each]["email"] is None for each in gone)
    assert all(len(row["email"]) == 64 for each, row in customers.items() if each not in gone)
    said = json.dumps([rows(tmp_path, stream.name) for stream in SOURCE.streams], default=str)
    people = sandbox.company.office_subscriptions
    for text in {*people["email"], *people["last_name"], "pay@office", "4242", "AOB934", "Rostweg", "stripe.example"}:
        assert text not in said
    assert "Our office moved" not in said
    assert {one.extra for one in loads} == {None}


def test_the_account_says_where_its_days_end_and_a_key_without_the_right_takes_the_setting(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.id, account.time_zone, account.currency) == ("torrefino", "Europe/Berlin", "EUR")
    monkeypatch.setenv("STRIPE_TIME_ZONE", "Asia/Tokyo")
    sandbox.fail("stripe", "/v1/account$", "forbidden")
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.time_zone, account.currency) == ("Asia/Tokyo", None)


def test_one_account_that_fails_stops_no_other(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_API_KEYS", f"rolled=rk_live_0123456, torrefino={KEY}")
    loads = {(one.account, one.stream): one for one in pull(tmp_path, "accounts", "charges", span=None)}
    assert ("rolled", "accounts") not in loads
    assert loads["torrefino", "charges"].error is None
    assert loads["torrefino", "charges"].rows > 100
    said = loads["rolled", "charges"].error
    assert said is not None
    assert "HTTP 401" in said
    assert "0123456" not in said


@pytest.mark.parametrize(
    ("version", "asked"),
    [
        ("2022-11-15", ["discounts"]),
        ("2025-03-31.basil", ["payments", "discounts"]),
        ("2026-10-28.endive", ["payments", "discounts", "discounts.source.coupon"]),
    ],
)
def test_no_version_is_asked_to_expand_what_it_does_not_know(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, asked: list[str]
) -> None:
    monkeypatch.setenv("STRIPE_API_VERSION", version)
    session = connect(SOURCE)["torrefino"]
    said = session.expanding(["payments", "discounts", "discounts.source.coupon"], "data.")
    assert said == {"expand[]": [f"data.{each}" for each in asked]}
    assert session.http.headers["Stripe-Version"] == version
    (only,) = pull(tmp_path, "invoices", span=Window(TODAY - timedelta(days=3), TODAY))
    assert only.error is None
    assert all((row["payments.data"] is None) == (version == "2022-11-15") for row in rows(tmp_path, "invoices"))


def test_a_connected_account_is_named_in_the_header(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_KEYS", f"acct_1Torrefino={KEY}")
    with pytest.raises(Refused, match="Only Stripe Connect platforms can work with other accounts"):
        SOURCE.accounts(connect(SOURCE))


@pytest.mark.parametrize("keys", ["rk_live_alone", "=rk_live_nameless", "  ,  "])
def test_keys_without_a_name_are_told_apart(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv("STRIPE_API_KEYS", keys)
    with pytest.raises(Refused, match="STRIPE_API_KEYS: Value error, write name=secret"):
        read_settings(SOURCE)


def test_a_test_key_is_refused_before_anything_is_asked(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_KEYS", "torrefino=rk_test_torrefino")
    with pytest.raises(Refused, match="STRIPE_API_KEYS has a test key for torrefino"):
        connect(SOURCE)
    assert sandbox.requests == []
