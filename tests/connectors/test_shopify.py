"""A shop's sales land as the company made them, to the cent, and follow what happens to them later."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.shopify import SOURCE, fetch
from connectors.sources.shopify.client import Shop
from sandbox.company import Company
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
DAYS = 40
HASH_KEY = "a key for tests only"
EVERYTHING = Window(TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def shopify() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS)) as running:
        yield running


@pytest.fixture
def sandbox(shopify: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in shopify.env().items():
        monkeypatch.setenv(name, value)
    shopify.requests.clear()
    yield shopify
    shopify.move_to(TODAY)


def land(folder: Path, *streams: str, today: date = TODAY) -> list[Load]:
    lake, now = Lake(folder / "lake", SecretStr(HASH_KEY)), datetime.combine(today, time(3), UTC)
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []
    return loads


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "shopify" / stream).to_pylist()
    return found


def newest(folder: Path, stream: str, day: str = "updatedAt") -> dict[str, dict[str, Any]]:
    return {row["id"].rsplit("/", 1)[1]: row for row in sorted(rows(folder, stream), key=lambda row: row[day])}


def orders_of(sandbox: Sandbox) -> Mapping[str, Any]:
    return {each.order_id: each for each in sandbox.company.orders.itertuples(index=False)}


def shop(sandbox: Sandbox) -> Shop:
    found: Shop = connect(SOURCE)["torrefino"]
    return found


def in_eur(amount: float, order: Any) -> float:
    return float(round(amount / order.eur_rate, 2))


def test_every_order_lands_with_its_money_in_the_shops_currency(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "orders")
    truth, landed = orders_of(sandbox), newest(tmp_path, "orders")
    assert set(landed) == set(truth)
    assert {order.currency for order in truth.values()} == {"EUR", "USD"}
    for order_id, row in landed.items():
        order = truth[order_id]
        assert float(row["totalPriceSet.shopMoney.amount"]) == in_eur(order.total, order)
        assert float(row["totalPriceSet.presentmentMoney.amount"]) == order.total
        assert float(row["totalRefundedSet.shopMoney.amount"]) == in_eur(order.refunded, order)
        parts = [row[f"{name}.shopMoney.amount"] for name in ("subtotalPriceSet", "totalShippingPriceSet")]
        assert sum(parts) == row["totalPriceSet.shopMoney.amount"]
        assert (row["currencyCode"], row["presentmentCurrencyCode"]) == ("EUR", order.currency)
        assert (row["createdAt"], row["updatedAt"]) == tuple(
            each.floor("s") for each in (order.created_at, order.updated_at)
        )
        assert (row["displayFinancialStatus"], row["test"]) == (order.financial_status, order.is_test)
        assert row["_day"] == order.updated_at.date()


def test_orders_say_how_their_customers_came_once_shopify_knows_it(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "orders")
    unready = {each for each, row in newest(tmp_path, "orders").items() if not row["customerJourneySummary.ready"]}
    assert unready
    tomorrow = TODAY + timedelta(days=1)
    sandbox.move_to(tomorrow)
    land(tmp_path, "orders", today=tomorrow)
    truth, landed = orders_of(sandbox), newest(tmp_path, "orders")
    visit = "customerJourneySummary.lastVisit.utmParameters"
    for order_id in unready:
        order, row = truth[order_id], landed[order_id]
        assert row["customerJourneySummary.customerOrderIndex"] == order.customer_order_index
        tags = [row[f"{visit}.{name}"] or "" for name in ("source", "medium", "campaign")]
        assert tags == [order.utm_source, order.utm_medium, order.utm_campaign]


def test_what_happens_to_an_order_later_is_its_newest_version(sandbox: Sandbox, tmp_path: Path) -> None:
    streams = ("orders", "order_lines", "refunds")
    land(tmp_path, *streams)
    before = {each: row["displayFinancialStatus"] for each, row in newest(tmp_path, "orders").items()}
    later = TODAY + timedelta(days=12)
    sandbox.move_to(later)
    land(tmp_path, *streams, today=later)
    truth, landed = orders_of(sandbox), newest(tmp_path, "orders")
    statuses = {each: landed[each]["displayFinancialStatus"] for each in truth}
    assert statuses == {each: order.financial_status for each, order in truth.items()}
    assert any(before[each] == "PAID" and statuses[each] == "REFUNDED" for each in before if each in statuses)
    refunds = newest(tmp_path, "refunds", day="order.updatedAt")
    assert set(sandbox.company.refunds["refund_id"]) <= set(refunds)


def test_lines_add_up_to_the_goods_of_their_order(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "order_lines")
    truth, orders = sandbox.company.order_lines, orders_of(sandbox)
    landed = newest(tmp_path, "order_lines", day="order.updatedAt")
    assert set(landed) == set(truth["line_id"])
    for line in truth.itertuples(index=False):
        row, order = landed[line.line_id], orders[line.order_id]
        assert (row["order.id"], row["sku"]) == (f"gid://shopify/Order/{line.order_id}", line.sku)
        assert row["quantity"] == line.quantity
        assert float(row["originalTotalSet.shopMoney.amount"]) == in_eur(line.price * line.quantity, order)


def test_a_refund_lands_with_its_lines_and_adjustments(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "refunds")
    truth, orders = sandbox.company.refunds, orders_of(sandbox)
    landed = newest(tmp_path, "refunds", day="order.updatedAt")
    assert set(landed) == set(truth["refund_id"])
    for refund in truth.itertuples(index=False):
        row = landed[refund.refund_id]
        assert row["order.id"].endswith(refund.order_id)
        assert row["createdAt"] == refund.created_at.floor("s")
        assert float(row["totalRefundedSet.shopMoney.amount"]) == in_eur(refund.amount, orders[refund.order_id])
        lines, rest = json.loads(row["refundLineItems.nodes"]), json.loads(row["orderAdjustments.nodes"])
        parts = [line["subtotalSet"] for line in lines] + [adjustment["amountSet"] for adjustment in rest]
        total = sum(float(part["shopMoney"]["amount"]) for part in parts)
        assert total == pytest.approx(float(row["totalRefundedSet.shopMoney.amount"]), abs=0.011)


def test_customers_are_known_by_a_keyed_hash_and_no_name_is_even_asked_for(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "customers")
    people, landed = sandbox.company.customers, newest(tmp_path, "customers")
    assert set(landed) == set(people["customer_id"])
    for person in people.itertuples(index=False):
        row = landed[person.customer_id]
        key = hmac.new(HASH_KEY.encode(), person.email.encode(), hashlib.sha256).hexdigest()
        assert row["defaultEmailAddress.emailAddress"] == key
        assert (row["numberOfOrders"], float(row["amountSpent.amount"])) == (person.orders_count, person.amount_spent)
        assert row["defaultAddress.countryCodeV2"] == person.country
    said = repr(landed)
    assert "@" not in said
    assert not any(name in said for name in people["last_name"].unique())
    assert {row["_extra"] for row in landed.values()} == {None}


def test_deleted_orders_are_told_by_their_events_only(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "deleted_orders")
    (event,) = rows(tmp_path, "deleted_orders")
    assert (event["action"], event["subjectType"]) == ("destroy", "ORDER")
    assert event["subjectId"].startswith("gid://shopify/Order/")
    assert event["createdAt"].date() == event["_day"] == date(2026, 11, 1)


def test_products_land_with_their_prices(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "products")
    prices = {
        each: float(row["priceRangeV2.minVariantPrice.amount"]) for each, row in newest(tmp_path, "products").items()
    }
    assert prices == dict(sandbox.company.products[["product_id", "price"]].itertuples(index=False))


def test_pages_shrink_until_the_query_may_be_paid_for_and_stay_so(sandbox: Sandbox) -> None:
    client, money = shop(sandbox), "{ shopMoney { amount } }"
    line = f"product {{ id }} originalTotalSet {money} discountedTotalSet {money}"
    pages = list(client.found("orders", "UPDATED_AT", f"id lineItems(first: 250) {{ nodes {{ {line} }} }}", ""))
    assert {len(page) for page in pages[:-1]} == {62}
    assert {order["id"].rsplit("/", 1)[1] for page in pages for order in page} == set(orders_of(sandbox))


def test_a_connection_within_an_object_is_read_to_its_end(sandbox: Sandbox) -> None:
    lines = sandbox.company.order_lines
    order_id = lines.groupby("order_id").size().idxmax()
    (order,) = shop(sandbox).ask(
        "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { id lineItems(first: 1) "
        "{ nodes { id } pageInfo { hasNextPage endCursor } } } } }",
        ids=[f"gid://shopify/Order/{order_id}"],
    )["nodes"]
    found = shop(sandbox).whole("Order", order, "lineItems", "id")
    assert len(order["lineItems"]["nodes"]) == 1
    assert [line["id"].rsplit("/", 1)[1] for line in found] == sorted(lines[lines["order_id"] == order_id]["line_id"])
    assert len(found) == 3


def test_a_search_too_deep_to_page_starts_anew_and_brings_nothing_twice(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "DEEPEST", 300)
    (account,) = SOURCE.accounts(client := connect(SOURCE))
    pages = list(SOURCE.stream("customers").fetch(client, account, EVERYTHING))
    found = [row["id"].rsplit("/", 1)[1] for page in pages for row in page]
    assert sorted(found) == sorted(sandbox.company.customers["customer_id"])
