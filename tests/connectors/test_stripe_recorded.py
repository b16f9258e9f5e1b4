"""What Stripe once really said lands without loss, each of its errors leads to its remedy, its own client agrees."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.stripe import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.stripe import ENV
from tests.connectors.recorded import lost

NOW = datetime(2026, 5, 28, 4, tzinfo=UTC)
SPAN = Window(date(2026, 5, 26), date(2026, 5, 28))
ACCOUNT = {"id": "acct_1", "settings": {"dashboard": {"timezone": "Etc/UTC"}}, "default_currency": "usd"}


def recorded(shared: Path, name: str) -> list[dict[str, Any]]:
    (exchange,) = json.loads((shared / "fixtures" / "stripe" / f"http_{name}.json").read_text())
    found: list[dict[str, Any]] = exchange["response"]["body"]["data"]
    return found


def example(shared: Path, name: str) -> dict[str, Any]:
    """The vendor's own example of an object, moved to a day that is pulled."""
    found: dict[str, Any] = json.loads((shared / "fixtures" / "stripe" / f"object_{name}.json").read_text())
    return {**found, "created": 1779834425}


class Vendor:
    """Says these objects in lists, and that nothing happened to any other."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env

    def land(self, path: str, objects: list[dict[str, Any]], stream: str) -> list[dict[str, Any]]:
        load_, rows = self.loads(path, objects, stream)
        assert load_.error is None
        return rows

    def loads(self, path: str, objects: list[dict[str, Any]], stream: str) -> tuple[Load, list[dict[str, Any]]]:
        bodies = {"/v1/account$": ACCOUNT, "/v1/events$": listing([]), f"/v1/{path}$": listing(objects)}
        routes = []
        for number, (pattern, body) in enumerate(bodies.items()):
            file = self.folder / f"{number}.json"
            file.write_text(json.dumps(body))
            routes.append(Recorded("GET", pattern, file))
        for name, value in ENV.items():
            self.env.setenv(name, value)
        with Replay(routes).serve() as url:
            self.env.setenv("STRIPE_BASE_URL", url)
            lake = Lake(self.folder / "lake", SecretStr("a key for tests only"))
            (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=SPAN, streams=[stream])
        return only, pq.read_table(self.folder / "lake" / "stripe" / stream).to_pylist()


def listing(objects: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": objects, "has_more": False, "url": "/v1"}


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    return Vendor(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("path", "kept"), [("customers", "cus_"), ("refunds", "re_"), ("invoices", "in_"), ("subscriptions", "sub_")]
)
def test_recorded_objects_lose_nothing_but_what_is_left_out_by_name(
    vendor: Vendor, shared: Path, path: str, kept: str
) -> None:
    sent = recorded(shared, path)
    if path == "invoices":
        sent = [{**each, "payments": listing([])} for each in sent]
    landed = {row["id"]: row for row in vendor.land(path, sent, path)}
    assert len(landed) == len(sent) > 2
    for row in sent:
        assert row["id"].startswith(kept)
        assert lost(row, landed[row["id"]], SOURCE.stream(path)) == []
        assert landed[row["id"]]["_extra"] is None


@pytest.mark.parametrize("name", ["charge", "customer", "dispute", "refund", "balance_transaction"])
def test_stripes_own_examples_lose_nothing_either(vendor: Vendor, shared: Path, name: str) -> None:
    sent = example(shared, name)
    (landed,) = vendor.land(f"{name}s", [sent], f"{name}s")
    assert lost(sent, landed, SOURCE.stream(f"{name}s")) == []
    assert landed["_extra"] is None


def test_recorded_items_carry_the_period_that_subscriptions_no_longer_have(vendor: Vendor, shared: Path) -> None:
    sent = recorded(shared, "subscriptions")
    landed = {row["id"]: row for row in vendor.land("subscriptions", sent, "subscription_items")}
    items = [(each["id"], item) for each in sent for item in each["items"]["data"]]
    assert len(landed) == len(items)
    for owner, item in items:
        row = landed[item["id"]]
        assert row["subscription"] == owner
        assert row["current_period_end"] == datetime.fromtimestamp(item["current_period_end"], UTC)
        assert row["price.unit_amount"] == item["price"]["unit_amount"]
        assert row["_extra"] is None


def test_the_lines_of_recorded_invoices_know_their_price(vendor: Vendor, shared: Path) -> None:
    sent = recorded(shared, "invoices")
    landed = {row["id"]: row for row in vendor.land("invoices", sent, "invoice_lines")}
    lines = [line for each in sent for line in each["lines"]["data"]]
    assert len(landed) == len(lines) > 0
    for line in lines:
        assert landed[line["id"]]["price"] == line["pricing"]["price_details"]["price"]
        assert lost(line, landed[line["id"]], SOURCE.stream("invoice_lines")) == []


def test_an_older_version_keeps_the_subscription_and_the_payment_at_the_top(vendor: Vendor, shared: Path) -> None:
    old = {name: value for name, value in example(shared, "invoice").items() if name != "parent"}
    old |= {"subscription": "sub_1", "charge": "ch_1", "payment_intent": "pi_1", "paid": True, "payments": listing([])}
    (landed,) = vendor.land("invoices", [old], "invoices")
    assert (landed["subscription"], landed["charge"], landed["payment_intent"]) == ("sub_1", "ch_1", "pi_1")
    charge = {**example(shared, "charge"), "invoice": "in_1"}
    (landed,) = vendor.land("charges", [charge], "charges")
    assert landed["invoice"] == "in_1"


def test_a_list_that_promises_more_and_gives_nothing_never_passes_for_whole(vendor: Vendor) -> None:
    with stamina.set_testing(True, attempts=1):
        endless, rows = vendor.loads("charges", [], "charges")
        assert (endless.error, rows) == (None, [])
    vendor.env.setattr("tests.connectors.test_stripe_recorded.listing", lambda _: {"data": [], "has_more": True})
    with stamina.set_testing(True, attempts=1):
        endless, rows = vendor.loads("charges", [], "charges")
    assert endless.error == "Unavailable: events promised more, and gave nothing."
    assert rows == []


FAULTS = {
    "rate_limited": (Unavailable, r"HTTP 429 rate_limit: Too many requests. \(request req_7Kq2\) endpoint-rate"),
    "locked": (Unavailable, "lock_timeout"),
    "conflict": (Unavailable, "HTTP 409"),
    "broken": (Unavailable, "HTTP 500 api_error"),
    "broken_for_good": (Refused, "HTTP 500 api_error"),
    "forbidden": (Refused, "rak_charge_read.*Give the restricted key the right"),
    "expired_key": (Refused, "api_key_expired.*Set a live key in STRIPE_API_KEYS"),
    "unknown_version": (Refused, "Invalid Stripe API version.*STRIPE_API_VERSION"),
}


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(date(2026, 11, 25), 20), only="stripe") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    yield running
    running.heal()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_leads_to_its_remedy(sandbox: Sandbox, fault: str) -> None:
    kind, said = FAULTS[fault]
    sandbox.fail("stripe", "/v1/charges", fault)
    http = connect(SOURCE)["torrefino"].http
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceError, match=said) as caught:
        http.get("charges")
    assert isinstance(caught.value, kind)


def test_a_missing_right_stops_only_its_stream(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("stripe", "/v1/charges", "forbidden")
    lake, now = Lake(tmp_path, SecretStr("a key for tests only")), datetime(2026, 11, 25, 4, tzinfo=UTC)
    span = Window(date(2026, 11, 20), date(2026, 11, 25))
    loads = load(SOURCE, connect(SOURCE), lake, now, span=span, streams=["charges", "refunds"])
    found = {one.stream: one.error for one in loads}
    assert found["refunds"] is None
    assert "Forbidden: " in str(found["charges"])


def test_stripes_own_client_reads_the_sandbox(sandbox: Sandbox) -> None:
    stripe = pytest.importorskip("stripe")
    client = stripe.StripeClient("rk_live_torrefino", base_addresses={"api": sandbox.url})
    found = list(client.v1.charges.list({"limit": 25}).auto_paging_iter())
    assert len(found) == len({each.id for each in found}) > 50
    assert client.v1.charges.retrieve(found[-1].id).amount == found[-1].amount
    ended = client.v1.subscriptions.list({"status": "canceled", "limit": 100}).data
    assert {each.status for each in ended} == {"canceled"}
    invoice = client.v1.invoices.list({"expand": ["data.payments"]}).data[-1]
    assert invoice.payments.data[0].payment.payment_intent.startswith("pi_")
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("rk_live_wrong", base_addresses={"api": sandbox.url}).v1.charges.list()
