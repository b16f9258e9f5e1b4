"""The tables about what was sold. What is not named here is not asked for: no names, addresses or notes."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed
from connectors.sources.shopify import fetch


def money(names: str) -> dict[str, Type]:
    """Amounts in the shop's currency; what the customer saw (`presentmentMoney`) is another column."""
    return typed(Type.MONEY, " ".join(f"{name}.shopMoney.amount" for name in names.split()))


def _visit(which: str) -> dict[str, Type]:
    where = f"customerJourneySummary.{which}"
    return {
        **typed(Type.INSTANT, "occurredAt", below=where),
        **typed(Type.TEXT, "source sourceType", below=where),
        **typed(Type.TEXT, "source medium campaign content term", below=f"{where}.utmParameters"),
    }


_ORDER = {
    **typed(Type.TEXT, "id legacyResourceId name"),
    **typed(Type.INTEGER, "number"),
    **typed(Type.INSTANT, "createdAt processedAt updatedAt cancelledAt closedAt"),
    **typed(Type.TEXT, "cancelReason displayFinancialStatus displayFulfillmentStatus"),
    **typed(Type.BOOLEAN, "test confirmed taxesIncluded customerAcceptsMarketing"),
    **typed(Type.TEXT, "currencyCode presentmentCurrencyCode sourceName customerLocale"),
    **typed(Type.JSON, "paymentGatewayNames discountCodes tags"),
    **money("originalTotalPriceSet totalPriceSet subtotalPriceSet totalDiscountsSet totalTaxSet"),
    **money("totalShippingPriceSet totalRefundedSet totalRefundedShippingSet totalTipReceivedSet"),
    **money("netPaymentSet totalReceivedSet totalOutstandingSet"),
    **money("currentTotalPriceSet currentSubtotalPriceSet currentTotalDiscountsSet currentTotalTaxSet"),
    **typed(Type.MONEY, "amount", below="totalPriceSet.presentmentMoney"),
    **typed(Type.TEXT, "id", below="customer"),
    **typed(Type.BOOLEAN, "ready", below="customerJourneySummary"),
    **typed(Type.INTEGER, "customerOrderIndex daysToConversion", below="customerJourneySummary"),
    **typed(Type.INTEGER, "count", below="customerJourneySummary.momentsCount"),
    **_visit("firstVisit"),
    **_visit("lastVisit"),
}

ORDERS = Stream(
    name="orders",
    description="Orders at each of their changes: a refund, an edit or a payment changes an order.",
    fetch=fetch.orders(_ORDER),
    columns=_ORDER,
    key=("id",),
    kind="changes",
    day="updatedAt",
    restates={1: 3},  # the customer's journey is ready some hours after the order
    personal=("email", "phone", "billingAddress", "shippingAddress", "clientIp", "note", "customAttributes"),
    ranges={"totalPriceSet.shopMoney.amount": (0, None)},
    required=("createdAt", "updatedAt", "currencyCode", "test"),
)

_LINE = {
    **typed(Type.TEXT, "id", below="order"),
    **typed(Type.INSTANT, "updatedAt", below="order"),
    **typed(Type.TEXT, "id sku title vendor"),
    **typed(Type.INTEGER, "quantity currentQuantity"),
    **typed(Type.BOOLEAN, "isGiftCard"),
    **typed(Type.TEXT, "id", below="product"),
    **typed(Type.TEXT, "id", below="variant"),
    **money("originalTotalSet discountedTotalSet totalDiscountSet"),
}

ORDER_LINES = Stream(
    name="order_lines",
    description="The lines of the orders, each time their order changed. Discounts on whole orders are not in them.",
    fetch=fetch.order_lines(_LINE),
    columns=_LINE,
    key=("order.id", "id"),
    kind="changes",
    day="order.updatedAt",
    personal=("customAttributes",),
    ranges={"quantity": (0, None), "currentQuantity": (0, None)},
    required=("quantity",),
)

_REFUND = {
    **typed(Type.TEXT, "id", below="order"),
    **typed(Type.INSTANT, "updatedAt", below="order"),
    **typed(Type.TEXT, "id legacyResourceId"),
    **typed(Type.INSTANT, "createdAt updatedAt"),
    **money("totalRefundedSet"),
    **typed(Type.TEXT, "currencyCode", below="totalRefundedSet.shopMoney"),
    **typed(Type.JSON, "nodes", below="refundLineItems"),
    **typed(Type.JSON, "nodes", below="orderAdjustments"),
}

REFUNDS = Stream(
    name="refunds",
    description="Refunds, each time their order changed, with the lines that came back and what was adjusted.",
    fetch=fetch.refunds(
        _REFUND,
        below={
            "refundLineItems": "id quantity restockType lineItem { id } subtotalSet { shopMoney { amount } } "
            "totalTaxSet { shopMoney { amount } }",
            "orderAdjustments": "id reason amountSet { shopMoney { amount } } taxAmountSet { shopMoney { amount } }",
        },
    ),
    columns=_REFUND,
    key=("id",),
    kind="changes",
    day="order.updatedAt",
    personal=("note", "staffMember"),
    ranges={"totalRefundedSet.shopMoney.amount": (0, None)},
)

_DELETION = {
    **typed(Type.TEXT, "id action subjectId subjectType"),
    **typed(Type.INSTANT, "createdAt"),
}

DELETED_ORDERS = Stream(
    name="deleted_orders",
    description="Events that an order was deleted; it then vanishes from all other answers without a trace.",
    fetch=fetch.deleted_orders(_DELETION),
    columns=_DELETION,
    key=("id",),
    kind="changes",
    day="createdAt",
    history_days=365,
    personal=("message", "author"),
    required=("subjectId",),
)
