"""The pages in a real browser: they need no network, fit a phone, print, and can be read by everyone."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestration.report.digest import Week
from orchestration.report.site import write_pages
from tests.orchestration import in_depth
from tests.orchestration.warehouse import NIGHT, Company, event, freshness

MEMBERS = [f"EU | Prospecting | a_campaign_with_a_very_long_name_{number}" for number in range(6)]
COMPANY = Company(
    freshness=[
        freshness("search_console", "search_daily", last_error="Refused: renew the token.", is_failing=True),
        freshness("ga4", "a_stream_with_quite_a_long_name_daily", account_id="properties/123456789"),
    ],
    events={
        NIGHT: [
            event("organic_clicks", "search_algorithm_change", severity="error", since=NIGHT - timedelta(days=9)),
            *(
                event("total_spend", "cost_inflation", kra="growth", dimension="campaign", member=member)
                for member in MEMBERS
            ),
        ]
    },
)
CALENDAR = [
    in_depth.event("definition_break", "Clicks counted anew", date(2026, 2, 1), kpi="organic_clicks"),
    in_depth.event("search_update", "March 2026 core update", date(2026, 3, 27), ends_on=None),
    in_depth.event("promotion", "A spring sale of everything " * 3, NIGHT, country="FR"),
    in_depth.event("holiday", "New Year", date(2026, 1, 1), country="FR"),
]
PAGES = (
    "scorecard.html",
    "fr/scorecard.html",
    "en/kra-organic_search.html",
    "fr/kra-organic_search.html",
    "en/kra-growth.html",
    "fr/role-seo-expert.html",
    "en/sources.html",
    "fr/sources.html",
    "digest.html",
)

CONTRAST = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(c => linear(c / 255))
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *:not(title)")) {
    const text = [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("");
    if (!text) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(channels(node.closest("svg") ? style.fill : style.color)), light(behind(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""

UNLIKE_A_TABLE = """() => [...document.querySelectorAll("table:not([role=presentation])")].filter(table => {
  const heads = table.querySelectorAll("thead th[scope=col]");
  const rows = [...table.tBodies].flatMap(body => [...body.rows]);
  return !table.caption || !table.caption.textContent.trim()
    || [...heads].some(head => !head.textContent.trim())
    || rows.some(row => row.children.length !== heads.length || row.children[0].scope !== "row");
}).map(table => table.className)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    published = in_depth.publish_in_depth(COMPANY, data, CALENDAR)
    folder = write_pages(published, data / "reports").parent
    mail = Week(published, "fr", "https://example.com/r").digest(["organic_search"])
    (folder / "digest.html").write_text(mail.html, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser, reports: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((reports / getattr(request, "param", "scorecard.html")).as_uri())
    yield page
    page.close()


def on(*names: str) -> pytest.MarkDecorator:
    """Run a test on these pages."""
    return pytest.mark.parametrize("page", names, indirect=True)


def test_every_kra_owner_and_kpi_can_be_seen(page: Page) -> None:
    for heading in ("Growth", "Organic search", "Customer service"):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
    for owner in ("Marketing director", "SEO expert", "Support lead"):
        assert page.locator(".owner", has_text=owner).is_visible()
    for row in COMPANY.scorecard:
        assert page.get_by_role("rowheader", name=row["label_en"]).is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nothing_of_the_network_runs_no_script_and_has_no_fault(
    browser: Browser, reports: Path, name: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((reports / name).as_uri(), wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [(reports / name).as_uri()]
    assert said == []
    assert "<script" not in page.content()
    page.close()


@on(*PAGES)
def test_nothing_overflows_at_any_width(page: Page) -> None:
    wide = """nodes => nodes.filter(node => {
        const box = node.getBoundingClientRect();
        return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
    }).map(node => node.outerHTML.slice(0, 80))"""
    for width in (320, 375, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        hidden = ".unseen, .skip, caption, thead, thead *, .plot svg *"
        assert page.locator(f"body *:not({hidden})").evaluate_all(wide) == [], width


def test_on_a_phone_a_table_is_still_a_table_to_a_screen_reader(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    table = page.get_by_role("table", name="KPIs of Organic search")
    assert table.get_by_role("columnheader").count() == 6
    clicks = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Organic clicks"))
    assert clicks.get_by_role("cell").count() == 5
    assert clicks.get_by_role("img", name="weeks of the last 90 days").is_visible()


@on(*PAGES)
def test_every_table_has_a_name_and_every_cell_a_header(page: Page) -> None:
    assert page.locator("table").count() > 0
    assert page.evaluate(UNLIKE_A_TABLE) == []
    assert page.locator("svg:not([aria-hidden]):not([role=img][aria-label])").count() == 0
    assert page.locator("h1").count() == 1


@on(*PAGES)
def test_all_text_has_enough_contrast(page: Page) -> None:
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CONTRAST) == []


def test_dark_is_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"


@on("en/kra-growth.html")
def test_what_is_folded_away_on_screen_opens_by_hand_and_is_printed(page: Page) -> None:
    last = page.locator(".risks .reason", has_text=MEMBERS[-1])
    assert not last.is_visible()
    page.get_by_text("3 more").last.click()
    assert last.is_visible()
    page.reload()
    page.emulate_media(media="print")
    assert last.bounding_box() is not None
    assert (last.bounding_box() or {})["height"] > 0


def test_a_kpi_leads_to_its_history_and_a_page_to_itself_in_french(page: Page) -> None:
    page.get_by_role("rowheader", name="Organic clicks").get_by_role("link").click()
    assert page.url.endswith("/en/kra-organic_search.html#organic_clicks")
    assert page.get_by_text("What Organic clicks says.").is_visible()
    page.get_by_role("link", name="Français").click()
    assert page.url.endswith("/fr/kra-organic_search.html")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("heading", name="Ce qui explique la variation").first.is_visible()


def test_the_keyboard_alone_reaches_the_content_and_what_is_folded(page: Page, reports: Path) -> None:
    page.goto((reports / "en/kra-organic_search.html").as_uri())
    page.keyboard.press("Tab")
    skip = page.get_by_text("Skip to the content")
    assert (skip.bounding_box() or {"x": -1})["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    more = page.get_by_text("1 more period")
    more.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("rowheader", name="Last 28 days").is_visible()


@on("en/sources.html")
def test_streams_of_a_source_that_is_well_are_folded_and_open_by_keyboard(page: Page) -> None:
    assert page.get_by_role("rowheader", name="search_daily").is_visible()
    folded = page.get_by_role("rowheader", name="a_stream_with_quite_a_long_name_daily")
    assert not folded.is_visible()
    page.locator("#ga4 summary").focus()
    page.keyboard.press("Enter")
    assert folded.is_visible()


@on("scorecard.html")
def test_kras_stand_in_columns_by_axis_on_a_wide_screen_and_below_each_other_on_a_phone(page: Page) -> None:
    def lefts() -> set[float]:
        return {(title.bounding_box() or {})["x"] for title in page.locator(".overview h2").all()}

    assert len(lefts()) == 3
    page.set_viewport_size({"width": 375, "height": 800})
    assert len(lefts()) == 1


@on("en/kra-organic_search.html")
def test_a_chart_keeps_its_labels_readable_and_inside_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    chart = page.locator("#organic_clicks .chart")
    for label in chart.locator(".level, .month").all():
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        assert box["height"] >= 11
    assert chart.locator("svg title", has_text="Week to 31 March 2026").count() == 1
    assert "Clicks counted anew" in chart.locator(".events").inner_text()


@on("scorecard.html", "en/kra-organic_search.html")
def test_it_prints_on_a4_even_from_a_dark_screen(page: Page, tmp_path: Path) -> None:
    page.emulate_media(color_scheme="dark")
    paper = page.pdf(path=tmp_path / "scorecard.pdf", prefer_css_page_size=True, print_background=True)
    assert paper.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper or b"/MediaBox [0 0 595" in paper
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST) == []
