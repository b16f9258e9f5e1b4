"""Shopify's objects about one sale, field by field: the order with its lines, its refund and how the customer came."""

from datetime import timedelta
from typing import Any

import pandas as pd

from sandbox.vendors.shopify.objects import Node, Purse, gid, instant

READY_AFTER = timedelta(hours=6)
"""How long Shopify thinks about how a customer came."""
SOURCE_TYPES = {"cpc": "AD", "paid_social": "AD", "email": "EMAIL", "organic": "SEO"}


def order(each: Any, buyer: Node | None, lines: list[Any], refund: Any | None, now: pd.Timestamp) -> Node:
    purse = Purse(each.currency, each.eur_rate)
    voided = each.financial_status == "VOIDED"
    total, subtotal = purse.in_shop(each.total), purse.in_shop(each.subtotal)
    given_back = purse.in_shop(each.refunded)
    kept = 0.0 if voided else total - given_back
    kept_goods = 0.0 if voided else max(0.0, subtotal - given_back)
    paid = not voided and each.financial_status != "PENDING"
    items = [line_item(line, each, purse) for line in lines]
    return {
        "__typename": "Order",
        "id": gid("Order", each.order_id),
        "legacyResourceId": each.order_id,
        "name": f"#{each.order_id[-7:]}",
        "number": int(each.order_id[-7:]),
        "createdAt": instant(each.created_at),
        "processedAt": instant(each.created_at),
        "updatedAt": instant(each.updated_at),
        "cancelledAt": instant(each.cancelled_at),
        "closedAt": None,
        "cancelReason": None if pd.isna(each.cancelled_at) else "CUSTOMER",
        "displayFinancialStatus": each.financial_status,
        "displayFulfillmentStatus": "FULFILLED" if paid else "UNFULFILLED",
        "test": each.is_test,
        "confirmed": True,
        "taxesIncluded": True,
        "customerAcceptsMarketing": True,
        "currencyCode": "EUR",
        "presentmentCurrencyCode": each.currency,
        "sourceName": each.source_name,
        "customerLocale": each.country.lower(),
        "paymentGatewayNames": ["shopify_payments"],
        "discountCodes": ["FRIENDS"] if each.discounts else [],
        "tags": [],
        "originalTotalPriceSet": purse.bag(each.total),
        "totalPriceSet": purse.bag(each.total),
        "subtotalPriceSet": purse.bag(each.subtotal),
        "totalDiscountsSet": purse.bag(each.discounts),
        "totalTaxSet": purse.bag(each.tax),
        # The parts add up in both currencies, which rounding each on its own would not bring about.
        "totalShippingPriceSet": purse.bag(each.shipping, in_shop=total - subtotal),
        "totalRefundedSet": purse.bag(each.refunded),
        "totalRefundedShippingSet": purse.bag(0.0),
        "totalTipReceivedSet": purse.bag(0.0),
        "netPaymentSet": purse.bag(each.total - each.refunded if paid else 0.0, in_shop=kept if paid else 0.0),
        "totalReceivedSet": purse.bag(each.total if paid else 0.0),
        "totalOutstandingSet": purse.bag(0.0 if paid or voided else each.total),
        "currentTotalPriceSet": purse.bag(kept * each.eur_rate, in_shop=kept),
        "currentSubtotalPriceSet": purse.bag(kept_goods * each.eur_rate, in_shop=kept_goods),
        "currentTotalDiscountsSet": purse.bag(each.discounts if kept else 0.0),
        "currentTotalTaxSet": purse.bag(each.tax * kept / total if total else 0.0),
        "email": buyer["email"] if buyer else None,
        "note": None,
        "customer": buyer,
        "customerJourneySummary": journey(each, now),
        "lineItems": items,
        "refunds": [] if refund is None else [refunded(refund, items, purse)],
    }


def line_item(line: Any, order: Any, purse: Purse) -> Node:
    full = line.price * line.quantity
    gone = order.financial_status in ("REFUNDED", "VOIDED")
    return {
        "__typename": "LineItem",
        "id": gid("LineItem", line.line_id),
        "name": line.title,
        "title": line.title,
        "sku": line.sku,
        "vendor": "Torrefino",
        "quantity": line.quantity,
        "currentQuantity": 0 if gone else line.quantity,
        "isGiftCard": False,
        "product": {"__typename": "Product", "id": gid("Product", line.product_id)},
        "variant": {"__typename": "ProductVariant", "id": gid("ProductVariant", f"4{line.product_id[1:]}")},
        "originalTotalSet": purse.bag(full),
        "discountedTotalSet": purse.bag(full - line.discount),
        "totalDiscountSet": purse.bag(line.discount),
    }


def refunded(refund: Any, items: list[Node], purse: Purse) -> Node:
    """A refund of the first line as far as it goes; what exceeds it is an adjustment."""
    first = items[0]
    of_line = min(refund.amount, first["discountedTotalSet"].presented)
    rest = refund.amount - of_line
    adjustment = {
        "__typename": "OrderAdjustment",
        "id": gid("OrderAdjustment", refund.refund_id),
        "reason": "REFUND_DISCREPANCY",
        "amountSet": purse.bag(rest),
        "taxAmountSet": purse.bag(0.0),
    }
    return {
        "__typename": "Refund",
        "id": gid("Refund", refund.refund_id),
        "legacyResourceId": refund.refund_id,
        "createdAt": instant(refund.created_at),
        "updatedAt": instant(refund.created_at),
        "note": None,
        "totalRefundedSet": purse.bag(refund.amount),
        "refundLineItems": [
            {
                "__typename": "RefundLineItem",
                "id": gid("RefundLineItem", refund.refund_id),
                "lineItem": first,
                "quantity": 1,
                "restockType": "RETURN",
                "subtotalSet": purse.bag(of_line),
                "totalTaxSet": purse.bag(0.0),
            }
        ],
        "orderAdjustments": [adjustment] if rest > 0 else [],
    }


def journey(each: Any, now: pd.Timestamp) -> Node:
    if now - each.created_at < READY_AFTER:
        return {"ready": False, "customerOrderIndex": None, "daysToConversion": None, "momentsCount": None}
    tags = {"source": each.utm_source, "medium": each.utm_medium, "campaign": each.utm_campaign or None}
    visit = {
        "id": gid("CustomerVisit", each.order_id),
        "occurredAt": instant(each.created_at - timedelta(minutes=11)),
        "landingPage": "https://www.torrefino.example/",
        "referrerUrl": None,
        "source": each.utm_source or "direct",
        "sourceType": SOURCE_TYPES.get(each.utm_medium),
        "utmParameters": {**tags, "content": None, "term": None} if each.utm_source else None,
    }
    return {
        "ready": True,
        "customerOrderIndex": each.customer_order_index,
        "daysToConversion": 1,
        "momentsCount": {"count": 1, "precision": "EXACT"},
        "firstVisit": visit,
        "lastVisit": visit,
    }
