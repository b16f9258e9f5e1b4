"""Whether everything that people declare is without mistakes, asked at once and answered in sentences."""

from orchestration.consistency import target_mistakes
from orchestration.declarations import Registry
from orchestration.mistakes import Mistaken
from orchestration.registry import read_registry
from orchestration.settings import DBT_PROJECT, Kadran
from orchestration.warehouse import manifest, parse_if_changed


def declared(kadran: Kadran) -> Registry:
    """The registry of the project as its files are now. Raises Mistaken."""
    try:
        parse_if_changed(kadran)
    except RuntimeError as error:
        raise Mistaken(str(error)) from None
    registry = read_registry(manifest())
    if mistakes := list(target_mistakes(registry, DBT_PROJECT / "seeds" / "targets.csv")):
        raise Mistaken("The targets have mistakes:\n- " + "\n- ".join(mistakes))
    return registry
