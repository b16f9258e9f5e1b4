"""The table of contents: everything that Dagster shows is put together here, and declared elsewhere."""

import dagster as dg
from dagster_dbt import DbtCliResource

from orchestration.alerting import alerts_after_quiet_hours, alerts_asset, alerts_job, kri_alarms_asset
from orchestration.checks import kri_checks, kri_events_asset
from orchestration.digest_job import weekly_digest_job, weekly_schedule
from orchestration.publication import WAREHOUSE, publication_assets
from orchestration.raw import all_raw_assets
from orchestration.registry import read_registry
from orchestration.schedules import load_jobs, nightly_schedules, transform_after_loads, transform_job
from orchestration.settings import DBT_PROJECT, Kadran
from orchestration.warehouse import DBT, manifest, transform_assets


def build_definitions() -> dg.Definitions:
    project = str(DBT_PROJECT)
    dbt = DbtCliResource(project_dir=project, profiles_dir=project, dbt_executable=DBT)
    kadran, read = Kadran(), manifest()
    registry = read_registry(read)
    return dg.Definitions(
        assets=[
            *all_raw_assets(),
            transform_assets(),
            kri_events_asset(registry, read),
            kri_alarms_asset(registry),
            *publication_assets(read),
            alerts_asset(WAREHOUSE),
        ],
        asset_checks=[kri_checks(registry, read)],
        jobs=[*load_jobs(), transform_job, alerts_job, weekly_digest_job],
        schedules=[*nightly_schedules(kadran), weekly_schedule(kadran)],
        sensors=[transform_after_loads, alerts_after_quiet_hours],
        resources={"dbt": dbt},
    )


defs = build_definitions()
