"""What goes wrong at Zendesk: each error leads to its remedy, and one stream's trouble is not the others'."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import stamina

from connectors.errors import NotConfigured, Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect, read_settings
from connectors.source import Window
from connectors.sources.zendesk import SOURCE
from connectors.sources.zendesk.client import Missing
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.zendesk import api, desk, exports

TODAY = date(2026, 9, 16)
FORTNIGHT = Window(TODAY - timedelta(days=14), TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=20)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    yield running
    running.heal()


def pull(folder: Path, *streams: str) -> list[Load]:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC)
    return load(SOURCE, connect(SOURCE), Lake(folder), now, span=FORTNIGHT, streams=streams)


FAULTS = {
    "rate_limited": (Unavailable, 17, "APIRateLimitExceeded"),
    "rate_limited_in_text": (Unavailable, 9, "429"),
    "overloaded": (Unavailable, 30, "503"),
    "too_recent": (Unavailable, 60, "does not reach so far"),
    "not_authenticated": (Refused, None, "ZENDESK_API_TOKEN was refused"),
    "forbidden": (Refused, None, "Exports need an admin"),
    "feature_off": (Missing, None, "no such feature"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_leads_to_its_remedy(sandbox: Sandbox, fault: str) -> None:
    kind, wait, said = FAULTS[fault]
    sandbox.fail("zendesk", "/account/settings", fault)
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceError, match=said) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == wait


def test_a_limit_in_plain_text_is_waited_for(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("zendesk", "/tickets/cursor", "rate_limited_in_text", headers={"Retry-After": "1"})
    (only,) = pull(tmp_path, "tickets")
    assert only.error is None
    assert only.rows > 0


def test_exports_rest_when_the_minute_is_used_up_instead_of_being_told_off(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "EXPORTED", 100)
    monkeypatch.setattr(desk, "MINUTE", 1.0)
    monkeypatch.setitem(api.EXPORT_LIMITS, "incremental-exports-cursor", 4)
    (only,) = pull(tmp_path, "tickets")
    assert only.error is None
    assert len(sandbox.requests) > 4
    assert {each.status for each in sandbox.requests} == {200}


def test_an_export_that_is_not_allowed_stops_only_its_stream(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("zendesk", "/incremental/", "forbidden", times=99)
    found = {one.stream: one.error for one in pull(tmp_path, "tickets", "satisfaction_ratings")}
    assert found["tickets"] is not None
    assert "Refused" in found["tickets"]
    assert found["satisfaction_ratings"] is None


def test_a_wrong_token_is_named_and_not_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_API_TOKEN", "wrong-0123456789")
    with pytest.raises(Refused, match="ZENDESK_API_TOKEN was refused") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "0123456789" not in str(caught.value)


def test_credentials_are_complete_or_the_missing_ones_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotConfigured, match="ZENDESK_SUBDOMAIN"):
        read_settings(SOURCE)
    monkeypatch.setenv("ZENDESK_SUBDOMAIN", "torrefino")
    monkeypatch.setenv("ZENDESK_EMAIL", "admin@torrefino.example")
    with pytest.raises(Refused, match="ZENDESK_API_TOKEN"):
        connect(SOURCE)
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", "anything")
    assert connect(SOURCE).http.base_url == "https://torrefino.zendesk.com"
