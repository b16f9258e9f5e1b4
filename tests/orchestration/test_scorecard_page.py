"""The page in a real browser: it needs no network, fits a phone, prints, and can be read by everyone."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestration.report.page import write_scorecard
from tests.orchestration.warehouse import NIGHT, Company, event, freshness

MEMBERS = [f"EU | Prospecting | a_campaign_with_a_very_long_name_{number}" for number in range(6)]
COMPANY = Company(
    freshness=[freshness("search_console", "search_daily", last_error="Refused: renew the token.", is_failing=True)],
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
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("");
    if (!text) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(channels(node.closest("svg") ? style.fill : style.color)), light(behind(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


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
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    return write_scorecard(COMPANY.publish(data), data / "scorecard.html")


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(file.as_uri())
    yield page
    page.close()


def test_every_kra_owner_and_kpi_can_be_seen(page: Page) -> None:
    for heading in ("Growth", "Organic search", "Customer service"):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
    for owner in ("Marketing director", "SEO expert", "Support lead"):
        assert page.locator(".owner", has_text=owner).is_visible()
    for row in COMPANY.scorecard:
        assert page.get_by_role("rowheader", name=row["label_en"]).is_visible()


def test_the_page_asks_nothing_of_the_network_runs_no_script_and_has_no_fault(browser: Browser, file: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri(), wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []
    assert "<script" not in page.content()
    page.close()


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_overflows_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "nodes => nodes.filter(node => node.getBoundingClientRect().right > innerWidth + 1).map(n => n.className)"
    assert page.locator("body *:not(.unseen):not(thead, thead *)").evaluate_all(wide) == []


def test_on_a_phone_a_table_is_still_a_table_to_a_screen_reader(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    table = page.get_by_role("table", name="KPIs of Organic search")
    assert table.get_by_role("columnheader").count() == 6
    clicks = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Organic clicks"))
    assert clicks.get_by_role("cell").count() == 5
    assert clicks.get_by_role("img", name="weeks of the last 90 days").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert page.evaluate(CONTRAST) == []


def test_dark_is_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 27)"


def test_what_is_folded_away_on_screen_opens_by_hand_and_is_printed(page: Page) -> None:
    last = page.locator(".risks .reason", has_text=MEMBERS[-1])
    assert not last.is_visible()
    page.get_by_text("3 more").last.click()
    assert last.is_visible()
    page.reload()
    page.emulate_media(media="print")
    assert last.bounding_box() is not None
    assert (last.bounding_box() or {})["height"] > 0


def test_a_kpi_tells_what_it_means_when_it_is_asked(page: Page) -> None:
    meaning = page.get_by_text("What Organic clicks says.")
    assert not meaning.is_visible()
    page.get_by_text("Organic clicks", exact=True).first.click()
    assert meaning.is_visible()


def test_it_prints_on_a4_even_from_a_dark_screen(page: Page, tmp_path: Path) -> None:
    page.emulate_media(color_scheme="dark")
    paper = page.pdf(path=tmp_path / "scorecard.pdf", prefer_css_page_size=True, print_background=True)
    assert paper.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper or b"/MediaBox [0 0 595" in paper
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST) == []
