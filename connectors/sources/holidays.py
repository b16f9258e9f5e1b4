"""Public holidays of countries. The library `holidays` knows them by rule: there is no account and no network.

They are a snapshot of the years around today, so that days to come are known, and a correction of the library reaches
days that are past.
"""

from collections.abc import Iterator

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Page, Settings, Source, Stream, Type, Window, settings_for
from connectors.sources._settings import Listed

YEARS_BACK, YEARS_AHEAD = 3, 1


class HolidaysSettings(Settings):
    model_config = settings_for("holidays")

    countries: Listed
    """ISO 3166 codes of countries."""


def connect(settings: HolidaysSettings) -> tuple[str, ...]:
    """The countries' codes. Raises Refused for one of which the library has no calendar."""
    from holidays import list_supported_countries  # half a second, which only those wait for who asked for it

    codes = tuple(dict.fromkeys(code.upper() for code in settings.countries))
    known = list_supported_countries(include_aliases=False)
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        said = f"there is no calendar of {', '.join(unknown)}" if unknown else "it names no country"
        raise Refused(f"HOLIDAYS_COUNTRIES: {said}; give two-letter codes with commas between them, such as DE,FR,US.")
    return codes


def accounts(countries: tuple[str, ...]) -> list[Account]:
    """A country has one calendar and may have many time zones: its days are days of the calendar, cut nowhere."""
    return [Account(code, code) for code in countries]


def days(countries: tuple[str, ...], account: Account, window: Window) -> Iterator[Page]:
    from holidays import HOLIDAY_NAME_DELIMITER, country_holidays

    today = window.until
    years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    # In English, where it has been translated: left to itself, the library speaks the language of the machine.
    found = country_holidays(account.id, years=years, language="en_US")
    yield [
        {"date": str(day), "name": name}
        for day, names in sorted(found.items())
        for name in names.split(HOLIDAY_NAME_DELIMITER)
    ]


DAYS = Stream(
    name="days",
    description="Public holidays of the whole country, from three years ago to the end of next year.",
    fetch=days,
    columns={"date": Type.DAY, "name": Type.TEXT},
    key=("date", "name"),
    kind="snapshot",
)

SOURCE = Source(
    name="holidays",
    title="Public holidays",
    settings=HolidaysSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, DAYS),
)
