"""The pages in French: figures, days and words as the French write them, and what is only known in English."""

# ruff: noqa: RUF001  # figures are written with the signs of print

import re
from pathlib import Path

from tests.orchestration.in_depth import publish_in_depth
from tests.orchestration.pages import part, put, text_of
from tests.orchestration.test_scorecard import words
from tests.orchestration.warehouse import NIGHT, Company
from tests.orchestration.warehouse import event as kri_event


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


def test_what_is_declared_in_english_is_read_in_french_on_every_page(tmp_path: Path) -> None:
    published = put(
        publish_in_depth(Company(), tmp_path),
        "update reporting.dim_kra set description = 'Customers\n who come back.', owner_name = 'CRM manager', "
        "consulted = 'Support lead, Ada'",
        "update reporting.kra_scorecard set description = 'What a click costs. Spend / clicks.', "
        "caveat = 'Media cost only; fees, tools and people are not in it.'",
    )
    told = words(text_of(published, "fr/kra-organic_search.html"))
    for french in (
        "Des clients qui reviennent.", "Responsable CRM", "Responsable du support, Ada",
        "Ce que coûte un clic. Dépenses / clics.", "Coût média seul", "Sources : Google Search Console.",
    ):  # fmt: skip
        assert french in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "Customers who come back." not in told
    assert "Responsable CRM" in words((tmp_path / "reports/fr/scorecard.html").read_text())
    assert "CRM manager" in words((tmp_path / "reports/en/scorecard.html").read_text())


def test_a_reason_that_a_rule_gives_in_french_is_read_in_french(tmp_path: Path) -> None:
    fired = [kri_event("organic_clicks", name, reason="Fell by half.") for name in ("visibility_loss", "traffic_drop")]
    published = put(
        Company(events={NIGHT: fired}).publish(tmp_path),
        "alter table reporting.kri_events add column if not exists reason_fr varchar",
        "update reporting.kri_events set reason_fr = case kri when 'traffic_drop' then 'En baisse de moitié.' end",
    )
    french, english = (text_of(published, f"{code}/kra-organic_search.html") for code in ("fr", "en"))
    assert "<span>En baisse de moitié.</span>" in french
    assert '<span lang="en">Fell by half.</span>' in french
    assert "moitié" not in english
    assert 'lang="en">Fell' not in english


def test_a_status_agrees_with_how_many_have_it(tmp_path: Path) -> None:
    html = text_of(Company().publish(tmp_path), "fr/scorecard.html")
    assert "2 atteints 1 à surveiller 1 manqué 1 sans objectif 1 indéterminé" in words(html)
    assert 'aria-label="2 atteints, 1 à surveiller, 1 manqué' in html
    assert "● atteint" not in words(html)
    assert 'class="badge on_target">atteint<' in html


def test_members_that_the_facts_name_and_sources_are_called_by_their_names(tmp_path: Path) -> None:
    published = put(
        publish_in_depth(Company(), tmp_path),
        *(
            f"update reporting.kpi_drivers set member = '{member}' where member = '{before}'"
            for member, before in (("paid_search", "/a"), ("google_ads", "/b"), ("spring_sale", "/c"))
        ),
    )
    for code, named in (("en", "Paid search"), ("fr", "SEA")):
        told = part(text_of(published, f"{code}/kra-organic_search.html"), "organic_clicks")
        assert all(f" {each} " in told for each in (named, "Google Ads", "spring_sale"))
        assert "paid_search" not in told
