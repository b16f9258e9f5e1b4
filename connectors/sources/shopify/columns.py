"""Notation for the declarations beside it."""

from connectors.source import Type


def typed(kind: Type, names: str, below: str = "") -> dict[str, Type]:
    """Columns of one type, named in one text; `below` is the object that holds them."""
    return {f"{below}.{name}" if below else name: kind for name in names.split()}


def money(names: str) -> dict[str, Type]:
    """Amounts in the shop's currency; what the customer saw (`presentmentMoney`) is another column."""
    return {f"{name}.shopMoney.amount": Type.MONEY for name in names.split()}
