"""Real dbt on a private copy of the project: tests disturb neither one another nor a developer's target folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from connectors import all_sources
from connectors.lake import Lake
from connectors.load import record
from tests.conftest import REPO

DBT = str(Path(sys.executable).with_name("dbt"))
MADE_BY_RUNS = shutil.ignore_patterns("target", "logs", "__pycache__")


@dataclass(frozen=True)
class DbtRun:
    """How dbt ended, and what it said."""

    succeeded: bool
    said: str


@dataclass(frozen=True)
class Warehouse:
    """A data folder, and a copy of the dbt project that builds its warehouse."""

    data: Path
    project: Path
    currency: str
    today: date

    @property
    def lake(self) -> Lake:
        return Lake(self.data / "lake")

    def dbt(self, *words: str) -> DbtRun:
        """Run a dbt command on the lake as it is; sources that nobody loaded are empty tables."""
        for source in all_sources().values():
            self.lake.prepare(source)
        record(self.lake, [])
        (self.data / "warehouse").mkdir(exist_ok=True)
        project = str(self.project)
        command = [DBT, "--no-use-colors", *words, "--project-dir", project, "--profiles-dir", project]
        settings = {"KADRAN_DATA": str(self.data), "KADRAN_CURRENCY": self.currency, "KADRAN_TODAY": str(self.today)}
        env = os.environ | settings
        done = subprocess.run(command, cwd=self.project, env=env, capture_output=True, text=True, check=False)
        return DbtRun(done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:])

    def build(self, *words: str) -> DbtRun:
        """Seeds, models and the equations that must hold between them; CI runs the other tests."""
        return self.dbt("build", "--exclude-resource-type", "unit_test", "--exclude", "test_type:generic", *words)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect(str(self.data / "warehouse" / "kadran.duckdb"), read_only=True) as connection:
            yield connection


def private_warehouse(home: Path, *, currency: str, today: date) -> Warehouse:
    """A fresh copy of the project and an empty data folder."""
    project = shutil.copytree(REPO / "dbt_project", home / "dbt_project", ignore=MADE_BY_RUNS)
    return Warehouse(home / "data", project, currency, today)
