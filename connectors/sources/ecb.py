"""Euro reference rates of the European Central Bank: how much of each currency one euro is, on working days.

The service needs no account. It publishes about 16:00 in Frankfurt; weekends and bank holidays have no rates.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date

from connectors.answer import Answer, judge_status
from connectors.errors import SourceError, Unavailable
from connectors.http import Http
from connectors.source import ACCOUNTS, Account, Page, Settings, Source, Stream, Type, Window, settings_for

SERIES = "data/EXR/D..EUR.SP00.A"
"""Daily, every currency, per euro, the reference rate of the spot market."""

FIRST_DAY = date(1999, 1, 4)
LONGEST_BREAK = 4
"""Days in a row without rates: Good Friday to Easter Monday, or a Christmas next to a weekend."""


class EcbSettings(Settings):
    model_config = settings_for("ecb")

    base_url: str = "https://data-api.ecb.europa.eu/service"


def connect(settings: EcbSettings) -> Http:
    return Http(settings.base_url, headers={"Accept": "text/csv"}, judge=judge)


def judge(answer: Answer) -> SourceError | None:
    """A period without rates is answered by 404 as documented, or by 200 and no text, as seen since 2024."""
    if answer.status == 404 and "no results" in answer.text.lower():
        return None
    if answer.status == 200 and (not answer.text or answer.text.startswith("KEY,")):
        return None
    if answer.status == 200:
        return Unavailable(f"HTTP 200 with something other than CSV: {answer.text[:80]}")
    return judge_status(answer)


def accounts(client: Http) -> list[Account]:
    return [Account("ecb", "European Central Bank", "Europe/Berlin", "EUR")]


def rates(client: Http, account: Account, window: Window) -> Iterator[Page]:
    period = {"startPeriod": str(window.since), "endPeriod": str(window.until), "format": "csvdata"}
    answer = client.ask("GET", SERIES, params=period)
    page = list(csv.DictReader(io.StringIO(answer.text))) if answer.status == 200 else []
    if answer.status == 200 and answer.text and not all(row.get("UNIT_MULT") for row in page or [{}]):
        raise Unavailable(f"The rates of {window} were cut off on their way.")  # UNIT_MULT is the last column
    if not page and sum(day >= FIRST_DAY for day in window) > LONGEST_BREAK:
        # In May 2025 the service answered 404 to every period for a while.
        raise Unavailable(f"No rates at all for {window}, which holds working days.")
    yield [row | {"OBS_VALUE": row["OBS_VALUE"].replace("NaN", "")} for row in page]


RATES = Stream(
    name="rates",
    description="Units of a currency for one euro, a row a currency and working day.",
    fetch=rates,
    columns={
        "TIME_PERIOD": Type.DAY,
        "CURRENCY": Type.TEXT,
        "OBS_VALUE": Type.NUMBER,
        "OBS_STATUS": Type.TEXT,
        "UNIT_MULT": Type.INTEGER,
    },
    key=("TIME_PERIOD", "CURRENCY"),
    day="TIME_PERIOD",
    restates={1: 3},
    window_days=366,
    lead_days=10,
    ignored=(  # the same for every row, or for every row of a currency
        *("KEY", "FREQ", "CURRENCY_DENOM", "EXR_TYPE", "EXR_SUFFIX", "OBS_CONF", "OBS_PRE_BREAK", "OBS_COM"),
        *("TIME_FORMAT", "BREAKS", "COLLECTION", "COMPILING_ORG", "DISS_ORG", "DOM_SER_IDS", "PUBL_ECB", "PUBL_MU"),
        *("PUBL_PUBLIC", "UNIT_INDEX_BASE", "COMPILATION", "COVERAGE", "DECIMALS", "NAT_TITLE", "SOURCE_AGENCY"),
        *("SOURCE_PUB", "TITLE", "TITLE_COMPL", "UNIT"),
    ),
    ranges={"OBS_VALUE": (0.0, None), "UNIT_MULT": (0.0, 0.0)},
)

SOURCE = Source(
    name="ecb",
    title="ECB reference rates",
    settings=EcbSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, RATES),
)
