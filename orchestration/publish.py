"""Publishing: the one writer of what people and BI tools read.

    <data>/published/kadran.duckdb            the last good warehouse; replaced by one rename, never written in place
    <data>/published/parquet/current/         the same tables as Parquet, behind a link that is swapped atomically

A reader that holds the old file keeps a whole, consistent version for as long as it likes and never blocks a run.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

PUBLISHED_SCHEMAS = ("marts", "kpis", "reporting", "seeds")
KEPT_VERSIONS = 3


def publish(warehouse: Path, kri_events: Path, published: Path, now: datetime) -> Path:
    """Copy what the warehouse shows into a fresh file and swap it in. Returns the published file.

    `kri_events` is the folder of KRI results, published as the table `reporting.kri_events`.
    """
    published.mkdir(parents=True, exist_ok=True)
    version = f"{now:%Y%m%dT%H%M%S}"
    with _beside(published) as workshop:
        fresh = workshop / "kadran.duckdb"
        parquet = workshop / version
        parquet.mkdir()
        with duckdb.connect(str(fresh), config={"storage_compatibility_version": "v1.4.0"}) as con:
            con.execute(f"attach '{warehouse}' as built (read_only)")
            for schema, table in _tables(con):
                con.execute(f"create schema if not exists {schema}")
                con.execute(f'create table {schema}."{table}" as from built.{schema}."{table}"')
            con.execute("create schema if not exists reporting")
            con.execute(
                "create or replace table reporting.kri_events as "
                f"from read_parquet('{kri_events}/*.parquet', union_by_name=true)"
            )
            con.execute("detach built")
            for schema, table in con.execute(
                "select schema_name, table_name from duckdb_tables() order by all"
            ).fetchall():
                con.execute(f"copy {schema}.\"{table}\" to '{parquet}/{schema}.{table}.parquet' (format parquet)")
            con.execute("checkpoint")
        _sync(fresh)
        _swap_parquet(parquet, published / "parquet")
        fresh.replace(published / "kadran.duckdb")
        _sync(published)
    return published / "kadran.duckdb"


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    listed = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = 'built' and table_schema in (select unnest(?)) order by all",
        [list(PUBLISHED_SCHEMAS)],
    )
    return [(schema, table) for schema, table in listed.fetchall()]


def _swap_parquet(fresh: Path, home: Path) -> None:
    home.mkdir(exist_ok=True)
    version = home / fresh.name
    if version.exists():
        shutil.rmtree(version)
    fresh.replace(version)
    link = home / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(version.name, target_is_directory=True)
    link.replace(home / "current")
    versions = sorted(path for path in home.iterdir() if path.is_dir() and not path.is_symlink())
    for old in versions[:-KEPT_VERSIONS]:
        shutil.rmtree(old)


@contextmanager
def _beside(published: Path) -> Iterator[Path]:
    workshop = published / f".publish-{os.getpid()}"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
