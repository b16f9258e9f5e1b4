"""How fresh every stream of every account is, from the lake alone: no vendor is asked. Knows no Dagster."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.load import read_loads
from connectors.plan import today_of
from connectors.source import Source
from orchestration.settings import Kadran


@dataclass(frozen=True)
class Freshness:
    """One stream of one account. `days_behind` counts ended days that are missing at its end."""

    source: str
    stream: str
    account: str
    last_day: date | None
    days_behind: int
    last_success: datetime | None
    error: str | None
    """What the last attempt said, None when it succeeded."""
    withdrawn: str | None
    """Columns that the vendor no longer answers, as of the last attempt that pulled anything."""


def freshness(source: Source, kadran: Kadran) -> Iterator[Freshness]:
    """Every stream that was ever tried, per account; newest attempt wins."""
    loads = read_loads(kadran.lake, source.name)
    success = _last(loads.filter(pc.is_null(loads["error"])))
    pulled_any = _last(loads.filter(pc.greater(loads["days"], 0)))
    accounts = {account.id: account for account in kadran.lake.accounts(source.name)}
    streams = {stream.name: stream for stream in source.streams}
    for place, row in _last(loads).items():
        stream_name, account_id = place
        if account_id not in accounts or stream_name not in streams:
            continue
        stream, account = streams[stream_name], accounts[account_id]
        last_day = kadran.lake.newest(source.name, stream_name, account)
        pulled = success[place]["started_at"] if place in success else None
        if stream.kind == "snapshot":
            behind = (kadran.now - pulled).days if pulled else 0
        else:
            behind = (today_of(stream, account, kadran.now) - last_day).days - 1 if last_day else 0
        yield Freshness(
            source.name,
            stream_name,
            account_id,
            last_day,
            max(0, behind),
            pulled,
            str(row["error"]) if row["error"] else None,
            pulled_any[place]["withdrawn"] if place in pulled_any else None,
        )


def _last(loads: pa.Table) -> dict[tuple[str, str], dict[str, Any]]:
    """The newest load of each stream and account."""
    told = ("started_at", "withdrawn", "error")
    whole = pc.ScalarAggregateOptions(skip_nulls=False)
    grouped = loads.group_by(["stream", "account"], use_threads=False)  # as they come: in the order of their time
    found = grouped.aggregate([(name, "last", whole) for name in told]).rename_columns(["stream", "account", *told])
    return {(row["stream"], row["account"]): row for row in found.to_pylist()}
