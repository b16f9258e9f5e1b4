"""What a scaffold has to know of the project: its KRAs, the files of its KPIs, the facts with their columns."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from orchestration.formula import Formula, formulas
from orchestration.scaffold.draft import Mistake

NUMBERS = ("bigint", "integer", "double", "decimal")


@dataclass(frozen=True)
class Project:
    """The project's files as they are, be they right or not; `root` is its folder."""

    root: Path

    @property
    def models(self) -> Path:
        return self.root / "dbt_project" / "models"

    @property
    def kpi_list(self) -> Path:
        return self.models / "reporting" / "kpi_daily.sql"

    @property
    def kras(self) -> list[str]:
        return sorted(path.parent.name for path in self.models.glob("kpis/*/_*.yml"))

    def kra(self, name: str) -> Path:
        """The YAML of a KRA. Raises Mistake."""
        if name not in self.kras:
            raise Mistake(f"There is no KRA {name!r}; there are {', '.join(self.kras)}. `kadran new kra` makes one.")
        return self.models / "kpis" / name / f"_{name}.yml"

    def kpi(self, name: str) -> Path:
        """The SQL of a KPI. Raises Mistake."""
        for path in self.models.glob(f"kpis/*/{name}.sql"):
            return path
        raise Mistake(f"There is no KPI {name!r}; `kadran new kpi {name} --kra ...` makes one.")

    def is_model(self, name: str) -> bool:
        return any(self.models.rglob(f"{name}.sql"))

    def formulas(self, kra: str) -> list[Formula]:
        files = sorted((self.models / "kpis" / kra).glob("*.sql"))
        return [formula for path in files for formula in formulas(path.read_text(encoding="utf-8"))]

    @cached_property
    def facts(self) -> dict[str, dict[str, str]]:
        """The facts that have a day, each with its columns and their types."""
        found = {}
        for path in sorted(self.models.glob("marts/_*.yml")):
            for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
                columns = {column["name"]: column.get("data_type", "") for column in model.get("columns", [])}
                if model["name"].startswith("fct_") and "date_day" in columns:
                    found[model["name"]] = columns
        return found

    def fact(self, wanted: str | None, kra: str) -> str:
        """The fact that was named, or the one that most KPIs of the KRA are computed from. Raises Mistake."""
        used = Counter(formula.relation for formula in self.formulas(kra) if formula.relation in self.facts)
        name = wanted or next((str(relation) for relation, _ in used.most_common(1)), None)
        if name not in self.facts:
            said = f"There is no fact {wanted!r}" if wanted else f"No KPI of {kra} says which fact it is computed from"
            raise Mistake(f"{said}; say --fact with one of {', '.join(self.facts)}.")
        return name

    def column(self, fact: str, name: str, *, is_number: bool) -> str:
        """A column to add up, or to cut by. Raises Mistake."""
        fitting = [
            column
            for column, kind in self.facts[fact].items()
            if (kind.startswith(NUMBERS) if is_number else kind.startswith(("string", "boolean")))
        ]
        if name not in fitting:
            raise Mistake(
                f"{fact} has no column {name!r} to {'add up' if is_number else 'cut by'}: {', '.join(fitting)}."
            )
        return name

    def first_number(self, fact: str) -> str:
        return next(column for column, kind in self.facts[fact].items() if kind.startswith(NUMBERS))
