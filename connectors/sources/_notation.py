"""Notation that the declarations of several sources share."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from connectors.source import Type


def _split(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""A setting that holds ids separated by commas."""


def typed(kind: Type, names: str, below: str = "") -> dict[str, Type]:
    """Columns of one type, named in one text; `below` is the object that holds them."""
    return {f"{below}.{name}" if below else name: kind for name in names.split()}
