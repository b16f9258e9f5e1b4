"""A new KRI: one entry under its KPI; of a rule that is not the usual one, with every parameter."""

import inspect
from pathlib import Path
from typing import Any

import yaml

from orchestration.declarations import KriMeta
from orchestration.formula import formulas
from orchestration.kri import RULES, SUPPLIED
from orchestration.mistakes import FILL_IN
from orchestration.scaffold.draft import Draft, Mistake, checked
from orchestration.scaffold.project import Project
from orchestration.scaffold.yaml_text import add_kri


def new_kri(root: Path, name: str, kpi: str, rule: str, by: str | None) -> Draft:
    """`by` is a dimension of the KPI. Raises Mistake."""
    sql = Project(root).kpi(kpi)
    declared = sql.parent / f"_{sql.parent.name}.yml"
    if rule not in RULES:
        raise Mistake(f"There is no rule {rule!r}; there are {', '.join(RULES)}.")
    cuts = dict.fromkeys(cut for each in formulas(sql.read_text(encoding="utf-8")) for cut in each.dimensions)
    if by and by not in cuts:
        raise Mistake(f"{kpi} is not cut by {by!r}" + (f"; it is cut by {', '.join(cuts)}." if cuts else "."))
    told = {} if rule == KriMeta.model_fields["rule"].default else {"rule": rule} | _parameters(rule)
    entry = {"kri": checked(name)} | ({"by": by} if by else {}) | told
    written = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=10_000).strip()
    draft = Draft(root, (".venv/bin/kadran lint", ".venv/bin/kadran run"))
    draft.change(declared, add_kri(declared.read_text(encoding="utf-8"), kpi, written))
    return draft


def _parameters(rule: str) -> dict[str, Any]:
    """The rule's parameters at their defaults; those that have none are left to a person."""
    found = {}
    for name, parameter in inspect.signature(RULES[rule]).parameters.items():
        if name == "panel" or name in SUPPLIED.get(rule, ()):
            continue
        default = FILL_IN if parameter.default is parameter.empty else parameter.default
        found[name] = list(default) if isinstance(default, tuple) else default
    return found
