"""What a published file holds beside the scorecard once there is history, with the reporting tables' own contract."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from orchestration.settings import DBT_PROJECT
from tests.orchestration.warehouse import NIGHT, TYPES, Company

SETTLED = NIGHT - timedelta(days=3)
PERIODS: list[dict[str, Any]] = [
    {"period": "iso_week", "starts_on": date(2026, 3, 16), "ends_on": date(2026, 3, 22), "is_complete": True,
     "value": 86420.0, "previous_value": 90000.0, "previous_change": -0.0398, "last_year_value": 80000.0,
     "last_year_change": 0.0803},
    {"period": "iso_week", "starts_on": date(2026, 3, 23), "ends_on": SETTLED, "is_complete": False, "value": 70000.0},
    {"period": "month", "starts_on": date(2026, 3, 1), "ends_on": SETTLED, "is_complete": False, "value": 345679.0,
     "previous_value": 345000.0, "previous_change": 0.002},
    {"period": "year_to_date", "starts_on": date(2026, 1, 1), "ends_on": SETTLED, "is_complete": False,
     "value": 1074072.0},
    {"period": "trailing_28", "starts_on": date(2026, 3, 1), "ends_on": SETTLED, "is_complete": True,
     "value": 345679.0},
]  # fmt: skip
PACES: list[dict[str, Any]] = [
    {"period": "month", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31), "as_of": SETTLED,
     "value_to_date": 345679.0, "projected_value": 382716.0, "target": 465000.0, "projected_attainment": 0.823,
     "status": "off_target"},
]  # fmt: skip
DRIVERS: list[dict[str, Any]] = [
    {"kpi": "organic_clicks", "dimension": "page_group", "member": f"/{name}", "value": 1000.0 + effect,
     "previous_value": 1000.0, "volume_effect": float(effect), "mix_effect": 0.0, "rate_effect": 0.0}
    for name, effect in [("a", -900), ("b", 500), ("c", 400), ("d", 300), ("e", -200), ("f", 100), ("g", 50), ("h", 7)]
] + [
    {"kpi": "organic_ctr", "dimension": "device", "member": "mobile", "value": 0.03, "previous_value": 0.031,
     "weight": 0.7, "previous_weight": 0.6, "volume_effect": 0.0, "mix_effect": -0.0021, "rate_effect": 0.0034},
    {"kpi": "organic_ctr", "dimension": "device", "member": "(elsewhere)", "volume_effect": 0.0, "mix_effect": 0.0,
     "rate_effect": 0.0},
]  # fmt: skip


def event(kind: str, name: str, day: date, **known: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "starts_on": day, "ends_on": day} | known


def publish_in_depth(company: Company, data: Path, events: Sequence[dict[str, Any]] = ()) -> Path:
    """The company's file with periods and pacing of organic clicks, drivers, maturity, and a calendar."""
    published = company.publish(data)
    published.chmod(0o644)
    watched = {"kpi": "organic_clicks", "dimension": "total", "member": "total"}
    rows = {
        "kpi_periods": [watched | period for period in PERIODS],
        "kpi_pacing": [watched | pace for pace in PACES],
        "kpi_drivers": [driver | {"as_of": SETTLED} for driver in DRIVERS],
        "calendar_events": list(events),
    }
    with duckdb.connect(str(published)) as con:
        for contract in ("_over_time.yml", "_calendar.yml"):
            for model in yaml.safe_load((DBT_PROJECT / "models/reporting" / contract).read_text())["models"]:
                kinds = {column["name"]: column["data_type"] for column in model["columns"]}
                columns = {name: TYPES.get(kind, kind) for name, kind in kinds.items()}
                _add_table(con, model["name"], columns, rows.get(model["name"], []))
        con.execute("insert into reporting.kpi_sources values ('organic_clicks', 'search_console', 'search_daily')")
        con.execute("delete from reporting.kpi_maturity")
        con.execute("insert into reporting.kpi_maturity by name select 'organic_clicks' kpi, 2 age, 0.87 share_known")
    return published


def _add_table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    con.execute(
        f"create or replace table reporting.{name} ({', '.join(f'{each} {kind}' for each, kind in columns.items())})"
    )
    if rows:
        con.register("given", pa.Table.from_pylist([{each: row.get(each) for each in columns} for row in rows]))
        con.execute(f"insert into reporting.{name} by name from given")
        con.unregister("given")
