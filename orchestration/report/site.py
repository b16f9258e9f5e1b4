"""The pages of a published file: an overview, a page a KRA, a page a role, one of the sources, in every language.

reports/scorecard.html                the entrance: the overview in English
reports/<language>/scorecard.html     the overview
reports/<language>/kra-<kra>.html     for its owner: every KPI in depth
reports/<language>/role-<role>.html   all KRAs of one accountable role
reports/<language>/sources.html       how fresh the data is
"""

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from orchestration.language import LANGUAGES, Language
from orchestration.report import wording
from orchestration.report.page import Address, Press
from orchestration.report.published import Published, opened
from orchestration.report.reading import scorecard_of
from orchestration.report.reading_details import read_details
from orchestration.report.scorecard import Scorecard
from orchestration.report.source_states import read_sources

ENTRANCE = "scorecard.html"
LOUDEST = 6
"""KRIs that stand at the top of the overview, too."""


def write_pages(published: Path, reports: Path) -> Path:
    """Write all pages of a published file; when one cannot be made, none is touched. Returns the entrance."""
    with opened(published) as file:
        pages = {address.path: text for language in LANGUAGES for address, text in _printed(file, language)}
    for path, text in pages.items():
        _write(reports / path, text)
    for language in LANGUAGES:
        for page in (reports / language.code).glob("*.html"):
            if f"{language.code}/{page.name}" not in pages:
                page.unlink()
    return reports / ENTRANCE


def _printed(file: Published, language: Language) -> Iterator[tuple[Address, str]]:
    scorecard = scorecard_of(file, language.code)
    press = Press(scorecard, language)
    for name, template, told in _planned(file, scorecard, language):
        address = Address(name, language.code)
        yield address, press.page(template, address=address, **told)
        if name == ENTRANCE and language is LANGUAGES[0]:
            entrance = Address(name, language.code, is_entrance=True)
            yield entrance, press.page(template, address=entrance, **told)


def _planned(file: Published, scorecard: Scorecard, language: Language) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The name of each page, its template, and what it tells."""
    details = read_details(file, scorecard.areas)
    loudest = [pair for pair in scorecard.alarms[:LOUDEST] if pair[1].first.severity == "error"]
    axes = [(axis, list(areas)) for axis, areas in groupby(scorecard.areas, key=lambda area: area.axis)]
    yield ENTRANCE, "scorecard.html.j2", {"loudest": loudest, "axes": axes}
    for area in scorecard.areas:
        yield f"kra-{area.kra}.html", "kra.html.j2", {"area": area, "details": details[area.kra]}
    for role in scorecard.roles:
        told = {"role": role, "details": [detail for area in role.areas for detail in details[area.kra]]}
        yield f"role-{role.role_id}.html", "role.html.j2", told
    sources = sorted(read_sources(file), key=lambda state: wording.source(state.source, language).lower())
    yield "sources.html", "sources.html.j2", {"sources": sources}


def _write(page: Path, text: str) -> None:
    """Whole or not at all."""
    page.parent.mkdir(parents=True, exist_ok=True)
    beside = page.with_name(f".{page.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(page)
