"""A backtest says of each night what that night would have said, and shows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, sync_playwright

from orchestration.backtest.page import write_backtest
from orchestration.backtest.replay import Backtest, backtest, chosen
from orchestration.evaluate import Night, evaluate
from orchestration.kri_events import Event
from orchestration.registry import KriMeta, Registry
from tests.orchestration.test_evaluate import registry
from tests.orchestration.warehouse import NIGHT, NOW, Company, kpi

FELL = NIGHT - timedelta(days=30)
ANOMALY = KriMeta(kri="drop", rule="anomaly")
SHIFT = KriMeta(kri="slide", rule="change", days=14, warn=0.2, fail=0.4)


def build(folder: Path, *changes: str) -> Path:
    """120 days of clicks about 100, which fell to a third thirty days ago."""
    path = Company(scorecard=[kpi("organic_search", "clicks", "Clicks", "count", value=100.0)]).build(folder)
    with duckdb.connect(str(path)) as con:
        for change in (f"numerator / 3 where date_day >= '{FELL}'", *changes):
            con.execute(f"update reporting.kpi_daily set numerator = {change}")
        con.execute("update reporting.kpi_daily set value = numerator")
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return build(tmp_path)


def replayed(warehouse: Path, kri: KriMeta, since: date = FELL - timedelta(days=20), until: date = NIGHT) -> Backtest:
    declared: Registry = registry(clicks=kri)
    return backtest(declared, warehouse, declared.kpi("clicks"), kri, kri.kri, since, until)


def plain(event: Event) -> Event:
    return replace(event, evaluated_at=NOW)


@pytest.mark.parametrize("kri", [ANOMALY, SHIFT])
def test_of_the_last_night_it_says_what_the_night_itself_says(warehouse: Path, kri: KriMeta) -> None:
    (tonight,) = evaluate(registry(clicks=kri), warehouse, Night(NIGHT, NOW))
    said = replayed(warehouse, kri).firing.get(NIGHT, ())
    assert [plain(event) for event in said] == ([tonight] if tonight.state == "fired" else [])


def test_the_fall_is_one_alarm_that_opens_when_its_days_have_settled(warehouse: Path) -> None:
    (alarm,) = replayed(warehouse, SHIFT).alarms
    assert FELL + timedelta(days=3) <= alarm.opened_on <= FELL + timedelta(days=12)
    assert alarm.nights > 5


def test_a_night_does_not_know_what_comes_after_it(tmp_path: Path, warehouse: Path) -> None:
    later = FELL + timedelta(days=12)
    (tmp_path / "other").mkdir()
    other = build(tmp_path / "other", f"0 where date_day > '{later}'")
    ends = replayed(warehouse, SHIFT, until=later), replayed(other, SHIFT, until=later)
    assert ends[0].firing == ends[1].firing
    assert ends[0].firing


def test_a_silent_day_is_told_on_its_own_night(tmp_path: Path) -> None:
    silence = KriMeta(kri="silent", rule="silence", days=1, minimum=20)
    silent = FELL - timedelta(days=5)
    done = replayed(build(tmp_path, f"0 where date_day = '{silent}'"), silence, until=FELL)
    assert list(done.firing) == [silent]


def test_nights_with_too_little_history_are_counted_and_left_out_of_the_rate(warehouse: Path) -> None:
    first = NIGHT - timedelta(days=119)
    done = replayed(warehouse, SHIFT, since=first)
    assert (done.nights, done.unheard) == (120, 30)  # 28 settled days, the youngest 3 of each night left out
    assert done.alarms_a_year == pytest.approx(365.25 / 90 * len(done.alarms))


def test_parameters_can_be_changed_and_mistakes_are_told() -> None:
    declared = registry(clicks=(ANOMALY, SHIFT)).kpi("clicks")
    ((kri, check),) = chosen(declared, "drop", "device", {"sensitivity": "high", "minimum": 5})
    assert (kri.by, kri.minimum, kri.parameters, check) == ("device", 5, {"sensitivity": "high"}, "drop")
    assert len(chosen(declared, None, None, {})) == 2
    with pytest.raises(ValueError, match="clicks has no KRI rise; it has drop, slide"):
        chosen(declared, "rise", None, {})
    with pytest.raises(ValueError, match="anomaly knows no above"):
        chosen(declared, "drop", None, {"above": True})


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        yield browser.new_page(viewport={"width": 900, "height": 700})
        browser.close()


def test_the_page_draws_the_days_and_marks_the_nights_of_the_alarm(
    warehouse: Path, tmp_path: Path, browser_page: Page
) -> None:
    done = replayed(warehouse, SHIFT)
    path = write_backtest([done], tmp_path / "reports" / "backtest_clicks.html", "EUR")
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(f"file://{path}")
    assert asked == [f"file://{path}"]
    assert browser_page.locator("polyline").count() == 1
    assert browser_page.locator("rect").count() == len(done.alarms) == 1
    plot, mark = browser_page.locator("svg").bounding_box(), browser_page.locator("rect").bounding_box()
    assert plot is not None
    assert mark is not None
    opened = (done.alarms[0].opened_on - done.since).days / (done.until - done.since).days
    assert mark["x"] - plot["x"] == pytest.approx(plot["width"] * opened, abs=0.03 * plot["width"])
    said = browser_page.inner_text("body")
    for wanted in (
        "figures that are known now",
        str(done.alarms[0].opened_on),
        "slide: change",
        "warn: 0.2",
    ):
        assert wanted in said
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
