"""The simulated company's own tables, put in order by hand: what the warehouse is to come to, without reading it.

The modules beside this one compute each KPI from them once more, in pandas: a module for each KRA, in it a function for
each KPI, which returns the KPI's total by day (`total` or `stock` of days.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
import pandas as pd

from sandbox.company import Company
from sandbox.company.money import LEVELS
from tests.truth.tables import advertising, audience, crm, letters, sales, service


@dataclass(frozen=True)
class World:
    """The company, the first day that vendors were asked for, and the lake, for what only a vendor knows."""

    company: Company
    since: date
    lake: Path

    ads = cached_property(advertising.ads)
    claims = cached_property(advertising.claims)
    orders = cached_property(sales.orders)
    leads = cached_property(crm.leads)
    deals = cached_property(crm.deals)
    tickets = cached_property(service.tickets)
    letters = cached_property(letters.letters)
    sessions = cached_property(audience.sessions)
    searches = cached_property(audience.searches)
    profiles = cached_property(audience.profiles)
    semrush_days = cached_property(audience.semrush_days)

    def rows(self, source: str, stream: str) -> pd.DataFrame:
        """Every row that a vendor told of a stream; `date` is the day that it was filed under."""
        files = str(self.lake / source / stream / "*" / "2*.parquet")
        found = duckdb.read_parquet(files, union_by_name=True).df()
        return found.assign(date=pd.to_datetime(found["_day"]))

    @cached_property
    def rates(self) -> pd.Series:
        """Units of a currency for one euro, by day and currency."""
        days = pd.DatetimeIndex(self.company.history.astype("datetime64[ns]"))
        return pd.DataFrame(self.company.rates, days, list(LEVELS)).assign(EUR=1.0).stack()

    def euros(self, frame: pd.DataFrame, amount: str, on: str = "date") -> pd.Series:
        """An amount in the row's `currency`, at the rate of the day in column `on`."""
        return frame[amount] / self.rates.reindex(pd.MultiIndex.from_frame(frame[[on, "currency"]])).to_numpy()

    def asked_for(self, days: pd.DataFrame) -> pd.DataFrame:
        """Without the days before those that vendors were asked for."""
        return days[days["date"] >= pd.Timestamp(self.since)]

    def changed(self, things: pd.DataFrame) -> pd.DataFrame:
        """Things that are told because they changed since the first day that vendors were asked for."""
        return things[things["updated_at"] >= pd.Timestamp(self.since, tz="UTC")]

    @staticmethod
    def whole_days(told: pd.DataFrame) -> pd.DataFrame:
        """Without the days until the oldest change: of them only what changed later is known."""
        return told[told["date"] > told["updated_at"].min().tz_localize(None).normalize()]


Compute = Callable[[World], pd.DataFrame]
