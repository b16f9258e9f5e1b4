"""Publishing as assets: the last steps of the night, which run only when nothing that blocks has failed."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster._core.storage.asset_check_execution_record import (
    COMPLETED_ASSET_CHECK_EXECUTION_RECORD_STATUSES as VERDICTS,
)

from orchestration.alerting import KRI_ALARMS
from orchestration.checks import KRI_EVENTS, keys_of
from orchestration.publish import Version, publish
from orchestration.quality import write_docs
from orchestration.raw_checks import blocking_checks
from orchestration.report.site import write_pages
from orchestration.revisions import keep_scorecard, revise
from orchestration.settings import Kadran

KPI_REVISIONS = dg.AssetKey(["published", "kpi_revisions"])
WAREHOUSE = dg.AssetKey(["published", "warehouse"])
SCORECARD = dg.AssetKey(["published", "scorecard"])


def publication_assets(manifest: Mapping[str, Any]) -> list[dg.AssetsDefinition]:
    reporting = {node["name"] for node in manifest["nodes"].values() if "reporting" in node["fqn"][:-1]}

    @dg.asset(
        key=KPI_REVISIONS,
        deps=list(keys_of({"kpi_daily", "kra_scorecard"}, manifest).values()),
        group_name="published",
        pool="warehouse",
        description="What each KPI says tonight where it differs from before, and the scorecard as it stands tonight.",
    )
    def kpi_revisions() -> dg.MaterializeResult[None]:
        kadran = Kadran()
        stored = revise(kadran.warehouse, kadran.remembered["kpi_revisions"], kadran.night)
        keep_scorecard(kadran.warehouse, kadran.remembered["kra_scorecard_history"], kadran.night)
        return dg.MaterializeResult(metadata={"dagster/row_count": stored})

    @dg.asset(
        key=WAREHOUSE,
        deps=[*keys_of(reporting, manifest).values(), KRI_EVENTS, KRI_ALARMS, KPI_REVISIONS],
        group_name="published",
        pool="warehouse",
        kinds={"duckdb", "parquet"},
        description="What BI tools read: an immutable copy of the warehouse, swapped in whole.",
    )
    def published_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        kadran = Kadran()
        if broken := failing(context.instance, blocking_checks()):
            raise dg.Failure(
                "Not published; the last good version stays. These raw loads are not whole: " + ", ".join(broken),
                allow_retries=False,
            )
        version = Version(kadran.night, kadran.now, kadran.currency)
        path = publish(kadran.warehouse, kadran.remembered | kadran.derived, kadran.published, version)
        return dg.MaterializeResult(metadata={"path": str(path), "bytes": path.stat().st_size})

    @dg.asset(
        key=SCORECARD,
        deps=[WAREHOUSE],
        group_name="published",
        kinds={"html"},
        description="The pages for people, in English and French: overview, KRAs, roles, sources.",
    )
    def scorecard() -> dg.MaterializeResult[None]:
        kadran = Kadran()
        docs = write_docs(kadran.reports)
        path = write_pages(kadran.published / "kadran.duckdb", kadran.reports)
        return dg.MaterializeResult(metadata={"path": str(path), "data_docs": str(docs)})

    return [kpi_revisions, published_warehouse, scorecard]


def failing(instance: dg.DagsterInstance, checks: list[dg.AssetCheckKey]) -> list[str]:
    """The checks whose last verdict is a failure, in words. One that did not come to run tonight, because its source
    could not be reached, stands by what it said before; one that never ran blocks nothing."""
    found = []
    for key in checks:
        history = instance.event_log_storage.get_asset_check_execution_history(key, limit=1, status=VERDICTS)
        evaluation = history[0].evaluation if history else None
        if evaluation is not None and not evaluation.passed:
            found.append(f"{'/'.join(key.asset_key.path)} ({evaluation.description or key.name})")
    return sorted(found)
