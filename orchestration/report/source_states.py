"""How fresh every source was on the night of a published file, as plain values, and how that is read."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from orchestration.report.published import Published

FRESHNESS = """
    select
        source, stream, account_id as account, last_success_at as last_success, last_day_loaded as last_day,
        case
            when last_day_loaded is not null
            then greatest(0, (select night from reporting.published_version) - last_day_loaded)
        end as lag,
        last_error as error, is_failing, is_behind, {withdrawn} as withdrawn
    from reporting.source_freshness order by source, is_failing or is_behind desc, stream, account_id
"""

FED = """
    select source, count(distinct kpi) as kpis from reporting.kpi_sources group by source
"""


@dataclass(frozen=True)
class StreamState:
    """One stream of one account. `lag` counts days from its newest day to the night."""

    source: str
    stream: str
    account: str
    last_success: datetime | None
    last_day: date | None
    lag: int | None
    error: str | None
    is_failing: bool
    is_behind: bool
    withdrawn: str | None
    """Columns that the vendor no longer answers."""

    @property
    def state(self) -> str:
        return "failing" if self.is_failing else "behind" if self.is_behind else "fresh"


@dataclass(frozen=True)
class SourceState:
    """A source with its streams, those in trouble first."""

    source: str
    streams: tuple[StreamState, ...]
    kpis: int
    """How many KPIs are made of it."""

    def count(self, state: str) -> int:
        return sum(stream.state == state for stream in self.streams)

    @property
    def state(self) -> str:
        return next((state for state in ("failing", "behind") if self.count(state)), "fresh")

    @property
    def last_day(self) -> date | None:
        return max((stream.last_day for stream in self.streams if stream.last_day), default=None)

    @property
    def lag(self) -> int | None:
        """Of the stream that is furthest behind."""
        return max((stream.lag for stream in self.streams if stream.lag is not None), default=None)

    @property
    def last_success(self) -> datetime | None:
        return max((stream.last_success for stream in self.streams if stream.last_success), default=None)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        return tuple(sorted({stream.withdrawn for stream in self.streams if stream.withdrawn}))


def read_sources(file: Published) -> list[SourceState]:
    """Every source that was ever tried, by name. Empty before the first load."""
    withdrawn = "withdrawn" if file.has("reporting.source_freshness", "withdrawn") else "null"
    states = [StreamState(**row) for row in file.rows(FRESHNESS.format(withdrawn=withdrawn))]
    fed = {row["source"]: row["kpis"] for row in file.rows_if_there("reporting.kpi_sources", FED)}
    return [
        SourceState(source, tuple(streams), fed.get(source, 0))
        for source, streams in groupby(states, key=lambda state: state.source)
    ]
