"""Notation for the declarations beside it."""

from connectors.source import Type


def columns(**kinds: str) -> dict[str, Type]:
    """Columns by type, the names of each in one text."""
    return {name: Type[kind] for kind, names in kinds.items() for name in names.split()}


def words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def instants(has: dict[str, Type]) -> tuple[str, ...]:
    """The columns that Stripe tells in epoch seconds."""
    return tuple(name for name, kind in has.items() if kind is Type.INSTANT)
