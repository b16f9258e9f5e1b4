"""A warehouse of the whole simulated company: its vendors are asked for all that KPIs are made of, and dbt builds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from pydantic import SecretStr

from connectors import all_sources
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from orchestration.demo import LEAD_DAYS
from orchestration.registry import Registry, read_registry
from orchestration.warehouse import manifest
from sandbox.company import Company
from sandbox.drop import write_drop
from sandbox.server import Sandbox
from tests.dbt_runs import private_warehouse
from tests.truth.world import World

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HISTORY_DAYS = 370
"""Some KPIs look back a year."""


@pytest.fixture(scope="session")
def registry() -> Registry:
    return read_registry(manifest())


@pytest.fixture(scope="session")
def built(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, pd.DataFrame]:
    """The company's truth, and the totals of reporting.kpi_daily that came of it."""
    warehouse = private_warehouse(tmp_path_factory.mktemp("company"), currency="EUR", today=TODAY)
    company = Company(TODAY, HISTORY_DAYS + LEAD_DAYS)
    drop = warehouse.data / "drop"
    write_drop(company, drop)
    with Sandbox(company) as sandbox, pytest.MonkeyPatch.context() as env:
        for name, value in sandbox.env().items():
            env.setenv(name, value)
        env.setenv("FILES_FOLDER", str(drop))
        lake = Lake(warehouse.lake.root, SecretStr("a key that only this test knows"))

        def pull(name: str) -> list[str]:
            streams = {stream for kpi in registry.kpis for source, stream in kpi.sources if source == name}
            source: Any = all_sources()[name]
            loads = load(source, connect(source), lake, NOON, history_days=HISTORY_DAYS, streams={*streams, "accounts"})
            return [str(one) for one in loads if one.error]

        with ThreadPoolExecutor(2) as pool:
            assert [error for errors in pool.map(pull, all_sources()) for error in errors] == []
    no_tests = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    run = warehouse.dbt("build", "--select", "+kpi_daily", *no_tests)
    assert run.succeeded, run.said
    with warehouse.reading() as connection:
        totals = connection.sql(
            "select kpi, date_day as date, numerator, denominator from reporting.kpi_daily where dimension = 'total'"
        ).df()
    return World(company, TODAY - timedelta(days=HISTORY_DAYS), warehouse.lake.root), totals
