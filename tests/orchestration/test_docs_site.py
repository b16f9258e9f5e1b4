"""The docs site says of each KRA, KPI and source what is declared, and everything in it leads somewhere."""

import importlib.util
import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from connectors import all_sources
from orchestration.docs.build import NoSite, build, guides
from orchestration.docs.pages import pages
from orchestration.docs.targets import Target, targets
from orchestration.registry import Registry, read_registry
from orchestration.settings import Kadran
from orchestration.warehouse import manifest
from tests.conftest import REPO

GOAL = Target("revenue", "total", "total", date(2026, 1, 1), None, 5400.0, 0.05, 0.125)


@pytest.fixture(scope="module")
def registry(definitions: object) -> Registry:
    return read_registry(manifest())


@pytest.fixture(scope="module")
def made(registry: Registry) -> dict[str, str]:
    return pages(registry, all_sources(), [GOAL], "CHF")


def of(made: dict[str, str], registry: Registry, kpi: str) -> str:
    """What the page of a KPI's KRA says of it."""
    page = made[f"kras/{registry.kpi(kpi).kra}.md"]
    (found,) = re.findall(rf"^## [^\n]* {{ #{kpi} }}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    return str(found)


def drawn_models(page: Path) -> set[str]:
    """The models to which dbt's page leads in a browser. Fails when it asks for anything that is not on the disk."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    asked: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(page.as_uri() + "#!/model/model.kadran.kpi_daily")
        tab.get_by_text("kpi_daily").first.wait_for()
        shown = set(re.findall(r"model\.kadran\.(\w+)", tab.content()))
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    return shown


def test_each_kra_has_a_page_with_all_who_answer_for_it(made: dict[str, str], registry: Registry) -> None:
    assert {name for name in made if name.startswith("kras/")} == {f"kras/{kra.name}.md" for kra in registry.kras}
    for kra in registry.kras:
        page = made[f"kras/{kra.name}.md"]
        assert kra.meta.label.fr in page
        assert re.search(rf"^\| Accountable \| {re.escape(kra.owner)}", page, re.MULTILINE)
        for word in ("responsible", "consulted", "informed"):
            named = ", ".join(getattr(kra.meta.raci, word)) or "nobody named"
            assert f"| {word.capitalize()} | {named} |" in page


def test_each_kpi_is_in_the_dictionary_and_says_all_that_is_declared(made: dict[str, str], registry: Registry) -> None:
    for kpi in registry.kpis:
        assert f"(kras/{kpi.kra}.md#{kpi.name})" in made["kpis.md"]
        said = of(made, registry, kpi.name)
        assert kpi.description.strip() in said
        assert kpi.meta.label.fr in said
        assert f"{kpi.meta.better} is better" in said
        assert " ".join((kpi.meta.caveat or "").split()) in said
        for cut in kpi.dimensions:
            assert f"each {cut}" in said
        for kri in kpi.kris:
            assert f"- **{kri.kri.replace('_', ' ')}**, `{kri.rule}`" in said
        for source, stream in kpi.sources:
            assert f"[{source}/{stream}](../streams.md#{source})" in said


def test_a_kpi_is_told_with_its_formula_its_currency_and_its_target(made: dict[str, str], registry: Registry) -> None:
    said = of(made, registry, "social_ad_ctr")
    assert "| Formula | `sum(clicks)` / `sum(impressions)` where `channel = 'paid_social'` |" in said
    assert "| Over a period | Numerators and denominators are added up" in said
    assert "It has no target." in said
    said = of(made, registry, "revenue")
    assert "| Unit | CHF; higher is better |" in said
    row = r"^\| ≥ [^|]*5,400[^|]* a day \| the total \| 2026-01-01 \| further notice \| from 5% \| from 12.5% \|"
    assert re.search(row, said, re.MULTILINE)


def test_a_kri_is_told_with_the_parameters_that_its_rule_takes_unless_told(
    made: dict[str, str], registry: Registry
) -> None:
    said = of(made, registry, "frequency")
    assert "- **channel saturation**, `limit` (by campaign, days 7, above true, warn 4, fail 7): The KPI of" in said


def test_each_stream_is_listed_with_the_kpis_that_are_made_of_it(made: dict[str, str], registry: Registry) -> None:
    for name, source in all_sources().items():
        assert f"## {source.title} {{ #{name} }}" in made["streams.md"]
        for stream in source.streams:
            assert f"| `{stream.name}` | " in made["streams.md"]
    for kpi in registry.kpis:
        assert f"(kras/{kpi.kra}.md#{kpi.name})" in made["streams.md"]


def test_targets_are_those_of_the_seed_until_some_are_published(kadran: Kadran) -> None:
    seed = targets(kadran)
    assert all(row.valid_to is None or row.valid_to >= kadran.night for row in seed)
    assert [row.dimension for row in seed[:2]] == ["total", "total"]
    kadran.published.mkdir(parents=True)
    with duckdb.connect(str(kadran.published / "kadran.duckdb")) as con:
        con.execute("create schema reporting")
        con.execute(
            "create table reporting.kpi_targets as select 'revenue' as kpi, 'total' as dimension, 'total' as member,"
            " date '2025-01-01' as valid_from, cast(until as date) as valid_to, 7.0 as target, 0.1 as warn, 0.2 as fail"
            " from (values ('2025-02-01'), ('2030-01-01')) as spans (until)"
        )
    (row,) = targets(kadran)
    assert (row.kpi, row.target, row.valid_to) == ("revenue", 7.0, date(2030, 1, 1))


def test_links_between_guides_lead_to_their_pages() -> None:
    every = guides(REPO)
    assert {path.name for path in (REPO / "docs").glob("*.md")} | {"index.md", "changelog.md"} <= set(every)
    assert "](docs/" not in every["index.md"]
    assert "](sources.md)" in every["index.md"]
    assert "](index.md)" in every["add-a-source.md"]
    assert "](env.example.txt)" in every["operate.md"]


def test_without_mkdocs_the_command_to_install_it_is_told(kadran: Kadran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoSite, match="--group docs"):
        build(kadran)


def test_the_whole_site_is_built_every_link_and_anchor_leads_somewhere_and_nothing_is_fetched(
    kadran: Kadran, registry: Registry
) -> None:
    pytest.importorskip("material", reason="the docs site's own packages are not installed")
    first = build(kadran)  # strict: a link or an anchor that leads nowhere fails it
    assert first == kadran.root / "docs" / "html" / "index.html"
    site = first.parent
    for kra in registry.kras:
        page = (site / "kras" / f"{kra.name}.html").read_text()
        assert all(f'id="{kpi.name}"' in page for kpi in registry.kpis if kpi.kra == kra.name)
    menu = first.read_text()
    for guide in (REPO / "docs").glob("*.md"):
        assert f'href="{guide.stem}.html"' in menu
    assert 'href="dbt.html"' in menu
    assert drawn_models(site / "dbt.html") >= {"fct_ads_daily", "kpi_daily"}
    for page in site.rglob("*.html"):
        assert re.findall(r"<(?:script|img|link)[^>]+(?:src|href)=\"?(?:https?:)?//[^\" >]*", page.read_text()) == []


def test_a_link_that_leads_nowhere_fails_the_build(kadran: Kadran, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("material", reason="the docs site's own packages are not installed")
    broken = {**guides(REPO), "files.md": "# Files\n\n[Gone](architecture.md#gone)\n"}
    monkeypatch.setattr("orchestration.docs.build.guides", lambda project: broken)
    with pytest.raises(NoSite, match="#gone"):
        build(kadran)


def test_the_settings_name_no_page_that_is_not_made(made: dict[str, str]) -> None:
    named = set(re.findall(r"\S+\.md", Path(REPO / "mkdocs.yml").read_text()))
    assert named <= set(guides(REPO)) | set(made)
