"""The lake as tables of the build file: one a stream, `<source>.<stream>`, as dbt names its sources.

A stream has a file for each account and day. Models that read the lake itself would open all of them, every night and
each model anew; so a file is read here, once, when it is new or was replaced. The lake stays the truth: what these
tables hold can be made from it again at any time.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from connectors import all_sources
from connectors.decode import schema_of
from connectors.lake import Lake
from connectors.load import LOADS

OPEN_AT_ONCE = 100
"""Files. More make it no faster, and take memory."""


@dataclass(frozen=True)
class RawTable:
    """A table of the build file: its columns, and the folder of the lake that it follows."""

    schema: str
    name: str
    columns: pa.Schema
    folder: Path

    def __str__(self) -> str:
        return f'"{self.schema}"."{self.name}"'


def raw_tables(lake: Lake) -> Iterator[RawTable]:
    """One a stream, and what the loader records about itself (in a schema that is not called as the file is)."""
    for source in all_sources().values():
        for stream in source.streams:
            yield RawTable(source.name, stream.name, schema_of(stream), lake.root / source.name / stream.name)
    yield RawTable("loader", "loads", LOADS, lake.root / "kadran" / "loads")


def bring_up_to_date(lake: Lake, warehouse: Path) -> int:
    """Make the tables say what the lake says; a stream of which nothing was loaded is an empty table.

    Returns how many files were read. A table changes together with the list of its files, or not at all, so the run
    after one that was killed goes on where that one stopped.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), config={"storage_compatibility_version": "v1.4.0"}) as con:
        con.execute("create table if not exists raw_files (raw_table varchar, file varchar, stamp bigint)")
        tables = con.execute('select format(\'"{}"."{}"\', schema_name, table_name), comment from duckdb_tables()')
        made, read = dict(tables.fetchall()), 0
        for table in raw_tables(lake):
            con.begin()
            if made.get(str(table)) != str(table.columns):
                _create(con, table)
            read += _follow(con, table)
            con.commit()
    return read


def _create(con: duckdb.DuckDBPyConnection, table: RawTable) -> None:
    """An empty table that bears its declaration as a comment: when that changes, the table is made anew."""
    con.execute(f'create schema if not exists "{table.schema}"')
    con.register("declared", table.columns.empty_table())
    con.execute(f"create or replace table {table} as select *, null::varchar as _file from declared")
    con.unregister("declared")
    declaration = str(table.columns).replace("'", "''")
    con.execute(f"comment on table {table} is '{declaration}'")
    con.execute("delete from raw_files where raw_table = ?", [str(table)])


def _follow(con: duckdb.DuckDBPyConnection, table: RawTable) -> int:
    """Take the rows of files that vanished or were replaced out of the table, and put those of new files in."""
    known = dict(con.execute("select file, stamp from raw_files where raw_table = ?", [str(table)]).fetchall())
    there = dict(_stamps(table.folder))
    if old := [file for file, stamp in known.items() if there.get(file) != stamp]:
        con.execute(f"delete from {table} where _file in (select unnest(?))", [old])
        con.execute("delete from raw_files where raw_table = ? and file in (select unnest(?))", [str(table), old])
    new = [file for file, stamp in there.items() if known.get(file) != stamp]
    columns = ", ".join(f'"{name}"' for name in table.columns.names)
    for first in range(0, len(new), OPEN_AT_ONCE):
        files = new[first : first + OPEN_AT_ONCE]
        # A file from before the declaration changed may lack columns and have others, so the table's own come first.
        con.execute(
            f"insert into {table} select {columns}, _path[{len(str(table.folder)) + 2}:] "
            f"from (from {table} where false union all by name from read_parquet("
            "?, filename = '_path', union_by_name = true, hive_partitioning = false))",
            [[str(table.folder / file) for file in files]],
        )
        stamps = [there[file] for file in files]
        con.execute("insert into raw_files select ?, unnest(?), unnest(?)", [str(table), files, stamps])
    return len(new)


def _stamps(folder: Path) -> Iterator[tuple[str, int]]:
    """Each data file, and when the disk says it was put there (its mtime says when its rows were pulled), in ns."""
    for home, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".parquet") and name[0] not in "._":
                path = Path(home, name)
                yield str(path.relative_to(folder)), path.stat().st_ctime_ns
