"""Notation that the declarations of several sources share."""

from connectors.source import Type


def typed(kind: Type, names: str, below: str = "") -> dict[str, Type]:
    """Columns of one type, named in one text; `below` is the object that holds them."""
    return {f"{below}.{name}" if below else name: kind for name in names.split()}


def words(names: str, below: str = "") -> tuple[str, ...]:
    """Fields that are named in one text, such as those that are ignored."""
    return tuple(f"{below}.{name}" if below else name for name in names.split())
