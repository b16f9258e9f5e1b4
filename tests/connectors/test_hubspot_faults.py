"""What goes wrong at HubSpot: each error leads to its remedy, and one stream's trouble is not the others'."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import stamina
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.hubspot import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox

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
    return load(
        SOURCE, connect(SOURCE), Lake(folder, SecretStr("a key for tests only")), now, span=FORTNIGHT, streams=streams
    )


FAULTS = {
    "rolling_limit": (Unavailable, 10, "TEN_SECONDLY_ROLLING"),
    "announced_limit": (Unavailable, 3, "TEN_SECONDLY_ROLLING"),
    "search_limit": (Unavailable, 1, "SECONDLY"),
    "daily_limit": (Unavailable, 24 * 3600, "DAILY"),
    "migrating": (Unavailable, 30, "another data centre"),
    "gateway": (Unavailable, None, "502"),
    "origin_down": (Unavailable, None, "521"),
    "expired_token": (Refused, None, "HUBSPOT_ACCESS_TOKEN was refused"),
    "missing_scopes": (Refused, None, "needs crm.objects.deals.read, crm.schemas.deals.read"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_leads_to_its_remedy(sandbox: Sandbox, fault: str) -> None:
    kind, wait, said = FAULTS[fault]
    sandbox.fail("hubspot", "/account-info", fault)
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceError, match=said) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == wait


def test_a_limit_that_passes_is_waited_for(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("hubspot", "/deals/search", "search_limit", times=1)
    (only,) = pull(tmp_path, "deals")
    assert only.error is None
    assert only.rows > 0


def test_a_day_that_is_used_up_ends_the_run_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("hubspot", "/deals/search", "daily_limit", times=9)
    (only,) = pull(tmp_path, "deals")
    assert only.error is not None
    assert "DAILY" in only.error
    assert sum(each.path.endswith("/deals/search") for each in sandbox.requests) == 1


def test_a_missing_scope_stops_only_its_stream(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("hubspot", "/crm/v3/properties/deals", "missing_scopes", times=1)
    found = {one.stream: one.error for one in pull(tmp_path, "deals", "contacts", "deal_contacts")}
    assert found["deals"] is not None
    assert "Refused" in found["deals"]
    assert found["contacts"] is found["deal_contacts"] is None


def test_a_wrong_token_is_named_and_not_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "pat-wrong-0123456789")
    with pytest.raises(Refused, match=r"HUBSPOT_ACCESS_TOKEN was refused \(INVALID_AUTHENTICATION") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "0123456789" not in str(caught.value)
