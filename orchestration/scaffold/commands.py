"""`kadran new ...`: what a person types to begin something, and what is said when it is there."""

from collections.abc import Callable
from typing import Annotated

import typer

from orchestration.scaffold.draft import Draft, Mistake
from orchestration.scaffold.kpi import new_kpi
from orchestration.scaffold.kra import new_kra
from orchestration.scaffold.kri import new_kri
from orchestration.scaffold.source import new_source
from orchestration.settings import PROJECT

new = typer.Typer(help="Begin a KPI, a KRI, a KRA or a source.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Lower-case words joined by underscores.")]


@new.command()
def kpi(
    name: Name,
    kra: Annotated[str, typer.Option(metavar="KRA", help="Whose KPI it is.")],
    fact: Annotated[
        str | None, typer.Option(metavar="FACT", help="Such as fct_ads_daily; else that of the KRA.")
    ] = None,
    total: Annotated[str | None, typer.Option("--sum", metavar="COLUMN", help="What is added up.")] = None,
    over: Annotated[str | None, typer.Option(metavar="COLUMN", help="What that is divided by, for a rate.")] = None,
    by: Annotated[list[str] | None, typer.Option(metavar="COLUMN", help="What it is cut by; may be repeated.")] = None,
) -> None:
    """Begin a KPI: its entry, its SQL, its unit test, and its line in the list of all KPIs."""
    _make(lambda: new_kpi(PROJECT, name, kra, fact, total, over, by or ()))


@new.command()
def kri(
    name: Name,
    kpi: Annotated[str, typer.Option(metavar="KPI", help="Which KPI it watches.")],
    rule: Annotated[str, typer.Option(metavar="RULE", help="Such as limit.")] = "anomaly",
    by: Annotated[
        str | None, typer.Option(metavar="DIM", help="A dimension of the KPI: each member is watched.")
    ] = None,
) -> None:
    """Begin a KRI: an entry under its KPI; of a rule that is not the usual one, with every parameter."""
    _make(lambda: new_kri(PROJECT, name, kpi, rule, by))


@new.command()
def kra(name: Name) -> None:
    """Begin a KRA: a folder with its owner, labels and roles."""
    _make(lambda: new_kra(PROJECT, name))


@new.command()
def source(name: Name) -> None:
    """Begin a source: its connector, its simulated vendor, its staging models and its tests."""
    _make(lambda: new_source(PROJECT, name))


def _make(drafted: Callable[[], Draft]) -> None:
    try:
        draft = drafted()
    except Mistake as error:
        raise typer.BadParameter(str(error)) from None
    left = list(draft.left())
    draft.write()
    _say("Written:", draft.written)
    _say("Fill in:", left)
    _say("Try it:", draft.commands)


def _say(head: str, lines: list[str] | tuple[str, ...]) -> None:
    if lines:
        typer.echo("\n  ".join([head, *lines]))
