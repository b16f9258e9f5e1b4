"""Mistakes in declarations, told in sentences: each names the place, what stands there, and what may stand there."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

FILL_IN = "FILL IN"
"""What a scaffold writes where only a person knows the answer. Nothing that still says so is accepted."""


class Mistaken(ValueError):
    """Declarations that cannot be used, with a sentence for each mistake in them."""


def unfilled(declared: Any, place: str = "") -> list[str]:
    """The places of a declaration that still say FILL IN, as dotted paths."""
    if isinstance(declared, str):
        return [place] if FILL_IN in declared else []
    if isinstance(declared, Mapping):
        inside = [(f"{place}.{name}" if place else str(name), value) for name, value in declared.items()]
    elif isinstance(declared, list | tuple):
        inside = [(place, value) for value in declared]
    else:
        return []
    return list(dict.fromkeys(left for name, value in inside for left in unfilled(value, name)))


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    """One sentence a fault; `model` is what was declared."""
    for fault in error.errors(include_url=False):
        place = ".".join(map(str, fault["loc"]))
        match fault["type"]:
            case "missing":
                yield f"{place} is missing."
            case "extra_forbidden" if len(fault["loc"]) == 1:
                yield f"there is no word {place!r}; there are {', '.join(model.model_fields)}."
            case "extra_forbidden":
                yield f"there is no word {place!r}."
            case "literal_error":
                yield f"{place} is {fault['input']!r}; it must be {fault['ctx']['expected']}."
            case _:
                yield f"{place} is {fault['input']!r}: {fault['msg'][0].lower()}{fault['msg'][1:]}."
