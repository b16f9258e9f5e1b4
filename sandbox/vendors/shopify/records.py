"""What the shop holds on one day, as objects that are ready to be shown in part."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from sandbox.company import Company
from sandbox.vendors.shopify import objects, sold
from sandbox.vendors.shopify.objects import Node
from sandbox.vendors.shopify.search import SORTED_BY, found

SCOPES = ("read_orders", "read_all_orders", "read_customers", "read_products")
OPEN_DAYS = 60
"""Without read_all_orders, older orders are simply not there."""


class Records:
    """Made when first asked for."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.now = pd.Timestamp(company.today, tz="UTC")
        self._searched: dict[tuple[Any, ...], list[Node]] = {}

    def root(self, name: str, arguments: Mapping[str, Any], scopes: tuple[str, ...]) -> Any:
        """What a field of the root holds; of a connection, all nodes that the search finds, in order."""
        match name:
            case "shop":
                return self.shop
            case "currentAppInstallation":
                return {"accessScopes": [{"handle": scope, "description": ""} for scope in scopes]}
            case "node":
                return self.by_id.get(arguments["id"])
            case "nodes":
                return [self.by_id.get(each) for each in arguments["ids"]]
        return self.searched(name, arguments, "read_all_orders" in scopes)

    def searched(self, name: str, arguments: Mapping[str, Any], all_orders: bool) -> list[Node]:
        """Kept until another search of the same kind comes, as clients ask for one page after another."""
        search, sort, reverse = arguments.get("query"), SORTED_BY[arguments["sortKey"]], arguments["reverse"]
        asked = (name, search, sort, reverse, all_orders)
        if asked not in self._searched:
            for before in [each for each in self._searched if each[0] == name]:
                del self._searched[before]
            nodes = found(getattr(self, name), search)
            if name == "orders" and not all_orders:
                oldest = objects.instant(self.now - timedelta(days=OPEN_DAYS))
                nodes = [node for node in nodes if node["createdAt"] >= oldest]
            nodes.sort(key=lambda node: (node[sort], node["id"]), reverse=reverse)
            self._searched[asked] = nodes
        return self._searched[asked]

    @cached_property
    def shop(self) -> Node:
        return {
            "id": "gid://shopify/Shop/61234567890",
            "name": self.company.name,
            "myshopifyDomain": "torrefino.myshopify.com",
            "currencyCode": self.company.currency,
            "ianaTimezone": self.company.time_zone,
            "email": "owner@example.org",
            "plan": {"displayName": "Shopify Plus", "partnerDevelopment": False, "shopifyPlus": True},
        }

    @cached_property
    def customers(self) -> list[Node]:
        return [objects.customer(each) for each in self.company.customers.itertuples(index=False)]

    @cached_property
    def products(self) -> list[Node]:
        """Stock changes make products change every day or so."""
        sold_out = self.now - timedelta(hours=10)
        rows = enumerate(self.company.products.itertuples(index=False))
        return [objects.product(each, sold_out - timedelta(hours=5 * number)) for number, each in rows]

    @cached_property
    def orders(self) -> list[Node]:
        buyers = {node["legacyResourceId"]: node for node in self.customers}
        refunds = {each.order_id: each for each in self.company.refunds.itertuples(index=False)}
        lines: dict[str, list[Any]] = defaultdict(list)
        titled = self.company.order_lines.merge(self.company.products[["product_id", "title"]], on="product_id")
        for line in titled.sort_values("line_id").itertuples(index=False):
            lines[line.order_id].append(line)
        return [
            sold.order(each, buyers.get(each.customer_id), lines[each.order_id], refunds.get(each.order_id), self.now)
            for each in self.company.orders.itertuples(index=False)
        ]

    @cached_property
    def events(self) -> list[Node]:
        """Each month a wrong order is deleted; nobody but these events ever knew it."""
        told = []
        for month in pd.date_range(pd.Timestamp(self.company.start, tz="UTC"), self.now, freq="MS", inclusive="left"):
            number = 169_000_000_000_000 + month.year * 100 + month.month
            order, product = objects.gid("Order", number), objects.gid("Product", "7100000000001")
            told.append(objects.event(number, "destroy", "ORDER", order, month + timedelta(hours=9)))
            told.append(objects.event(number + 50, "update", "PRODUCT", product, month + timedelta(hours=10)))
        return told

    @cached_property
    def by_id(self) -> dict[str, Node]:
        refunds = [refund for order in self.orders for refund in order["refunds"]]
        return {node["id"]: node for node in [*self.orders, *refunds, *self.customers, *self.products, *self.events]}
