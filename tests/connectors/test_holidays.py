"""Public holidays: those of the asked countries, past and to come, in one language on every machine."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import NotConfigured, Refused
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings
from connectors.sources.holidays import SOURCE

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)


def loaded(folder: Path, now: datetime = NOW) -> dict[str, dict[date, list[str]]]:
    """The names of each day by country, as they lie in the lake."""
    loads = load(SOURCE, connect(SOURCE), Lake(folder, SecretStr("a key for tests only")), now)
    assert [load.error for load in loads if load.error] == []
    found: dict[str, dict[date, list[str]]] = {}
    for path in sorted((folder / "holidays" / "days").glob("*/2*.parquet")):
        table = pq.read_table(path, partitioning=None)
        for day, name in zip(table["date"].to_pylist(), table["name"].to_pylist(), strict=True):
            found.setdefault(path.parent.name, {}).setdefault(day, []).append(name)
    return found


def test_a_country_is_an_account_with_the_days_of_past_years_and_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLIDAYS_COUNTRIES", "DE, fr ,US,DE,")
    assert [account.id for account in SOURCE.accounts(connect(SOURCE))] == ["DE", "FR", "US"]
    days = loaded(tmp_path)
    assert days["DE"][date(2026, 10, 3)] == ["German Unity Day"]
    assert days["FR"][date(2026, 7, 14)] == ["National Day"]
    assert days["US"][date(2026, 11, 26)] == ["Thanksgiving Day"]  # the fourth Thursday
    assert days["DE"][date(2027, 3, 26)] == ["Good Friday"]  # four months ahead
    assert date(2026, 10, 3) not in days["FR"]
    assert {day.year for day in days["DE"]} == {2023, 2024, 2025, 2026, 2027}


def test_names_are_the_same_whatever_the_language_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLIDAYS_COUNTRIES", "DE")
    monkeypatch.setenv("LANGUAGE", "de_DE:uk")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert loaded(tmp_path)["DE"][date(2026, 5, 1)] == ["Labor Day"]


def test_two_holidays_on_one_day_are_two_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLIDAYS_COUNTRIES", "IT")
    names = loaded(tmp_path, datetime(2021, 6, 1, tzinfo=UTC))["IT"][date(2020, 11, 1)]
    assert sorted(names) == ["All Saints' Day", "National Unity Day"]


@pytest.mark.parametrize(("countries", "said"), [("DE,XX,deu", "no calendar of XX, DEU"), (" , ", "names no country")])
def test_a_country_without_a_calendar_is_refused_with_the_setting_to_change(
    countries: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLIDAYS_COUNTRIES", countries)
    with pytest.raises(Refused, match=f"HOLIDAYS_COUNTRIES: .*{said}.*DE,FR,US"):
        connect(SOURCE)


def test_without_countries_it_is_not_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOLIDAYS_COUNTRIES", raising=False)
    with pytest.raises(NotConfigured, match="HOLIDAYS_COUNTRIES"):
        read_settings(SOURCE)
