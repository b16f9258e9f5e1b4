"""Publishing: the one writer of what people and BI tools read.

    <data>/published/kadran.duckdb            the last good warehouse; replaced by one rename, never written in place
    <data>/published/parquet/current/         the same tables as Parquet, behind a link that is swapped atomically

A reader that holds the old file keeps a whole, consistent version for as long as it likes and never blocks a run.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from time import time

import duckdb

from orchestration.revisions import MATURITY

PUBLISHED_SCHEMAS = ("marts", "kpis", "reporting", "seeds")
KEPT_VERSIONS = 3
ABANDONED = timedelta(days=1)
"""A workshop this old belongs to a run that was killed."""


@dataclass(frozen=True)
class Version:
    """What a reader must know of a published file: published as the table `reporting.published_version`."""

    night: date
    published_at: datetime
    currency: str


def publish(warehouse: Path, remembered: Mapping[str, Path], published: Path, version: Version) -> Path:
    """Copy what the warehouse shows into a fresh file and swap it in. Returns the published file.

    `remembered` are folders of one file a night, each published as the table of `reporting` that it is named after;
    `kpi_revisions` among them also tells `reporting.kpi_maturity`.
    """
    published.mkdir(parents=True, exist_ok=True)
    with _workshop(published) as workshop:
        fresh, parquet = workshop / "kadran.duckdb", workshop / "parquet"
        parquet.mkdir()
        with duckdb.connect(str(fresh), config={"storage_compatibility_version": "v1.4.0"}) as con:
            con.execute("set timezone = 'UTC'")
            _copy(con, warehouse, version)
            _add_nights(con, remembered)
            for schema, table in _tables(con, "kadran"):
                con.execute(f"copy {schema}.\"{table}\" to '{parquet}/{schema}.{table}.parquet' (format parquet)")
            con.execute("checkpoint")
        for path in (fresh, *parquet.iterdir(), parquet):
            _sync(path)
        _swap_parquet(parquet, published / "parquet", f"{version.published_at:%Y%m%dT%H%M%S}")
        _swap_file(fresh, published / "kadran.duckdb")
    return published / "kadran.duckdb"


def _copy(con: duckdb.DuckDBPyConnection, warehouse: Path, version: Version) -> None:
    con.execute(f"attach '{warehouse}' as built (read_only)")
    for schema, table in _tables(con, "built"):
        con.execute(f"create schema if not exists {schema}")
        con.execute(f'create table {schema}."{table}" as from built.{schema}."{table}"')
    con.execute("detach built")
    con.execute("create schema if not exists reporting")
    con.execute(
        "create table reporting.published_version as "
        "select $night::date as night, $published_at::timestamptz as published_at, $currency as currency",
        vars(version),
    )


def _add_nights(con: duckdb.DuckDBPyConnection, remembered: Mapping[str, Path]) -> None:
    """What is not made from the lake of today, but remembered from night to night."""
    for table, folder in remembered.items():
        con.execute(f"create table reporting.{table} as from read_parquet('{folder}/*.parquet', union_by_name = true)")
    con.execute("set search_path = 'reporting'")
    con.execute(f"create table reporting.kpi_maturity as {MATURITY}")
    con.execute("reset search_path")


def _tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[tuple[str, str]]:
    listed = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = ? and table_schema in (select unnest(?)) order by all",
        [catalog, list(PUBLISHED_SCHEMAS)],
    )
    return [(schema, table) for schema, table in listed.fetchall()]


def _swap_file(fresh: Path, path: Path) -> None:
    """The file is left read-only, and what someone who wrote to the old one has not yet put into it is dropped:
    DuckDB looks for such a log beside the file by name, and would try it on a file that it does not belong to."""
    fresh.chmod(0o444)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    fresh.replace(path)
    _sync(path.parent)


def _swap_parquet(fresh: Path, home: Path, name: str) -> None:
    home.mkdir(exist_ok=True)
    version = home / name
    number = 1
    while version.exists():
        number += 1
        version = home / f"{name}-{number}"
    fresh.replace(version)
    link = home / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(version.name, target_is_directory=True)
    link.replace(home / "current")
    _sync(home)
    versions = [path for path in home.iterdir() if path.is_dir() and not path.is_symlink() and path != version]
    for old in sorted(versions, key=lambda path: path.stat().st_mtime_ns)[: -(KEPT_VERSIONS - 1)]:
        shutil.rmtree(old)


@contextmanager
def _workshop(published: Path) -> Iterator[Path]:
    """A folder on the same disk, so that a rename out of it is atomic."""
    for left in published.glob(".publish-*"):
        if left.stat().st_mtime < time() - ABANDONED.total_seconds():
            shutil.rmtree(left)
    workshop = Path(mkdtemp(prefix=".publish-", dir=published))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
