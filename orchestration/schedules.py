"""When things run: every night one run a source, and one transform when all of them have ended, whatever their fate."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

import dagster as dg

from connectors import all_sources
from connectors.source import Source
from orchestration.raw import pull_name
from orchestration.raw_checks import is_wanted
from orchestration.settings import Kadran

Job: TypeAlias = Any
"""What `define_asset_job` returns; Dagster does not export its type."""
NIGHT_TAG, STARTED_BY = "kadran/night", "kadran/started_by"
ENDED = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)


def load_job_name(source: Source) -> str:
    return f"load_{source.name}"


@cache
def load_jobs() -> list[Job]:
    """One job a source: its raw assets and the checks on what came."""
    return [
        dg.define_asset_job(
            load_job_name(source),
            selection=dg.AssetSelection.groups(source.name),
            executor_def=dg.in_process_executor,
            description=f"Pull {source.title} into the lake and check what came.",
        )
        for source in all_sources().values()
    ]


transform_job = dg.define_asset_job(
    "transform",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(*all_sources()),
    executor_def=dg.in_process_executor,
    description="Build the warehouse, evaluate the KRIs, publish.",
)


def due_config(source: Source) -> dict[str, object]:
    """Run configuration of a nightly load: what is due, not just the partition's day."""
    return {"ops": {pull_name(source): {"config": {"due": True}}}}


def nightly_schedules(kadran: Kadran) -> list[dg.ScheduleDefinition]:
    """One schedule a source, so that each can be paused on its own; all at the same hour."""
    return [_nightly(source, job, kadran) for source, job in zip(all_sources().values(), load_jobs(), strict=True)]


def _nightly(source: Source, job: Job, kadran: Kadran) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=f"nightly_{source.name}",
        job=job,
        cron_schedule=kadran.schedule,
        execution_timezone=kadran.time_zone.key,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Every night pull what {source.title} may have changed, if it is configured.",
    )
    def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if not is_wanted(source):
            return dg.SkipReason(f"{source.name} is not configured.")
        night = str((context.scheduled_execution_time.astimezone(kadran.time_zone) - timedelta(days=1)).date())
        return dg.RunRequest(run_key=night, partition_key=night, run_config=due_config(source), tags={NIGHT_TAG: night})

    return nightly


@dg.sensor(
    job=transform_job,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts the transform once every load of the night has ended, well or badly.",
)
def transform_after_loads(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    since = datetime.now(UTC) - timedelta(days=2)
    started = context.instance.get_runs(dg.RunsFilter(created_after=since))
    runs = [run for run in started if STARTED_BY not in run.tags]  # `kadran run` does its own transform
    nights = [run.tags[NIGHT_TAG] for run in runs if NIGHT_TAG in run.tags and run.job_name != transform_job.name]
    if not nights:
        return dg.SkipReason("No loads in the last two days.")
    night = max(nights)
    open_runs = [run for run in runs if run.tags.get(NIGHT_TAG) == night and run.status not in ENDED]
    if open_runs:
        return dg.SkipReason(f"{len(open_runs)} loads of {night} are still running.")
    return dg.RunRequest(run_key=f"{night}/transform", tags={NIGHT_TAG: night})
