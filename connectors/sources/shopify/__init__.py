"""Shopify (Admin GraphQL): orders, their lines and refunds, customers and products of one or several shops."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import SecretStr, field_validator
from pydantic_settings import NoDecode

from connectors.errors import SourceError
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
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

    access_tokens: Annotated[dict[str, SecretStr], NoDecode]
    """`shop=token` for each shop, separated by commas; the shop is the name before .myshopify.com. An app of the Dev
    Dashboard has no lasting token: for it, `shop=client_id:client_secret`.
    """
    base_url: str = "https://{shop}.myshopify.com"
    api_version: str = "2026-10"

    @field_validator("access_tokens", mode="before")
    @classmethod
    def _by_shop(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        pairs = [pair.strip().partition("=") for pair in given.split(",") if pair.strip()]
        if not pairs or not all(shop and token for shop, _, token in pairs):
            raise ValueError("write shop=token, several separated by commas")
        return {shop.strip().removesuffix(".myshopify.com"): token.strip() for shop, _, token in pairs}


def connect(settings: ShopifySettings) -> Mapping[str, Shop]:
    return {
        shop: open_shop(shop, token.get_secret_value(), settings.base_url.format(shop=shop), settings.api_version)
        for shop, token in settings.access_tokens.items()
    }


def accounts(client: Mapping[str, Shop]) -> list[Account]:
    """Every shop there is a token for. One that cannot be reached stops no other: its streams then say why."""
    found, faults = [], list[SourceError]()
    for shop in client.values():
        try:
            about = shop.about()
            found.append(Account(shop.name, about["name"], about["ianaTimezone"], about["currencyCode"]))
        except SourceError as fault:
            faults.append(fault)
            found.append(Account(shop.name, shop.name, streams=tuple(stream.name for stream in STREAMS[1:])))
    if len(faults) == len(found):
        raise faults[0]
    return found


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
