"""Pages made anew from a published file, and the words on them, for tests."""

from pathlib import Path

import duckdb

from orchestration.report.site import write_pages
from tests.orchestration.test_scorecard import words


def text_of(published: Path, name: str) -> str:
    """A page, made anew."""
    reports = published.parent.parent / "reports"
    write_pages(published, reports)
    return (reports / name).read_text(encoding="utf-8")


def part(html: str, kpi: str) -> str:
    """The words about one KPI on its KRA's page."""
    return words(html.split(f'id="{kpi}"')[1].split("</article>")[0])


def put(published: Path, *statements: str) -> Path:
    published.chmod(0o644)
    with duckdb.connect(str(published)) as con:
        for statement in statements:
            con.execute(statement)
    return published
