"""What the documents say that is declared elsewhere, rendered from the declarations.

Each text stands in a document between `<!-- <name> -->` and `<!-- end -->`. `python -m tests.documented` writes them
anew; tests/test_docs.py fails when one is out of date.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer.main

from connectors import all_sources
from connectors.source import Source, Stream
from orchestration.cli import app
from orchestration.kri import RULES, SUPPLIED
from orchestration.settings import PROJECT, Kadran
from tests.conftest import REPO
from tests.real_data.figures import FIGURES, LEFT, Figures
from tests.sheets import FIELDS_LEFT_OUT, LEFT_OUT, missing_fields, recommended, sheet_of, stream_of

DOCUMENTS = [REPO / "README.md", REPO / "CHANGELOG.md", *sorted((REPO / "docs").glob("*.md"))]
BLOCK = re.compile(r"<!-- ([a-z0-9_]+) -->\n\n.*?<!-- end -->", re.DOTALL)
EVERY = {1: "nightly", 7: "weekly", 30: "monthly"}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def pulled_again(stream: Stream) -> str:
    """How often which days of a stream are pulled: "nightly 4 days, weekly 14, monthly 35"."""
    if stream.kind == "snapshot":
        return "as it is now"
    words = [f"{EVERY.get(every, f'every {every} days')} {back}" for every, back in stream.restates.items()]
    first, *others = words
    return ", ".join([f"{first} day{'' if first.endswith(' 1') else 's'}", *others])


def restatements(source: Source) -> set[str]:
    """The rules of the source's streams that have days; none when it only has what exists now."""
    return {pulled_again(stream) for stream in source.streams if stream.kind != "snapshot"}


def commands() -> Mapping[str, Any]:
    """Every command by what is typed: "run", "kri ack"."""

    def within(group: Any, before: str) -> Iterator[tuple[str, Any]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from within(command, f"{before}{name} ")
            else:
                yield f"{before}{name}", command

    return dict(within(typer.main.get_command(app), ""))


def make_targets() -> dict[str, str]:
    """Targets with what `make help` says of them."""
    return dict(re.findall(r"^([a-z]+):.*## (.*)$", (REPO / "Makefile").read_text(), re.MULTILINE))


def commands_table() -> str:
    def usage(name: str, command: Any) -> str:
        words = [f"kadran {name}"]
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                words.append(parameter.metavar or str(parameter.name).upper())
            else:
                value = "" if parameter.is_flag else f" {parameter.metavar or str(parameter.name).upper()}"
                names = "/".join([parameter.opts[0], *parameter.secondary_opts])
                option = f"{names}{value}"
                words.append(option if parameter.required else f"[{option}]")
        return f"`{' '.join(words)}`"

    def flat(among: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
        for name, each in among.items():
            if hasattr(each, "commands"):
                yield from flat(each.commands, f"{before}{name} ")
            else:
                yield f"{before}{name}", each

    return table(
        ("command", "what it does"), ((usage(name, each), _sentence(each.help)) for name, each in flat(commands()))
    )


def make_table() -> str:
    return table(("command", "what it does"), ((f"`make {name}`", said) for name, said in make_targets().items()))


def settings_table() -> str:
    def default(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, Path):
            value = value.relative_to(PROJECT)
        return f"`{value}`"

    rows = [
        (f"`KADRAN_{name.upper()}`", default(field.default), str(field.description))
        for name, field in Kadran.model_fields.items()
    ]
    return table(("setting", "default", "what it says"), rows)


def rules_table() -> str:
    def parameters(name: str) -> Iterator[str]:
        for parameter in inspect.signature(RULES[name]).parameters.values():
            if parameter.name == "panel" or parameter.name in SUPPLIED.get(name, ()):
                continue
            needed = parameter.default is parameter.empty
            yield f"`{parameter.name}`" if needed else f"`{parameter.name}: {_as_yaml(parameter.default)}`"

    return table(
        ("rule", "what it asks", "parameters"),
        ((f"`{name}`", _sentence(rule.__doc__), ", ".join(parameters(name))) for name, rule in RULES.items()),
    )


def streams_table(source: Source) -> str:
    def back(stream: Stream) -> str:
        return "" if stream.history_days is None else f"{stream.history_days:,} days"

    return table(
        ("stream", "what it holds", "pulled", "reaches back"),
        ((f"`{each.name}`", each.description, pulled_again(each), back(each)) for each in source.streams),
    )


def coverage_table() -> str:
    """What is loaded of each source, and how much code that takes."""

    def lines(name: str) -> int:
        home = REPO / "connectors" / "sources"
        files = [home / f"{name}.py"] if (home / f"{name}.py").exists() else (home / name).rglob("*.py")
        return sum(bool(line.strip()) for file in files for line in file.read_text().splitlines())

    def rows() -> Iterator[tuple[str, ...]]:
        for name, source in all_sources().items():
            kinds: list[str] = [stream.kind for stream in source.streams]
            told = (f"{kinds.count(kind)} {kind}" for kind in ("daily", "changes", "snapshot") if kind in kinds)
            columns = sum(len(stream.columns) for stream in source.streams)
            personal = sum(len(stream.personal) for stream in source.streams)
            yield f"`{name}`", str(len(kinds)), ", ".join(told), str(columns), str(personal or ""), str(lines(name))

    return table(("source", "streams", "of which", "columns", "fields of people left out", "lines of code"), rows())


def contracts_table() -> str | None:
    """How much of what the vendors' contracts recommend is loaded; None where those are not at hand."""

    def rows() -> Iterator[tuple[str, ...]]:
        for name, source in all_sources().items():
            advised = recommended(name, sheet) if (sheet := sheet_of(name)) else []
            if streams := [stream for row in advised for stream in row.names]:
                loaded = sum(stream_of(source, stream) is not None for stream in streams)
                fields = sum(len(row.fields) for row in advised)
                held = fields - sum(len(missing_fields(source, row)) for row in advised)
                lost = {**LEFT_OUT.get(name, {}), **FIELDS_LEFT_OUT.get(name, {})}
                said = "; ".join(f"`{what}`: {why}" for what, why in lost.items())
                yield f"`{name}`", f"{loaded} of {len(streams)}", f"{held} of {fields}" if fields else "", said

    found = list(rows())
    return table(("source", "streams", "fields", "left out"), found) if found else None


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split()).replace("|", "\\|")


def _as_yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)) if isinstance(value, tuple) else str(value)


def figures_table() -> str:
    def told(figures: Figures) -> str:
        return ", ".join(f"{member} {text}".strip() for member, text in figures.expected.items())

    rows = ((f"`{each.data_set}`", each.what, f"`{each.kpi}`", told(each)) for each in FIGURES)
    return table(("data set", "figure", "KPI", "as published"), rows)


def left_table() -> str:
    return table(("data set", "figure", "why not"), ((f"`{each.data_set}`", each.what, each.why) for each in LEFT))


TEXTS: dict[str, Callable[[], str | None]] = {
    "commands": commands_table,
    "make_targets": make_table,
    "settings": settings_table,
    "rules": rules_table,
    "coverage": coverage_table,
    "figures": figures_table,
    "figures_left": left_table,
    "contracts": contracts_table,
    **{f"streams_{name}": lambda source=source: streams_table(source) for name, source in all_sources().items()},  # type: ignore[misc]
}


def rendered(text: str) -> str:
    """A document with its derived texts as they should be. Raises KeyError for a text that nothing derives."""

    def anew(block: re.Match[str]) -> str:
        derived = TEXTS[block[1]]()
        return block[0] if derived is None else f"<!-- {block[1]} -->\n\n{derived}\n\n<!-- end -->"

    return BLOCK.sub(anew, text)


def main() -> None:
    for document in DOCUMENTS:
        document.write_text(rendered(document.read_text()))


if __name__ == "__main__":
    main()
