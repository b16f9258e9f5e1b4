"""What each KPI said on each night: the history that restated figures would otherwise overwrite. Knows no Dagster.

<data>/warehouse/kpi_revisions/<night>.parquet      the rows of kpi_daily that differ from what was said before
    <data>/warehouse/kra_scorecard_history/<night>.parquet
                                                        the scorecard of that night, owners and targets as they were
"""

from datetime import date
from pathlib import Path

import duckdb

KEY = "kpi, dimension, member, date_day"
OLDEST_AGE = 60
"""Days after which a share of the final value is of no use to anyone."""
FEWEST_TEACHERS, MOST_SHOWN = 14, 1.05
"""Days that must have shown how a KPI grows with age; what a young day may show of its final value."""

MATURITY = f"""
    with said as (
        select
            revisions.kpi, date_day, night, matures_after,
            case when additivity = 'ratio' then numerator / nullif(denominator, 0) else numerator end as figure
        from kpi_revisions as revisions
        inner join dim_kpi as kpis on revisions.kpi = kpis.kpi
        where dimension = 'total'
    ),

    days as (
        select kpi, date_day, matures_after, min(night) as first_night, max_by(figure, night) as final
        from said
        group by kpi, date_day, matures_after
        having count(figure) = count(*)
    ),

    aged as (
        select
            days.kpi, days.date_day, days.final, ages.age::integer as age, days.date_day + ages.age::integer as night
        from days
        cross join unnest(range(1, {OLDEST_AGE + 1})) as ages (age)
        cross join (select max(night) as night from kpi_revisions) as last
        where
            days.final <> 0
            and days.first_night - days.date_day <= least(2, ages.age)
            and days.date_day + ages.age::integer <= last.night
            and last.night - days.date_day > days.matures_after
    ),

    known as (
        select aged.kpi, aged.age, said.figure / aged.final as share
        from aged
        asof join said
            on aged.kpi = said.kpi and aged.date_day = said.date_day and aged.night >= said.night
    )

    select kpi, age, median(share) as share_known, min(share) as least, max(share) as most, count(*) as days
    from known
    group by kpi, age
"""
"""How much of its settled figure a KPI shows at each age in days, learnt from days that were first seen young. That is
the rate of a KPI that is one, and the numerator of all others."""


def revise(warehouse: Path, folder: Path, night: date) -> int:
    """Store what `kpi_daily` says differently from all nights before. Running a night again replaces its file.

    A row that is no longer said is stored with nulls. Returns the number of stored rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside, path = folder / f".{night}.new", folder / f"{night}.parquet"
    with duckdb.connect() as con:
        con.execute(f"attach '{warehouse}' as built (read_only)")
        _remember(con, folder, night)
        con.execute(
            f"""
            copy (
                select '{night}'::date as night, {KEY}, now.numerator, now.denominator
                from built.reporting.kpi_daily as now
                full join before using ({KEY})
                where (now.numerator, now.denominator) is distinct from (before.numerator, before.denominator)
                order by {KEY}
            ) to '{beside}' (format parquet, compression zstd)
            """
        )
        (stored,) = con.execute(f"select count(*) from read_parquet('{beside}')").fetchall()[0]
    beside.replace(path)
    return int(stored)


def keep_scorecard(warehouse: Path, folder: Path, night: date) -> None:
    """Store the night's scorecard whole: value, target, status and owner of every KPI as they stood."""
    folder.mkdir(parents=True, exist_ok=True)
    beside, path = folder / f".{night}.new", folder / f"{night}.parquet"
    with duckdb.connect(str(warehouse), read_only=True) as con:
        con.execute(
            f"copy (select '{night}'::date as night, * from reporting.kra_scorecard) to '{beside}' (format parquet)"
        )
    beside.replace(path)


def _remember(con: duckdb.DuckDBPyConnection, folder: Path, night: date) -> None:
    """Makes the table `before`: the newest word on each row, of the nights before."""
    nights = [str(path) for path in sorted(folder.glob("*.parquet")) if path.stem < str(night)]
    columns = f"{KEY}, numerator, denominator"
    if not nights:
        con.execute(f"create temp table before as select {columns} from built.reporting.kpi_daily where false")
        return
    con.execute(
        f"create temp table before as select {columns} from read_parquet($nights) "
        f"qualify row_number() over (partition by {KEY} order by night desc) = 1",
        {"nights": nights},
    )


def completeness(warehouse: Path, folder: Path, night: date) -> dict[str, dict[int, float]]:
    """By KPI, the share of a day's final value that is in at each age in days, as far as earlier nights taught it.

    Only where many days teach it, and where young days show less than they will (a cost per order shows more).
    """
    nights = [str(path) for path in sorted(folder.glob("*.parquet")) if path.stem < str(night)]
    if not nights:
        return {}
    with duckdb.connect() as con:
        con.execute(f"attach '{warehouse}' as built (read_only)")
        con.execute("create view dim_kpi as from built.reporting.dim_kpi")
        con.execute(f"create view kpi_revisions as from read_parquet({nights}, union_by_name = true)")
        rows = con.execute(
            f"select kpi, age, share_known from ({MATURITY}) where days >= {FEWEST_TEACHERS} order by all"
        ).fetchall()
    learnt: dict[str, dict[int, float]] = {}
    for kpi, age, share in rows:
        learnt.setdefault(kpi, {})[age] = share
    return {kpi: ages for kpi, ages in learnt.items() if all(0 < share <= MOST_SHOWN for share in ages.values())}
