"""A new KPI: its entry and unit test in the KRA's YAML, its SQL, and its line in the list of all KPIs."""

import re
from collections.abc import Sequence
from pathlib import Path

from orchestration.mistakes import FILL_IN
from orchestration.scaffold.draft import Draft, Mistake, checked, filled, spoken
from orchestration.scaffold.project import Project
from orchestration.scaffold.yaml_text import add_entry

LISTED = re.compile(r"^    ref\('(\w+)'\),\n", re.MULTILINE)
GUESSED = f"{{# {FILL_IN}: is this the formula? `where` leaves out what does not belong to it. Then delete this. #}}\n"
BUILD = (
    "KADRAN_DATA=$PWD/data .venv/bin/dbt build --project-dir $PWD/dbt_project --profiles-dir dbt_project --select +{}"
)
"""dbt remembers where its seeds lie: a relative path would hold for this folder only."""


def new_kpi(
    root: Path, name: str, kra: str, fact: str | None, total: str | None, over: str | None, by: Sequence[str]
) -> Draft:
    """`total` and `over` are columns of the fact: numerator and denominator. Raises Mistake."""
    project = Project(root)
    declared = project.kra(kra)
    if project.is_model(checked(name)):
        raise Mistake(f"There is a model {name} already; names are unique over all KRAs.")
    fact = project.fact(fact, kra)
    columns = [project.column(fact, total or project.first_number(fact), is_number=True)]
    columns += [project.column(fact, over, is_number=True)] if over else []
    cuts = [project.column(fact, cut, is_number=False) for cut in by]

    draft = Draft(root, (".venv/bin/kadran lint", BUILD.format(name), ".venv/bin/kadran run"))
    draft.add(declared.parent / f"{name}.sql", ("" if total else GUESSED) + _sql(fact, columns, cuts))
    is_money = project.facts[fact][columns[0]].startswith("decimal")
    entry = filled(
        "kpi.yml",
        name=name,
        kra=kra,
        label=spoken(name),
        unit="currency" if is_money else "percent" if over else "count",
        additivity="ratio" if over else "additive",
    )
    text = add_entry(declared.read_text(encoding="utf-8"), "models", entry)
    draft.change(declared, add_entry(text, "unit_tests", _unit_test(name, fact, columns, cuts)))
    draft.change(project.kpi_list, _listed(project, name, kra))
    return draft


def _sql(fact: str, columns: list[str], cuts: list[str]) -> str:
    words = [f"ref('{fact}')"]
    words += [f"{word}='sum({column})'" for word, column in zip(("numerator", "denominator"), columns, strict=False)]
    if cuts:
        names = (cut if cut == _member(cut) else f"{cut} as {_member(cut)}" for cut in cuts)
        words.append(f"dimensions=[{', '.join(map(repr, names))}]")
    return "{{ kpi(\n    " + ",\n    ".join(words) + "\n) }}\n"


def _member(cut: str) -> str:
    """The dimension's name: rows are cut by `campaign_name` and called by campaign."""
    return cut.removesuffix("_name")


def _unit_test(name: str, fact: str, columns: list[str], cuts: list[str]) -> str:
    given, expected = ((6, 2), (4, 3)), (10, 5)
    members = "".join(f"{cut}: {_one(cut)}, " for cut in cuts)
    rows = [
        f'          - {{date_day: "2026-01-01", {members}'
        + ", ".join(f"{column}: {value}" for column, value in zip(columns, values, strict=False))
        + "}\n"
        for values in given
    ]
    below = expected[1] if len(columns) > 1 else "null"
    said = [
        f'        - {{date_day: "2026-01-01", dimension: {dimension}, member: {member}, '
        f"numerator: {expected[0]}, denominator: {below}}}\n"
        for dimension, member in [("total", "total"), *((_member(cut), _one(cut)) for cut in cuts)]
    ]
    return filled("kpi_unit_test.yml", name=name, fact=fact, rows="".join(rows), expected="".join(said))


def _one(cut: str) -> str:
    return "true" if cut.startswith("is_") else "one"


def _listed(project: Project, name: str, kra: str) -> str:
    """The list with the KPI behind the others of its KRA, or at its end."""
    text = project.kpi_list.read_text(encoding="utf-8")
    siblings = {path.stem for path in (project.models / "kpis" / kra).glob("*.sql")}
    lines = list(LISTED.finditer(text))
    if not lines:
        raise Mistake(f"{project.kpi_list.name} has no list of KPIs to add a line to.")
    place = max((line.end() for line in lines if line[1] in siblings), default=lines[-1].end())
    return f"{text[:place]}    ref('{name}'),\n{text[place:]}"
