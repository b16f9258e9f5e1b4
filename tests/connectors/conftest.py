"""An ad platform as a test of its connector sees it: 60 days of the company's ads in a sandbox, and a lake with them.

For modules of tests that have the platform's SOURCE, and perhaps a NOW or DAYS; others have fixtures of their own.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import stamina

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Source, Window
from sandbox.company import Company
from sandbox.server import Sandbox

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 6, tzinfo=UTC)
DAYS = 60


@pytest.fixture(scope="module")
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.module.SOURCE
    return found


@pytest.fixture(scope="module")
def company(request: pytest.FixtureRequest) -> Company:
    return Company(TODAY, getattr(request.module, "DAYS", DAYS))


@pytest.fixture(scope="module")
def running(source: Source, company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only=source.name) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """The platform, to which the environment points; it forgets what the test did to it."""
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    yield running
    running.heal()
    running.move_to(TODAY)


@pytest.fixture
def impatient() -> Iterator[None]:
    """What fails is not tried again."""
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


@pytest.fixture
def env(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment, for a test that changes a setting."""
    return monkeypatch


@pytest.fixture(scope="module")
def loaded(
    source: Source, running: Sandbox, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Lake:
    """A lake with 60 days of everything, over the end of summer time."""
    lake = Lake(tmp_path_factory.mktemp(source.name))
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        loads = load(source, connect(source), lake, getattr(request.module, "NOW", NOW), history_days=DAYS)
    assert [each.error for each in loads if each.error] == []
    assert {each.extra for each in loads} == {None}
    return lake


@pytest.fixture(scope="module")
def truth(source: Source, company: Company) -> pd.DataFrame:
    """What each ad really did on each day."""
    table = company.ad_days
    return table[table["platform"] == source.name].groupby(["date", "ad_id"]).sum(numeric_only=True)


def rows_of(source: Source, lake: Lake, stream: str) -> pd.DataFrame:
    return pq.read_table(lake.root / source.name / stream).to_pandas()


def run_of(
    source: Source, lake: Lake, *streams: str, span: Window | None = None, now: datetime = NOW
) -> dict[tuple[str, str], Load]:
    """The loads by account and stream."""
    loads = load(source, connect(source), lake, now, history_days=DAYS, span=span, streams=streams)
    return {(each.account, each.stream): each for each in loads}
