"""The simulated Shopify reads GraphQL as the real one does: recorded queries get answers of the recorded form."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.shopify import TOKEN


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(date(2026, 11, 25), 40)) as running:
        yield running


def asked(
    sandbox: Sandbox, query: str, variables: dict[str, Any] | None = None, version: str = "2026-10", token: str = TOKEN
) -> requests.Response:
    return requests.post(
        f"{sandbox.url}/shopify/admin/api/{version}/graphql.json",
        json={"query": query, "variables": variables or {}},
        headers={"X-Shopify-Access-Token": token},
        timeout=20,
    )


def form(value: Any) -> Any:
    """Names without values, and of a list its first item only."""
    if isinstance(value, dict):
        return {name: form(each) for name, each in value.items()}
    return [form(value[0])] if isinstance(value, list) and value and isinstance(value[0], dict) else None


@pytest.mark.parametrize("name", ["http_get_shop", "http_list_products", "http_events"])
def test_a_recorded_query_costs_what_it_cost_and_is_answered_in_the_same_form(
    shared: Path, sandbox: Sandbox, name: str
) -> None:
    exchange = json.loads((shared / "fixtures" / "shopify" / f"{name}.json").read_text())[0]
    sent, recorded = exchange["request"]["body"], exchange["response"]["body"]
    answer = asked(sandbox, sent["query"], sent.get("variables")).json()
    assert form(answer["data"]) == form(recorded["data"])
    assert answer["extensions"]["cost"]["requestedQueryCost"] == recorded["extensions"]["cost"]["requestedQueryCost"]


def test_exactly_the_chosen_fields_come_back_under_their_aliases_and_through_fragments(sandbox: Sandbox) -> None:
    query = """
    query($first: Int!) {
      newest: orders(first: $first, sortKey: CREATED_AT, reverse: true) { edges { node { ...Sold } } }
    }
    fragment Sold on Order { id price: totalPriceSet { presentmentMoney { currencyCode } } }
    """
    edges = asked(sandbox, query, {"first": 2}).json()["data"]["newest"]["edges"]
    assert [set(edge["node"]) for edge in edges] == [{"id", "price"}] * 2
    assert set(edges[0]["node"]["price"]["presentmentMoney"]) == {"currencyCode"}
    last = sandbox.company.orders.sort_values("created_at")["order_id"].iloc[-1]
    assert edges[0]["node"]["id"] == f"gid://shopify/Order/{last}"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("{ orders(first: 1) { nodes { colour } } }", "Cannot query field 'colour' on type 'Order'."),
        ("{ orders(first: 1) { nodes { customer } } }", "must have a selection of subfields"),
        ("{ orders(first: 1000) { nodes { id } } }", "of at most 250"),
        ("query($first: Int!) { orders(first: $first) { nodes { id } } }", "of required type 'Int!' was not provided"),
        ("{ orders(first: 1 { nodes", "Syntax Error"),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_with_status_200(sandbox: Sandbox, query: str, said: str) -> None:
    answer = asked(sandbox, query)
    assert answer.status_code == 200
    assert said in answer.json()["errors"][0]["message"]
    assert "data" not in answer.json()


def test_a_query_of_more_points_than_a_single_one_may_cost_is_refused(sandbox: Sandbox) -> None:
    nested = "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { id } variant { id } } } } } }"
    assert "data" in asked(sandbox, nested).json()
    greedy = nested.replace("product", "originalTotalSet { shopMoney { amount } } product { id } p: product")
    (error,) = asked(sandbox, greedy).json()["errors"]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"


def test_a_search_finds_by_time_and_its_cursor_survives_what_happens_meanwhile(sandbox: Sandbox) -> None:
    query = """query($after: String, $search: String) {
      orders(first: 250, after: $after, query: $search, sortKey: UPDATED_AT)
      { nodes { id updatedAt } pageInfo { hasNextPage endCursor } }
    }"""
    search = "updated_at:>='2026-11-10T00:00:00Z' AND updated_at:<'2026-11-18T00:00:00Z'"
    first = asked(sandbox, query, {"search": search}).json()["data"]["orders"]
    sandbox.move_to(date(2026, 11, 27))
    second = asked(sandbox, query, {"search": search, "after": first["pageInfo"]["endCursor"]}).json()["data"]["orders"]
    sandbox.move_to(date(2026, 11, 25))
    times = [node["updatedAt"] for node in [*first["nodes"], *second["nodes"]]]
    assert times == sorted(times)
    assert len({node["id"] for node in [*first["nodes"], *second["nodes"]]}) == len(times) > 250
    assert "2026-11-10" <= times[0] <= times[-1] < "2026-11-18"


def test_an_expired_version_is_answered_as_the_oldest_and_a_deprecated_field_is_named(sandbox: Sandbox) -> None:
    old = asked(sandbox, "{ shop { name } }", version="2025-01")
    assert old.headers["x-shopify-api-version"] == "2026-01"
    assert "x-shopify-api-version-warning" in old.headers
    told = asked(sandbox, "{ customers(first: 1) { nodes { email } } }").headers
    assert told["x-shopify-api-deprecated-reason"] == "Customer.email"
    assert "x-shopify-api-version-warning" not in told


def test_a_wrong_token_is_told_in_shopifys_words(sandbox: Sandbox) -> None:
    answer = asked(sandbox, "{ shop { name } }", token="shpat_wrong")
    assert answer.status_code == 401
    assert answer.json() == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
