"""The targets that hold on a day or will: those that were published last, or else those of the seed."""

from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.settings import DBT_PROJECT, Kadran

COLUMNS = "kpi, dimension, member, valid_from, valid_to, target, warn, fail"


@dataclass(frozen=True)
class Target:
    """What a KPI should be; `warn` and `fail` are relative gaps on the bad side."""

    kpi: str
    dimension: str
    member: str
    valid_from: date
    valid_to: date | None
    target: float
    warn: float
    fail: float


def targets(kadran: Kadran) -> list[Target]:
    """The total first, then the members, each by its days."""
    published = kadran.published / "kadran.duckdb"
    with duckdb.connect(str(published), read_only=True) if published.exists() else duckdb.connect() as con:
        if published.exists():
            told = con.table("reporting.kpi_targets")
        else:
            told = con.read_csv(str(DBT_PROJECT / "seeds" / "targets.csv"))
        rows = told.project(COLUMNS).order("dimension <> 'total', dimension, member, valid_from").fetchall()
    found = [Target(*row) for row in rows]
    return [row for row in found if row.valid_to is None or row.valid_to >= kadran.night]
