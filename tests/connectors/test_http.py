"""A bad answer is retried or refused as its meaning says, and is never taken for data."""

import gzip
import json
import time

import pytest
import requests
from requests.auth import AuthBase

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import JsonRows
from tests.connectors.scripted import Scripted, scripted

GOOD = Scripted(body='{"rows": [1, 2]}')
HTML = Scripted(body="<html>Sign in</html>", headers={"Content-Type": "text/html"})


@pytest.mark.parametrize(
    "bad",
    [
        Scripted(429, headers={"Retry-After": "0"}),
        Scripted(500, "oops"),
        Scripted(503, "<html>busy</html>"),
        Scripted(body='{"rows": [1, 2'),
        Scripted(body='{"rows": [1, 2]}', cut=True),
        HTML,
    ],
    ids=["429", "500", "503 in HTML", "truncated JSON", "cut connection", "HTML with 200"],
)
def test_a_passing_fault_is_retried_until_the_whole_answer_came(bad: Scripted) -> None:
    with scripted(bad, GOOD) as vendor:
        assert Http(vendor.url).get("/rows") == {"rows": [1, 2]}
        assert len(vendor.requests) == 2


@pytest.mark.parametrize("bad", [Scripted(503, "busy"), HTML, Scripted(body="[1,", cut=True)])
def test_a_fault_that_does_not_pass_is_unavailable_and_never_an_empty_answer(bad: Scripted) -> None:
    with scripted(bad) as vendor, pytest.raises(Unavailable):
        Http(vendor.url, tries=2).get("/rows")


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_a_person_must_mend_is_refused_at_once(status: int) -> None:
    with scripted(Scripted(status, '{"error": "no"}'), GOOD) as vendor:
        with pytest.raises(Refused, match=f"HTTP {status}"):
            Http(vendor.url).get("/rows")
        assert len(vendor.requests) == 1


def test_a_timeout_is_unavailable() -> None:
    with scripted(Scripted(seconds=5)) as vendor, pytest.raises(Unavailable, match="ReadTimeout"):
        Http(vendor.url, timeout=(1, 0.1), tries=1).get("/rows")


def test_a_vendor_that_nobody_answers_for_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="ConnectionError"):
        Http("http://127.0.0.1:9", tries=1).get("/rows")


def test_retry_after_is_waited_for() -> None:
    with scripted(Scripted(429, headers={"Retry-After": "1"}), GOOD) as vendor:
        begun = time.monotonic()
        Http(vendor.url).get("/rows")
        assert time.monotonic() - begun >= 1


def test_a_vendor_that_asks_for_hours_ends_the_run_and_says_how_long() -> None:
    with scripted(Scripted(429, headers={"Retry-After": "7200"})) as vendor:
        with pytest.raises(Unavailable) as caught:
            Http(vendor.url).get("/rows")
        assert caught.value.retry_after == 7200
        assert len(vendor.requests) == 1


def test_no_secret_is_told_whatever_the_vendor_echoes() -> None:
    echo = Scripted(403, '{"error": "token s3cret-token is not allowed"}')
    with scripted(echo) as vendor:
        session = Http(vendor.url, secrets=("s3cret-token",))
        with pytest.raises(Refused) as caught:
            session.get("/rows", params={"access_token": "s3cret-token"})
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "s3cret" not in str(chain)
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)


def test_a_broken_connection_does_not_tell_the_url_with_its_token() -> None:
    with pytest.raises(Unavailable) as caught:
        Http("http://127.0.0.1:9", tries=1).get("/rows", params={"access_token": "s3cret-token"})
    assert "s3cret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_rows_stay_text_and_all_else_is_parsed() -> None:
    body = '{"data": [ {"id": "1"} ], "paging": {"after": "x"}}'
    with scripted(Scripted(body=body)) as vendor:
        answer = Http(vendor.url).get("/rows", rows="data")
    assert answer == {"data": JsonRows(b'[ {"id": "1"} ]'), "paging": {"after": "x"}}
    assert answer["data"].rows() == [{"id": "1"}]


@pytest.mark.parametrize("body", ['{"data": null}', '{"data": {"id": 1}}', "[1, 2]", '{"error": "no"}'])
def test_what_is_no_list_of_rows_is_parsed_as_ever(body: str) -> None:
    with scripted(Scripted(body=body)) as vendor:
        assert Http(vendor.url).get("/rows", rows="data") == json.loads(body)


def test_rows_of_a_cut_answer_are_asked_for_again() -> None:
    whole = '{"data": [{"id": 1}]}'
    with scripted(Scripted(body=whole[:-4]), Scripted(body=whole, cut=True), Scripted(body=whole)) as vendor:
        assert Http(vendor.url).get("/rows", rows="data") == {"data": JsonRows(b'[{"id": 1}]')}
        assert len(vendor.requests) == 3


def test_a_compressed_answer_is_unpacked() -> None:
    packed = Scripted(body=gzip.compress(b'{"rows": [1, 2]}'), headers={"Content-Encoding": "gzip"})
    with scripted(Scripted(body=b"no gzip", headers=packed.headers), packed) as vendor:
        assert Http(vendor.url).get("/rows") == {"rows": [1, 2]}
        assert len(vendor.requests) == 2


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        assert Http("http://vendor.invalid").get("/rows") == {"rows": [1, 2]}
        assert proxy.requests[0][1] == "http://vendor.invalid/rows"


def test_an_expired_token_is_renewed_once() -> None:
    class Renewable(AuthBase):
        token = "old"

        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = f"Bearer {self.token}"
            return request

        def renew(self) -> None:
            self.token = "new"

    with scripted(Scripted(401, '{"error": "expired"}'), GOOD) as vendor:
        assert Http(vendor.url, auth=Renewable()).get("/rows") == {"rows": [1, 2]}
        assert [headers["Authorization"] for _, _, headers in vendor.requests] == ["Bearer old", "Bearer new"]


def test_the_netrc_file_does_not_replace_our_credentials(tmp_path, monkeypatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with scripted(GOOD) as vendor:
        Http(vendor.url, headers={"Authorization": "Bearer ours"}).get("/rows")
        assert vendor.requests[0][2]["Authorization"] == "Bearer ours"


def test_a_large_answer_that_breaks_while_streamed_is_unavailable() -> None:
    with (
        scripted(Scripted(body="[" + "1," * 3_000_000 + "1]", cut=True)) as vendor,
        pytest.raises(Unavailable, match="while reading"),
        Http(vendor.url).stream("GET", "/rows") as chunks,
    ):
        sum(len(chunk) for chunk in chunks)


def test_requests_keep_the_pace_that_the_vendor_allows() -> None:
    with scripted(GOOD) as vendor:
        session = Http(vendor.url, per_second=20)
        begun = time.monotonic()
        for _ in range(5):
            session.get("/rows")
        assert time.monotonic() - begun >= 4 / 20


def test_pages_follow_the_cursor_to_the_last_short_page() -> None:
    answers = {1: {"rows": "a", "next": 2}, 2: {"rows": "b", "next": 3}, 3: {"rows": "c"}}
    found = [answer["rows"] for answer in pages(answers.__getitem__, 1, lambda answer, _: answer.get("next"))]
    assert found == ["a", "b", "c"]


def test_paging_in_circles_is_refused() -> None:
    with pytest.raises(SourceError, match="circles"):
        list(pages(lambda cursor: {}, 1, lambda answer, cursor: 1))
