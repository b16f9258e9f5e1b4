"""How fresh every stream of every account is, from the lake alone: no vendor is asked. Knows no Dagster."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

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
    last: dict[tuple[str, str], dict[str, object]] = {}
    success: dict[tuple[str, str], datetime] = {}
    withdrawn: dict[tuple[str, str], str | None] = {}
    for row in read_loads(kadran.lake).to_pylist():
        if row["source"] == source.name:
            place = row["stream"], row["account"]
            last[place] = row
            if row["days"]:
                withdrawn[place] = row["withdrawn"]
            if row["error"] is None:
                success[place] = row["started_at"]
    accounts = {account.id: account for account in kadran.lake.accounts(source.name)}
    for (stream_name, account_id), row in last.items():
        account = accounts.get(account_id)
        if account is None or stream_name not in {stream.name for stream in source.streams}:
            continue
        stream = source.stream(stream_name)
        loaded = kadran.lake.loaded(source.name, stream_name, account)
        pulled = success.get((stream_name, account_id))
        if stream.kind == "snapshot":
            behind = (kadran.now - pulled).days if pulled else 0
        else:
            behind = (today_of(stream, account, kadran.now) - max(loaded)).days - 1 if loaded else 0
        yield Freshness(
            source.name,
            stream_name,
            account_id,
            max(loaded, default=None),
            max(0, behind),
            pulled,
            str(row["error"]) if row["error"] else None,
            withdrawn.get((stream_name, account_id)),
        )
