"""Alarms and alerts as assets: alarms are made before the night is published, their owners are told after it."""

from collections.abc import Callable

import dagster as dg

from orchestration.alarms.nights import every_alarm, follow, write_tables
from orchestration.alarms.standing import standings, unknown_alarms
from orchestration.alarms.words import read_words
from orchestration.alerts.deliver import deliver, read_published
from orchestration.alerts.delivery import Delivery
from orchestration.alerts.routes import BadRoutes, check_names, read_routes
from orchestration.checks import KRI_EVENTS
from orchestration.registry import Registry
from orchestration.settings import Kadran

KRI_ALARMS = dg.AssetKey(["published", "kri_alarms"])
ALERTS = dg.AssetKey(["published", "alerts"])
MINUTES_BETWEEN_LOOKS = 5


def kri_alarms_asset(registry: Registry) -> dg.AssetsDefinition:
    """The alarms of the night, from what the KRIs said on all nights and what persons said of alarms."""

    @dg.asset(
        key=KRI_ALARMS,
        deps=[KRI_EVENTS],
        group_name="published",
        description="Events in the business: one alarm each, from first night to last, with owner and state.",
    )
    def kri_alarms(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        kadran = Kadran()
        nights = kadran.remembered["kri_alarm_nights"]
        additivity = {kpi.name: kpi.meta.additivity for kpi in registry.kpis}
        tonight = follow(kadran.kri_events, nights, kadran.night, additivity)
        words, mistakes = read_words(kadran.kri_words)
        alarms = every_alarm(nights, kadran.night)
        found = standings(alarms, words, kadran.now.date())
        write_tables(kadran.derived, found)
        mistakes += unknown_alarms(alarms, words)
        for mistake in mistakes:
            context.log.warning(mistake)
        states = [one.state for one in found]
        return dg.MaterializeResult(
            metadata={state: states.count(state) for state in ("open", "acknowledged", "muted")}
            | {
                "opened_tonight": sum(alarm.opened_on == kadran.night for alarm in tonight),
                "closed_tonight": sum(alarm.closed_on == kadran.night for alarm in tonight),
                "words_that_cannot_be_read": mistakes,
            }
        )

    return kri_alarms


def alerts_asset(published: dg.AssetKey) -> dg.AssetsDefinition:
    """Tells owners what is new, once `published` stands. A message that is not taken fails this asset alone."""

    @dg.asset(
        key=ALERTS,
        deps=[published],
        group_name="published",
        description="What is new about alarms, told to the owners of their KRAs along KADRAN_ALERTS.",
    )
    def alerts(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        kadran = Kadran()
        if kadran.alerts is None:
            return dg.MaterializeResult(metadata={"sent": [], "reason": "KADRAN_ALERTS is not set: nobody is told."})
        try:
            delivery = tell(kadran, context.log.warning)
        except BadRoutes as error:
            raise dg.Failure(str(error), allow_retries=False) from None
        if delivery.failed:
            raise dg.Failure(
                f"{len(delivery.failed)} of the alerts did not arrive. The night's figures are published; what was "
                f"missed is told with the next night, or now with `kadran kri notify`. {' '.join(delivery.failed)}",
                metadata=_metadata(delivery),
                allow_retries=False,
            )
        return dg.MaterializeResult(metadata=_metadata(delivery))

    return alerts


def tell(kadran: Kadran, warn: Callable[[str], object]) -> Delivery:
    """Tell every address what is new in the published file. Raises BadRoutes."""
    routes = read_routes(kadran.alerts)
    published = read_published(kadran.published / "kadran.duckdb")
    for mistake in check_names(routes, published.owners):
        warn(mistake)
    words, _ = read_words(kadran.kri_words)
    return deliver(published, routes, words, kadran.told, kadran.now, kadran.time_zone, simulated=kadran.sandbox)


def _metadata(delivery: Delivery) -> dict[str, list[str] | int]:
    return {name: value for name, value in vars(delivery).items() if value or name in ("sent", "quiet")}


alerts_job = dg.define_asset_job("alerts", selection=dg.AssetSelection.assets(ALERTS))


@dg.sensor(
    job=alerts_job,
    minimum_interval_seconds=MINUTES_BETWEEN_LOOKS * 60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells those whose quiet hours have ended what waited for that.",
)
def alerts_after_quiet_hours(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    kadran = Kadran()
    last = context.instance.get_latest_materialization_event(ALERTS)
    told = last.asset_materialization if last else None
    if last is None or told is None or not told.metadata["quiet"].value:
        return dg.SkipReason("Nobody waits for the end of quiet hours.")
    quiet = [route for route in read_routes(kadran.alerts).values() if route.quiet]
    if all(route.quiet.holds(kadran.now, route.time_zone or kadran.time_zone) for route in quiet if route.quiet):
        return dg.SkipReason("All quiet hours still hold.")
    return dg.RunRequest(run_key=f"{last.run_id}/{kadran.now:%Y-%m-%dT%H}")
