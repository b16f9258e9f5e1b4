"""Shopify's objects about people, goods and events, field by field, and the money and ids of all of them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

Node = dict[str, Any]

EUR = "EUR"


def gid(kind: str, number: Any) -> str:
    return f"gid://shopify/{kind}/{number}"


def instant(moment: pd.Timestamp | None) -> str | None:
    """A time as Shopify writes it: UTC, whole seconds."""
    return None if moment is None or pd.isna(moment) else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def amount(value: float, currency: str = EUR) -> Node:
    """Money is a decimal text of one or two digits after the point."""
    return {"amount": f"{value:.2f}".removesuffix("0"), "currencyCode": currency}


@dataclass(frozen=True, slots=True)
class Bag:
    """Money in the shop's currency and in the customer's. Its texts are made when asked for: an order has many bags."""

    in_shop: float
    presented: float
    currency: str

    def get(self, name: str) -> Node:
        return amount(self.in_shop) if name == "shopMoney" else amount(self.presented, self.currency)


@dataclass(frozen=True)
class Purse:
    """Fills the bags of one order."""

    currency: str
    rate: float

    def bag(self, presented: float, in_shop: float | None = None) -> Bag:
        return Bag(self.in_shop(presented) if in_shop is None else in_shop, presented, self.currency)

    def in_shop(self, presented: float) -> float:
        return round(presented / self.rate, 2)


def customer(each: Any) -> Node:
    return {
        "__typename": "Customer",
        "id": gid("Customer", each.customer_id),
        "legacyResourceId": each.customer_id,
        "createdAt": instant(each.created_at),
        "updatedAt": instant(each.updated_at),
        "state": "ENABLED" if each.orders_count > 1 else "DISABLED",
        "numberOfOrders": str(each.orders_count),
        "amountSpent": amount(each.amount_spent),
        "lastOrder": None,
        "lifetimeDuration": "about 1 year",
        "locale": each.country.lower(),
        "tags": [],
        "firstName": each.first_name,
        "lastName": each.last_name,
        "note": None,
        "email": each.email,
        "defaultEmailAddress": {
            "emailAddress": each.email,
            "marketingState": "SUBSCRIBED",
            "marketingOptInLevel": "SINGLE_OPT_IN",
            "marketingUpdatedAt": instant(each.created_at),
        },
        "defaultAddress": {"countryCodeV2": each.country, "city": None},
    }


def product(each: Any, changed: pd.Timestamp) -> Node:
    price = amount(each.price)
    return {
        "__typename": "Product",
        "id": gid("Product", each.product_id),
        "legacyResourceId": each.product_id,
        "title": each.title,
        "handle": each.title.lower().replace(" ", "-"),
        "vendor": "Torrefino",
        "productType": each.category,
        "status": "ACTIVE",
        "tags": [each.category],
        "createdAt": "2024-01-08T09:00:00Z",
        "updatedAt": instant(changed),
        "publishedAt": "2024-01-09T09:00:00Z",
        "totalInventory": 100,
        "description": "",
        "priceRangeV2": {"minVariantPrice": price, "maxVariantPrice": price},
    }


def event(number: int, action: str, subject_type: str, subject: str, at: pd.Timestamp) -> Node:
    return {
        "__typename": "BasicEvent",
        "id": gid("BasicEvent", number),
        "action": action,
        "createdAt": instant(at),
        "message": f"Anna Adler did {action} this.",
        "appTitle": None,
        "attributeToApp": False,
        "attributeToUser": True,
        "criticalAlert": False,
        "arguments": [],
        "additionalContent": "null",
        "subjectId": subject,
        "subjectType": subject_type,
    }
