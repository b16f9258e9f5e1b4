"""Asset checks on every raw stream, derived from its declaration: is it whole (blocking), fresh, of usual volume?"""

from collections.abc import Iterator

import dagster as dg

from connectors import all_sources
from connectors.source import Source, Stream
from orchestration.freshness import freshness
from orchestration.quality import Verdict, validate
from orchestration.raw import asset_key, is_wanted
from orchestration.settings import Kadran

WHOLE, FRESH = "is_whole", "is_fresh"
MOST_DAYS_BEHIND = 2
"""A night that failed once is caught up by the next; after two, somebody should look."""


def all_raw_checks() -> list[dg.AssetChecksDefinition]:
    return [raw_checks(source) for source in all_sources().values()]


def blocking_checks() -> list[dg.AssetCheckKey]:
    """The checks of configured sources that must have passed before anything is published."""
    return [
        dg.AssetCheckKey(asset_key(source, stream), WHOLE)
        for source in all_sources().values()
        if is_wanted(source)
        for stream in source.streams
    ]


def raw_checks(source: Source) -> dg.AssetChecksDefinition:
    @dg.multi_asset_check(name=f"check_{source.name}", specs=list(_specs(source)), can_subset=True, pool=source.name)
    def check_source(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        kadran = Kadran()
        for key in sorted(context.selected_asset_check_keys):
            stream = source.stream(key.asset_key.path[-1])
            yield _whole(source, stream, kadran) if key.name == WHOLE else _fresh(source, stream, kadran)

    return check_source


def _specs(source: Source) -> Iterator[dg.AssetCheckSpec]:
    for stream in source.streams:
        key = asset_key(source, stream)
        yield dg.AssetCheckSpec(
            WHOLE,
            asset=key,
            blocking=True,
            description="Schema, key, day, ranges and volume of the days just pulled (a Great Expectations suite).",
        )
        yield dg.AssetCheckSpec(FRESH, asset=key, description="Every account has its last ended days.")


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


def _fresh(source: Source, stream: Stream, kadran: Kadran) -> dg.AssetCheckResult:
    behind = dict(sorted(days_behind(source, stream, kadran).items(), key=lambda item: -item[1]))
    late = {account: days for account, days in behind.items() if days > MOST_DAYS_BEHIND}
    return dg.AssetCheckResult(
        asset_key=asset_key(source, stream),
        check_name=FRESH,
        passed=not late,
        severity=dg.AssetCheckSeverity.WARN,
        description=", ".join(f"{account} is {days} days behind" for account, days in late.items()) or None,
        metadata={"accounts": len(behind), "days_behind": max(behind.values(), default=0)},
    )


def days_behind(source: Source, stream: Stream, kadran: Kadran) -> dict[str, int]:
    """For each known account, how many ended days are missing at the end of the stream; see `freshness`."""
    return {row.account: row.days_behind for row in freshness(source, kadran) if row.stream == stream.name}
