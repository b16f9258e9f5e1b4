"""A published file, opened to be read. Pages are made of it and of nothing else, so they can be made wherever it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


class Published:
    """The tables of a published file. One that it lacks counts as empty where that is asked for: an older file, or the
    first night, has less to tell."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        con.execute("set timezone = 'UTC'")
        found = con.execute("select schema_name || '.' || table_name, column_name from duckdb_columns()").fetchall()
        self._columns: dict[str, set[str]] = {}
        for table, column in found:
            self._columns.setdefault(table, set()).add(column)

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table, `schema.table`, with these columns."""
        return table in self._columns and set(columns) <= self._columns[table]

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """The answer, by column. Raises duckdb.Error for a table that is not there."""
        result = self._con.execute(query, parameters)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def rows_if_there(self, table: str, query: str, **parameters: object) -> list[dict[str, Any]]:
        """The answer, or none without the table that it is about."""
        return self.rows(query, **parameters) if self.has(table) else []


@contextmanager
def opened(published: Path) -> Iterator[Published]:
    """Raises duckdb.Error when the file cannot be read."""
    with duckdb.connect(str(published), read_only=True) as con:
        yield Published(con)
