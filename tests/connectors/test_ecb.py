"""The bank's rates arrive as published: none on holidays, none made up, none lost on the way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stamina

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.months import days_in
from connectors.settings import connect, read_settings
from connectors.source import Window
from connectors.sources.ecb import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)  # a Wednesday
NOW = datetime(2026, 11, 25, 6, tzinfo=UTC)
WEEKEND = Window(date(2026, 11, 21), date(2026, 11, 22))
WEEK = Window(date(2026, 11, 16), date(2026, 11, 22))
HEADER = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\r\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=50), only="ecb") as running:
        yield running


@pytest.fixture
def bank(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    sandbox.requests.clear()
    stamina.set_testing(True, attempts=2)
    yield sandbox
    stamina.set_testing(False)
    sandbox.heal()


def pull(folder: Path, span: Window | None = None) -> Load:
    loads = load(SOURCE, connect(SOURCE), Lake(folder), NOW, history_days=40, span=span, streams=["rates"])
    return loads[0]


def rates(folder: Path) -> pa.Table:
    return pq.read_table(folder / "ecb" / "rates", partitioning=None)


def test_the_source_needs_no_setting_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECB_BASE_URL", raising=False)
    assert read_settings(SOURCE).model_dump()["base_url"].startswith("https://data-api.ecb.europa.eu")
    assert [account.currency for account in SOURCE.accounts(connect(SOURCE))] == ["EUR"]


def test_every_published_rate_arrives_to_its_last_digit(bank: Sandbox, tmp_path: Path) -> None:
    assert pull(tmp_path).error is None
    told = rates(tmp_path)
    found = zip(*(told[name].to_pylist() for name in ("TIME_PERIOD", "CURRENCY", "OBS_VALUE")), strict=True)
    fx = bank.company.fx
    assert sorted(found) == sorted(zip(fx["date"].dt.date, fx["currency"], fx["rate"], strict=True))
    assert told["_extra"].null_count == len(told)


def test_days_without_rates_are_there_and_empty(bank: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path)
    days = {day: held for month in (tmp_path / "ecb/rates/ecb").iterdir() for day, held in days_in(month).items()}
    assert len(days) == 40 + SOURCE.stream("rates").lead_days
    assert {day.weekday() for day, held in days.items() if held.rows == 0} == {5, 6}


def test_the_next_night_asks_only_for_the_last_days(bank: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path)
    bank.requests.clear()
    assert pull(tmp_path).days == 3
    assert len(bank.requests) == 1


@pytest.mark.parametrize("silence", ["no_results", "nothing"])
def test_a_weekend_has_no_rates_however_the_service_says_so(bank: Sandbox, tmp_path: Path, silence: str) -> None:
    bank.fail("ecb", "EXR", silence)
    told = pull(tmp_path, WEEKEND)
    assert (told.error, told.rows, told.days) == (None, 0, 2)


@pytest.mark.parametrize("silence", ["no_results", "nothing"])
def test_a_working_week_without_rates_is_not_believed(bank: Sandbox, tmp_path: Path, silence: str) -> None:
    bank.fail("ecb", "EXR", silence)
    assert "No rates at all for 2026-11-16 to 2026-11-22" in (pull(tmp_path, WEEK).error or "")
    assert not (tmp_path / "ecb/rates/ecb").exists()


def test_before_the_euro_there_are_no_rates_to_miss(bank: Sandbox, tmp_path: Path) -> None:
    told = pull(tmp_path, Window(date(1998, 12, 1), date(1998, 12, 31)))
    assert (told.error, told.rows, told.days) == (None, 0, 31)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("internal", "Unavailable: GET data/EXR/D..EUR.SP00.A: HTTP 500"),
        ("html", "Unavailable: GET data/EXR/D..EUR.SP00.A: HTTP 200 with something other than CSV"),
        ("truncated", "Unavailable: The rates of 2026-11-16 to 2026-11-22 were cut off"),
        ("cut", "Unavailable"),
    ],
)
def test_a_bad_answer_replaces_nothing(bank: Sandbox, tmp_path: Path, fault: str, said: str) -> None:
    pull(tmp_path)
    before = rates(tmp_path)
    bank.fail("ecb", "EXR", fault, times=10)
    assert (pull(tmp_path, WEEK).error or "").startswith(said)
    assert rates(tmp_path).equals(before)


@pytest.mark.parametrize(
    "whole", [HEADER[:40], HEADER, HEADER + "EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-11-20,1.0"]
)
def test_an_answer_that_ends_early_is_never_an_empty_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with scripted(Scripted(body=whole)) as stage:
        monkeypatch.setenv("ECB_BASE_URL", stage.url)
        told = pull(tmp_path, Window(date(2026, 11, 20), date(2026, 11, 20)))
    assert "cut off" in (told.error or "")


def test_a_mark_for_no_value_is_a_missing_rate_and_a_moved_series_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    marks = "EXR.D.ISK.EUR.SP00.A,D,ISK,EUR,SP00,A,2026-11-20,NaN,H,0\r\nx,D,RUB,EUR,SP00,A,2026-11-20,,M,0\r\n"
    friday = Window(date(2026, 11, 20), date(2026, 11, 20))
    with scripted(Scripted(body=HEADER + marks), Scripted(404, "<html>Not Found</html>")) as stage:
        monkeypatch.setenv("ECB_BASE_URL", stage.url)
        assert pull(tmp_path, friday).error is None
        moved = pull(tmp_path, friday)
    assert rates(tmp_path)["OBS_VALUE"].to_pylist() == [None, None]
    assert (moved.error or "").startswith("Refused: GET data/EXR/D..EUR.SP00.A: HTTP 404")
