"""The European Central Bank's data service: EXR series as SDMX-CSV. It asks nobody who they are."""

import re
from datetime import date
from functools import lru_cache

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault

ENV: dict[str, str] = {}

COLUMNS = (
    "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,OBS_PRE_BREAK,"
    "OBS_COM,TIME_FORMAT,BREAKS,COLLECTION,COMPILING_ORG,DISS_ORG,DOM_SER_IDS,PUBL_ECB,PUBL_MU,PUBL_PUBLIC,"
    "UNIT_INDEX_BASE,COMPILATION,COVERAGE,DECIMALS,NAT_TITLE,SOURCE_AGENCY,SOURCE_PUB,TITLE,TITLE_COMPL,UNIT,UNIT_MULT"
)
KEY = re.compile(r"D\.([A-Z+]*)\.EUR\.SP00\.A")

NO_RESULTS = Fault("status", 404, body="No results found.")
ERRORS = {
    "no_results": NO_RESULTS,
    "nothing": Fault("status", 200, {"Content-Type": "text/csv"}, ""),
    "internal": Fault("status", 500, body="Internal Server Error"),
}


def _lines(fx: pd.DataFrame) -> pd.DataFrame:
    """day, currency and CSV line of each rate, currency by currency, as the service sorts them."""
    fx = fx.sort_values(["currency", "date"], kind="stable")
    days = fx["date"].dt.strftime("%Y-%m-%d")
    lines = [
        f"EXR.D.{code}.EUR.SP00.A,D,{code},EUR,SP00,A,{day},{rate:.4f},A,F,,,P1D,,A,,,,,,,99Q1=100,,,4,,4F0,,"
        f'{code}/Euro ECB reference exchange rate,"ECB reference exchange rate, {code}/Euro, 2.15 pm (C.E.T.)",{code},0'
        for code, day, rate in zip(fx["currency"], days, fx["rate"], strict=True)
    ]
    return pd.DataFrame({"day": days.to_numpy(), "currency": fx["currency"].to_numpy(), "line": lines})


def routes(company: Company) -> list[BaseRoute]:
    @lru_cache(maxsize=1)
    def published(today: date) -> pd.DataFrame:
        return _lines(company.fx)

    async def exchange_rates(request: Request) -> Response:
        key = KEY.fullmatch(request.path_params["key"])
        if key is None:
            return PlainTextResponse(str(NO_RESULTS.body), NO_RESULTS.status)
        asked = request.query_params
        try:
            since = date.fromisoformat(asked.get("startPeriod", "1999-01-04"))
            until = date.fromisoformat(asked.get("endPeriod", str(company.today)))
        except ValueError:
            return PlainTextResponse("Not a valid period", 400)
        if asked.get("format") != "csvdata":
            return PlainTextResponse("Only csvdata is served here", 406)
        known = published(company.today)
        wanted = known["day"].between(str(since), str(until))
        if key[1]:
            wanted &= known["currency"].isin(key[1].split("+"))
        if not wanted.any():
            return PlainTextResponse(str(NO_RESULTS.body), NO_RESULTS.status)
        return Response("\r\n".join([COLUMNS, *known["line"][wanted], ""]), media_type="text/csv")

    return [Route("/data/EXR/{key}", exchange_rates)]
