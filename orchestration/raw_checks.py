"""Asset checks on every raw stream, derived from its declaration: is it whole (blocking), fresh, of usual volume?"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import dagster as dg

from connectors import all_sources
from connectors.errors import NotConfigured, SourceError
from connectors.settings import connect
from connectors.source import Source, Stream
from orchestration.freshness import Freshness, freshness
from orchestration.quality import Verdict, validate
from orchestration.settings import Kadran

WHOLE, FRESH = "is_whole", "is_fresh"
MOST_DAYS_BEHIND = 2
"""A night that failed once is caught up by the next; after two, somebody should look."""


def asset_key(source: Source, stream: Stream) -> dg.AssetKey:
    return dg.AssetKey([source.name, stream.name])


def is_wanted(source: Source) -> bool:
    """Whether anybody configured the source; a half-configured one is wanted, and fails aloud."""
    try:
        connect(source)
    except NotConfigured:
        return False
    except SourceError:
        return True
    return True


def blocking_checks() -> list[dg.AssetCheckKey]:
    """The checks of configured sources that must have passed before anything is published."""
    return [
        dg.AssetCheckKey(asset_key(source, stream), WHOLE)
        for source in all_sources().values()
        if is_wanted(source)
        for stream in source.streams
    ]


def check_specs(source: Source) -> Iterator[dg.AssetCheckSpec]:
    for stream in source.streams:
        key = asset_key(source, stream)
        yield dg.AssetCheckSpec(
            WHOLE,
            asset=key,
            blocking=True,
            description="Schema, key, day, ranges and volume of the days just pulled (a Great Expectations suite).",
        )
        yield dg.AssetCheckSpec(FRESH, asset=key, description="Every account has its last ended days.")


def check_results(
    source: Source, selected: AbstractSet[dg.AssetCheckKey], kadran: Kadran
) -> Iterator[dg.AssetCheckResult]:
    """Look at what lies in the lake, whatever came of the last load."""
    fresh = list(freshness(source, kadran))
    for key in sorted(selected):
        stream = source.stream(key.asset_key.path[-1])
        yield _whole(source, stream, kadran) if key.name == WHOLE else _fresh(source, stream, fresh)


def _whole(source: Source, stream: Stream, kadran: Kadran) -> dg.AssetCheckResult:
    verdict: Verdict = validate(source, stream, kadran.lake, kadran.reports)
    return dg.AssetCheckResult(
        asset_key=asset_key(source, stream),
        check_name=WHOLE,
        passed=verdict.passed,
        severity=dg.AssetCheckSeverity.ERROR,
        description="; ".join(verdict.faults) or None,
        metadata={
            "rows": verdict.rows,
            "files": verdict.days,
            "suite": verdict.suite,
            "faults": dg.MetadataValue.md("\n".join(f"- {fault}" for fault in verdict.faults) or "none"),
        },
    )


def _fresh(source: Source, stream: Stream, every: list[Freshness]) -> dg.AssetCheckResult:
    rows = sorted((row for row in every if row.stream == stream.name), key=lambda row: -row.days_behind)
    late = [row for row in rows if row.days_behind > MOST_DAYS_BEHIND]
    return dg.AssetCheckResult(
        asset_key=asset_key(source, stream),
        check_name=FRESH,
        passed=not late,
        severity=dg.AssetCheckSeverity.WARN,
        description=", ".join(f"{row.account} is {row.days_behind} days behind" for row in late) or None,
        metadata={"accounts": len(rows), "days_behind": rows[0].days_behind if rows else 0},
    )
