"""A new source: its connector, its simulated vendor, its staging models and a test that says what is left to do."""

from pathlib import Path

from orchestration.scaffold.draft import Draft, Mistake, checked, filled, spoken
from orchestration.scaffold.project import Project


def new_source(root: Path, name: str) -> Draft:
    """Raises Mistake."""
    sources = root / "connectors" / "sources"
    if (sources / checked(name)).exists():
        raise Mistake(f"There is a source {name} already.")
    words = {
        "name": name,
        "upper": name.upper(),
        "title": spoken(name),
        "words": "".join(word.capitalize() for word in name.split("_")),
    }
    staging = Project(root).models / "staging" / name
    draft = Draft(
        root,
        (
            f".venv/bin/pytest tests/connectors/test_{name}.py",
            f".venv/bin/pytest tests/connectors/test_contract.py -k {name}",
            ".venv/bin/pytest tests/test_docs.py",
            ".venv/bin/kadran sandbox",
        ),
    )
    draft.add(sources / f"{name}.py", filled("source.py.txt", **words))
    draft.add(root / "sandbox" / "vendors" / f"{name}.py", filled("vendor.py.txt", **words))
    draft.add(staging / f"_{name}.yml", filled("staging.yml", **words))
    draft.add(staging / f"stg_{name}__accounts.sql", filled("staging_accounts.sql", **words))
    draft.add(staging / f"stg_{name}__visits_daily.sql", filled("staging_visits.sql", **words))
    draft.add(root / "tests" / "connectors" / f"test_{name}.py", filled("test_source.py.txt", **words))
    return draft
