"""The site of pages: which there are, where they lead, and what they say before there is anything to tell."""

# ruff: noqa: RUF001  # figures are written with the signs of print

from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest

from orchestration.report.site import write_pages
from tests.orchestration.in_depth import event, publish_in_depth
from tests.orchestration.pages import part, put, text_of
from tests.orchestration.test_scorecard import words
from tests.orchestration.warehouse import NIGHT, NOW, Company, freshness, kpi
from tests.orchestration.warehouse import event as kri_event

ROLES = ("marketing-director", "seo-expert", "support-lead")
KRAS = ("growth", "organic_search", "customer_service")
OF_KRAS, OF_ROLES = {f"kra-{kra}.html" for kra in KRAS}, {f"role-{role}.html" for role in ROLES}
PAGES = {"scorecard.html", "sources.html"} | OF_KRAS | OF_ROLES


class Anchors(HTMLParser):
    """The links of a page, its ids, and the languages that it says it is in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.alternates: dict[str, str] = {}
        self.language = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.language = told["lang"] if tag == "html" else self.language
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "link" and told["rel"] == "alternate":
            self.alternates[told["hreflang"]] = told["href"]
        if tag in ("a", "link") and not told["href"].startswith(("mailto:", "data:")):
            self.links.append(told["href"])


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    company = Company(
        events={NIGHT: [kri_event("organic_clicks", "visibility_loss", since=date(2026, 3, 12))]},
        freshness=[freshness("ga4", "traffic_daily")],
    )
    return write_pages(publish_in_depth(company, data), data / "reports").parent


def read(reports: Path) -> Iterator[tuple[Path, Anchors]]:
    for page in sorted(reports.rglob("*.html")):
        yield page, Anchors(page.read_text(encoding="utf-8"))


def test_every_kra_and_every_role_has_a_page_in_each_language_and_the_entrance_is_the_english_overview(
    reports: Path,
) -> None:
    for code in ("en", "fr"):
        assert {page.name for page in (reports / code).iterdir()} == PAGES
    entrance, overview = (words((reports / name).read_text()) for name in ("scorecard.html", "en/scorecard.html"))
    assert entrance == overview


def test_every_link_leads_to_a_page_and_a_place_on_it_that_exist(reports: Path) -> None:
    found = {page.resolve(): set(anchors.ids) for page, anchors in read(reports)}
    followed = 0
    for page, anchors in read(reports):
        for link in anchors.links:
            to, _, place = link.partition("#")
            target = (page.parent / to).resolve() if to else page.resolve()
            assert target in found, (page, link)
            assert not place or place in found[target], (page, link)
            followed += 1
    assert followed > 200


def test_a_page_says_which_language_it_is_in_and_where_the_others_are(reports: Path) -> None:
    for page, anchors in read(reports):
        assert anchors.language == ("fr" if page.parent.name == "fr" else "en")
        assert len(anchors.ids) == len(set(anchors.ids))
        for code, link in anchors.alternates.items():
            assert (page.parent / link).resolve() == (reports / code / page.name).resolve()
        assert set(anchors.alternates) == {"en", "fr"}


def test_the_page_of_a_kra_that_is_no_longer_declared_goes(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    write_pages(published, tmp_path / "reports")
    gone = "delete from reporting.{} where kra = 'growth'"
    put(published, *(gone.format(table) for table in ("dim_kra", "dim_kpi", "kra_scorecard")))
    write_pages(published, tmp_path / "reports")
    left = {page.name for page in (tmp_path / "reports" / "en").iterdir()}
    assert left == PAGES - {"kra-growth.html", "role-marketing-director.html"}


def test_a_role_page_has_all_kras_of_the_role(tmp_path: Path) -> None:
    published = put(
        Company().publish(tmp_path),
        "update reporting.dim_kra set role_en = 'Traffic manager (social)', role_fr = 'Responsable trafic' "
        "where kra <> 'growth'",
    )
    html = text_of(published, "fr/role-traffic-manager-social.html")
    assert "<h1>Responsable trafic</h1>" in html
    assert all(f">{label}</a></h3>" in html for label in ("Organic search", "Customer service"))
    assert "Total spend" not in words(html)


def test_the_sources_page_tells_freshness_lag_errors_and_withdrawn_columns(tmp_path: Path) -> None:
    refused = "Refused: the token was withdrawn. <Renew> it."
    company = Company(
        freshness=[
            freshness("hubspot", "contacts", last_day_loaded=date(2026, 3, 28)),
            freshness("hubspot", "deals", is_behind=True, last_day_loaded=date(2026, 3, 20)),
            freshness("ga4", "traffic_daily"),
            freshness("search_console", "search_daily", last_error=refused, is_failing=True, last_success_at=None,
                      last_day_loaded=None),
        ]
    )  # fmt: skip
    published = put(
        publish_in_depth(company, tmp_path),
        "update reporting.source_freshness set withdrawn = 'bounce_rate' where source = 'ga4'",
    )
    html = text_of(published, "en/sources.html")
    told = unescape(words(html))
    assert "Google Analytics 4 fresh 31 March 2026 0 days 1 Apr 2026, 05:07 UTC 1 0" in told
    assert "HubSpot CRM behind 28 March 2026 11 days 1 Apr 2026, 05:07 UTC 2 0" in told
    assert "Google Search Console failing – – never 1 1" in told
    assert f"{refused} Someone must act" in told
    assert "Columns that the vendor withdrew: bounce_rate." in told
    assert "<Renew>" not in html


def test_on_the_first_night_the_pages_say_plainly_what_is_not_there_yet(tmp_path: Path) -> None:
    company = Company(scorecard=[kpi("growth", "total_spend", "Total spend", "currency", as_of=None, status="unknown")])
    published = put(company.publish(tmp_path), "drop table reporting.kpi_maturity")
    html = text_of(published, "en/kra-growth.html")
    told = part(html, "total_spend")
    for sentence in (
        "Nothing to draw yet", "No KRI has looked at it yet.", "No settled day has a figure yet.", "No projection",
        "No period can be told yet.", "Nothing to take apart",
    ):  # fmt: skip
        assert sentence in told
    reports = tmp_path / "reports" / "en"
    assert "No source was ever loaded" in (reports / "sources.html").read_text()
    assert "This KRA has no KPI yet." in (reports / "kra-organic_search.html").read_text()
    assert "can be projected yet" in (reports / "role-seo-expert.html").read_text()


def test_a_file_without_any_declaration_is_an_empty_overview(tmp_path: Path) -> None:
    published = put(
        Company(scorecard=[]).publish(tmp_path), "delete from reporting.dim_kra", "delete from reporting.kra_scorecard"
    )
    assert "No key result area is declared yet." in text_of(published, "scorecard.html")


def test_names_from_outside_are_shown_as_they_are_on_every_page(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>"
    company = Company(freshness=[freshness("ga4", nasty, account_id=nasty, last_error=nasty, is_failing=True)])
    published = put(
        publish_in_depth(company, tmp_path, [event("promotion", nasty, NIGHT), event("holiday", nasty, NIGHT)]),
        f"update reporting.kpi_drivers set member = '{nasty}' || member",
        f"update reporting.dim_kra set owner_name = '{nasty}', label_en = '{nasty}'",
    )
    write_pages(published, tmp_path / "reports")
    pages = [page.read_text() for page in (tmp_path / "reports").rglob("*.html")]
    assert all("<script" not in page for page in pages)
    assert any("&lt;script&gt;" in page for page in pages)


def test_a_hundred_kpis_are_printed_in_seconds_on_light_pages(tmp_path: Path) -> None:
    many = [
        kpi(
            "growth",
            f"kpi_{number}",
            f"KPI {number}",
            "currency",
            value=1000.0 + number,
            target=900.0,
            status="warning",
        )
        for number in range(100)
    ]
    published = Company(scorecard=many).publish(tmp_path)
    begun = process_time()
    write_pages(published, tmp_path / "reports")
    assert process_time() - begun < 10
    assert max(page.stat().st_size for page in (tmp_path / "reports").rglob("*.html")) < 1_500_000


def test_the_time_of_publication_is_told(reports: Path) -> None:
    assert "Published 1 Apr 2026, 05:07 UTC . Money in EUR." in words((reports / "en/scorecard.html").read_text())
    assert NOW.isoformat() in (reports / "fr/sources.html").read_text()
