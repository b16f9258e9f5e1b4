"""The French catalogue is whole: nothing of ours is left in English, and nothing in it is of no use."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from connectors import all_sources
from orchestration import language
from orchestration.language import ENGLISH, Language
from orchestration.registry import Registry, read_registry
from orchestration.settings import DBT_PROJECT, PROJECT
from orchestration.warehouse import MANIFEST, manifest

FRENCH = Language("fr")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (PROJECT / "orchestration/language/fr.po").open("rb") as file:
        return read_po(file, locale="fr")


@pytest.fixture(scope="module")
def declared() -> dict[str, str]:
    """Every text that the project's declarations bring to a page or an alert, and where it is declared."""
    if not MANIFEST.exists():
        pytest.skip("the dbt project was not read yet: make manifest")
    found = dict(_declared(read_registry(manifest())))
    with (DBT_PROJECT / "seeds/definition_breaks.csv").open(encoding="utf-8") as file:
        found |= {row["what"]: "seeds/definition_breaks.csv" for row in csv.DictReader(file)}
    return {" ".join(text.split()): where for text, where in found.items()}


def _declared(registry: Registry) -> Iterator[tuple[str, str]]:
    for kra in registry.kras:
        raci = kra.meta.raci
        for text in (kra.description, kra.owner, *raci.responsible, *raci.consulted, *raci.informed):
            yield text, f"KRA {kra.name}"
    for kpi in registry.kpis:
        names = [*kpi.dimensions, *(kri.kri for kri in kpi.kris)]
        for text in (kpi.description, kpi.meta.caveat, *(name.replace("_", " ").capitalize() for name in names)):
            if text:
                yield text, f"KPI {kpi.name}"


def used() -> dict[str, tuple[str, ...]]:
    """The texts of templates and modules, each with its plural where it has one."""
    keywords: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "counted": (1, 1), "word": None}
    methods = [("**.py", "python"), ("**.j2", "jinja2")]
    messages = {found[2] for found in extract_from_dir(PROJECT / "orchestration", methods, keywords=keywords)}
    forms = [(message,) if isinstance(message, str) else tuple(message) for message in messages]
    return {each[0]: each for each in sorted(forms, key=len)}


def translations(catalogue: Catalog, text: str) -> list[str]:
    entry = catalogue.get(text)
    if entry is None:
        return []
    return [entry.string] if isinstance(entry.string, str) else list(entry.string)


def test_every_word_of_pages_and_alerts_is_in_the_catalogue(catalogue: Catalog) -> None:
    texts = used()
    assert len(texts) > 150
    for text, forms in texts.items():
        told = translations(catalogue, text)
        assert len(told) == len(forms), f"fr.po lacks {text!r}"
        assert all(told), f"fr.po has no French for {text!r}"
        for one in told:
            assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(text)), text


def test_everything_that_is_declared_is_in_the_catalogue(catalogue: Catalog, declared: dict[str, str]) -> None:
    assert len(declared) > 200
    lacking = [f"{where}: {text}" for text, where in declared.items() if not any(translations(catalogue, text))]
    assert lacking == [], "add their French to orchestration/language/fr.po"


def test_nothing_in_the_catalogue_is_left_from_a_text_that_is_gone(
    catalogue: Catalog, declared: dict[str, str]
) -> None:
    messages = [message for message in catalogue if message.id]
    known = {*used(), *declared, *(source.title for source in all_sources().values())}
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in messages]
    assert [text for text in ids if text not in known] == []
    assert [text for text, message in zip(ids, messages, strict=True) if message.fuzzy] == []


def test_french_signs_are_not_torn_from_their_words_at_the_end_of_a_line(catalogue: Catalog) -> None:
    torn = re.compile(r" [:;?!»]|« | %(?!\()")
    texts = [each for message in catalogue if message.id for each in translations(catalogue, _id(message.id))]
    assert [text for text in texts if torn.search(text)] == []


def _id(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def test_what_somebody_declared_and_did_not_translate_is_told_as_it_is() -> None:
    assert FRENCH.told("How often our parrots speak.") == "How often our parrots speak."
    assert not FRENCH.knows("How often our parrots speak.")
    assert ENGLISH.knows("How often our parrots speak.")


def test_a_declared_text_is_found_however_its_lines_are_broken() -> None:
    assert FRENCH.told("Customers\n  who come back.\n") == "Des clients qui reviennent."
    assert FRENCH.told_each("CRM manager, Ada") == "Responsable CRM, Ada"


def test_the_first_of_a_month_is_written_as_the_french_do() -> None:
    assert FRENCH.day(date(2026, 3, 1)) == "1er mars 2026"
    assert FRENCH.day(date(2026, 3, 11), year=False) == "11 mars"
    assert ENGLISH.day(date(2026, 3, 1)) == "1 March 2026"


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(KeyError):
        language.Language("de")
