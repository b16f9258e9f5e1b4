"""The site of pages: what each one tells, in which language, and what it says before there is anything to tell."""

# ruff: noqa: RUF001  # figures are written with the signs of print

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import duckdb
import pytest

from orchestration.report import site
from orchestration.report.published import opened
from orchestration.report.reading import days_of
from orchestration.report.site import write_pages
from tests.orchestration.in_depth import event, publish_in_depth
from tests.orchestration.test_scorecard import words
from tests.orchestration.warehouse import NIGHT, NOW, Company, freshness, kpi
from tests.orchestration.warehouse import event as kri_event

REPORT = Path(site.__file__).parent
ROLES = ("marketing-director", "seo-expert", "support-lead")
KRAS = ("growth", "organic_search", "customer_service")
OF_KRAS, OF_ROLES = {f"kra-{kra}.html" for kra in KRAS}, {f"role-{role}.html" for role in ROLES}
PAGES = {"scorecard.html", "sources.html"} | OF_KRAS | OF_ROLES


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


def test_a_kra_page_compares_periods_with_the_one_before_and_with_last_year(reports: Path) -> None:
    told = part((reports / "en/kra-organic_search.html").read_text(), "organic_clicks")
    assert "Week 16–22 Mar 2026 86,420 ▼ 4.0% 90,000 ▲ 8.0% 80,000" in told
    assert "Week 23–28 Mar 2026, so far 70,000 – –" in told
    assert "Month 1–28 Mar 2026, so far 345,679 → steady 345,000 –" in told
    assert told.index("Year to date") < told.index("1 more period") < told.index("Last 28 days")


def test_a_kra_page_tells_where_the_month_will_end(reports: Path) -> None:
    told = part((reports / "en/kra-organic_search.html").read_text(), "organic_clicks")
    assert "Month, 1–31 Mar 2026 345,679 382,716 ≥ 465,000 off target" in told
    role = words((reports / "en/role-seo-expert.html").read_text())
    assert "Organic clicks Month, 1–31 Mar 2026 345,679 382,716 ≥ 465,000 off target" in role


def test_a_period_that_has_ended_is_not_projected(tmp_path: Path) -> None:
    published = put(
        publish_in_depth(Company(), tmp_path), "update reporting.kpi_pacing set ends_on = date '2026-02-28'"
    )
    assert "No projection" in part(text_of(published, "en/kra-organic_search.html"), "organic_clicks")


def test_drivers_show_the_strongest_members_and_all_others_in_one_line_that_adds_up(reports: Path) -> None:
    told = part((reports / "en/kra-organic_search.html").read_text(), "organic_clicks")
    assert "By page group +257" in told
    assert "/a 1,000 100 −900" in told
    assert "2 others 2,000 2,057 +57" in told
    assert "/g" not in told


def test_drivers_of_a_rate_tell_mix_from_rate_in_points_and_leave_out_an_empty_rest(reports: Path) -> None:
    told = part((reports / "en/kra-organic_search.html").read_text(), "organic_ctr")
    assert "By device +0.13 pp" in told
    assert "mobile 3.10% 3.00% −0.21 pp +0.34 pp +0.13 pp" in told
    assert "elsewhere" not in told


def test_kris_stand_with_their_kpi_fired_calm_or_undecided(tmp_path: Path) -> None:
    fired = kri_event("organic_clicks", "visibility_loss", since=date(2026, 3, 12), reason="Fell by a quarter.")
    calm = kri_event("organic_clicks", "tracking_break", state="calm")
    unknown = kri_event("organic_clicks", "off_target", state="unknown")
    told = part(
        text_of(Company(events={NIGHT: [fired, calm, unknown]}).publish(tmp_path), "en/kra-organic_search.html"),
        "organic_clicks",
    )
    assert "Visibility loss Organic clicks Fell by a quarter. Since 12 March." in told
    assert "Calm: Tracking break." in told
    assert "Cannot tell yet: Off target." in told


def test_notes_tell_what_the_figures_do_not_say(tmp_path: Path) -> None:
    company = Company()
    company.scorecard[2]["caveat"] = "Counts each page of a result apart."
    published = put(
        publish_in_depth(company, tmp_path),
        "insert into reporting.kpi_sources values ('organic_clicks', 'ga4', 'traffic_daily')",
        "create table marts.fct_web_daily as "
        "select date '2026-03-31' - day::int as date_day, day < 2 as is_thresholded from range(60) as days (day)",
    )
    told = part(text_of(published, "en/kra-organic_search.html"), "organic_clicks")
    assert "Old data from search_console/search_daily." in told
    assert "At least: GA4 withheld rows of few users on 2 of the last 28 days." in told
    assert "Settled up to 28 March 2026; a day may change until it is 3 days old." in told
    assert "When a day is 2 days old, 87% of its final figure is known." in told
    assert "Counts each page of a result apart." in told
    assert "Made of ga4, search_console." in told
    assert told.index("At least") < told.index("Settled up to")
    other = part(text_of(published, "en/kra-organic_search.html"), "organic_ctr")
    assert "At least" not in other


def test_events_stand_on_the_charts_of_what_they_bear_on(tmp_path: Path) -> None:
    day = NIGHT - timedelta(days=30)
    published = publish_in_depth(
        Company(),
        tmp_path,
        [
            event("definition_break", "Clicks counted anew", day, kpi="organic_clicks", source="search_console"),
            event("search_update", "March core update", day, ends_on=None),
            event("promotion", "Spring sale", day - timedelta(days=9), country="FR", ends_on=day),
            event("holiday", "Easter Monday", day, country="FR"),
            event("holiday", "Easter Monday", day, country="DE"),
            event("holiday", "Day of the Sea", day, country="PT"),
            event("promotion", "Long ago", NIGHT - timedelta(days=400)),
        ],
    )
    html = text_of(published, "en/kra-organic_search.html")
    clicks, ctr = part(html, "organic_clicks"), part(html, "organic_ctr")
    assert "1 Promotion Spring sale (FR) 20 Feb – 1 Mar 2026" in clicks
    assert "2 New definition Clicks counted anew 1 March 2026" in clicks
    assert "3 Search update March core update 1–31 Mar 2026" in clicks
    assert "Day of the Sea (PT), Easter Monday (DE, FR), 1 March 2026" in clicks
    assert "1 Promotion Spring sale" in ctr
    assert "2 Search update March core update" in ctr
    assert "Clicks counted anew" not in ctr
    assert "Long ago" not in html
    elsewhere = (published.parent.parent / "reports/en/kra-growth.html").read_text()
    assert "Spring sale" in elsewhere
    assert "March core update" not in elsewhere


def test_members_with_a_target_stand_with_it(tmp_path: Path) -> None:
    published = put(
        Company().publish(tmp_path),
        "insert into reporting.kpi_status by name select 'organic_search' kra, 'organic_clicks' kpi, "
        "'device' dimension, 'mobile' member, 700.0 as value, 900.0 target, 'off_target' status",
    )
    told = part(text_of(published, "en/kra-organic_search.html"), "organic_clicks")
    assert "Device mobile 700 ≥ 900 off target" in told


def test_who_takes_part_in_a_kra_is_shown_with_it(tmp_path: Path) -> None:
    published = put(
        Company().publish(tmp_path),
        "update reporting.dim_kra set responsible = 'Content team', consulted = 'Web marketer, Sales', informed = ''",
    )
    told = words(text_of(published, "en/kra-organic_search.html"))
    assert "Accountable SEO expert Role SEO expert Responsible Content team Consulted Web marketer, Sales KPI" in told


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
    assert "ga4 fresh 31 March 2026 0 days 1 Apr 2026, 05:07 UTC 1 0" in told
    assert "hubspot behind 28 March 2026 11 days 1 Apr 2026, 05:07 UTC 2 0" in told
    assert "search_console failing – – never 1 1" in told
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


def test_french_pages_write_figures_days_and_words_as_the_french_do(tmp_path: Path) -> None:
    published = put(
        publish_in_depth(Company(), tmp_path),
        "update reporting.kra_scorecard set label_fr = 'Clics SEO' where kpi = 'organic_clicks'",
        "update reporting.dim_kra set label_fr = 'Référencement'",
    )
    html = text_of(published, "fr/kra-organic_search.html")
    told = part(re.sub("[\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}]", "_", html), "organic_clicks")
    assert "<h1>Référencement</h1>" in html
    assert "Clics SEO" in told
    assert "12_346 /jour" in told
    assert "▼ 5,0_%" in told
    assert "≥ 15_000 18_% en dessous" in told
    assert "Semaine 16–22 mars 2026 86_420" in told
    assert "28 mars 2026" in told
    assert "Total spend" not in words(html)


def test_what_is_only_known_in_english_is_marked_as_such_on_a_french_page(tmp_path: Path) -> None:
    fired = kri_event("organic_clicks", "visibility_loss", reason="Fell by half.")
    html = text_of(Company(events={NIGHT: [fired]}).publish(tmp_path), "fr/kra-organic_search.html")
    assert '<span lang="en">Fell by half.</span>' in html
    assert "Perte de visibilité" in html
    assert 'lang="en">What Organic clicks says.' in html


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


def test_people_are_not_added_up_and_the_page_says_so(tmp_path: Path) -> None:
    company = Company(
        scorecard=[kpi("growth", "reach", "Reach", "count", additivity="distinct", value=9.0, status="no_target")]
    )
    told = part(text_of(company.publish(tmp_path), "en/kra-growth.html"), "reach")
    assert "It counts people, who are not added up over days: there are no longer periods." in told


def test_last_year_is_the_same_weekday_52_weeks_earlier(tmp_path: Path) -> None:
    published = put(
        Company().publish(tmp_path),
        "delete from reporting.kpi_daily",
        "insert into reporting.kpi_daily by name "
        "select 'growth' kra, 'total_spend' kpi, 'total' dimension, 'total' member, false as is_provisional, "
        "date '2026-03-31' - day::int as date_day, case when day >= 364 then 50.0 + day else 9.0 end as value, "
        "value as numerator from range(378) as days (day)",
    )
    with opened(published) as file:
        newest = days_of(file, 5)["total_spend"][-1]
    assert newest.day == NIGHT
    assert newest.last_year == pytest.approx(50 + 364 + 3)  # the mean of the week that ended 364 days before
