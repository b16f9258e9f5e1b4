"""What a KPI's SQL says in its calls of the `kpi` macro, and whether it divides before adding up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
TEXTS = re.compile(r"'[^']*'")
DIVISION = re.compile(r"/(?!\s*\d)[^,\n]{0,30}")
"""A division by a number only changes the unit."""
AVERAGE = re.compile(r"\b(?:avg|mean|median|quantile\w*|percentile\w*)\s*\([^,\n]{0,30}", re.IGNORECASE)
PEOPLE = re.compile(r"\bcount\s*\(\s*distinct\b|\bapprox_count_distinct\b", re.IGNORECASE)


@dataclass(frozen=True)
class Formula:
    """One call of the macro: the words that stand in it. None is what is not a plain text, such as another macro's."""

    relation: str | None
    """The model that is named with `ref`, or the name of a part of the same file."""
    numerator: str | None
    denominator: str | None
    dimensions: tuple[str, ...]
    where: str | None
    is_ratio: bool

    @property
    def counts_people(self) -> bool:
        return bool(PEOPLE.search(f"{self.numerator} {self.denominator}"))


def formulas(sql: str) -> tuple[Formula, ...]:
    """The calls of the `kpi` macro in a model's raw SQL, in their order."""
    return tuple(_formula(call) for call in _calls(_parsed(sql), "kpi"))


def early_division(sql: str) -> str | None:
    """The first piece of a model's raw SQL that divides or averages before the reader has added up, or None."""
    template = _parsed(sql)
    if _calls(template, "ratio"):
        return "ratio(...)"
    for text in _texts(template):
        plain = TEXTS.sub("''", COMMENTS.sub("", text))
        if found := DIVISION.search(plain) or AVERAGE.search(plain):
            return found[0].strip()
    return None


def referenced(sql: str) -> set[str]:
    """The models that a model's raw SQL names with `ref`."""
    return {str(_plain(call.args[0])) for call in _calls(_parsed(sql), "ref") if call.args}


def _parsed(sql: str) -> nodes.Template:
    try:
        return Environment(extensions=["jinja2.ext.do"]).parse(sql)  # noqa: S701 - it renders nothing
    except TemplateSyntaxError:  # dbt says what is wrong with it
        return nodes.Template([])


def _calls(template: nodes.Template, name: str) -> list[nodes.Call]:
    return [call for call in template.find_all(nodes.Call) if getattr(call.node, "name", None) == name]


def _formula(call: nodes.Call) -> Formula:
    names = ("relation", "numerator", "denominator", "dimensions", "where")
    words: dict[str, nodes.Node] = dict(zip(names, call.args, strict=False))
    words |= {word.key: word.value for word in call.kwargs}
    relation = words.get("relation")
    if isinstance(relation, nodes.Call) and relation.args:
        relation = relation.args[0]
    dimensions = _plain(words.get("dimensions")) or ()
    return Formula(
        relation=_plain(relation),
        numerator=_plain(words.get("numerator")),
        denominator=_plain(words.get("denominator")),
        dimensions=tuple(dimension.split(" as ")[-1].strip() for dimension in dimensions),
        where=_plain(words.get("where")),
        is_ratio="denominator" in words,
    )


def _plain(node: nodes.Node | None) -> Any:
    try:
        return node.as_const() if isinstance(node, nodes.Expr) else None
    except nodes.Impossible:
        return None


def _texts(template: nodes.Template) -> Iterator[str]:
    """The SQL between the braces, and the texts that are handed to the `kpi` macro."""
    for part in template.find_all(nodes.TemplateData):
        yield part.data
    for call in _calls(template, "kpi"):
        for word in (*call.args, *(word.value for word in call.kwargs)):
            for text in (word, *word.find_all(nodes.Const)):
                if isinstance(text, nodes.Const) and isinstance(text.value, str):
                    yield text.value
