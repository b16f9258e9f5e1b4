"""Shopify (Admin GraphQL): orders, their lines and refunds, customers and products of one or several shops."""

from collections.abc import Mapping
from datetime import date

from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources._accounts import one_at_least
from connectors.sources._settings import SecretsByName
from connectors.sources.shopify import catalogue, sales
from connectors.sources.shopify.client import Shop, open_shop

STREAMS = (
    ACCOUNTS,
    sales.ORDERS,
    sales.ORDER_LINES,
    sales.REFUNDS,
    sales.DELETED_ORDERS,
    catalogue.CUSTOMERS,
    catalogue.PRODUCTS,
)


class ShopifySettings(Settings):
    model_config = settings_for("shopify")

    access_tokens: SecretsByName
    """`shop=token` for each shop; the shop is the name before .myshopify.com. An app of the Dev Dashboard has no
    lasting token: for it, `shop=client_id:client_secret`.
    """
    base_url: str = "https://{shop}.myshopify.com"
    api_version: str = "2026-10"


def connect(settings: ShopifySettings) -> Mapping[str, Shop]:
    tokens = {name.removesuffix(".myshopify.com"): token for name, token in settings.access_tokens.items()}
    return {
        shop: open_shop(shop, token.get_secret_value(), settings.base_url.format(shop=shop), settings.api_version)
        for shop, token in tokens.items()
    }


def accounts(client: Mapping[str, Shop]) -> list[Account]:
    """Every shop there is a token for. One that cannot be reached stops no other: its streams then say why."""
    return one_at_least(client, _account, STREAMS)


def _account(name: str, shop: Shop) -> Account:
    about = shop.about()
    return Account(name, about["name"], about["ianaTimezone"], about["currencyCode"])


SOURCE = Source(
    name="shopify",
    title="Shopify",
    settings=ShopifySettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={
        "2026-01": date(2027, 1, 1),
        "2026-04": date(2027, 4, 1),
        "2026-07": date(2027, 7, 1),
        "2026-10": date(2027, 10, 1),
    },
)
