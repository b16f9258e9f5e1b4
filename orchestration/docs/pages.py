"""The pages that are made from declarations, as Markdown by the path that they have on the site."""

import inspect
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from connectors.source import Source
from orchestration.declarations import Kpi, KriMeta, Registry
from orchestration.docs.targets import Target
from orchestration.formula import Formula
from orchestration.kri import RULES
from orchestration.report.figures import figure
from orchestration.report.scorecard import AXES

ADDITIVITY = {
    "additive": "Days are added up.",
    "ratio": "Numerators and denominators are added up over days and members, then divided.",
    "semi_additive": "A stock: of a period, its last level. It is not added up over days.",
    "distinct": "Different people or things: neither days nor members are ever added up.",
}


def pages(
    registry: Registry, sources: Mapping[str, Source], targets: Iterable[Target], currency: str
) -> dict[str, str]:
    """`kpis.md`, `streams.md`, and a page for each KRA."""
    by_kpi = defaultdict[str, list[Target]](list)
    for target in targets:
        by_kpi[target.kpi].append(target)
    own = {kra.name: [kpi for kpi in registry.kpis if kpi.kra == kra.name] for kra in registry.kras}
    words: dict[str, Any] = {
        "registry": registry,
        "sources": sources,
        "kpis_of": own,
        "targets": by_kpi,
        "users": _users(registry),
        "axes": AXES,
        "additivity": ADDITIVITY,
        "currency": currency,
    }
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - it writes Markdown of what the project itself declares
    )
    templates.filters |= {"formula": _formula, "watch": _watch, "cell": _cell, "share": _share}
    templates.globals |= {"figure": figure}
    made = {f"{name}.md": templates.get_template(f"{name}.md.j2").render(words) for name in ("kpis", "streams")}
    page = templates.get_template("kra.md.j2")
    return made | {f"kras/{kra.name}.md": page.render(words, kra=kra, kpis=own[kra.name]) for kra in registry.kras}


def _users(registry: Registry) -> dict[tuple[str, str], list[Kpi]]:
    """The KPIs that are made of each stream."""
    users = defaultdict[tuple[str, str], list[Kpi]](list)
    for kpi in registry.kpis:
        for stream in kpi.sources:
            users[stream].append(kpi)
    return users


def _formula(formula: Formula) -> str:
    """The first call of the macro, as one would say it."""
    said = f"`{formula.numerator or '…'}`"
    if formula.is_ratio:
        said += f" / `{formula.denominator or '…'}`"
    return said + (f" where `{formula.where}`" if formula.where else "")


def _watch(kri: KriMeta) -> str:
    """A KRI in a sentence: its rule's own, and all that the rule was given."""
    rule = " ".join((RULES[kri.rule].__doc__ or "").split("\n\n")[0].split())
    parameters = inspect.signature(RULES[kri.rule]).parameters.values()
    defaults = {each.name: each.default for each in parameters if each.default is not each.empty}
    given = {"by": kri.by, **defaults, **kri.parameters, "minimum": kri.minimum}
    beside = ", ".join(f"{name} {_as_yaml(value)}" for name, value in given.items() if value not in (None, 0))
    return f"`{kri.rule}`{f' ({beside})' if beside else ''}: {rule}"


def _as_yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cell(text: str) -> str:
    """A text that fits into a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


def _share(value: float) -> str:
    return f"{value:.0%}" if round(value, 2) == value else f"{value:.1%}"
