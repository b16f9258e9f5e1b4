"""Forms of settings that several sources share. Each is one text in the environment."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode


def _parts(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def _pairs(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in _parts(value)]
    if not pairs or not all(name.strip() and secret.strip() for name, _, secret in pairs):
        raise ValueError("write name=secret, several separated by commas")
    return {name.strip(): secret.strip() for name, _, secret in pairs}


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts)]
"""Texts separated by commas, each once."""
Secrets = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_parts), Field(min_length=1)]
"""Secrets separated by commas: one at least, often one for each account."""
SecretsByName = Annotated[dict[str, SecretStr], NoDecode, BeforeValidator(_pairs)]
"""`name=secret` for each account, separated by commas."""


def numbers(example: str, around: str = "") -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """A validator of ids that are numbers, and may be written with what the pattern `around` finds, as in `act_123`."""

    def bare(ids: tuple[str, ...]) -> tuple[str, ...]:
        found = [re.sub(around, "", each) for each in ids]
        if wrong := [each for each, number in zip(ids, found, strict=True) if not number.isdecimal()]:
            raise ValueError(f"{', '.join(wrong)} is not {example}")
        return tuple(dict.fromkeys(found))

    return bare
