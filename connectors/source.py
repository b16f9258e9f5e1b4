"""The vocabulary in which every source is declared: Source, Stream, Account, Window, Type.

A declaration holds facts about the vendor; how rows are decoded, written, planned or checked is derived from it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, TypeAlias

import orjson
import pyarrow as pa
from pydantic_settings import BaseSettings, SettingsConfigDict

from connectors.errors import Unavailable

Row = Mapping[str, Any]


@dataclass(frozen=True)
class JsonRows:
    """Rows as the vendor wrote them: the JSON text of one list of objects, decoded straight into columns."""

    text: bytes

    def rows(self) -> list[Row]:
        """The rows as mappings, for a fetcher that has to look at them. Raises Unavailable when they are not JSON."""
        try:
            found: list[Row] = orjson.loads(self.text)
        except orjson.JSONDecodeError as error:
            raise Unavailable(f"A page of rows is not JSON: {error}") from None
        return found


@dataclass(frozen=True, init=False)
class Withdrawn:
    """Said between pages: columns that the vendor no longer answers. They are null, and the load says so."""

    columns: tuple[str, ...]

    def __init__(self, *columns: str) -> None:
        object.__setattr__(self, "columns", columns)


Page: TypeAlias = list[Row] | JsonRows | pa.RecordBatch
"""Rows as mappings, as JSON text (the fastest), or as Arrow columns named by their paths."""


class Type(Enum):
    """What a column holds in the lake. The vendor's own value, parsed; never converted to another unit."""

    TEXT = pa.string()
    INTEGER = pa.int64()
    NUMBER = pa.float64()
    MONEY = pa.decimal128(24, 6)
    BOOLEAN = pa.bool_()
    DAY = pa.date32()
    INSTANT = pa.timestamp("us", tz="UTC")
    JSON = "json"
    """Objects and lists, kept whole as JSON text."""
    HASHED = "hashed"
    """Personal data needed for a join: only HMAC-SHA-256(KADRAN_HASH_KEY, trimmed lower-case text) is kept."""

    @property
    def arrow(self) -> pa.DataType:
        return self.value if isinstance(self.value, pa.DataType) else pa.string()


@dataclass(frozen=True)
class Account:
    """One account, property, shop or portal of a source. Its days are cut in `time_zone` (IANA name)."""

    id: str
    name: str
    time_zone: str = "UTC"
    currency: str | None = None
    streams: tuple[str, ...] | None = None
    """The streams that this account has; None = all of its source."""
    changed_at: datetime | None = None
    """When the vendor last changed anything in this account; a snapshot taken since then is not taken again."""


@dataclass(frozen=True)
class Window:
    """Days from `since` to `until`, both included."""

    since: date
    until: date

    def __iter__(self) -> Iterator[date]:
        return (self.since + timedelta(days=n) for n in range(len(self)))

    def __len__(self) -> int:
        return (self.until - self.since).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day <= self.until

    def __str__(self) -> str:
        return f"{self.since}" if self.since == self.until else f"{self.since} to {self.until}"


Fetch = Callable[[Any, Account, Window], Iterable[Page | Withdrawn]]


@dataclass(frozen=True)
class Stream:
    """One table of a source.

    `columns` maps a path in the vendor's row (`"campaign.id"` is row["campaign"]["id"]) to its type; the path is the
    column's name in the lake. `day` is the column that says which day a row belongs to:

    - `daily`: rows of a reporting day; the vendor may restate it. `day` is its date column (a DAY or an INSTANT).
    - `changes`: entities, filed under the UTC day of their last change; the newest version of a key is the truth.
    - `snapshot`: what exists now (names, budgets, followers); filed under today, cannot be asked for another day.

    `restates` says how often which days are pulled again: {1: 4, 7: 14} = every day the last 4 days, every 7 days the
    last 14. A day that was last pulled while it could still change is always pulled once more.
    """

    name: str
    description: str
    fetch: Fetch
    columns: Mapping[str, Type]
    key: tuple[str, ...]
    kind: Literal["daily", "changes", "snapshot"] = "daily"
    day: str | None = None
    restates: Mapping[int, int] = field(default_factory=lambda: {1: 1})
    window_days: int = 31
    """Most days asked for, held open and committed at once."""
    history_days: int | None = None
    """How far back the vendor answers; None = no limit known."""
    lead_days: int = 0
    """Days before the history that the history cannot do without (the last rate before a weekend)."""
    personal: tuple[str, ...] = ()
    """Fields of people that are never stored. Where a stream has any, unknown fields are kept by name only."""
    ignored: tuple[str, ...] = ()
    """Fields that repeat others (links, resource names)."""
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Bounds that every value of a column respects, both included."""
    required: tuple[str, ...] = ()
    """Columns besides the key that are never null."""

    @property
    def settles_after(self) -> int:
        """Age in days at which a loaded day no longer changes."""
        return max(self.restates.values())

    @property
    def is_private(self) -> bool:
        return bool(self.personal) or Type.HASHED in self.columns.values()


def _the_account(client: Any, account: Account, window: Window) -> Iterable[Page]:
    row = {"id": account.id, "name": account.name}
    return [[row | {"time_zone": account.time_zone, "currency": account.currency}]]


ACCOUNTS = Stream(
    name="accounts",
    description="The accounts that are loaded, with the time zone that cuts their days and their currency.",
    fetch=_the_account,
    columns={"id": Type.TEXT, "name": Type.TEXT, "time_zone": Type.TEXT, "currency": Type.TEXT},
    key=("id",),
    kind="snapshot",
    required=("time_zone",),
)


class Settings(BaseSettings):
    """Base of each source's settings: read from the environment and `.env` when a run needs them.

    A subclass sets `model_config = settings_for("meta_ads")` and declares fields; secrets are `SecretStr`.
    Fields without a default are what the source cannot do without.
    """


def settings_for(source: str) -> SettingsConfigDict:
    return SettingsConfigDict(
        env_prefix=f"{source.upper()}_", env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True
    )


@dataclass(frozen=True)
class Source:
    """A vendor's product.

    `connect(settings)` opens the client that fetchers get; `accounts(client)` lists what it may read.
    Both raise Refused or Unavailable. `concurrency` is how many accounts are pulled at once. `versions` are the API
    versions that the connector knows, with the day on which the vendor turns each off (None = not announced); the
    settings then have a field `api_version`.
    """

    name: str
    title: str
    settings: type[Settings]
    connect: Callable[[Any], Any]
    accounts: Callable[[Any], list[Account]]
    streams: tuple[Stream, ...]
    concurrency: int = 4
    versions: Mapping[str, date | None] = field(default_factory=dict)

    def stream(self, name: str) -> Stream:
        for stream in self.streams:
            if stream.name == name:
                return stream
        known = ", ".join(stream.name for stream in self.streams)
        raise KeyError(f"{self.name} has no stream {name!r}; it has {known}.")
