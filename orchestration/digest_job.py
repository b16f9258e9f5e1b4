"""The weekly digest as Dagster runs it: a job of its own, apart from the nights, and its schedule."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from orchestration.alerts.delivery import Delivery
from orchestration.alerts.routes import BadRoutes, read_routes
from orchestration.alerts.weekly import send_week, write_week
from orchestration.settings import Kadran

NOT_SET = "KADRAN_ALERTS is not set: nobody is told."


class CannotTell(Exception):
    """There is nobody to tell, or nothing to tell; says what to do."""


def send_digests(kadran: Kadran) -> Delivery:
    """Send owners the digest of the week. Raises CannotTell."""
    if kadran.alerts is None:
        raise CannotTell(f"{NOT_SET} docs/operate.md, Alerts, says how.")
    with _readable(kadran) as published:
        return send_week(
            published,
            read_routes(kadran.alerts),
            kadran.digests_told,
            kadran.local_day,
            link=kadran.reports_url,
            simulated=kadran.sandbox,
        )


def write_digests(kadran: Kadran) -> list[Path]:
    """Write the mails instead. Raises CannotTell."""
    with _readable(kadran) as published:
        routes = read_routes(kadran.alerts)
        return write_week(published, routes, kadran.reports / "digests", kadran.local_day, kadran.reports_url)


@contextmanager
def _readable(kadran: Kadran) -> Iterator[Path]:
    published = kadran.published / "kadran.duckdb"
    if not published.exists():
        raise CannotTell("Nothing is published yet: `kadran run` first.")
    try:
        yield published
    except BadRoutes as error:
        raise CannotTell(str(error)) from None


@dg.op(description="Sends owners the digest of the week along KADRAN_ALERTS; an address is sent one a week.")
def send_weekly_digest(context: dg.OpExecutionContext) -> None:
    try:
        delivery = send_digests(Kadran())
    except CannotTell as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    told = {name: value for name, value in vars(delivery).items() if value}
    context.log.info(str(told))
    if delivery.failed:
        raise dg.Failure(
            f"{len(delivery.failed)} of the digests did not arrive. `kadran digest` sends them again, and only them. "
            + " ".join(delivery.failed),
            metadata=told,
            allow_retries=False,
        )


@dg.job(name="weekly_digest", executor_def=dg.in_process_executor)
def weekly_digest_job() -> None:
    send_weekly_digest()


def weekly_schedule(kadran: Kadran) -> dg.ScheduleDefinition:
    """Once a week, off while nobody is to be told."""

    @dg.schedule(
        name="weekly_digest",
        job=weekly_digest_job,
        cron_schedule=kadran.digest_schedule,
        execution_timezone=kadran.time_zone.key,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Sends owners the digest of the week, if KADRAN_ALERTS is set.",
    )
    def weekly() -> dg.RunRequest | dg.SkipReason:
        return dg.SkipReason(NOT_SET) if Kadran().alerts is None else dg.RunRequest()

    return weekly
