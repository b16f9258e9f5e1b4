"""Raw assets: one a stream, partitioned by day, made from the declarations in `connectors`, with their checks.

A run of a source is one step. At night it pulls whatever is due (missing, restated or unsettled days) and stands for
the partition of the day that has just ended; started by hand or as a backfill it pulls just the days it was given.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import dagster as dg

from connectors import all_sources
from connectors.errors import NotConfigured, Refused, Unavailable
from connectors.load import Load, load, record_unreached
from connectors.settings import connect
from connectors.source import Source, Stream, Window
from orchestration.guard import guard
from orchestration.raw_checks import asset_key, check_results, check_specs
from orchestration.settings import Kadran

MOST_RETRIES = 2
DAYS = dg.DailyPartitionsDefinition(start_date="2020-01-01", end_offset=1)
"""In UTC; one more than have ended there, since east of London a day ends before it does in UTC."""


class LoadConfig(dg.Config):
    """`due`: pull what is due instead of the run's partitions. `force`: let a day shrink."""

    due: bool = False
    force: bool = False


def _spec(source: Source, stream: Stream) -> dg.AssetSpec:
    return dg.AssetSpec(
        asset_key(source, stream),
        description=f"{stream.description}\n\nKey: {', '.join(stream.key)}. Kind: {stream.kind}.",
        group_name=source.name,
        kinds={"python", "parquet"},
        partitions_def=DAYS,
        skippable=True,
        metadata={
            "restates": ", ".join(f"every {every} d the last {back} d" for every, back in stream.restates.items()),
            "columns": dg.TableSchema(
                columns=[dg.TableColumn(name, kind.name.lower()) for name, kind in stream.columns.items()]
            ),
        },
    )


def pull_name(source: Source) -> str:
    """The step's name; its job is called load_<source>, and Dagster wants them to differ."""
    return f"pull_{source.name}"


def raw_assets(source: Source) -> dg.AssetsDefinition:
    """The source's streams as one multi-asset that can be run for any subset and any range of days."""

    @dg.multi_asset(
        name=pull_name(source),
        specs=[_spec(source, stream) for stream in source.streams],
        check_specs=list(check_specs(source)),
        can_subset=True,
        pool=source.name,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def load_source(
        context: dg.AssetExecutionContext, config: LoadConfig
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        kadran = Kadran()
        guard(kadran)
        try:
            loads = load(
                source,
                connect(source),
                kadran.lake,
                kadran.now,
                history_days=kadran.history_days,
                span=None if config.due else _span(context),
                streams=[key.path[-1] for key in context.selected_asset_keys],
                force=config.force,
                again_after=_first_try(context) if config.due else None,
            )
        except NotConfigured as error:
            kadran.lake.prepare(source)
            context.log.info("%s is skipped: %s", source.name, error)
            return
        except (Refused, Unavailable) as error:
            record_unreached(source, kadran.lake, kadran.now, error)
            passes = isinstance(error, Unavailable)
            raise _end(context, source, [str(error)], passes) from None
        yield from _results(source, loads, context.selected_asset_keys)
        yield from check_results(source, context.selected_asset_check_keys, kadran)
        if faults := [load for load in loads if load.error]:
            passes = any(load.error and load.error.startswith(Unavailable.__name__) for load in faults)
            raise _end(context, source, [f"{load.stream} of {load.account}: {load.error}" for load in faults], passes)

    return load_source


def _first_try(context: dg.AssetExecutionContext) -> datetime | None:
    """When this run began: what an earlier try of it has landed is not pulled again."""
    began = context.instance.get_run_stats(context.run_id).start_time if context.retry_number else None
    return datetime.fromtimestamp(began, UTC) if began else None


def _span(context: dg.AssetExecutionContext) -> Window:
    keys = context.partition_key_range
    return Window(date.fromisoformat(keys.start), date.fromisoformat(keys.end))


def _results(source: Source, loads: list[Load], selected: set[dg.AssetKey]) -> Iterator[dg.MaterializeResult[None]]:
    """One result for each stream that came whole from every account."""
    for stream in source.streams:
        own = [load for load in loads if load.stream == stream.name]
        if asset_key(source, stream) in selected and own and not any(load.error for load in own):
            yield dg.MaterializeResult(
                asset_key=asset_key(source, stream),
                metadata={
                    "dagster/row_count": sum(load.rows for load in own),
                    "days": sum(load.days for load in own),
                    "accounts": len(own),
                    "seconds": sum(load.seconds for load in own),
                    "since": str(min((load.since for load in own if load.since), default="")),
                    "until": str(max((load.until for load in own if load.until), default="")),
                    "unknown_fields": _once(load.extra for load in own),
                    "withdrawn": _once(load.withdrawn for load in own),
                },
            )


def _once(lists: Iterable[str | None]) -> str:
    """Names that accounts tell, separated by commas, however many tell them."""
    return ", ".join(sorted({name for told in lists if told for name in told.split(", ")}))


def _end(context: dg.AssetExecutionContext, source: Source, faults: list[str], passes: bool) -> Exception:
    """Another try where the vendor may recover, else the failure with everything that went wrong."""
    if passes and context.retry_number < MOST_RETRIES:
        return dg.RetryRequested(MOST_RETRIES, seconds_to_wait=60 * 2**context.retry_number)
    return dg.Failure(
        description=f"{source.name}: {len(faults)} failed. {faults[0]}",
        metadata={"faults": dg.MetadataValue.md("\n".join(f"- {fault}" for fault in faults))},
        allow_retries=False,
    )


def all_raw_assets() -> list[dg.AssetsDefinition]:
    return [raw_assets(source) for source in all_sources().values()]
