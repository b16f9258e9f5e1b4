"""The sandbox as a client meets it: over HTTP, under /<source>, with a clock, faults and a log."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests

import sandbox.vendors
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox, build_app, environment

TODAY = date(2026, 11, 25)
REPO = Path(__file__).parents[2]
CORNER_SHOP = """
from starlette.responses import JSONResponse
from starlette.routing import Route
from sandbox.faults import Fault

ENV = {"CORNER_SHOP_TOKEN": "made-up"}
PATHS = {"CORNER_SHOP_TOKEN_URL": "/oauth/token"}
ERRORS = {"closed": Fault("status", status=429, headers={"Retry-After": "7"}, body={"error": "come back later"})}


def routes(company):
    async def day(request):
        return JSONResponse({"today": str(company.today), "name": company.name})

    async def items(request):
        return JSONResponse({"items": list(range(100))})

    return [Route("/v1/day", day), Route("/v1/items", items, methods=["GET", "POST"])]
"""


@pytest.fixture
def corner_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A vendor that exists in this test only, beside a module that is part of a vendor."""
    (tmp_path / "corner_shop.py").write_text(CORNER_SHOP)
    (tmp_path / "_shelf.py").write_text("")
    monkeypatch.setattr(sandbox.vendors, "__path__", [str(tmp_path)])
    yield
    sys.modules.pop("sandbox.vendors.corner_shop", None)


@pytest.fixture
def shop(corner_shop: None) -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=30)) as running:
        yield running


def get(shop: Sandbox, path: str, timeout: float = 10) -> requests.Response:
    return requests.get(f"{shop.url}/corner_shop{path}", timeout=timeout)


def test_a_module_in_the_vendors_folder_is_served_under_its_name(shop: Sandbox) -> None:
    assert get(shop, "/v1/day").json() == {"today": "2026-11-25", "name": "Torrefino"}
    assert requests.get(f"{shop.url}/_sandbox/health", timeout=10).json()["vendors"] == ["corner_shop"]


def test_the_environment_holds_the_vendors_settings_and_where_to_find_it(shop: Sandbox) -> None:
    assert shop.env() == {
        "CORNER_SHOP_TOKEN": "made-up",
        "CORNER_SHOP_BASE_URL": f"{shop.url}/corner_shop",
        "CORNER_SHOP_TOKEN_URL": f"{shop.url}/corner_shop/oauth/token",
    }


def test_a_vendor_alone_answers_at_the_root_too(corner_shop: None) -> None:
    with Sandbox(Company(TODAY, days=30), only="corner_shop") as shop:
        assert requests.get(f"{shop.url}/v1/day", timeout=10).ok
        assert get(shop, "/v1/day").ok
        assert shop.env()["CORNER_SHOP_BASE_URL"] == shop.url
        assert [each.path for each in shop.requests] == ["/v1/day", "/v1/day"]


def test_the_clock_moves_under_the_vendors(shop: Sandbox) -> None:
    shop.move_to(date(2026, 12, 2))
    assert get(shop, "/v1/day").json()["today"] == "2026-12-02"
    assert shop.company.today == date(2026, 12, 2)


def test_every_request_is_in_the_log_once_its_answer_is_there(shop: Sandbox) -> None:
    get(shop, "/v1/day")
    requests.post(f"{shop.url}/corner_shop/v1/items", timeout=10)
    get(shop, "/v1/nothing")
    assert shop.requests == [
        ("corner_shop", "GET", "/v1/day", 200),
        ("corner_shop", "POST", "/v1/items", 200),
        ("corner_shop", "GET", "/v1/nothing", 404),
    ]


def test_a_fault_hits_as_many_requests_as_were_asked_for_and_only_where_the_path_fits(shop: Sandbox) -> None:
    shop.fail("corner_shop", "/items$", "status", times=2, status=503, headers={"Retry-After": "3"}, body={"no": 1})
    assert get(shop, "/v1/day").status_code == 200
    failed = [get(shop, "/v1/items") for _ in range(3)]
    assert [each.status_code for each in failed] == [503, 503, 200]
    assert failed[0].headers["Retry-After"] == "3"
    assert failed[0].json() == {"no": 1}
    assert [each.status for each in shop.requests] == [200, 503, 503, 200]


def test_a_vendors_own_error_goes_by_its_name(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "closed")
    answer = get(shop, "/v1/items")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json() == {"error": "come back later"}


def test_a_fault_nobody_knows_is_refused_at_once(shop: Sandbox) -> None:
    with pytest.raises(ValueError, match="no fault is called 'close'"):
        shop.fail("corner_shop", ".", "close")


def test_healing_forgets_the_faults_ahead(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "html", times=5)
    shop.heal()
    assert get(shop, "/v1/items").json()["items"][-1] == 99


def test_a_cut_answer_ends_before_the_promised_length(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "cut")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        get(shop, "/v1/items")
    assert get(shop, "/v1/items").ok


def test_a_truncated_answer_is_whole_for_http_but_not_for_json(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "truncated")
    answer = get(shop, "/v1/items")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text.startswith('{"items":[0,1')
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_page_for_people_comes_with_status_200(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", Fault("html"))
    answer = get(shop, "/v1/items")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_a_timeout_is_silence_until_the_client_gives_up(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "timeout", seconds=20)
    with pytest.raises(requests.ReadTimeout):
        get(shop, "/v1/items", timeout=0.2)
    deadline = time.monotonic() + 5
    while not shop.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [each.status for each in shop.requests] == [0]


def test_a_timeout_ends_with_a_gateways_error_for_those_who_wait(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "timeout", seconds=0.1)
    assert get(shop, "/v1/items").status_code == 504


def test_a_slow_answer_is_late_and_true(shop: Sandbox) -> None:
    shop.fail("corner_shop", ".", "slow", seconds=0.3)
    began = time.monotonic()
    assert len(get(shop, "/v1/items").json()["items"]) == 100
    assert time.monotonic() - began >= 0.3


def test_another_process_steers_it_over_http(shop: Sandbox) -> None:
    control = f"{shop.url}/_sandbox"
    assert requests.post(f"{control}/clock", json={"today": "2026-11-30"}, timeout=10).json() == {"today": "2026-11-30"}
    planned = {"vendor": "corner_shop", "path": "items", "fault": "closed", "times": 1}
    assert requests.post(f"{control}/fault", json=planned, timeout=10).ok
    assert get(shop, "/v1/items").status_code == 429
    assert get(shop, "/v1/day").json()["today"] == "2026-11-30"
    log = requests.get(f"{control}/requests", timeout=10).json()
    assert log[0] == {"vendor": "corner_shop", "method": "GET", "path": "/v1/items", "status": 429}
    assert len(log) == 2


def test_every_vendor_can_be_mounted_and_no_two_share_a_setting() -> None:
    vendors = sandbox.vendors.all_vendors()
    app = build_app(Company(TODAY, days=30))
    assert set(app.state.sandbox.vendors) == {each.name for each in vendors}
    settings = environment("http://127.0.0.1:8765", vendors)
    assert len(settings) == sum(len(each.env) + len(each.paths) + 1 for each in vendors)
    assert all(name.startswith(tuple(each.name.upper() for each in vendors)) for name in settings)


def test_the_command_says_in_one_line_when_it_is_ready() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--days", "30", "--today", "2026-11-25"]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.endswith(", today is 2026-11-25\n")
            url = line.split()[3].rstrip(",")
            assert requests.get(f"{url}/_sandbox/health", timeout=10).json()["today"] == "2026-11-25"
        finally:
            process.terminate()


def test_the_command_prints_what_a_clients_environment_needs() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "4711", "--print-env"]
    printed = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=True).stdout.splitlines()
    vendors = sandbox.vendors.all_vendors()
    assert {f"{each.name.upper()}_BASE_URL=http://127.0.0.1:4711/{each.name}" for each in vendors} <= set(printed)
