"""Search Console on its bad days: each error has the right remedy, and no contradiction passes for an answer."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina

from connectors.errors import Refused, Unavailable
from connectors.http import LONGEST_WAIT
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings
from connectors.source import Account, Window
from connectors.sources.search_console import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SITE = Account("sc-domain:torrefino.example", "sc-domain:torrefino.example", "America/Los_Angeles")
WEEK = Window(date(2026, 11, 10), date(2026, 11, 16))
QUERY = "/query$"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=20), only="search_console") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SEARCH_CONSOLE_SEARCH_TYPES", "web")
    sandbox.requests.clear()
    stamina.set_testing(True, attempts=1)
    yield monkeypatch
    stamina.set_testing(False)
    sandbox.heal()


def read(client: Any = None, stream: str = "search_daily") -> list[Any]:
    fetched = SOURCE.stream(stream).fetch(client or connect(SOURCE), SITE, WEEK)
    return [row for page in fetched for row in page]


def read_answers(env: pytest.MonkeyPatch, *bodies: Any) -> list[Any]:
    """What the queries of a week become when Google gives these answers, and then no more rows."""
    routes = []
    for number, body in enumerate(bodies):
        Path(f"{number}.json").write_text(json.dumps(body))
        routes.append(Recorded("POST", QUERY, Path(f"{number}.json")))
    with Replay(routes, once=True).serve() as url:
        env.setenv("SEARCH_CONSOLE_BASE_URL", url)
        return read(stream="search_by_query")


def told(*queries: str, **more: Any) -> dict[str, Any]:
    rows = [{"keys": ["2026-11-10", query], "clicks": 1.0, "impressions": 4.0, "ctr": 0.25} for query in queries]
    return {"rows": rows, "responseAggregationType": "byProperty", **more}


def test_a_used_up_quota_is_waited_for_by_the_minute_then_longer_then_until_tomorrow(
    env: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    for name in ("quota_exceeded", "project_quota"):
        client, waits = connect(SOURCE), []
        sandbox.fail("search_console", QUERY, name, times=5)
        for _ in range(5):
            with pytest.raises(Unavailable, match=r"[Qq]uota exceeded") as caught:
                read(client)
            waits.append(caught.value.retry_after)
        assert waits[:4] == [60, 60, 60, 15 * 60]
        assert waits[4] is not None
        assert waits[4] > LONGEST_WAIT
        assert len(read(client)) == len(WEEK)
        sandbox.fail("search_console", QUERY, name)
        with pytest.raises(Unavailable) as caught:
            read(client)
        assert caught.value.retry_after == 60


@pytest.mark.parametrize("fault", ["backend_error", "html", "truncated", "cut"])
def test_an_ill_server_is_unavailable_and_is_asked_again(env: pytest.MonkeyPatch, sandbox: Sandbox, fault: str) -> None:
    sandbox.fail("search_console", QUERY, fault)
    with pytest.raises(Unavailable):
        read()
    stamina.set_testing(True, attempts=3)
    sandbox.fail("search_console", QUERY, fault, times=2)
    assert len(read()) == len(WEEK)


def test_an_access_token_that_ended_early_is_renewed_once(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.fail("search_console", QUERY, "unauthenticated")
    assert len(read()) == len(WEEK)
    assert [request.path for request in sandbox.requests].count("/token") == 2
    sandbox.fail("search_console", QUERY, "unauthenticated", times=9)
    with pytest.raises(Refused, match="SEARCH_CONSOLE_REFRESH_TOKEN"):
        read()


def test_a_wrong_credential_is_refused_by_its_name(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    env.setenv("SEARCH_CONSOLE_REFRESH_TOKEN", "wrong-and-secret")
    with pytest.raises(Refused, match="SEARCH_CONSOLE_REFRESH_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "wrong-and-secret" not in str(caught.value)
    assert {request.path for request in sandbox.requests} == {"/token"}


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SITE_URLS", "www.example.com", r"sc-domain:example\.com"),
        ("SITE_URLS", "https://www.example.com", r"https://www\.example\.com/"),
        ("SEARCH_TYPES", "web,maps", "maps: Google knows web"),
    ],
)
def test_a_setting_that_google_would_not_understand_is_refused_with_an_example(
    env: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    env.setenv(f"SEARCH_CONSOLE_{variable}", value)
    with pytest.raises(Refused, match=f"SEARCH_CONSOLE_{variable}.*{words}"):
        read_settings(SOURCE)


def test_a_site_that_is_closed_to_us_stops_no_other(env: pytest.MonkeyPatch) -> None:
    env.setenv("SEARCH_CONSOLE_SITE_URLS", f"https://www.torrefino.example/, {SITE.id}")
    loads = load(SOURCE, connect(SOURCE), Lake(Path.cwd()), NOW, span=WEEK, streams=["search_daily"])
    by_account = {each.account: each for each in loads}
    assert by_account[SITE.id].error is None
    closed = by_account["https://www.torrefino.example/"].error
    assert closed is not None
    assert closed.startswith("Refused")
    assert "SEARCH_CONSOLE_SITE_URLS" in closed


def test_a_site_that_takes_no_aggregation_is_asked_without_and_stays_so(
    env: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    client = connect(SOURCE)
    sandbox.fail("search_console", QUERY, "invalid_argument")
    assert len(read(client)) == len(WEEK)
    sandbox.requests.clear()
    assert len(read(client, "search_by_country")) > len(WEEK)
    assert {request.status for request in sandbox.requests} == {200}


def test_a_query_that_is_wrong_in_every_form_is_refused(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.fail("search_console", QUERY, "invalid_argument", times=2)
    with pytest.raises(Refused, match="Invalid argument"):
        read()


def test_rows_that_moved_between_pages_are_no_answer(env: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable, match="moved between pages"):
        read_answers(env, told("coffee", "beans"), told("beans"))


def test_impressions_by_page_are_not_taken_for_impressions_by_property(env: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="byPage where byProperty"):
        read_answers(env, told("coffee", responseAggregationType="byPage"))


def test_both_spellings_of_googles_answers_are_understood(env: pytest.MonkeyPatch) -> None:
    odd = told("coffee", responseAggregationType="BY_PROPERTY", metadata={"first_incomplete_date": "2026-11-10"})
    (row,) = read_answers(env, odd)
    assert row["metadata"] == {"firstIncompleteDate": "2026-11-10"}


def test_what_google_adds_to_an_answer_one_day_is_not_lost(env: pytest.MonkeyPatch) -> None:
    (row,) = read_answers(env, told("coffee", dataQuality="good"))
    assert row["dataQuality"] == "good"
