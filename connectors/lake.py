"""The lake: one Parquet file per source, stream, account and month, in which each day is replaced whole.

    <root>/<source>/<stream>/<account>/2026-01.parquet        the days of a month that were fetched (connectors.months)
    <root>/<source>/<stream>/_schema.parquet                  no rows: an unconfigured source is an empty table
    <root>/.landing/                                          files being written; never read

A day is replaced by writing its month anew beside its place, and one rename. Nothing is ever put together later: names
stay, each day lies in one file, and a killed run leaves the month as it was or as it should be.

The account is a level of its own because it is what fails, joins and is paused on its own: 199 accounts load while the
200th has lost its permission, and a new one is seen to lack its history.
"""

import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import SecretStr

from connectors.decode import Decoder, schema_of
from connectors.errors import Refused
from connectors.fold import fold
from connectors.landing import Landing, by_day, locked, sync
from connectors.months import Day, days_in, file_of, months_of, widened
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
        months = months_of(self.folder(source, stream, account))
        return {day: held.pulled for month in months for day, held in days_in(month).items()}

    def newest(self, source: str, stream: str, account: Account) -> date | None:
        """The last day that is there."""
        months = months_of(self.folder(source, stream, account))
        return max(days_in(months[-1])) if months else None

    def accounts(self, source: str) -> list[Account]:
        """The accounts of the source as they were last seen, from their newest snapshot."""
        found = []
        for folder in sorted((self.root / source / "accounts").glob("*/")):
            if months := months_of(folder):
                table = pq.read_table(months[-1], partitioning=None)
                rows = table.filter(pc.equal(table["_day"], pc.max(table["_day"]))).to_pylist()
                found += [Account(row["id"], row["name"], row["time_zone"], row["currency"]) for row in rows]
        return found

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep every month as it is while a query reads many of them.

        A reader may look at a file twice, first at its footer and later at its rows, and must not meet two versions.
        Loads go on meanwhile, and wait with putting in place what came: do not load from within.
        """
        with locked(self.root, shared=True):
            yield

    def prepare(self, source: Source) -> None:
        """Give every stream its empty file, so that its table exists before a load; sweep up after killed runs."""
        for left in (self.root / ".landing").glob("*"):
            with suppress(FileNotFoundError):  # another load has just finished with it
                if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)
        for stream in source.streams:
            path = self.root / source.name / stream.name / "_schema.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            with locked(path.parent):
                fold(self, source.name, stream)
                if not path.exists() or not pq.read_schema(path).equals(schema_of(stream)):
                    beside = path.with_name("_schema.new")
                    pq.write_table(pa.Table.from_batches([], schema_of(stream)), beside)
                    with locked(self.root):
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
        schema = widened(decoder.schema, {home / file_of(day) for day in window})
        with self.landing(schema) as landing:
            for batch in decoder.batches(pages):
                landing.add(by_day(batch, stream, window))
            came = {day: Day(landing.rows.get(day, 0), loaded_at) for day in window}
            home.mkdir(parents=True, exist_ok=True)
            with locked(home):
                if stream.kind == "daily" and not force:
                    _refuse_shrinking(stream, home, came)
                self.replace(home, landing.complete(home, came))
        rows = {day: held.rows for day, held in came.items()}
        return Landed(rows, frozenset(decoder.extra), frozenset(decoder.withdrawn))

    def replace(self, home: Path, written: Iterable[Path], gone: Iterable[Path] = ()) -> None:
        """Put months in their place, and take files away that these hold, too.

        Newest first: a changed entity moves to a newer day, and is then never missing from both.
        """
        with locked(self.root):
            for path in sorted(written, reverse=True):
                path.replace(home / path.name)
            for path in gone:
                path.unlink()
        sync(home)

    @contextmanager
    def landing(self, schema: pa.Schema) -> Iterator[Landing]:
        """Where months are written before they are put in their place."""
        folder = self.root / ".landing" / uuid.uuid4().hex
        folder.mkdir(parents=True)
        try:
            with Landing(folder, schema) as landing:
                yield landing
        finally:
            shutil.rmtree(folder)


def _refuse_shrinking(stream: Stream, home: Path, came: dict[date, Day]) -> None:
    held = {day: there for name in {*map(file_of, came)} for day, there in days_in(home / name).items()}
    for day, fresh in came.items():
        before = held[day].rows if day in held else 0
        if before >= TOO_FEW_TO_JUDGE and fresh.rows < before * SHRINKS_BELOW:
            raise Refused(
                f"{stream.name}: {day} would shrink from {before:,} rows to {fresh.rows:,}; the old day is kept. "
                "If the vendor is right, pull it again with --force."
            )
