"""The page of a KRA: every KPI in depth, with what must be known to trust its figures."""

# ruff: noqa: RUF001  # figures are written with the signs of print

from datetime import date, timedelta
from pathlib import Path

import pytest

from orchestration.report.published import opened
from orchestration.report.reading import days_of
from orchestration.report.site import write_pages
from tests.orchestration.in_depth import event, publish_in_depth
from tests.orchestration.pages import part, put, text_of
from tests.orchestration.test_scorecard import words
from tests.orchestration.warehouse import NIGHT, Company, kpi
from tests.orchestration.warehouse import event as kri_event


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    return write_pages(publish_in_depth(Company(), data), data / "reports").parent


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
    assert "Old data from Google Search Console (search_daily)." in told
    assert "At least: GA4 withheld rows of few users on 2 of the last 28 days." in told
    assert "Settled up to 28 March 2026; a day may change until it is 3 days old." in told
    assert "Usually a day shows 87% of its final figure after 2 days." in told
    assert "Counts each page of a result apart." in told
    assert "Made of Google Analytics 4, Google Search Console." in told
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


def test_people_are_not_added_up_and_the_page_says_so(tmp_path: Path) -> None:
    company = Company(
        scorecard=[kpi("growth", "reach", "Reach", "count", additivity="distinct", value=9.0, status="no_target")]
    )
    told = part(text_of(company.publish(tmp_path), "en/kra-growth.html"), "reach")
    assert "Its days cannot be put together, as people would count twice: there are no longer periods." in told


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


def known(published: Path, kpi: str, **shares: float) -> Path:
    """Maturity of a KPI by `age_<days>`."""
    rows = ", ".join(f"('{kpi}', {age.removeprefix('age_')}, {share})" for age, share in shares.items())
    put(published, f"delete from reporting.kpi_maturity where kpi = '{kpi}'")
    return put(published, f"insert into reporting.kpi_maturity (kpi, age, share_known) values {rows}")


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"age_1": 0.82, "age_2": 0.9, "age_3": 0.97, "age_4": 1.0},
         "Usually a day shows 82% of its final figure after 1 day, 97% after 3 days."),
        ({"age_1": 0.98, "age_2": 1.0}, "Usually a day shows 98% of its final figure after 1 day."),
        ({"age_2": 0.6, "age_3": 0.9}, "Usually a day shows 60% of its final figure after 2 days, 90% after 3 days."),
        ({"age_1": 1.08, "age_2": 1.02},
         "Usually a day shows 108% of its final figure after 1 day, 102% after 2 days."),
        ({"age_1": 0.997, "age_2": 1.0}, None),
    ],
)  # fmt: skip
def test_how_much_of_a_young_day_is_known_is_told_where_something_is_missing(
    tmp_path: Path, shares: dict[str, float], told: str | None
) -> None:
    published = known(publish_in_depth(Company(), tmp_path), "organic_clicks", **shares)
    said = part(text_of(published, "en/kra-organic_search.html"), "organic_clicks")
    assert ("Usually" in said) is (told is not None)
    assert (told or "") in said


def restated(tmp_path: Path, kpi: str, *said: tuple[int, int, float, float | None]) -> str:
    """What the page tells of a KPI that said this: nights ago, age of the day in days, numerator, denominator."""
    published = put(Company().publish(tmp_path), f"delete from reporting.kpi_revisions where kpi = '{kpi}'")
    for ago, age, numerator, denominator in said:
        night, over = NIGHT - timedelta(days=ago), "null" if denominator is None else denominator
        put(
            published,
            "insert into reporting.kpi_revisions values "
            f"('{night}', '{kpi}', 'total', 'total', '{NIGHT - timedelta(days=age)}', {numerator}, {over})",
        )
    return text_of(published, "en/kra-organic_search.html").split(f'id="{kpi}"')[1].split("</article>")[0]


def test_settled_days_that_changed_are_told_with_their_size(tmp_path: Path) -> None:
    one = [(9, 10, 50, None), (7, 10, 100, None), (2, 10, 98, None)]  # it settles when it is three days old
    other = [(8, 9, 100, None), (1, 9, 96, None)]
    told = restated(tmp_path, "organic_clicks", *one, *other, (20, 30, 1000, None))  # the last one stayed as it was
    assert "Corrected after they had settled, in the last 28 nights: 2 days (21–22 Mar 2026), by −3.0%." in told
    assert '<li class="loud">Corrected' not in told


def test_a_correction_that_changes_decisions_is_loud(tmp_path: Path) -> None:
    told = restated(tmp_path, "organic_clicks", (40, 60, 100, None), (0, 60, 106, None))
    assert (
        '<li class="loud">Corrected after it had settled, in the last 28 nights: 1 day (30 January 2026), by +6.0%.'
        in (told)
    )


def test_a_rate_is_restated_by_its_sums_divided(tmp_path: Path) -> None:
    one, other = [(20, 25, 10, 100), (2, 25, 30, 200)], [(20, 24, 10, 100), (2, 24, 10, 100.0001)]
    told = restated(tmp_path, "organic_ctr", *one, *other)
    assert "2 days (6–7 Mar 2026), by +33.3%." in told


@pytest.mark.parametrize(
    "said",
    [
        [(9, 10, 50, None), (8, 10, 90, None), (7, 10, 100, None)],  # while it was young
        [(40, 60, 100, None), (30, 60, 150, None)],  # long ago
        [(40, 60, 100, None), (1, 60, 100.2, None)],  # by next to nothing
        [(5, 60, 100, None)],  # said once
    ],
)
def test_what_was_expected_to_move_or_moved_by_nothing_is_not_told(
    tmp_path: Path, said: list[tuple[int, int, float, float | None]]
) -> None:
    assert "Corrected" not in restated(tmp_path, "organic_clicks", *said)


def test_days_that_may_still_change_are_drawn_apart_and_the_legend_says_so(reports: Path) -> None:
    html = (reports / "en/kra-organic_search.html").read_text().split('id="organic_clicks"')[1].split("</article>")[0]
    assert html.count('class="week provisional"') == html.count('class="daily provisional"') == 1
    legend = words(html.split("<figcaption>")[1].split("</figcaption>")[0])
    assert "not settled: may still change" in legend
    assert "Week to 31 March 2026" in html
    assert html.split("Week to 31 March 2026")[1].split("</title>")[0].endswith("not settled: may still change")
    assert not html.split("Week to 24 March 2026")[1].split("</title>")[0].endswith("may still change")
