"""A new KRA: a folder with the group that says who answers for it."""

from pathlib import Path

from orchestration.scaffold.draft import Draft, Mistake, checked, filled, spoken
from orchestration.scaffold.project import Project


def new_kra(root: Path, name: str) -> Draft:
    """Raises Mistake."""
    project = Project(root)
    if checked(name) in project.kras:
        raise Mistake(f"There is a KRA {name} already.")
    draft = Draft(root, (f".venv/bin/kadran new kpi NAME --kra {name} --fact FACT", ".venv/bin/kadran lint"))
    draft.add(project.models / "kpis" / name / f"_{name}.yml", filled("kra.yml", name=name, label=spoken(name)))
    return draft
