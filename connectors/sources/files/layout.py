"""How a dropped file is laid out: the sidecar `<name>.yml` beside it. A file in our own layout needs none."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from connectors.errors import Refused

WHITESPACE = "whitespace"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Paris")
    return name


def _known_delimiter(text: str) -> str:
    if len(text) != 1 and text not in ("tab", WHITESPACE):
        raise ValueError(f"{text!r} is neither one character nor `tab` nor `{WHITESPACE}`")
    return "\t" if text == "tab" else text


class Layout(BaseModel):
    """A sidecar. In `columns` and `constants` the left side is our column, the right side what the file has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[str, str] = Field(default_factory=dict)
    """A column of the file, or a text with columns in braces: "{day} {month} 2020"; {row_number} counts the rows."""
    constants: dict[str, str] = Field(default_factory=dict)
    dates: dict[str, str] = Field(default_factory=dict)
    """How days and instants are written where it is not as in ISO 8601: "%d/%m/%Y"."""
    null: list[str] = Field(default_factory=list)
    """Texts that mean "no value", besides the empty one."""
    delimiter: Annotated[str, AfterValidator(_known_delimiter)] = ","
    decimal: str = "."
    thousands: str = ""
    encoding: str = "utf-8"
    header: list[str] = Field(default_factory=list)
    """The names of the columns of a file that has no line with names."""
    skip: int = 0
    """Lines above the table, such as a title."""
    sheet: str = ""
    """The sheet of a workbook; the first one when not said."""
    time_zone: Annotated[str | None, AfterValidator(lambda zone: zone and _known_zone(zone))] = None
    """Where the account's days are cut and its clocks were read; UTC when no sidecar of the account says."""
    currency: str | None = None
    """Of the amounts in the account's files that have no column for it."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The sidecar at `path`. Raises Refused with what to change in it."""
        try:
            # Only texts, lists and mappings come out: a date, `NO` or `012` stays what the person wrote.
            written = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise Refused(f"{named(path)} is not YAML: {' '.join(str(error).split())}.") from None
        try:
            return cls.model_validate(written or {})
        except ValidationError as error:
            said = "; ".join(_sentence(fault, cls.model_fields) for fault in error.errors())
            raise Refused(f"{named(path)}: {said}.") from None


def _sentence(fault: ErrorDetails, keys: Iterable[str]) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "the sidecar"
    if fault["type"] == "extra_forbidden":
        return f"{key!r} is not a key of a sidecar; its keys are {', '.join(keys)}"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def named(path: Path) -> str:
    """A file as messages call it: its folder and name."""
    return f"{path.parent.name}/{path.name}"
