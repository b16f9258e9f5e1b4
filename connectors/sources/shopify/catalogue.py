"""The tables about who buys and what there is to buy. What is not named here is not asked for: no names, no phones."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed
from connectors.sources.shopify import fetch

_CUSTOMER = {
    **typed(Type.TEXT, "id legacyResourceId state lifetimeDuration locale"),
    **typed(Type.INSTANT, "createdAt updatedAt"),
    **typed(Type.INTEGER, "numberOfOrders"),
    **typed(Type.MONEY, "amount", below="amountSpent"),
    **typed(Type.TEXT, "currencyCode", below="amountSpent"),
    **typed(Type.TEXT, "id", below="lastOrder"),
    **typed(Type.JSON, "tags"),
    **typed(Type.HASHED, "emailAddress", below="defaultEmailAddress"),
    **typed(Type.TEXT, "marketingState marketingOptInLevel", below="defaultEmailAddress"),
    **typed(Type.INSTANT, "marketingUpdatedAt", below="defaultEmailAddress"),
    **typed(Type.TEXT, "countryCodeV2", below="defaultAddress"),
}

CUSTOMERS = Stream(
    name="customers",
    description="Customers at each of their changes, known by a keyed hash of their address.",
    fetch=fetch.changed("customers", _CUSTOMER),
    columns=_CUSTOMER,
    key=("id",),
    kind="changes",
    day="updatedAt",
    personal=("email", "phone", "firstName", "lastName", "displayName", "addresses", "note"),
    required=("createdAt", "updatedAt"),
)

_PRODUCT = {
    **typed(Type.TEXT, "id legacyResourceId title handle vendor productType status"),
    **typed(Type.INSTANT, "createdAt updatedAt publishedAt"),
    **typed(Type.INTEGER, "totalInventory"),
    **typed(Type.JSON, "tags"),
    **typed(Type.MONEY, "amount", below="priceRangeV2.minVariantPrice"),
    **typed(Type.MONEY, "amount", below="priceRangeV2.maxVariantPrice"),
    **typed(Type.TEXT, "currencyCode", below="priceRangeV2.minVariantPrice"),
}

PRODUCTS = Stream(
    name="products",
    description="Products at each of their changes.",
    fetch=fetch.changed("products", _PRODUCT),
    columns=_PRODUCT,
    key=("id",),
    kind="changes",
    day="updatedAt",
    required=("title", "updatedAt"),
)
