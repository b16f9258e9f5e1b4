"""The dbt project as assets: names, groups, owners and lineage come from its manifest, which is made once, not here."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from connectors import all_sources
from connectors.load import record
from orchestration.settings import DBT_PROJECT, Kadran

DBT = str(Path(sys.executable).with_name("dbt"))
"""The dbt of our own environment, whatever else is on the PATH."""
ONLY_IN_CI = "resource_type:unit_test staging.*,resource_type:test"
"""Formulas do not change at night, and the keys of what was loaded are checked before (quality)."""
MANIFEST = DBT_PROJECT / "target" / "manifest.json"


def dbt_environment(kadran: Kadran) -> dict[str, str]:
    """What dbt must know of this installation."""
    return os.environ | {
        "KADRAN_DATA": str(kadran.root),
        "KADRAN_CURRENCY": kadran.currency,
        "KADRAN_TODAY": str(kadran.now.date()),
        "KADRAN_TIME_ZONE": kadran.time_zone.key,
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
    }


def parse_if_changed(kadran: Kadran) -> None:
    """Make the manifest anew when a file of the project is newer. Raises RuntimeError with dbt's own words."""
    if MANIFEST.exists() and MANIFEST.stat().st_mtime > max(path.stat().st_mtime for path in _project_files()):
        return
    command = [DBT, "parse", "--project-dir", str(DBT_PROJECT)]
    done = subprocess.run(command, env=dbt_environment(kadran), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"dbt cannot read the project:\n{done.stdout[-3000:]}")


def _project_files() -> Iterator[Path]:
    for folder in ("models", "macros", "seeds", "tests"):
        yield from (path for path in (DBT_PROJECT / folder).rglob("*") if path.is_file())
    yield from DBT_PROJECT.glob("*.yml")


class ViewsOfTheLake:
    """Staging and intermediate models are views that stay in the build file until the project changes."""

    def __init__(self, kadran: Kadran) -> None:
        self._warehouse = kadran.warehouse
        self._mark = kadran.warehouse.with_name("staging.sha256")
        files = sorted(path for path in _project_files() if "kpis" not in path.parts and "reporting" not in path.parts)
        self._project = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()

    def left_out(self) -> list[str]:
        """What to leave out of a build."""
        same = self._warehouse.exists() and self._mark.exists() and self._mark.read_text() == self._project
        # One word, for dagster-dbt puts what it leaves out itself behind the option's first.
        return ["--exclude", "staging.* intermediate.*"] if same else []

    def built(self) -> None:
        self._mark.write_text(self._project)


class FromTheLastDay(DagsterDbtTranslator):  # type: ignore[misc]  # it has no types
    """A build follows the newest day of each stream. (By default Dagster writes down all days since 2020, of each.)"""

    def get_partition_mapping(
        self, dbt_resource_props: Mapping[str, Any], dbt_parent_resource_props: Mapping[str, Any]
    ) -> dg.PartitionMapping | None:
        is_raw = dbt_parent_resource_props["resource_type"] == "source"
        return dg.LastPartitionMapping() if is_raw else None


def transform_assets() -> dg.AssetsDefinition:
    """All models, seeds and data tests. Unit tests run in CI, not at night."""
    if not MANIFEST.exists():
        raise FileNotFoundError(f"{MANIFEST} does not exist yet: run `make manifest` (or `kadran run`) once.")

    @dbt_assets(
        manifest=MANIFEST,
        project=DbtProject(DBT_PROJECT),
        name="build",
        exclude=ONLY_IN_CI,
        pool="warehouse",
        dagster_dbt_translator=FromTheLastDay(),
    )
    def transform(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
        kadran = Kadran()
        for source in all_sources().values():
            kadran.lake.prepare(source)
        record(kadran.lake, [])
        kadran.warehouse.parent.mkdir(parents=True, exist_ok=True)
        os.environ.update(dbt_environment(kadran))
        views = ViewsOfTheLake(kadran)
        command, made = ["build", *views.left_out()], kadran.warehouse.with_name("dbt")
        with kadran.lake.reading():
            yield from dbt.cli(command, context=context, target_path=made).stream()
        views.built()

    return cast("dg.AssetsDefinition", transform)


def manifest() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(MANIFEST.read_text())
    return found


if __name__ == "__main__":
    parse_if_changed(Kadran())
