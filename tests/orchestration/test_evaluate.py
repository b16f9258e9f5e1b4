"""What the risk rules say of a warehouse becomes events: rows with a reason and an owner, kept night by night."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.evaluate import MOST_FALSE_ALARMS, WEEKS_A_YEAR, Night, accepted, evaluate
from orchestration.formula import Formula
from orchestration.kri_events import KEPT_NIGHTS, Event, read_events, write_events
from orchestration.panels import Panels
from orchestration.registry import Kpi, KpiMeta, Kra, KraMeta, KriMeta, Label, Registry
from tests.orchestration.warehouse import NIGHT, NOW, Company, event, events_of, kpi

LABEL = Label(en="Figure", fr="Chiffre")
AREAS = tuple(
    Kra(name=name, description="", owner=owner, email=None, meta=KraMeta(axis="acquisition", label=LABEL, role=LABEL))
    for name, owner in (("organic_search", "SEO expert"), ("growth", "Marketing director"))
)


def registry(**kris: KriMeta | tuple[KriMeta, ...]) -> Registry:
    """KPIs of organic search by name, each with its KRIs."""
    meta = KpiMeta(label=LABEL, unit="count", better="higher", additivity="additive", matures_after=3)
    kpis = [
        Kpi(
            name=name,
            kra="organic_search",
            description="",
            meta=meta,
            kris=given if isinstance(given, tuple) else (given,),
            sources=(("gsc", "daily"),),
        )
        for name, given in kris.items()
    ]
    return Registry(kras=AREAS, kpis=tuple(kpis))


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """120 days of clicks about 100, the last 3 of them provisional."""
    company = Company(scorecard=[kpi("organic_search", "clicks", "Clicks", "count", value=100.0)])
    return company.build(tmp_path)


def change(warehouse: Path, *statements: str) -> None:
    with duckdb.connect(str(warehouse)) as con:
        for statement in statements:
            con.execute(statement)


def said(registry: Registry, warehouse: Path) -> list[Event]:
    return evaluate(registry, warehouse, Night(NIGHT, NOW))


LIMIT = KriMeta(kri="too_many", rule="limit", warn=50.0, fail=60.0)


def test_what_fires_says_why_since_when_and_to_whom(warehouse: Path) -> None:
    (fired,) = said(registry(clicks=LIMIT), warehouse)
    assert (fired.kpi, fired.kri, fired.check, fired.member, fired.state) == (
        *("clicks", "too_many", "too_many"),
        *("total", "fired"),
    )
    assert (fired.severity, fired.owner, fired.kra, fired.night) == ("error", "SEO expert", "organic_search", NIGHT)
    assert fired.day == NIGHT - timedelta(days=3)  # the last settled day
    assert fired.observed is not None
    assert 60 < fired.observed < 140
    assert "above the limit of 60" in fired.reason


def test_a_kri_that_finds_nothing_says_that_once(warehouse: Path) -> None:
    (calm,) = said(registry(clicks=KriMeta(kri="too_many", rule="limit", warn=500.0, fail=600.0)), warehouse)
    assert (calm.state, calm.member) == ("calm", "total")


def test_a_kpi_without_figures_is_unknown_not_calm(warehouse: Path) -> None:
    (unknown,) = said(registry(never_loaded=LIMIT), warehouse)
    assert (unknown.state, unknown.reason) == ("unknown", "The warehouse has no figure of this KPI yet.")


def test_below_its_minimum_of_volume_a_kri_does_not_judge(warehouse: Path) -> None:
    (unknown,) = said(registry(clicks=LIMIT.model_copy(update={"minimum": 1e9})), warehouse)
    assert (unknown.state, "Too little volume" in unknown.reason) == ("unknown", True)


def test_a_kri_that_is_declared_an_error_is_one_however_small(warehouse: Path) -> None:
    slight = KriMeta(kri="too_many", rule="limit", warn=50.0, fail=5_000.0)
    loud = slight.model_copy(update={"severity": "error"})
    assert [event.severity for event in said(registry(clicks=slight), warehouse)] == ["warn"]
    assert [event.severity for event in said(registry(clicks=loud), warehouse)] == ["error"]


def test_each_member_that_fires_is_an_event_of_its_own(warehouse: Path) -> None:
    change(
        warehouse,
        "insert into reporting.kpi_daily select kra, kpi, date_day, 'device', 'mobile', numerator, denominator, value,"
        " is_provisional from reporting.kpi_daily where dimension = 'total'",
        "insert into reporting.kpi_daily select kra, kpi, date_day, 'device', 'tablet', 1, denominator, 1,"
        " is_provisional from reporting.kpi_daily where dimension = 'total'",
    )
    events = said(registry(clicks=LIMIT.model_copy(update={"by": "device"})), warehouse)
    assert [(event.dimension, event.member) for event in events] == [("device", "mobile")]


@pytest.mark.parametrize(("target", "state", "severity"), [(200.0, "fired", "error"), (1.0, "calm", "warn")])
def test_a_target_in_force_that_night_is_what_counts(warehouse: Path, target: float, state: str, severity: str) -> None:
    change(
        warehouse,
        "insert into reporting.kpi_targets (kpi, dimension, member, valid_from, valid_to, target, warn, fail) values "
        f"('clicks', 'total', 'total', '2026-01-01', null, {target}, 0.05, 0.15), "
        "('clicks', 'total', 'total', '2025-01-01', '2025-12-31', 100000, 0.05, 0.15)",
    )
    (event,) = said(registry(clicks=KriMeta(kri="off_target", rule="gap_to_target")), warehouse)
    assert event.state == state
    if state == "fired":
        assert event.severity == severity
        assert "target of 200" in event.reason


def test_without_a_target_nothing_is_off_it(warehouse: Path) -> None:
    (event,) = said(registry(clicks=KriMeta(kri="off_target", rule="gap_to_target")), warehouse)
    assert event.state == "unknown"


FELL = "update reporting.kpi_daily set numerator = numerator / 3 where date_day > date '2026-03-03'"
RANKING = KriMeta(kri="search_algorithm_change")


def calendar(kind: str, name: str, starts: str, ends: str, kpi: str | None = None, country: str | None = None) -> str:
    """A statement that writes one event of the calendar."""
    told = ("null" if each is None else f"'{each}'" for each in (kind, name, starts, ends, country, kpi, "test"))
    return f"insert into reporting.calendar_events values ({', '.join(told)})"


def test_a_fall_in_ranking_names_the_search_update_that_fits(warehouse: Path) -> None:
    change(
        warehouse,
        FELL,
        calendar("search_update", "March core update", "2026-03-02", "2026-03-16"),
        calendar("search_update", "Spam update", "2025-10-01", "2025-10-20"),
        calendar("promotion", "Spring sale", "2026-03-02", "2026-03-03"),
    )
    (event,) = said(registry(clicks=RANKING), warehouse)
    assert event.state == "fired"
    assert event.since is not None
    assert abs((event.since - date(2026, 3, 4)).days) <= 3
    assert "Fits: March core update (2026-03-02 - 2026-03-16)." in event.reason
    assert event.causes == "March core update"
    assert "Compare the pages that lost" in event.reason


def test_a_fall_that_no_update_explains_says_so(warehouse: Path) -> None:
    change(warehouse, FELL)
    (event,) = said(registry(clicks=RANKING), warehouse)
    assert "No confirmed search update fits." in event.reason
    assert event.causes == ""


def test_other_risks_name_what_the_company_did_itself(warehouse: Path) -> None:
    change(
        warehouse,
        FELL,
        calendar("tracking", "Consent banner", "2026-03-03", "2026-03-03"),
        calendar("tracking", "Banner of another figure", "2026-03-03", "2026-03-03", kpi="sessions"),
        calendar("search_update", "March core update", "2026-03-02", "2026-03-16"),
    )
    (event,) = said(registry(clicks=KriMeta(kri="tracking_break")), warehouse)
    assert event.causes == "Consent banner"


def test_what_a_move_adds_up_to_and_who_moved_are_told_in_both_languages(warehouse: Path) -> None:
    cut = "select kra, kpi, date_day, 'device', '{}', numerator * {}, denominator, value, is_provisional"
    change(
        warehouse,
        FELL,
        *(
            f"insert into reporting.kpi_daily {cut.format(*member)} from reporting.kpi_daily where dimension = 'total'"
            for member in (("mobile", 0.7), ("desktop", 0.3))
        ),
        "update reporting.kpi_daily set numerator = numerator * 2 where member = 'desktop' and date_day > '2026-03-03'",
    )
    declared = registry(clicks=RANKING)
    cut_by = Formula("fct", "sum(clicks)", None, ("device",), None, is_ratio=False)
    clicks = declared.kpis[0].model_copy(update={"formulas": (cut_by,)})
    (event,) = said(declared.model_copy(update={"kpis": (clicks,)}), warehouse)
    assert event.size is not None
    assert -2200 < event.size < -1400  # 25 settled days of two thirds of about 100
    assert "less than expected" in event.reason
    assert "Most of it: mobile (device)" in event.reason
    assert event.reason_fr
    assert event.reason_fr != event.reason


def test_no_baseline_straddles_a_change_of_definition(warehouse: Path) -> None:
    change(
        warehouse, FELL, calendar("definition_break", "Clicks count otherwise", "2026-03-04", "2026-03-04", "clicks")
    )
    (event,) = said(registry(clicks=RANKING), warehouse)
    assert event.state != "fired"


def test_holidays_and_promotions_of_the_calendar_are_no_news(warehouse: Path) -> None:
    change(warehouse, "update reporting.kpi_daily set numerator = numerator / 3 where date_day = date '2026-03-28'")
    assert said(registry(clicks=RANKING), warehouse)[0].state == "fired"
    change(warehouse, calendar("holiday", "Day of rest", "2026-03-28", "2026-03-28", country="FR"))
    assert said(registry(clicks=RANKING), warehouse)[0].state == "calm"
    change(warehouse, calendar("holiday", "Elsewhere", "2026-01-01", "2026-01-01", country="DE"))
    change(warehouse, calendar("holiday", "Elsewhere", "2026-01-01", "2026-01-01", country="GB"))
    assert said(registry(clicks=RANKING), warehouse)[0].state == "fired"  # one country of three
    change(warehouse, calendar("promotion", "Closing sale", "2026-03-27", "2026-03-29"))
    assert said(registry(clicks=RANKING), warehouse)[0].state == "calm"


def test_the_more_figures_are_watched_the_fewer_false_alarms_each_may_raise(warehouse: Path) -> None:
    change(
        warehouse,
        "insert into reporting.kpi_daily select kra, kpi, date_day, 'page', 'p' || n, numerator, denominator, value,"
        " is_provisional from reporting.kpi_daily, range(40) as pages (n) where dimension = 'total'",
    )
    few, many = registry(clicks=RANKING), registry(clicks=(RANKING, RANKING.model_copy(update={"by": "page"})))
    with Panels(warehouse) as panels:
        assert accepted(few, panels, 1.0) == MOST_FALSE_ALARMS
        assert accepted(many, panels, 0.1) == pytest.approx(0.1 * WEEKS_A_YEAR / 41)


def test_saturation_needs_the_spend_that_it_is_compared_with(warehouse: Path) -> None:
    saturation = KriMeta(kri="saturation", rule="saturation", spend="spend")
    (event, *_) = said(registry(clicks=saturation, spend=()), warehouse)
    assert (event.state, "no spend" in event.reason) == ("unknown", True)


def test_events_are_read_as_they_were_written_and_a_second_run_replaces_the_night(tmp_path: Path) -> None:
    folder = events_of(tmp_path)
    first = [event("clicks", "outage"), replace(event("clicks", "loss"), since=NIGHT, low=1.0)]
    write_events(first, folder, NIGHT)
    assert read_events(folder, NIGHT) == first
    write_events(first[:1], folder, NIGHT)
    assert read_events(folder, NIGHT) == first[:1]
    assert read_events(folder, NIGHT - timedelta(days=1)) == []
    assert [path.name for path in folder.iterdir()] == [f"{NIGHT}.parquet"]


def test_nights_of_more_than_a_year_ago_are_let_go(tmp_path: Path) -> None:
    folder = events_of(tmp_path)
    folder.mkdir(parents=True)
    for age in range(1, KEPT_NIGHTS + 3):
        (folder / f"{NIGHT - timedelta(days=age)}.parquet").touch()
    write_events([], folder, NIGHT)
    kept = sorted(path.stem for path in folder.glob("*.parquet"))
    assert len(kept) == KEPT_NIGHTS
    assert kept[-1] == str(NIGHT)


def revisions(folder: Path, shares: dict[int, float]) -> Path:
    """Twenty days of clicks as the nights after each told them: at each age that share of the final value."""
    folder.mkdir(parents=True)
    first = NIGHT - timedelta(days=46)
    with duckdb.connect() as con:
        for number in range(1, 27):
            ages = {first + timedelta(days=day): number - day for day in range(min(number, 20))}
            told = ", ".join(f"(date '{day}', {100.0 * shares.get(age, 1.0)})" for day, age in ages.items())
            night = first + timedelta(days=number)
            con.execute(
                f"copy (select date '{night}' as night, 'clicks' as kpi, 'total' as dimension, 'total' as member, "
                f"date_day, numerator, null::double as denominator from (values {told}) as said (date_day, numerator)) "
                f"to '{folder}/{night}.parquet'"
            )
    return folder


@pytest.mark.parametrize(("seen", "state"), [(0.5, "calm"), (0.1, "fired")])
def test_provisional_days_are_held_against_what_days_of_their_age_showed(
    warehouse: Path, tmp_path: Path, seen: float, state: str
) -> None:
    change(
        warehouse,
        f"update reporting.kpi_daily set numerator = numerator * {seen} where date_day = date '{NIGHT}'",
        f"update reporting.kpi_daily set numerator = numerator * 0.8 where date_day = date '{NIGHT}' - 1",
    )
    learnt = revisions(tmp_path / "revisions", {1: 0.5, 2: 0.8})
    clicks = registry(clicks=RANKING)
    (settled,) = said(clicks, warehouse)
    assert settled.day is not None
    assert settled.day <= NIGHT - timedelta(days=3)
    (event,) = evaluate(clicks, warehouse, Night(NIGHT + timedelta(days=1), NOW, revisions=learnt))
    assert event.state == state
    assert event.day is not None
    assert event.day > settled.day
