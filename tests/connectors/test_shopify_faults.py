"""What Shopify says when something is wrong is named for its remedy; what it once really said lands without loss."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings
from connectors.source import Window
from connectors.sources.shopify import SOURCE
from connectors.sources.shopify.client import Shop
from connectors.sources.shopify.errors import judge
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.shopify import CLIENT_ID, CLIENT_SECRET, ERRORS, NARROW_TOKEN, TOKEN
from tests.connectors.recorded import lost

NOW = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC) + timedelta(hours=4)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def shopify() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 70)) as running:
        yield running


@pytest.fixture
def sandbox(shopify: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in shopify.env().items():
        monkeypatch.setenv(name, value)
    shopify.requests.clear()
    yield shopify
    shopify.heal()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", SecretStr("a key for tests only"))


def shop(name: str = "torrefino") -> Shop:
    found: Shop = connect(SOURCE)[name]
    return found


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("throttled", Unavailable, "Throttled"),
        ("internal", Unavailable, "x-request-id 5f0c"),
        ("rate_limited", Unavailable, "HTTP 429"),
        ("rejected", Unavailable, "HTTP 430"),
        ("access_denied", Refused, "approve the app for protected customer data"),
        ("frozen", Refused, "frozen until its owner pays"),
        ("forbidden", Refused, "grant it the scopes"),
        ("no_such_shop", Refused, "correct its name in SHOPIFY_ACCESS_TOKENS"),
        ("locked", Refused, "is locked"),
    ],
)
def test_an_error_is_named_for_its_remedy_and_for_its_shop(
    sandbox: Sandbox, fault: str, kind: type[SourceError], said: str
) -> None:
    client = shop()
    client.http.tries = 1
    sandbox.fail("shopify", "graphql", fault)
    with pytest.raises(kind, match=f"Shop torrefino.*{said}" if fault != "rate_limited" else said):
        client.about()


def test_a_throttled_query_waits_until_its_points_have_flowed_back(sandbox: Sandbox) -> None:
    fault = judge("torrefino")(Answer(200, {}, ERRORS["throttled"].body))
    assert isinstance(fault, Unavailable)
    assert fault.retry_after == (900 - 400) / 1000 + 0.5
    sandbox.fail("shopify", "graphql", "throttled")
    assert shop().about()["currencyCode"] == "EUR"
    assert len(sandbox.requests) == 2


def test_a_page_that_is_answered_in_part_is_no_page() -> None:
    body = {"data": {"orders": {"nodes": []}}, "errors": [{"message": "Field 'x' failed"}]}
    assert isinstance(judge("torrefino")(Answer(200, {}, body)), Refused)


def test_a_wrong_token_is_named_and_stops_no_other_shop(
    sandbox: Sandbox, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", f"closed=shpat_wrong, torrefino.myshopify.com={TOKEN}")
    loads = load(SOURCE, connect(SOURCE), lake, NOW, history_days=2)
    errors = {(one.account, one.stream): one.error for one in loads}
    assert [str(one) for one in loads if one.account == "torrefino" and one.error] == []
    refused = [error for (account, _), error in errors.items() if account == "closed"]
    assert len(refused) == len(SOURCE.streams) - 1
    assert all("SHOPIFY_ACCESS_TOKENS" in str(error) and "shpat_wrong" not in str(error) for error in refused)
    assert [account.id for account in lake.accounts("shopify")] == ["torrefino"]
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", "closed=shpat_wrong")
    with pytest.raises(Refused, match="Shop closed: the token was refused"):
        SOURCE.accounts(connect(SOURCE))


def test_two_shops_are_two_accounts(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", f"one={TOKEN},two={NARROW_TOKEN}")
    accounts = SOURCE.accounts(connect(SOURCE))
    assert [(each.id, each.time_zone, each.currency) for each in accounts] == [
        (name, "Europe/Berlin", "EUR") for name in ("one", "two")
    ]


def test_an_app_fetches_its_token_and_fetches_it_again_when_it_has_run_out(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", f"torrefino={CLIENT_ID}:{CLIENT_SECRET}")
    client = shop()
    client.about()
    sandbox.fail("shopify", "graphql", "expired_token")
    assert client.about()["currencyCode"] == "EUR"
    granted, asked = "/admin/oauth/access_token", "/admin/api/2026-10/graphql.json"
    assert [request.path for request in sandbox.requests] == [granted, asked, asked, granted, asked]
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", f"torrefino={CLIENT_ID}:shpss_wrong")
    with pytest.raises(Refused, match="client_id:client_secret in SHOPIFY_ACCESS_TOKENS was refused") as caught:
        shop().about()
    assert "shpss_wrong" not in str(caught.value)


def test_tokens_without_shops_are_refused_and_tokens_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", "shpat_secret")
    with pytest.raises(Refused, match=r"SHOPIFY_ACCESS_TOKENS: .*name=secret") as caught:
        read_settings(SOURCE)
    assert "shpat_secret" not in str(caught.value)
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", "torrefino=shpat_secret")
    assert "shpat_secret" not in repr(read_settings(SOURCE))
    assert shop().http.base_url == "https://torrefino.myshopify.com/admin/api/2026-10"


def test_orders_that_the_token_may_not_see_never_pass_for_a_quiet_time(
    sandbox: Sandbox, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPIFY_ACCESS_TOKENS", f"torrefino={NARROW_TOKEN}")
    old = Window(TODAY - timedelta(days=69), TODAY - timedelta(days=65))
    recent = Window(TODAY - timedelta(days=3), TODAY - timedelta(days=1))
    for stream in ("orders", "order_lines", "refunds"):
        (refused,) = load(SOURCE, connect(SOURCE), lake, NOW, span=old, streams=[stream])
        assert "read_all_orders" in str(refused.error)
    (landed,) = load(SOURCE, connect(SOURCE), lake, NOW, span=recent, streams=["orders"])
    assert (landed.error, landed.rows > 50) == (None, True)


def test_an_expired_version_and_deprecated_fields_are_told_once(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SHOPIFY_API_VERSION", "2025-01")
    client = shop()
    for _ in range(2):
        client.ask("{ customers(first: 1) { nodes { email } } }")
    assert sorted(caplog.messages) == [
        "Shop torrefino answers as version 2026-01, though 2025-01 was asked for.",
        "Shop torrefino calls deprecated what is asked of it: Customer.email.",
    ]


def test_what_is_asked_of_the_version_in_use_is_not_deprecated(
    sandbox: Sandbox, lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    load(SOURCE, connect(SOURCE), lake, NOW, history_days=2)
    assert [message for message in caplog.messages if "deprecated" in message or "version" in message] == []


def replayed(folder: Path, env: pytest.MonkeyPatch, stream: str, body: Any, days: Window) -> list[dict[str, Any]]:
    """The rows that are in the lake after a load of what was recorded."""
    about = {"data": {"shop": {"name": "Recorded", "ianaTimezone": "America/New_York", "currencyCode": "USD"}}}
    scopes = {"data": {"currentAppInstallation": {"accessScopes": [{"handle": "read_all_orders"}]}}}
    answers = [about, scopes, body] if stream == "orders" else [about, body]
    file = folder / "recorded.json"
    file.write_text(json.dumps([{"request": {}, "response": {"status": 200, "body": each}} for each in answers]))
    with Replay([Recorded("POST", "graphql.json$", file)]).serve() as url:
        env.setenv("SHOPIFY_ACCESS_TOKENS", "recorded=shpat_recorded")
        env.setenv("SHOPIFY_BASE_URL", url)
        lake = Lake(folder / "lake", SecretStr("a key for tests only"))
        (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=days, streams=[stream])
    assert only.error is None
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "shopify" / stream).to_pylist()
    return found


def recorded(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "shopify" / name).read_text())[0]["response"]["body"]


def camel(value: Any) -> Any:
    """A record in Shopify's own spelling; the recording is in that of another connector."""
    if not isinstance(value, dict):
        return value
    return {name[0] + name.title().replace("_", "")[1:]: camel(each) for name, each in value.items()}


def test_recorded_products_land_without_loss(shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = recorded(shared, "http_list_products.json")
    day = Window(date(2026, 6, 4), date(2026, 6, 4))
    landed = {row["id"]: row for row in replayed(tmp_path, monkeypatch, "products", body, day)}
    sent = body["data"]["products"]["nodes"]
    assert len(landed) == len(sent) > 5
    assert [path for row in sent for path in lost(row, landed[row["id"]], SOURCE.stream("products"))] == []


def test_recorded_journeys_land_without_loss(shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = (shared / "fixtures" / "shopify" / "airbyte_expected_records.jsonl").read_text().splitlines()
    records = [line["data"] for line in map(json.loads, lines) if line["stream"] == "customer_journey_summary"]
    sent = [
        {"id": record["admin_graphql_api_id"], "updatedAt": record["updated_at"].replace("+00:00", "Z")}
        | {"customerJourneySummary": camel(record["customer_journey_summary"])}
        for record in records
    ]
    body = {"data": {"orders": {"nodes": sent, "pageInfo": {"hasNextPage": False, "endCursor": None}}}}
    days = Window(date(2023, 4, 24), date(2023, 4, 24))
    landed = {row["id"]: row for row in replayed(tmp_path, monkeypatch, "orders", body, days)}
    assert len(landed) == len(sent) == 2
    assert [path for row in sent for path in lost(row, landed[row["id"]], SOURCE.stream("orders"))] == []


def test_recorded_events_of_other_things_are_no_deleted_orders(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = recorded(shared, "http_events.json")
    body["data"]["events"]["pageInfo"]["hasNextPage"] = False
    days = Window(TODAY - timedelta(days=5), TODAY - timedelta(days=1))
    assert replayed(tmp_path, monkeypatch, "deleted_orders", body, days) == []


@pytest.mark.parametrize("name", ["http_returns.json", "http_mark_order_as_paid.json"])
def test_recorded_refusals_are_understood(shared: Path, name: str) -> None:
    fault = judge("recorded")(Answer(200, {}, recorded(shared, name)))
    assert isinstance(fault, Refused)
    assert "not approved to access the Order object" in str(fault)
