"""A small private warehouse, with the reporting tables' own contract, for what reads or publishes one."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from orchestration.alarms.nights import every_alarm, follow, write_tables
from orchestration.alarms.standing import standings
from orchestration.kri_events import Event, write_events
from orchestration.publish import Version, publish
from orchestration.revisions import keep_scorecard, revise
from orchestration.settings import DBT_PROJECT, Kadran

NIGHT = date(2026, 3, 31)
NOW = datetime(2026, 4, 1, 5, 7, tzinfo=UTC)
VERSION = Version(NIGHT, NOW, "EUR")
TYPES = {"string": "varchar"}

CONTRACTS = [DBT_PROJECT / "models/reporting" / name for name in ("_reporting.yml", "_calendar.yml")]

KRAS = [
    {"kra": "growth", "position": 1, "axis": "all", "label_en": "Growth", "owner_name": "Marketing director",
     "owner_email": "director@example.com", "description": "Growing without buying growth."},
    {"kra": "organic_search", "position": 2, "axis": "acquisition", "label_en": "Organic search",
     "owner_name": "SEO expert", "owner_email": "seo@example.com", "description": "Being found."},
    {"kra": "customer_service", "position": 3, "axis": "service", "label_en": "Customer service",
     "owner_name": "Support lead", "owner_email": None, "description": "Answering <b>well</b> & soon."},
]  # fmt: skip


@dataclass
class Company:
    """What the warehouse says; change it before `build`."""

    scorecard: list[dict[str, Any]] = field(default_factory=lambda: [
        kpi("growth", "total_spend", "Total spend", "currency", value=1234.5, previous_value=1000.0, change=0.2345,
            direction="bad", better="lower", target=1100.0, gap=0.122, status="warning"),
        kpi("growth", "blended_roas", "Blended return on ad spend", "ratio", additivity="ratio", value=4.217,
            previous_value=3.9, change=0.081, direction="good", target=4.0, gap=-0.054, status="on_target"),
        kpi("organic_search", "organic_clicks", "Organic clicks", "count", value=12345.6, previous_value=13000.0,
            change=-0.0503, direction="bad", target=15000.0, gap=0.177, status="off_target",
            is_stale=True, stale_streams="search_console/search_daily"),
        kpi("organic_search", "organic_ctr", "Organic click rate", "percent", additivity="ratio", value=0.0345,
            previous_value=0.0344, change=0.003, direction="good", status="no_target"),
        kpi("customer_service", "first_reply_time", "Time to first reply", "minutes", additivity="ratio",
            better="lower", value=125.0, previous_value=250.0, change=-0.5, direction="good", target=240.0,
            gap=-0.479, status="on_target"),
        kpi("customer_service", "days_open", "Days a ticket is open", "days", status="unknown"),
    ])  # fmt: skip
    freshness: list[dict[str, Any]] = field(default_factory=list)
    events: Mapping[date, list[Event]] = field(default_factory=dict)
    calendar: list[dict[str, Any]] = field(default_factory=list)

    def build(self, data: Path) -> Path:
        """Make the private warehouse and its events; returns the warehouse."""
        path = data / "warehouse" / "kadran.duckdb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as con:
            for schema in ("staging", "marts", "kpis", "reporting", "seeds"):
                con.execute(f"create schema {schema}")
            con.execute("create table staging.stg_shop__customers as select 'ada@example.com' as email")
            con.execute("create table marts.fct_orders as select 1 as order_id, 'a1b2' as customer_key")
            for model in [model for contract in CONTRACTS for model in yaml.safe_load(contract.read_text())["models"]]:
                columns = {column["name"]: column["data_type"] for column in model["columns"]}
                typed = ", ".join(f"{name} {TYPES.get(kind, kind)}" for name, kind in columns.items())
                con.execute(f"create table reporting.{model['name']} ({typed})")
                _insert(con, model["name"], columns, self._rows(model["name"]))
        for night in {NIGHT, *self.events}:
            write_events(list(self.events.get(night, [])), events_of(data), night)
        revise(path, remembered_of(data)["kpi_revisions"], NIGHT)
        keep_scorecard(path, remembered_of(data)["kra_scorecard_history"], NIGHT)
        follow(events_of(data), remembered_of(data)["kri_alarm_nights"], NIGHT, {})
        alarms = every_alarm(remembered_of(data)["kri_alarm_nights"], NIGHT)
        write_tables(Kadran(data=data).derived, standings(alarms, [], NOW.date()))
        return path

    def publish(self, data: Path, version: Version = VERSION) -> Path:
        return publish(self.build(data), remembered_of(data), data / "published", version)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        positions = {row["kpi"]: place for place, row in enumerate(self.scorecard, 1)}
        match table:
            case "dim_kra":
                return [row | {"label_fr": row["label_en"], "role_en": row["owner_name"]} for row in KRAS]
            case "dim_kpi":
                return [row | {"position": positions[row["kpi"]], "matures_after": 3} for row in self.scorecard]
            case "kra_scorecard":
                kras = {row["kra"]: row for row in KRAS}
                return [
                    row | {"kra_position": kras[row["kra"]]["position"], "kpi_position": positions[row["kpi"]]}
                    for row in self.scorecard
                ]
            case "kpi_daily":
                return [day for row in self.scorecard if row["value"] is not None for day in _days(row)]
            case "source_freshness":
                return self.freshness
            case "calendar_events":
                return self.calendar
        return []


def events_of(data: Path) -> Path:
    return data / "warehouse" / "kri_events"


def remembered_of(data: Path) -> dict[str, Path]:
    """What is remembered and what is derived from it: folders, by the table that they become."""
    return Kadran(data=data).remembered | Kadran(data=data).derived


def kpi(kra: str, name: str, label: str, unit: str, **known: Any) -> dict[str, Any]:
    """A row of the scorecard; what is not said is null."""
    return {
        "kra": kra, "kpi": name, "label_en": label, "unit": unit, "better": "higher", "additivity": "additive",
        "description": f"What {label} says.", "as_of": NIGHT - timedelta(days=3), "value": None, "is_stale": False,
    } | known  # fmt: skip


def event(kpi: str, kri: str, **known: Any) -> Event:
    """A KRI that fired tonight, unless it is said otherwise."""
    said: dict[str, Any] = {
        "night": NIGHT, "kra": "organic_search", "check": kri, "rule": "anomaly", "dimension": "total",
        "member": "total", "state": "fired", "severity": "warn", "day": NIGHT, "since": None, "observed": 1.0,
        "expected": 2.0, "low": None, "high": None, "score": None, "unit": "count", "days_used": 90,
        "owner": "SEO expert", "reason": "It fell.", "evaluated_at": NOW,
    }  # fmt: skip
    return Event(kpi=kpi, kri=kri, **(said | known))


def freshness(source: str, stream: str, **known: Any) -> dict[str, Any]:
    """A stream whose last load went well, unless it is said otherwise."""
    return {
        "source": source, "stream": stream, "account_id": "acme", "last_attempt_at": NOW, "last_success_at": NOW,
        "last_day_loaded": NIGHT, "last_error": None, "is_failing": False, "is_behind": False,
    } | known  # fmt: skip


def _days(row: dict[str, Any]) -> list[dict[str, Any]]:
    noise = random.Random(row["kpi"])
    days = []
    for age in range(120):
        value = row["value"] * noise.uniform(0.8, 1.2)
        denominator = 100.0 if row["additivity"] == "ratio" else None
        days.append({
            "kra": row["kra"], "kpi": row["kpi"], "date_day": NIGHT - timedelta(days=age), "dimension": "total",
            "member": "total", "numerator": value * (denominator or 1.0), "denominator": denominator, "value": value,
            "is_provisional": age < 3,
        })  # fmt: skip
    return days


def _insert(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    if rows:
        con.register("given", pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows]))
        con.execute(f"insert into reporting.{table} by name from given")
        con.unregister("given")
