"""The ECB's whole published history, served as its own service would serve it, year by year."""

import csv
import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.source import Window
from connectors.sources.ecb import SOURCE, EcbSettings, connect
from sandbox.replay import Recorded, Replay

HISTORY = "data/ecb_fx_rates/eurofxref-hist.csv.gz"
HEADER = "KEY,CURRENCY,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT"


def load_rates(shared: Path, answers: Path, lake: Lake, years: Iterable[int]) -> list[Load]:
    """Pull the rates of whole years through the source; `answers` is where the replayed answers are written."""
    with gzip.open(shared / HISTORY, "rt") as file:
        days = list(csv.DictReader(file))
    routes = []
    for year in years:
        path = answers / f"{year}.csv"
        path.write_text("\n".join([HEADER, *_lines(day for day in days if day["Date"].startswith(str(year))), ""]))
        routes.append(Recorded("GET", r"^/data/EXR/", path, query={"startPeriod": f"{year}-01-01"}))
    with Replay(routes).serve() as url:
        client = connect(EcbSettings(base_url=url))
        spans = [Window(date(year, 1, 1), date(year, 12, 31)) for year in years]
        return [one for span in spans for one in load(SOURCE, client, lake, datetime.now(UTC), span=span)]


def _lines(days: Iterable[dict[str, str]]) -> Iterable[str]:
    for day in days:
        for currency, rate in day.items():
            if currency and currency != "Date" and rate != "N/A":
                yield f"EXR.D.{currency}.EUR.SP00.A,{currency},{day['Date']},{rate},A,0"
