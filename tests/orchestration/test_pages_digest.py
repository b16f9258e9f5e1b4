"""The weekly digest: one mail an owner with nothing that a mail program drops, and a short text for chats."""

# ruff: noqa: RUF001  # figures are written with the signs of print

import re
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.report.digest import BRIEF_ALARMS, SHOWN_ALARMS, Digest, Week
from tests.orchestration.in_depth import publish_in_depth
from tests.orchestration.test_scorecard import words
from tests.orchestration.warehouse import NIGHT, Company, event


def to(owner: str, published: Path, language: str = "en", link: str | None = None) -> Digest:
    (found,) = [digest for digest in Week(published, language, link).digests() if digest.owner == owner]
    return found


def test_every_owner_gets_one_mail_about_all_kras_of_theirs(tmp_path: Path) -> None:
    published = Company().publish(tmp_path)
    owners = [mail.owner for mail in Week(published).digests()]
    assert owners == ["SEO expert", "Support lead", "Marketing director"]
    published.chmod(0o644)
    with duckdb.connect(str(published)) as con:
        con.execute("update reporting.dim_kra set owner_name = 'Ada'")
    (mail,) = Week(published).digests()
    assert mail.subject == "Organic search, Customer service, Growth: 2 of 4 on target, 0 KRIs fired"
    assert all(kra in mail.text for kra in ("ORGANIC SEARCH", "CUSTOMER SERVICE", "GROWTH"))


def test_a_mail_tells_the_last_whole_week_its_changes_and_where_the_month_will_end(tmp_path: Path) -> None:
    mail = to("SEO expert", publish_in_depth(Company(), tmp_path))
    assert mail.text.startswith("Your week, 16–22 Mar 2026\nSEO expert\n")
    assert "- Organic clicks: 86,420 (▼ 4.0%), off target, target ≥ 15,000/day" in mail.text
    assert "Organic clicks ≥ 15,000/day 86,420 ▼ 4.0% last year ▲ 8.0% off target month will end at 382,716" in words(
        mail.html
    )
    assert "Some figures are older than they look: Organic search." in mail.text


def test_before_the_first_whole_week_a_mail_says_so_and_tells_28_days(tmp_path: Path) -> None:
    mail = to("SEO expert", Company().publish(tmp_path))
    assert "No whole week can be told yet." in mail.text
    assert "No whole week can be told yet." in words(mail.html)
    assert "- Organic clicks: 12,346 (28 days), off target" in mail.text


def test_a_kpi_that_settles_late_names_the_older_week_that_it_tells(tmp_path: Path) -> None:
    published = publish_in_depth(Company(), tmp_path)
    with duckdb.connect(str(published)) as con:
        con.execute(
            "insert into reporting.kpi_periods by name select 'organic_ctr' kpi, 'total' dimension, 'total' member, "
            "'iso_week' period, date '2026-02-02' starts_on, date '2026-02-08' ends_on, true is_complete, 0.04 as value"
        )
    mail = to("SEO expert", published)
    assert mail.text.startswith("Your week, 16–22 Mar 2026")
    assert "4.00% – 2–8 Feb 2026" in words(mail.html)


def test_a_status_that_changed_within_the_week_is_told(tmp_path: Path) -> None:
    company = Company()
    company.publish(tmp_path)
    history = tmp_path / "warehouse" / "kra_scorecard_history"
    with duckdb.connect() as con:
        con.execute(
            f"copy (select night - 8 as night, * exclude (night) replace ('on_target' as status) "
            f"from '{history}/{NIGHT}.parquet') to '{history}/{NIGHT - timedelta(days=8)}.parquet' (format parquet)"
        )
    mail = to("SEO expert", company.publish(tmp_path))
    assert "off target (a week ago: on target), target ≥ 15,000/day" in mail.text
    assert "a week ago: on target" in words(mail.html)
    assert "a week ago" not in to("Support lead", tmp_path / "published" / "kadran.duckdb").text.split("Days a")[0]


def test_kris_stand_first_with_their_reasons_and_many_are_cut_short(tmp_path: Path) -> None:
    fired = [
        event("organic_clicks", f"risk_{number}", reason=f"Reason {number}.") for number in range(SHOWN_ALARMS + 2)
    ]
    mail = to("SEO expert", Company(events={NIGHT: fired}).publish(tmp_path))
    assert "8 KRIs fired\n! Risk 0, Organic clicks: Reason 0. New tonight." in mail.text
    assert mail.text.count("! Risk") == BRIEF_ALARMS
    assert "\n5 more\n" in mail.text
    assert mail.html.index("Reason 0.") < mail.html.index("12,346")
    assert f"Reason {SHOWN_ALARMS}." not in mail.html
    assert "2 more" in mail.html
    assert mail.subject == "Organic search: 0 of 1 on target, 8 KRIs fired"


def test_a_mail_is_whole_in_itself_and_light(tmp_path: Path) -> None:
    mail = to("SEO expert", publish_in_depth(Company(), tmp_path), link="https://example.com/reports/")
    assert not re.findall(r"<(style|script|img|link|svg)\b", mail.html)
    assert re.findall(r'(?:href|src)="([^"]*)"', mail.html) == [
        "https://example.com/reports/en/kra-organic_search.html"
    ]
    assert "https://example.com/reports/en/kra-organic_search.html" in mail.text
    assert len(mail.html.encode()) < 100_000
    assert "href" not in to("SEO expert", publish_in_depth(Company(), tmp_path)).html


def test_a_mail_in_french_is_french_down_to_its_figures(tmp_path: Path) -> None:
    mail = to("SEO expert", publish_in_depth(Company(), tmp_path), "fr")
    assert '<html lang="fr">' in mail.html
    assert mail.subject == "Organic search\N{NO-BREAK SPACE}: 0 sur 1 à l'objectif, 0 KRI en alerte"
    assert "Votre semaine, 16–22 mars 2026" in mail.text
    assert "- Organic clicks\N{NO-BREAK SPACE}: 86\N{NARROW NO-BREAK SPACE}420 (▼ 4,0\N{NO-BREAK SPACE}%)" in mail.text


def test_the_text_for_chats_leaves_out_what_is_on_target(tmp_path: Path) -> None:
    text = to("Marketing director", Company().publish(tmp_path), link="https://example.com/r").text
    assert "- Total spend: €1,234 (28 days), warning, target ≤ €1,100/day" in text
    assert "Blended return" not in text
    assert text.endswith("https://example.com/r/en/kra-growth.html\n")


def test_a_digest_of_an_old_file_says_that_it_is_old(tmp_path: Path) -> None:
    published, told = Company().publish(tmp_path), "Nothing was published since the night of 31 March 2026"
    for age, is_old in ((2, False), (3, True)):
        for mail in Week(published, today=NIGHT + timedelta(days=age)).digests():
            assert (told in mail.text, told in mail.html) == (is_old, is_old)


def test_names_from_outside_are_text_in_both_forms(tmp_path: Path) -> None:
    nasty = "<b>& more</b>"
    fired = event("organic_clicks", "page_drop", dimension="page_group", member=nasty, reason=nasty)
    mail = to("SEO expert", Company(events={NIGHT: [fired]}).publish(tmp_path))
    assert nasty not in mail.html
    assert f"Organic clicks, {nasty}: {nasty}" in mail.text


def test_a_language_without_a_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Week(Company().publish(tmp_path), "de")
