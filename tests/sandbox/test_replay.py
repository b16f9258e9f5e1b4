"""Replay: recorded answers come back as they were recorded, in their order, to the requests that they belong to."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.replay import Recorded, Replay


def written(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file


def exchange(body: Any, status: int = 200, **headers: str) -> dict[str, Any]:
    return {
        "request": {"method": "GET", "path": "/v1/x"},
        "response": {"status": status, "headers": headers, "body": body},
    }


def test_a_bare_body_is_served_as_json(tmp_path: Path) -> None:
    file = written(tmp_path, "rows.json", {"rows": [1, 2]})
    with Replay([Recorded("GET", "/rows$", file, headers={"X-Left": "5"})]).serve() as url:
        answer = requests.get(f"{url}/v1/rows", timeout=10)
    assert answer.json() == {"rows": [1, 2]}
    assert (answer.headers["X-Left"], answer.headers["content-type"]) == ("5", "application/json")


def test_a_file_that_is_not_json_is_served_as_it_is(tmp_path: Path) -> None:
    file = written(tmp_path, "report.csv", "day,clicks\n2026-11-01,é7\n")
    with Replay([Recorded("POST", "/report", file, headers={"content-type": "text/csv"})]).serve() as url:
        answer = requests.post(f"{url}/report", timeout=10)
    assert answer.content.decode() == "day,clicks\n2026-11-01,é7\n"
    assert answer.headers["content-type"].startswith("text/csv")


def test_exchanges_are_answered_in_their_order_and_the_last_one_stays(tmp_path: Path) -> None:
    file = written(tmp_path, "pages.json", [exchange({"page": 1}), exchange({"page": 2}, 429, **{"Retry-After": "2"})])
    with Replay([Recorded("GET", "/pages", file)]).serve() as url:
        answers = [requests.get(f"{url}/pages", timeout=10) for _ in range(3)]
    assert [each.json()["page"] for each in answers] == [1, 2, 2]
    assert [each.status_code for each in answers] == [200, 429, 429]
    assert answers[1].headers["Retry-After"] == "2"


def test_with_once_the_empty_answer_follows_so_that_paging_ends(tmp_path: Path) -> None:
    file = written(tmp_path, "pages.json", {"data": [1]})
    with Replay([Recorded("GET", "/pages", file)], once=True, empty={"data": []}).serve() as url:
        answers = [requests.get(f"{url}/pages", timeout=10).json() for _ in range(3)]
    assert answers == [{"data": [1]}, {"data": []}, {"data": []}]


def test_the_first_recording_that_fits_method_path_and_query_answers(tmp_path: Path) -> None:
    routes = [
        Recorded("GET", "/ads", written(tmp_path, "one.json", "1"), query={"level": "ad", "page": "1"}),
        Recorded("GET", "/ads", written(tmp_path, "two.json", "2"), query={"level": "ad"}),
        Recorded("POST", "/ads", written(tmp_path, "three.json", "3")),
    ]
    replay = Replay(routes)
    with replay.serve() as url:
        assert requests.get(f"{url}/ads?page=2&level=ad&x=y", timeout=10).json() == 2
        assert requests.get(f"{url}/ads?level=ad&page=1", timeout=10).json() == 1
        assert requests.post(f"{url}/ads", timeout=10).json() == 3
        missing = requests.get(f"{url}/ads?level=campaign", timeout=10)
    assert missing.status_code == 404
    assert missing.json() == {"replay": "nothing recorded for GET /ads"}
    assert replay.requests[1] == ("GET", "/ads", {"level": "ad", "page": "1"}, 200)
    assert [each.status for each in replay.requests] == [200, 200, 200, 404]


def test_a_part_of_a_file_is_picked_by_keys_and_positions(tmp_path: Path) -> None:
    errors = [
        {"http": 400, "body": {"error": "old"}},
        {"status": 403, "headers": {"X-Why": "plan"}, "body": {"error": "no"}},
    ]
    file = written(tmp_path, "errors.json", {"errors": errors})
    routes = [Recorded("GET", "/a", file, "errors.0"), Recorded("GET", "/b", file, "errors.1")]
    routes.append(Recorded("GET", "/c", file, "errors.1.body"))
    with Replay(routes).serve() as url:
        a, b, c = (requests.get(f"{url}/{name}", timeout=10) for name in "abc")
    assert (a.status_code, a.json()) == (400, {"error": "old"})
    assert (b.status_code, b.json(), b.headers["X-Why"]) == (403, {"error": "no"}, "plan")
    assert (c.status_code, c.json()) == (200, {"error": "no"})


def test_headers_of_the_recorded_connection_do_not_break_the_answer(tmp_path: Path) -> None:
    headers = {"Content-Length": "1", "Content-Encoding": "gzip", "Transfer-Encoding": "chunked", "X-Kept": "yes"}
    file = written(tmp_path, "page.json", [exchange({"whole": "body"}, **headers)])
    with Replay([Recorded("GET", "/page", file)]).serve() as url:
        answer = requests.get(f"{url}/page", timeout=10)
    assert answer.json() == {"whole": "body"}
    assert answer.headers["X-Kept"] == "yes"


@pytest.mark.parametrize(
    ("name", "part"),
    [("hubspot/http_get_contact.json", "id"), ("pinterest_ads/http_pins_two_pages.json", "items")],
)
def test_collections_of_both_shapes_are_understood(shared: Path, name: str, part: str) -> None:
    file = shared / "fixtures" / name
    with Replay([Recorded("GET", ".", file)]).serve() as url:
        answers = [requests.get(f"{url}/anything", timeout=10) for _ in json.loads(file.read_text())]
    assert all(part in each.json() for each in answers)
    assert len({each.text for each in answers}) == len(answers)
