"""The lake: one Parquet file per source, stream, account and day, replaced whole and atomically.

    <root>/<source>/<stream>/<account>/2026-01-31.parquet     a day; zero rows mean that nothing happened
    <root>/<source>/<stream>/_schema.parquet                  no rows: an unconfigured source is an empty table
    <root>/.landing/                                          files being written; never read

The account is a level of its own because it is what fails, joins and is paused on its own: 199 accounts load while the
200th has lost its permission, and a new one is seen to lack its history.
"""

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq
from pydantic import SecretStr

from connectors.decode import Decoder, schema_of
from connectors.errors import Refused
from connectors.landing import Days, by_day, sync
from connectors.source import Account, Page, Source, Stream, Window, Withdrawn

SHRINKS_BELOW = 0.5
"""A settled figure rarely halves; a broken answer often does."""
TOO_FEW_TO_JUDGE = 20
ABANDONED_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Landed:
    """What a write brought: rows of each day, fields that the declaration does not know, columns no longer answered."""

    rows: dict[date, int]
    extra: frozenset[str]
    withdrawn: frozenset[str]


@dataclass(frozen=True)
class Lake:
    root: Path
    hash_key: SecretStr | None = None

    def folder(self, source: str, stream: str, account: Account) -> Path:
        return self.root / source / stream / quote(account.id, safe="")

    def loaded(self, source: str, stream: str, account: Account) -> dict[date, datetime]:
        """The days that are there, and when each was pulled (UTC)."""
        found = {}
        with suppress(FileNotFoundError), os.scandir(self.folder(source, stream, account)) as entries:
            for entry in entries:
                if entry.name.endswith(".parquet"):
                    pulled = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
                    found[date.fromisoformat(entry.name.removesuffix(".parquet"))] = pulled
        return found

    def accounts(self, source: str) -> list[Account]:
        """The accounts of the source as they were last seen, from their newest snapshot."""
        found = []
        for folder in sorted((self.root / source / "accounts").glob("*/")):
            newest = max(folder.glob("*.parquet"), default=None)
            rows = pq.read_table(newest).to_pylist() if newest else []
            found += [Account(row["id"], row["name"], row["time_zone"], row["currency"]) for row in rows]
        return found

    def prepare(self, source: Source) -> None:
        """Give every stream its empty file, so that its table exists before a load; sweep up after killed runs."""
        for left in (self.root / ".landing").glob("*"):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        for stream in source.streams:
            path = self.root / source.name / stream.name / "_schema.parquet"
            schema = schema_of(stream)
            if not path.exists() or not pq.read_schema(path).equals(schema):
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_name("_schema.new")
                pq.write_table(schema.empty_table(), beside)
                beside.replace(path)

    def write(
        self,
        source: str,
        stream: Stream,
        account: Account,
        window: Window,
        pages: Iterable[Page | Withdrawn],
        loaded_at: datetime,
        *,
        force: bool = False,
    ) -> Landed:
        """Replace the days of a window by the rows of `pages`, all or nothing.

        Memory does not grow with rows. Raises Refused for a row outside the window, a value of another type, or a full
        day that would be replaced by an empty or much smaller one (unless `force`).
        """
        decoder = Decoder(stream, account, loaded_at, self.hash_key)
        home = self.folder(source, stream.name, account)
        with self._landing() as landing:
            with Days(landing, decoder.schema) as days:
                for batch in decoder.batches(pages):
                    days.add(by_day(batch, stream, window))
                rows = days.finish(window)
            if stream.kind == "daily" and not force:
                _refuse_shrinking(stream, home, rows)
            home.mkdir(parents=True, exist_ok=True)
            # Newest first: a changed entity moves to a newer day, and is then never missing from both.
            for day in sorted(rows, reverse=True):
                written = landing / f"{day}.parquet"
                os.utime(written, (loaded_at.timestamp(), loaded_at.timestamp()))
                written.replace(home / written.name)
            sync(home)
        return Landed(rows, frozenset(decoder.extra), frozenset(decoder.withdrawn))

    @contextmanager
    def _landing(self) -> Iterator[Path]:
        landing = self.root / ".landing" / uuid.uuid4().hex
        landing.mkdir(parents=True)
        try:
            yield landing
        finally:
            shutil.rmtree(landing)


def _refuse_shrinking(stream: Stream, home: Path, rows: dict[date, int]) -> None:
    for day, count in rows.items():
        with suppress(FileNotFoundError):
            before = pq.read_metadata(home / f"{day}.parquet").num_rows
            if before >= TOO_FEW_TO_JUDGE and count < before * SHRINKS_BELOW:
                raise Refused(
                    f"{stream.name}: {day} would shrink from {before:,} rows to {count:,}; the old day is kept. "
                    "If the vendor is right, pull it again with --force."
                )
