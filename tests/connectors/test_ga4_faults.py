"""GA4 on its bad days: each of its errors has the right remedy, and no contradiction passes for an answer."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import stamina
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings
from connectors.source import Account, Window
from connectors.sources._days import PACIFIC, until_midnight
from connectors.sources.ga4 import SOURCE
from connectors.sources.ga4.reports import by_day
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
PROPERTY = Account("314159265", "Torrefino web shop", "Europe/Berlin", "EUR")
WEEK = Window(date(2026, 11, 10), date(2026, 11, 16))
REPORT = ":runReport$"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=20), only="ga4") as running:
        yield running


@pytest.fixture
def env(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    stamina.set_testing(True, attempts=1)
    yield monkeypatch
    stamina.set_testing(False)
    sandbox.heal()


def read(stream: str = "daily_totals") -> list[Any]:
    return [row for page in SOURCE.stream(stream).fetch(connect(SOURCE), PROPERTY, WEEK) for row in page]


def answer(count: int, days: list[str], **more: Any) -> dict[str, Any]:
    """A report of sessions by date."""
    return {
        "dimensionHeaders": [{"name": "date"}],
        "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}],
        "rows": [{"dimensionValues": [{"value": day}], "metricValues": [{"value": "7"}]} for day in days],
        "rowCount": count,
        "metadata": {"currencyCode": "EUR", "timeZone": "Europe/Berlin"},
        **more,
    }


def read_answers(env: pytest.MonkeyPatch, *bodies: Any) -> list[Any]:
    """What a report of sessions by date becomes when Google gives these answers."""
    routes = []
    for number, body in enumerate(bodies):
        Path(f"{number}.json").write_text(json.dumps(body))
        routes.append(Recorded("POST", REPORT, Path(f"{number}.json")))
    with Replay(routes).serve() as url:
        env.setenv("GA4_BASE_URL", url)
        fetch = by_day(["date"], ["sessions"])
        return [row for page in fetch(connect(SOURCE), PROPERTY, WEEK) for row in page]


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("concurrent", 30),
        ("project_hour", 1800),
        ("property_day", None),
        ("thresholded", 3600),
        ("server_errors", 3600),
    ],
)
def test_a_used_up_quota_is_waited_for_as_long_as_it_takes(
    env: pytest.MonkeyPatch, sandbox: Sandbox, name: str, seconds: float | None
) -> None:
    sandbox.fail("ga4", REPORT, name)
    with pytest.raises(Unavailable, match="Exhausted") as caught:
        read()
    assert caught.value.retry_after == pytest.approx(until_midnight(PACIFIC) if seconds is None else seconds, abs=5)


@pytest.mark.parametrize("fault", ["unavailable", "html", "truncated", "cut"])
def test_an_ill_server_is_unavailable_and_is_asked_again(env: pytest.MonkeyPatch, sandbox: Sandbox, fault: str) -> None:
    sandbox.fail("ga4", REPORT, fault)
    with pytest.raises(Unavailable):
        read()
    stamina.set_testing(True, attempts=3)
    sandbox.fail("ga4", REPORT, fault, times=2)
    assert len(read()) == len(WEEK)


def test_a_proxys_error_that_is_not_googles_is_unavailable_too(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    for body in ("Bad gateway", {"error": "no upstream"}, {"fault": 1}, ["odd"], ""):
        sandbox.fail("ga4", REPORT, "status", status=502, body=body)
        with pytest.raises(Unavailable):
            read()


def test_an_access_token_that_ended_early_is_renewed_once(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.fail("ga4", REPORT, "unauthenticated")
    assert len(read()) == len(WEEK)
    assert [request.path for request in sandbox.requests] == [
        "/token",
        f"/v1beta/properties/{PROPERTY.id}:runReport",
        "/token",
        f"/v1beta/properties/{PROPERTY.id}:runReport",
    ]
    sandbox.fail("ga4", REPORT, "unauthenticated", times=9)
    with pytest.raises(Refused, match="GA4_REFRESH_TOKEN"):
        read()


@pytest.mark.parametrize("name", ["GA4_REFRESH_TOKEN", "GA4_CLIENT_SECRET"])
def test_a_wrong_credential_is_refused_by_its_name(env: pytest.MonkeyPatch, sandbox: Sandbox, name: str) -> None:
    env.setenv(name, "wrong-and-secret")
    with pytest.raises(Refused, match="GA4_REFRESH_TOKEN") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "wrong-and-secret" not in str(caught.value)
    assert {request.path for request in sandbox.requests} == {"/token"}


def test_half_a_credential_says_what_is_missing(env: pytest.MonkeyPatch) -> None:
    env.delenv("GA4_CLIENT_SECRET")
    with pytest.raises(Refused, match="GA4_CLIENT_SECRET, or GA4_KEY_FILE"):
        connect(SOURCE)


def test_an_ill_token_endpoint_is_no_refusal(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.fail("ga4", "/token", "status", status=503, times=99)
    with pytest.raises(Unavailable, match="token endpoint"):
        read()


def test_a_measurement_id_is_not_taken_for_a_property(env: pytest.MonkeyPatch) -> None:
    env.setenv("GA4_PROPERTY_IDS", "G-ABC123")
    with pytest.raises(Refused, match=r"GA4_PROPERTY_IDS.*measurement id"):
        read_settings(SOURCE)


def test_a_property_that_is_closed_to_us_stops_no_other(env: pytest.MonkeyPatch) -> None:
    env.setenv("GA4_PROPERTY_IDS", f"properties/271828, {PROPERTY.id}")
    loads = load(SOURCE, connect(SOURCE), Lake(Path.cwd()), NOW, span=WEEK, streams=["daily_totals", "accounts"])
    by_stream = {name: [each for each in loads if each.stream == name] for name in ("accounts", "daily_totals")}
    assert [each.account for each in by_stream["accounts"]] == [PROPERTY.id]  # nothing is known of the other
    closed, open_one = sorted(by_stream["daily_totals"], key=lambda each: each.account)
    assert open_one.error is None
    assert open_one.rows == len(WEEK)
    assert closed.error is not None
    assert "Property 271828: HTTP 403" in closed.error
    assert "GA4_PROPERTY_IDS" in closed.error


def test_a_single_closed_property_refuses_the_source(env: pytest.MonkeyPatch) -> None:
    env.setenv("GA4_PROPERTY_IDS", "271828")
    with pytest.raises(Refused, match="Property 271828"):
        SOURCE.accounts(connect(SOURCE))


def test_without_the_admin_api_a_report_tells_zone_and_currency(env: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.fail("ga4", rf"properties/{PROPERTY.id}$", "admin_api_off")
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.name, account.time_zone, account.currency) == (PROPERTY.id, "Europe/Berlin", "EUR")


def test_a_field_that_google_does_not_know_is_refused_in_its_words(env: pytest.MonkeyPatch) -> None:
    for metric, words in (("advertiserAdCost", "Please remove advertiserAdCost"), ("likes", "not a valid metric")):
        with pytest.raises(Refused, match=words):
            list(by_day(["date"], [metric])(connect(SOURCE), PROPERTY, WEEK))


def test_a_service_accounts_key_file_signs_the_requests(env: pytest.MonkeyPatch) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"client_email": "kadran@example.iam.gserviceaccount.com", "private_key": pem, "token_uri": "unused"}
    Path("key.json").write_text(json.dumps({"type": "service_account", "private_key_id": "1", **account}))
    env.delenv("GA4_REFRESH_TOKEN")
    env.setenv("GA4_KEY_FILE", "key.json")
    with scripted(Scripted(body=json.dumps(answer(1, ["20261110"])))) as stage:
        env.setenv("GA4_BASE_URL", stage.url)
        assert len(list(by_day(["date"], ["sessions"])(connect(SOURCE), PROPERTY, WEEK))) == 1
    signed = {name.lower(): value for name, value in stage.requests[0][2].items()}
    assert signed["authorization"].startswith("Bearer ey")
    Path("key.json").write_text("{}")
    with pytest.raises(Refused, match=r"key\.json is not a service account's"):
        connect(SOURCE)


@pytest.mark.parametrize("bucket", ["tokensPerDay", "tokensPerHour", "tokensPerProjectPerHour"])
def test_the_last_tokens_are_left_and_the_answer_that_said_so_is_kept(env: pytest.MonkeyPatch, bucket: str) -> None:
    body = answer(1, ["20261110"], propertyQuota={bucket: {"consumed": 9, "remaining": 90}})
    Path("0.json").write_text(json.dumps(body))
    replay = Replay([Recorded("POST", REPORT, Path("0.json"))])
    with replay.serve() as url:
        env.setenv("GA4_BASE_URL", url)
        client, fetch = connect(SOURCE), by_day(["date"], ["sessions"])
        assert len(list(fetch(client, PROPERTY, WEEK))) == 1
        with pytest.raises(Unavailable, match="nearly used up its tokens") as caught:
            list(fetch(client, PROPERTY, WEEK))
    wait = until_midnight(PACIFIC) if bucket == "tokensPerDay" else 3600
    assert caught.value.retry_after == pytest.approx(wait, abs=5)
    assert len(replay.requests) == 1


def test_other_properties_are_asked_while_one_has_no_tokens(env: pytest.MonkeyPatch) -> None:
    bare = answer(1, ["20261110"], propertyQuota={"tokensPerHour": {"consumed": 9}})
    Path("0.json").write_text(json.dumps(bare))
    with Replay([Recorded("POST", REPORT, Path("0.json"))]).serve() as url:
        env.setenv("GA4_BASE_URL", url)
        client, fetch = connect(SOURCE), by_day(["date"], ["sessions"])
        for number in ("1", "2"):
            assert len(list(fetch(client, Account(number, number), WEEK))) == 1


def test_pages_join_where_the_last_one_ended(env: pytest.MonkeyPatch) -> None:
    told = read_answers(env, answer(3, ["20261110", "20261111"]), answer(3, ["20261112"]))
    assert [row["date"] for row in told] == ["20261110", "20261111", "20261112"]


def test_a_report_without_rows_is_an_empty_day_not_a_fault(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = {**answer(0, []), "metadata": {"emptyReason": "NO_DATA", "timeZone": "Europe/Berlin"}}
    assert read_answers(env, {name: value for name, value in empty.items() if name not in ("rows", "rowCount")}) == []


@pytest.mark.parametrize(
    ("bodies", "kind", "words"),
    [
        ([answer(3, ["20261110", "20261111"]), answer(3, ["20261111"])], Refused, "20261111 twice"),
        ([answer(3, ["20261110"]), answer(4, ["20261111"])], Unavailable, "from 3 to 4 rows"),
        ([answer(3, ["20261110"]), answer(3, [])], Refused, "counts 3 rows"),
        ([answer(1, ["20261110", "20261111"])], Refused, "counts 1 rows"),
        ([{}], Refused, "other columns"),
        ([answer(1, ["20261110"], metricHeaders=[{"name": "users"}])], Refused, "other columns"),
    ],
)
def test_answers_that_contradict_each_other_are_no_report(
    env: pytest.MonkeyPatch, bodies: list[Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        read_answers(env, *bodies)


def test_recorded_answers_whose_count_is_not_that_of_their_rows_are_refused(
    env: pytest.MonkeyPatch, shared: Path
) -> None:
    files = sorted((shared / "fixtures/ga4").glob("raw_analytics_*.json"))
    assert len(files) == 7
    for file in files:
        with Replay([Recorded("POST", REPORT, file)]).serve() as url:
            env.setenv("GA4_BASE_URL", url)
            with pytest.raises(Refused, match=r"counts 5 rows|twice"):
                list(by_day(["date"], ["activeUsers"])(connect(SOURCE), PROPERTY, WEEK))


def test_money_with_all_digits_of_a_double_is_rounded_to_the_millionth(env: pytest.MonkeyPatch) -> None:
    body = {
        "dimensionHeaders": [{"name": "date"}],
        "metricHeaders": [{"name": name} for name in SOURCE.stream("daily_totals").required],
        "rows": [
            {
                "dimensionValues": [{"value": "20261110"}],
                "metricValues": [{"value": "5287.5999999999985" if "Revenue" in name else "1"} for name in _totals()],
            }
        ],
        "rowCount": 1,
        "metadata": {"timeZone": "Europe/Berlin"},
    }
    Path("0.json").write_text(json.dumps(body))
    with Replay([Recorded("POST", REPORT, Path("0.json"))]).serve() as url:
        env.setenv("GA4_BASE_URL", url)
        lake, stream = Lake(Path.cwd()), SOURCE.stream("daily_totals")
        lake.write("ga4", stream, PROPERTY, WEEK, stream.fetch(connect(SOURCE), PROPERTY, WEEK), NOW)
    landed = pq.read_table(lake.root / "ga4" / "daily_totals")
    assert [str(value) for value in landed["totalRevenue"].to_pylist()] == ["5287.600000"]


def _totals() -> tuple[str, ...]:
    return SOURCE.stream("daily_totals").required
