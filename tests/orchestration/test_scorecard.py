"""The scorecard says what the published file says, in words and figures for people, in the terminal and in HTML."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.report import figures
from orchestration.report.dial import AROUND, dial
from orchestration.report.reading import read_scorecard
from orchestration.report.scorecard import Day, Standing
from orchestration.report.site import write_pages
from orchestration.report.sparkline import sparkline
from orchestration.report.terminal import scorecard_table
from tests.orchestration.warehouse import NIGHT, Company, event, freshness, kpi

BEFORE = [NIGHT - timedelta(days=age) for age in (1, 2, 5)]


def page_of(company: Company, data: Path, name: str = "scorecard.html") -> str:
    """The overview, or another page in English."""
    write_pages(company.publish(data), data / "reports")
    return (data / "reports" / "en" / name).read_text(encoding="utf-8")


def printed(company: Company, data: Path) -> str:
    console = Console(width=140, record=True, file=io.StringIO())
    console.print(scorecard_table(company.publish(data)))
    return console.export_text()


def words(html: str) -> str:
    """What a reader reads: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def row(html: str, label: str) -> str:
    """The table row of one KPI."""
    (found,) = [part for part in re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL) if f">{label}" in part]
    return str(found)


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (1234567.4, "count", "1,234,567"),
        (24.68, "count", "24.7"),
        (16.0, "count", "16"),
        (0.0345, "percent", "3.45%"),
        (0.873, "percent", "87.3%"),
        (1234.5, "currency", "€1,234"),
        (0.534, "currency", "€0.53"),
        (-12.0, "currency", "\N{MINUS SIGN}€12.00"),
        (125.0, "minutes", "2 h 05 min"),
        (42.4, "minutes", "42 min"),
        (4.25, "minutes", "4.2 min"),
        (59.7, "minutes", "60 min"),
        (3000.0, "minutes", "2 d 2 h"),
        (3.5, "hours", "3 h 30 min"),
        (1.23, "days", "1.2 days"),
        (4.217, "ratio", "4.22"),
        (10.44, "ratio", "10.4"),
        (8.8, "position", "8.80"),
        (None, "currency", "\N{EN DASH}"),
    ],
)
def test_figures_are_written_by_their_unit(value: float | None, unit: str, told: str) -> None:
    assert figures.figure(value, unit, "EUR") == told


def test_money_in_a_currency_without_a_known_symbol_names_it() -> None:
    assert figures.figure(1234.5, "currency", "CHF") == "1,234\N{NO-BREAK SPACE}CHF"


def test_every_kra_with_its_owner_and_every_kpi_with_value_target_and_status_is_on_the_page(tmp_path: Path) -> None:
    html = page_of(Company(), tmp_path)
    for told in ("Growth", "Marketing director", "Organic search", "SEO expert", "Customer service", "Support lead"):
        assert told in html
    assert "€1,234 /day ▲ 23% ≤ €1,100 12% over warning" in words(row(html, "Total spend"))
    assert "4.22 ▲ 8.1% ≥ 4.00 5.4% better on target" in words(row(html, "Blended return on ad spend"))
    assert "12,346 /day ▼ 5.0% ≥ 15,000 18% short off target" in words(row(html, "Organic clicks"))
    assert f"3.45% → steady {figures.MISSING} no target" in words(row(html, "Organic click rate"))
    assert "2 h 05 min ▼ 50% ≤ 4 h 00 min 48% better on target" in words(row(html, "Time to first reply"))
    assert f"{figures.MISSING} {figures.MISSING} {figures.MISSING} unknown" in words(row(html, "Days a ticket is open"))


def test_the_terminal_shows_the_same_figures_as_the_page(tmp_path: Path) -> None:
    text = re.sub(r" +", " ", printed(Company(), tmp_path))
    assert "31 March 2026: 2 on target, 1 warning, 1 off target, 1 no target, 1 unknown" in text
    assert "Growth Marketing director" in text
    assert "Total spend €1,234/day ≤ €1,100 ▲ 23% ▲ warning" in text
    assert "Organic clicks 12,346/day ≥ 15,000 ▼ 5.0% ■ off target stale" in text


def test_a_change_is_coloured_by_what_it_means_not_by_its_sign(tmp_path: Path) -> None:
    html = page_of(Company(), tmp_path)
    assert 'class="number change bad"' in row(html, "Total spend")  # more spend than before, and lower is better
    assert 'class="number change good"' in row(html, "Time to first reply")  # fell by half, and lower is better
    assert 'class="number change flat"' in row(html, "Organic click rate")  # 0.3 % is noise to a reader


def test_axes_follow_the_founding_order_whatever_the_order_of_kras(tmp_path: Path) -> None:
    html = page_of(Company(), tmp_path)
    places = [html.index(f"<h2>{axis}</h2>") for axis in ("Acquisition", "Service", "Across channels")]
    assert places == sorted(places)


def test_a_source_that_failed_is_told_with_its_remedy_and_what_it_feeds_is_marked_stale(tmp_path: Path) -> None:
    refused = "Refused: the token was withdrawn. Renew it and set SEARCH_CONSOLE_TOKEN."
    company = Company(
        freshness=[
            freshness("ga4", "traffic_daily"),
            freshness("search_console", "search_daily", last_error=refused, is_failing=True),
            freshness("search_console", "sitemaps", account_id="other", last_error=refused, is_failing=True),
            freshness("hubspot", "deals", is_behind=True),
        ]
    )
    text = words(page_of(company, tmp_path))
    assert f"Google Search Console search_daily, sitemaps {refused}" in text
    assert "Someone must act" in text
    assert "HubSpot CRM deals not loaded since 1 April 2026." in text
    assert "ga4" not in text
    assert "stale" in text.split("Organic clicks", 1)[1][:20]
    assert "Old data from Google Search Console (search_daily)." in text
    assert refused in " ".join(printed(company, tmp_path).split())


def test_a_kri_that_fired_is_told_with_its_reason_and_since_when(tmp_path: Path) -> None:
    fell = event(
        "organic_clicks", "search_algorithm_change", reason="Fell from 400 to 300 a day.", since=date(2026, 3, 12)
    )
    company = Company(events={NIGHT: [fell, replace(fell, kri="calm_one", check="calm_one", state="calm")]})
    text = words(page_of(company, tmp_path))
    assert "Search algorithm change Organic clicks Fell from 400 to 300 a day. Since 12 March." in text
    assert "1 KRI fired" in text
    assert "Calm one" not in text
    assert "Search algorithm change, Organic clicks: Fell from 400 to 300 a day. Since 12 March." in printed(
        company, tmp_path
    )


def test_a_kri_whose_rule_knows_no_day_is_told_by_the_nights_it_has_fired_in_a_row(tmp_path: Path) -> None:
    long, new, over = (event("organic_clicks", name) for name in ("long_one", "new_one", "over_one"))
    nights = {night: [replace(long, night=night), replace(over, night=night)] for night in BEFORE}
    returned = replace(new, night=BEFORE[-1])  # fired once, was calm for two nights, and fires again
    nights[BEFORE[-1]].append(returned)
    text = words(page_of(Company(events=nights | {NIGHT: [long, new]}), tmp_path))
    assert "Long one Organic clicks It fell. For 4 nights." in text  # a night without a run interrupts nothing
    assert "New one Organic clicks It fell. New tonight." in text
    assert "Over one" not in text


def test_a_kri_on_many_members_is_one_alarm_with_each_reason(tmp_path: Path) -> None:
    fired = [
        event("organic_clicks", "page_drop", dimension="page_group", member=f"/{page}", reason=f"{page} fell.")
        for page in ("blog", "shop", "help", "jobs", "legal")
    ]
    html = page_of(Company(events={NIGHT: fired}), tmp_path, "kra-organic_search.html")
    assert "Page drop Organic clicks, by page group /blog: blog fell." in words(html)
    assert "1 KRI fired" in words(html)
    assert all(f"{name} fell." in html for name in ("blog", "shop", "help", "jobs", "legal"))
    assert "<summary>2 more</summary>" in html


def test_loud_kris_stand_at_the_top_threats_before_missed_targets_quiet_ones_only_with_their_kra(
    tmp_path: Path,
) -> None:
    company = Company(
        events={
            NIGHT: [
                event("organic_clicks", "off_target", severity="error"),
                event("total_spend", "cost_inflation", kra="growth", severity="error"),
                event("organic_clicks", "quiet_one"),
            ]
        }
    )
    top = words(page_of(company, tmp_path)).split("Loudest tonight")[1].split("Acquisition")[0]
    assert top.index("Cost inflation") < top.index("Off target")
    assert "Quiet one" not in top


def test_kris_that_cannot_tell_are_counted_not_hidden(tmp_path: Path) -> None:
    unknown = [
        event("organic_clicks", "audience_mix_shift", dimension="device", member=member, state="unknown")
        for member in ("mobile", "tablet")
    ]
    assert "1 KRI could not tell yet" in words(page_of(Company(events={NIGHT: unknown}), tmp_path))


def test_names_from_outside_are_shown_as_they_are_never_as_markup(tmp_path: Path) -> None:
    nasty = '<script>alert("1")</script> [red]& more'
    fired = event("organic_clicks", "page_drop", dimension="campaign", member=nasty)
    company = Company(events={NIGHT: [fired]})
    html = page_of(company, tmp_path)
    assert "<script" not in html
    assert "Answering &lt;b&gt;well&lt;/b&gt; &amp; soon." in html
    assert nasty in printed(company, tmp_path)


def test_before_anything_is_loaded_the_page_says_unknown_everywhere(tmp_path: Path) -> None:
    company = Company(scorecard=[kpi("growth", "total_spend", "Total spend", "currency", status="unknown")])
    html = page_of(company, tmp_path)
    assert "1 unknown 0 KRIs fired" in words(html)
    assert "<polyline" not in html
    assert "? unknown" in printed(company, tmp_path)


def test_a_page_that_cannot_be_made_leaves_the_last_one_and_no_litter(tmp_path: Path) -> None:
    good = page_of(Company(), tmp_path)
    broken = tmp_path / "broken.duckdb"
    duckdb.connect(str(broken)).close()
    with pytest.raises(duckdb.Error):
        write_pages(broken, tmp_path / "reports")
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {"scorecard.html", "en", "fr"}
    assert not list((tmp_path / "reports").rglob(".*"))
    assert (tmp_path / "reports" / "en" / "scorecard.html").read_text(encoding="utf-8") == good


def days(values: list[float | None], provisional: int = 0) -> list[Day]:
    first = NIGHT - timedelta(days=len(values) - 1)
    return [
        Day(first + timedelta(days=place), value, value, place >= len(values) - provisional)
        for place, value in enumerate(values)
    ]


def places(points: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]


def test_a_sparkline_dashes_the_days_that_may_still_change_and_marks_the_last_settled_one() -> None:
    drawn = sparkline(days([1.0, 2.0, 3.0, 4.0], provisional=1), NIGHT, 4, None)
    assert drawn is not None
    lines = {line.kind: places(line.points) for line in drawn.lines}
    assert [len(lines[kind]) for kind in ("daily", "daily provisional", "week", "week provisional")] == [3, 2, 3, 2]
    assert lines["week provisional"][0] == lines["week"][-1] == tuple(map(float, drawn.now or ()))


def test_a_sparkline_shows_the_target_even_where_no_day_reached_it() -> None:
    drawn = sparkline(days([1.0, 2.0]), NIGHT, 2, 10.0)
    assert drawn is not None
    (target,) = [places(line.points) for line in drawn.lines if line.kind == "target"]
    highest = min(y for line in drawn.lines if line.kind == "week" for _, y in places(line.points))
    assert target[0][1] == target[1][1] < highest


def test_a_source_that_stopped_leaves_a_hole_in_the_line_and_space_at_its_end() -> None:
    stopped = [*days([1.0] * 10), *[replace(day, day=day.day + timedelta(days=30)) for day in days([2.0] * 5)]]
    drawn = sparkline(stopped, NIGHT + timedelta(days=60), 90, None)
    assert drawn is not None
    weeks = [places(line.points) for line in drawn.lines if line.kind == "week"]
    assert [len(week) for week in weeks] == [10, 5]
    assert weeks[1][-1][0] < 200


def test_one_wild_day_does_not_flatten_the_others() -> None:
    calm = [10.0 + day % 3 for day in range(60)]
    wild = days([*calm[:30], 5000.0, *calm[31:]])
    drawn = sparkline(
        [replace(day, week=calm[0] if day.value == 5000.0 else day.value) for day in wild], NIGHT, 60, None
    )
    assert drawn is not None
    (week,) = [places(line.points) for line in drawn.lines if line.kind == "week"]
    heights = [y for _, y in week]
    assert max(heights) - min(heights) > 20


def test_a_week_of_a_rate_is_its_sums_divided_and_an_incomplete_first_week_is_not_drawn(tmp_path: Path) -> None:
    company = Company()
    published = company.publish(tmp_path)
    published.chmod(0o644)
    with duckdb.connect(str(published)) as con:
        con.execute(
            "delete from reporting.kpi_daily where kpi <> 'organic_ctr' or date_day <= ?", [NIGHT - timedelta(8)]
        )
        con.execute("update reporting.kpi_daily set numerator = 1, denominator = 10, value = 0.1")
        con.execute(
            "update reporting.kpi_daily set numerator = 0, denominator = 90, value = 0 where date_day = ?", [NIGHT]
        )
    standings = [standing for area in read_scorecard(published).areas for standing in area.standings]
    (line,) = [standing.days for standing in standings if standing.kpi == "organic_ctr"]
    assert [day.week for day in line[:6]] == [None] * 6
    assert line[6].week == pytest.approx(0.1)
    assert line[7].week == pytest.approx(6 / 150)


def test_a_dial_goes_once_around_and_counts_only_kpis_with_a_target(tmp_path: Path) -> None:
    scorecard = read_scorecard(Company().publish(tmp_path))
    ring = dial(scorecard.areas)
    assert ring.inside == "2/4"
    assert ring.words == "2 on target, 1 warning, 1 off target, 1 no target, 1 unknown"
    assert ring.arcs[0].start == 0
    assert ring.arcs[-1].start + AROUND / 6 == pytest.approx(AROUND)


def test_one_kpi_of_many_is_drawn_as_the_short_arc_that_it_is(tmp_path: Path) -> None:
    many = [kpi("growth", f"kpi_{n}", "A KPI", "count", status="on_target", value=1.0, target=1.0) for n in range(98)]
    lone = kpi("growth", "lone", "A KPI", "count", status="unknown")
    ring = dial(read_scorecard(Company(scorecard=[*many, lone]).publish(tmp_path)).areas)
    assert all(0 < arc.length < AROUND for arc in ring.arcs)
    assert min(arc.length for arc in ring.arcs) < 1.5


def test_a_gap_is_told_in_the_words_of_its_side() -> None:
    standing = Standing(
        "k",
        "K",
        "count",
        "higher",
        "additive",
        "",
        None,
        None,
        1.0,
        None,
        None,
        None,
        1.0,
        0.02,
        None,
        "on_target",
        None,
    )
    assert figures.gap(standing) == "2.0% short"
    assert figures.gap(replace(standing, better="lower")) == "2.0% over"
    assert figures.gap(replace(standing, gap=-0.3)) == "30% better"
    assert figures.gap(replace(standing, gap=0.0)) == "met"
