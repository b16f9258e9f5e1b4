"""Semrush's errors, which come with HTTP 200, are named for their remedy; a short answer never passes for the whole."""

import json
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import Refused, SourceError, Unavailable
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.semrush import SOURCE
from connectors.sources.semrush.client import Semrush
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors.semrush import KEY
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
OWN = "torrefino.example"
WEEK = Window(TODAY - timedelta(days=7), TODAY - timedelta(days=1))
COLUMNS = ["Ph", "Po", "Ur"]


@pytest.fixture(scope="module")
def semrush() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 40), only="semrush") as running:
        yield running


@pytest.fixture
def sandbox(semrush: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in semrush.env().items():
        monkeypatch.setenv(name, value)
    semrush.requests.clear()
    yield semrush
    semrush.heal()


def impatient() -> Semrush:
    client: Semrush = connect(SOURCE)
    for http in (client.http, client.units, client.v4):
        if http:
            http.tries = 1
    return client


def pull(stream: str, client: Semrush, account: str = OWN, window: Window = WEEK) -> list[Any]:
    pages: Any = SOURCE.stream(stream).fetch(client, Account(account, account), window)
    return [row for page in pages for row in page]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("limit_exceeded", Unavailable, "ERROR 50 :: LIMIT EXCEEDED"),
        ("too_fast", Unavailable, "ERROR 30 :: LIMIT EXCEEDED"),
        ("internal", Unavailable, "ERROR 500"),
        ("wrong_key", Refused, "SEMRUSH_API_KEY was refused"),
        ("no_units", Refused, "Buy API units"),
        ("not_in_plan", Refused, "change the plan"),
        ("wrong_request", Refused, "check SEMRUSH_DOMAINS"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    sandbox.fail("semrush", "^/$", fault)
    with pytest.raises(kind, match=said):
        pull("domain_overview", impatient())


@pytest.mark.parametrize("body", ["ERROR 50 :: NOTHING FOUND", "ERROR 50 :: NOTHING FOUND\n"])
def test_nothing_found_is_no_rows_and_no_error(sandbox: Sandbox, body: str) -> None:
    sandbox.fail("semrush", "^/$", "nothing_found", times=2, body=body)
    assert pull("domain_overview", impatient()) == []


def test_a_domain_that_semrush_does_not_know_has_no_rows(sandbox: Sandbox) -> None:
    assert pull("domain_overview", impatient(), "unknown.example") == []


def test_throttling_is_waited_out(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.sources.semrush.client.TOO_FAST", 0.01)
    sandbox.fail("semrush", "^/$", "limit_exceeded")
    assert len(pull("domain_overview", connect(SOURCE))) == 14


def test_a_short_answer_is_refused_where_the_units_ran_out(sandbox: Sandbox) -> None:
    client = impatient()
    short = '"Keyword";"Position";"Url"\n"a";"1";"https://x/"\n'
    sandbox.fail("semrush", "^/$", Fault("status", 200, body=short))
    sandbox.fail("semrush", "countapiunits", Fault("status", 200, body="9"))
    with pytest.raises(Refused, match="9 API units are left, so rows may be missing"):
        client.lines("/", COLUMNS, 10, 5, type="domain_organic")


def test_a_short_answer_is_whole_where_units_are_left(sandbox: Sandbox) -> None:
    found = pull("keyword_positions", impatient(), "bohnenhaus.example")
    assert len(found) == 24
    client = connect(SOURCE)
    asked = {"type": "domain_organic", "domain": OWN, "database": "de"}
    assert len(client.lines("/", COLUMNS, 10, 500, **asked)) == 20
    assert sandbox.requests[-1].path == "/users/countapiunits.html"


@pytest.mark.parametrize(
    "body",
    [
        '"Keyword";"Position"\n"a";"1"\n',  # a column is missing
        'Keyword;Position;Url\n"a";"1";"https://x/"\n"b";"2"',  # the rest did not come
        'Keyword;Position;Url\n"a";"1";"https://',
        "Keyword;Position;Url\na;1;https://x/\nb;2;https://y",
        "<!doctype html>",
        "",
    ],
    ids=["fewer columns", "fewer cells", "open quote", "no last line end", "html", "empty"],
)
def test_a_table_that_is_cut_is_no_table(sandbox: Sandbox, body: str) -> None:
    sandbox.fail("semrush", "^/$", Fault("status", 200, body=body))
    with pytest.raises(Unavailable):
        impatient().table("/", COLUMNS, type="domain_organic")


def test_cells_are_named_by_what_was_asked_and_not_by_a_header_that_drifts(sandbox: Sandbox) -> None:
    body = 'Keyword;Pos;SERP Features by Position\n"a ""b""; c";"1";"x\ny"\n'
    sandbox.fail("semrush", "^/$", Fault("status", 200, body=body))
    assert impatient().table("/", COLUMNS) == [{"Ph": 'a "b"; c', "Po": "1", "Ur": "x\ny"}]


@pytest.mark.parametrize("separator", [";", ","])
def test_trends_may_separate_cells_by_either_sign(sandbox: Sandbox, separator: str) -> None:
    body = separator.join(COLUMNS) + "\n" + separator.join(["a", "1", "u"]) + "\n"
    sandbox.fail("semrush", "^/$", Fault("status", 200, body=body))
    assert impatient().table("/", COLUMNS) == [{"Ph": "a", "Po": "1", "Ur": "u"}]


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("v4_forbidden", Refused, r"Forbidden \(request a2995.*SEMRUSH_API_KEY_V4 must be a key of this version"),
        ("v4_too_many", Unavailable, "HTTP 429"),
        ("v4_conflict", Unavailable, "HTTP 409: Conflict"),
    ],
)
def test_the_new_api_says_whether_to_try_again(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, fault: str, kind: type[SourceError], said: str
) -> None:
    monkeypatch.setenv("SEMRUSH_API_VERSION", "v4")
    sandbox.fail("semrush", "/apis/v4/", fault)
    with pytest.raises(kind, match=said):
        pull("backlinks_overview", impatient())


def test_a_key_of_the_old_api_does_not_open_the_new_one(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMRUSH_API_VERSION", "v4")
    monkeypatch.setenv("SEMRUSH_API_KEY_V4", KEY)
    with pytest.raises(Refused, match="SEMRUSH_API_KEY_V4 must be a key of this version") as caught:
        pull("backlinks_overview", impatient())
    assert KEY not in str(caught.value)


def test_a_wrong_key_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMRUSH_API_KEY", "wrong-and-secret")
    with pytest.raises(Refused, match="SEMRUSH_API_KEY was refused") as caught:
        SOURCE.accounts(impatient())
    assert "wrong-and-secret" not in str(caught.value)


def test_a_key_that_travels_in_the_url_is_not_logged(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "urllib3")  # HubSpot's own client, in another test, turns it down
    pull("domain_overview", impatient())
    assert "key=***" in caplog.text
    assert KEY not in caplog.text


def test_a_campaign_that_does_not_exist_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(Refused, match="Campaign not found"):
        pull("tracked_positions", impatient(), "1_1")


def test_keywords_of_a_campaign_are_read_to_the_last_and_lists_may_be_objects(sandbox: Sandbox) -> None:
    def page(number: int, total: int = 2) -> Scripted:
        word = {"Pi": str(number), "Ph": "x", "Tg": [], "Dt": {"20261120": {"*.torrefino.example/*": 4}}}
        return Scripted(body=json.dumps({"total": str(total), "data": {"0": word}}))

    client = impatient()
    with scripted(page(1), page(2)) as stage:
        client.http.base_url = stage.url
        assert [row["Pi"] for row in pull("tracked_positions", client, "1_1")] == ["1", "2"]
    assert "display_offset=1" in stage.requests[1][1]
    with scripted(page(1), Scripted(body='{"total": 2, "data": []}')) as stage:
        client.http.base_url = stage.url
        with pytest.raises(Unavailable, match="1 of 2 rows"):
            pull("tracked_positions", client, "1_1")
