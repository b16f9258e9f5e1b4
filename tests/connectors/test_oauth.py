"""Access tokens are fetched once for all threads; the newest refresh token is never lost, and never told."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from requests import PreparedRequest, Request

from connectors.errors import Refused, Unavailable
from connectors.http import Http
from connectors.sources._oauth import Bearer, Kept, Refreshing, granted, judge_grant
from tests.connectors.scripted import Scripted, scripted


def signed(auth: Bearer) -> PreparedRequest:
    return auth(Request("GET", "http://127.0.0.1/").prepare())


pytestmark = pytest.mark.usefixtures("impatient")


def refreshing(url: str, kept: Kept) -> Refreshing:
    remedy = "X_REFRESH_TOKEN was refused ({}). Sign in anew."
    return Refreshing(Http(url, judge=judge_grant, tries=1), kept, "X_REFRESH_TOKEN", remedy, {"client_id": "app"})


def answer(token: str, **more: object) -> Scripted:
    return Scripted(body=json.dumps({"access_token": token, **more}))


def test_threads_share_one_token_until_it_is_renewed() -> None:
    tokens = iter(["one", "two"])
    auth = Bearer(lambda: next(tokens))
    with ThreadPoolExecutor(8) as pool:
        found = {each.headers["Authorization"] for each in pool.map(lambda _: signed(auth), range(40))}
    assert found == {"Bearer one"}
    auth.renew()
    assert signed(auth).headers["Authorization"] == "Bearer two"


def test_a_vendor_may_want_the_token_in_a_header_of_its_own() -> None:
    assert signed(Bearer(lambda: "t", header="X-Token", scheme="")).headers["X-Token"] == "t"


def test_each_use_goes_on_with_the_token_that_the_last_one_got(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "token"
    with scripted(answer("a", refresh_token="second"), answer("b", refresh_token="third")) as stage:
        for expected in ("a", "b"):
            assert refreshing(stage.url, Kept("first", file))() == expected
    assert json.loads(file.read_text())["refresh_token"] == "third"
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["began_with"] not in ("first", "second")


def test_a_token_out_of_the_file_is_not_told_either(tmp_path: Path) -> None:
    file, quoting = tmp_path / "token", {"error": "invalid_grant", "error_description": "newest-and-secret is used"}
    Kept("first", file).keep("newest-and-secret")
    with scripted(Scripted(400, json.dumps(quoting))) as stage, pytest.raises(Refused, match="is used") as caught:
        refreshing(stage.url, Kept("first", file))()
    assert "secret" not in str(caught.value)


def test_a_new_setting_begins_a_new_chain(tmp_path: Path) -> None:
    file = tmp_path / "token"
    with Kept("first", file).held():
        Kept("first", file).keep("second")
    with Kept("first", file).held() as token:
        assert token == "second"
    with Kept("of another consent", file).held() as token:
        assert token == "of another consent"


@pytest.mark.parametrize("text", ["", "[]", '{"refresh_token": "half'])
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, text: str) -> None:
    file = tmp_path / "token"
    file.write_text(text)
    with pytest.raises(Refused, match=r"token keeps no refresh token .*Remove it"), Kept("first", file).held():
        pytest.fail("a token out of nothing")


def test_without_a_file_the_process_goes_on_with_the_new_token_and_says_what_to_set(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = Kept("first", None, "Set X_TOKEN_FILE.")
    with scripted(answer("a", refresh_token="second")) as stage:
        refreshing(stage.url, kept)()
    with kept.held() as token:
        assert token == "second"
    assert "Set X_TOKEN_FILE." in caplog.text


def test_the_end_of_a_refresh_token_is_told_a_month_before(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    late, soon = (answer("a", refresh_token_expires_in=days * 86_400) for days in (40, 1))
    with scripted(late, soon) as stage:
        grant = refreshing(stage.url, Kept("first"))
        grant()
        assert caplog.text == ""
        grant()
    assert "X_REFRESH_TOKEN ends in 1 days" in caplog.text


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "gone\nTrace"},
            Refused,
            r"\(invalid_grant: gone\)\.",
        ),
        (401, {"error": "invalid_client"}, Refused, r"X_REFRESH_TOKEN was refused \(invalid_client\). Sign in anew"),
        (401, {"code": 283, "message": "expired"}, Refused, "X_REFRESH_TOKEN was refused .*expired.*Sign in anew"),
        (400, {"error": "temporarily_unavailable"}, Unavailable, "temporarily_unavailable"),
        (503, {"error": "server_error"}, Unavailable, "HTTP 503"),
        (200, {"maintenance": True}, Unavailable, "without a token"),
    ],
)
def test_a_refusal_is_told_with_its_remedy(status: int, body: object, kind: type[Exception], said: str) -> None:
    with scripted(Scripted(status, json.dumps(body))) as stage, pytest.raises(kind, match=said):
        refreshing(stage.url, Kept("first"))()


def test_what_a_refusal_quotes_is_no_place_for_a_format() -> None:
    with scripted(Scripted(400, '{"error": "{0}{x}"}')) as stage, pytest.raises(Refused, match=r"\{0\}\{x\}"):
        granted(Http(stage.url, judge=judge_grant, tries=1), {}, "No ({}).")
