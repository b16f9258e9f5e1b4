"""The night in one process, without Dagster's daemon: every source's load, then the transform. What `kadran run` does.

The jobs are the same ones that the schedule starts; only who starts them differs.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import dagster as dg

from connectors import all_sources
from connectors.source import Source
from orchestration.guard import guard
from orchestration.raw_checks import is_wanted
from orchestration.schedules import NIGHT_TAG, STARTED_BY, due_config, load_job_name, transform_job
from orchestration.settings import PROJECT, Kadran

AT_ONCE = 4
OURS = {STARTED_BY: "kadran run"}
UNFINISHED = [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class AlreadyRunning(Exception):
    """Another `kadran run` is at work on the same data folder."""


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `faults` are sentences for the person on duty."""

    job: str
    succeeded: bool
    faults: tuple[str, ...]
    seconds: float


def dagster_home(kadran: Kadran) -> None:
    """Tell Dagster where its settings and its state are, unless the environment already does."""
    state = kadran.root / "dagster"
    state.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DAGSTER_HOME", str(PROJECT))
    os.environ.setdefault("KADRAN_DAGSTER", str(state))


@contextmanager
def alone(kadran: Kadran) -> Iterator[None]:
    """Let one `kadran run` at a time work on a data folder. Raises AlreadyRunning.

    Whoever is alone knows that unfinished runs of its kind were killed. They still hold the pools of their sources, for
    which this one would wait for ever, so they are ended first.
    """
    dagster_home(kadran)
    with open(kadran.root / "dagster" / "run.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                f"Another `kadran run` is at work on {kadran.root}; wait until it has ended."
            ) from None
        with dg.DagsterInstance.get() as instance:
            for run in instance.get_runs(dg.RunsFilter(statuses=UNFINISHED, tags=OURS)):
                instance.report_run_failed(run, "Its process was killed.")
                instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        yield


def load_all(kadran: Kadran, definitions: dg.Definitions, told: Callable[[Outcome], None]) -> list[Outcome]:
    """Load every configured source, some at a time. One that fails stops no other."""
    guard(kadran)
    wanted = [source for source in all_sources().values() if is_wanted(source)]
    with dg.DagsterInstance.get() as instance, ThreadPoolExecutor(AT_ONCE) as pool:
        # For handlers of a dagster.yaml, which ours has not, every run sets up Python's logging anew; a run that logs
        # at that moment and the one that begins then wait for each other for ever.
        instance.get_yaml_python_handlers = list  # type: ignore[method-assign]
        begun = [pool.submit(_load, source, kadran, definitions, instance) for source in wanted]
        outcomes = []
        for future in as_completed(begun):
            outcomes.append(future.result())
            told(outcomes[-1])
    return outcomes


def _load(source: Source, kadran: Kadran, definitions: dg.Definitions, instance: dg.DagsterInstance) -> Outcome:
    return _run(definitions, load_job_name(source), instance, kadran, str(kadran.night), due_config(source))


def transform(kadran: Kadran, definitions: dg.Definitions) -> Outcome:
    """Build, check, evaluate, publish."""
    with dg.DagsterInstance.get() as instance:
        return _run(definitions, transform_job.name, instance, kadran)


def _run(
    definitions: dg.Definitions,
    job: str,
    instance: dg.DagsterInstance,
    kadran: Kadran,
    partition: str | None = None,
    config: dict[str, object] | None = None,
) -> Outcome:
    begun = perf_counter()
    result = definitions.resolve_job_def(job).execute_in_process(
        instance=instance,
        partition_key=partition,
        run_config={**(config or {}), **QUIET},
        tags={NIGHT_TAG: str(kadran.night)} | OURS,
        raise_on_error=False,
    )
    return Outcome(job, result.success, tuple(faults(result.all_events)), perf_counter() - begun)


def faults(events: Iterable[dg.DagsterEvent]) -> Iterator[str]:
    """What went wrong in a run, in sentences."""
    for event in events:
        if event.is_step_failure:
            data = event.step_failure_data
            failure = data.user_failure_data
            error = data.error.cause if data.error and data.error.cause else data.error
            yield (failure.description if failure else None) or (error.message if error else event.message) or ""
        elif event.is_job_failure and event.job_failure_data.error:  # Dagster itself failed, outside any step
            yield event.job_failure_data.error.message.strip()
        elif event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            if not check.passed and check.blocking:
                yield f"{'/'.join(check.asset_key.path)}: {check.check_name} failed. {check.description or ''}".strip()
