"""How each shape of Shopify's answers is read: things that changed in a window, and what hangs below orders."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from connectors.errors import Refused
from connectors.source import Account, Fetch, Row, Window
from connectors.sources._days import bounds, utc_day, written
from connectors.sources.shopify.client import Shop, page_of

Shops = Mapping[str, Shop]

DEEPEST = 20_000
"""Nodes after which a search starts anew at the last one's time; Shopify stops paging at 25,000."""
OPEN_DAYS = 60
"""Age at which orders vanish from a token that lacks read_all_orders, without any error."""


def selection(paths: Iterable[str]) -> str:
    """Dotted paths in GraphQL's form: `id`, `customer.id` is `id customer { id }`."""
    fields: dict[str, list[str]] = {}
    for path in paths:
        name, _, below = path.partition(".")
        fields.setdefault(name, []).extend([below] if below else [])
    return " ".join(f"{name} {{ {selection(below)} }}" if below else name for name, below in fields.items())


def changed(root: str, paths: Iterable[str]) -> Fetch:
    """Fetches what was updated in the window, with the fields at these paths."""
    chosen = selection(paths)

    def fetch(client: Shops, account: Account, window: Window) -> Iterable[list[Row]]:
        return _changed(client[account.id], root, chosen, window)

    return fetch


def orders(paths: Iterable[str]) -> Fetch:
    chosen = selection(paths)

    def fetch(client: Shops, account: Account, window: Window) -> Iterable[list[Row]]:
        return _orders(client[account.id], chosen, window)

    return fetch


def order_lines(paths: Iterable[str]) -> Fetch:
    """Fetches the lines of the orders that were updated in the window."""
    line = selection(path for path in paths if not path.startswith("order."))
    chosen = f"id updatedAt lineItems(first: 25) {{ {page_of(line)} }}"

    def fetch(client: Shops, account: Account, window: Window) -> Iterator[list[Row]]:
        shop = client[account.id]
        for page in _orders(shop, chosen, window):
            yield [
                {**each, "order": {"id": order["id"], "updatedAt": order["updatedAt"]}}
                for order in page
                for each in shop.whole("Order", order, "lineItems", line)
            ]

    return fetch


def refunds(paths: Iterable[str], below: Mapping[str, str]) -> Fetch:
    """Fetches the refunds of the orders that were updated in the window; `below` are connections within a refund.

    Few orders have any: the orders only name theirs, at a small cost, and these are then asked for by id.
    """
    plain = selection(path for path in paths if path.partition(".")[0] not in {"order", *below})
    nested = " ".join(f"{name}(first: 10) {{ {page_of(chosen)} }}" for name, chosen in below.items())
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Refund {{ {plain} {nested} }} }} }}"

    def fetch(client: Shops, account: Account, window: Window) -> Iterator[list[Row]]:
        shop = client[account.id]
        for page in _orders(shop, "id updatedAt refunds { id }", window):
            order_of = {refund["id"]: order for order in page for refund in order["refunds"]}
            for found in shop.by_id(document, list(order_of)):
                yield [_refund(shop, refund, order_of[refund["id"]], below) for refund in found]

    return fetch


def _refund(shop: Shop, refund: Row, order: Row, below: Mapping[str, str]) -> Row:
    whole = {name: {"nodes": shop.whole("Refund", refund, name, chosen)} for name, chosen in below.items()}
    return {**refund, **whole, "order": {"id": order["id"], "updatedAt": order["updatedAt"]}}


def deleted_orders(paths: Iterable[str]) -> Fetch:
    """Fetches the events that tell of deleted orders; nothing else does."""
    common = [path for path in paths if not path.startswith("subject")]
    chosen = f"{selection(common)} ... on BasicEvent {{ subjectId subjectType }}"

    def fetch(client: Shops, account: Account, window: Window) -> Iterator[list[Row]]:
        start, end = map(written, bounds(window))
        search = f"action:destroy AND subject_type:ORDER AND created_at:>='{start}' AND created_at:<'{end}'"
        for page in client[account.id].found("events", "CREATED_AT", chosen, search):
            # A search term that a version does not know is ignored, not refused.
            yield [event for event in page if event["action"] == "destroy" and event.get("subjectType") == "ORDER"]

    return fetch


def _orders(shop: Shop, chosen: str, window: Window) -> Iterator[list[Row]]:
    if window.since < datetime.now(UTC).date() - timedelta(days=OPEN_DAYS) and "read_all_orders" not in shop.scopes:
        raise Refused(
            f"Shop {shop.name}: without the scope read_all_orders, Shopify silently withholds orders of more than "
            f"{OPEN_DAYS} days, and {window} was asked for. Grant it, or load fewer days."
        )
    yield from _changed(shop, "orders", chosen, window)


def _changed(shop: Shop, root: str, chosen: str, window: Window) -> Iterator[list[Row]]:
    start, end = map(written, bounds(window))
    known = frozenset[str]()
    while True:
        read = 0
        for page in shop.found(root, "UPDATED_AT", chosen, f"updated_at:>='{start}' AND updated_at:<'{end}'"):
            # The search index lags: what has just changed again is still found under its old time.
            yield [node for node in page if utc_day(node["updatedAt"]) in window and node["id"] not in known]
            read += len(page)
            if read >= DEEPEST and page[0]["updatedAt"] < page[-1]["updatedAt"]:
                start = page[-1]["updatedAt"]
                known = frozenset(node["id"] for node in page if node["updatedAt"] == start)
                break
        else:
            return
