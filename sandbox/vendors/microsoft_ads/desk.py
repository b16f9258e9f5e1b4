"""The desk where reports are ordered, asked after, and picked up as an archive."""

import csv
import io
import time
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from sandbox.company import Company
from sandbox.vendors.microsoft_ads.errors import Refusal, bad_columns, too_many_reports
from sandbox.vendors.microsoft_ads.tables import MEASURES, SHARES, Tables

OPEN_AT_ONCE = 3
LOOKS = 2
A_WHILE = 0.05  # seconds
NOT_WITH_SHARES = {"BidMatchType", "DeviceOS", "Goal", "GoalType", "TopVsOther", "BudgetName", "BudgetStatus"}


@dataclass
class Order:
    """A report in the making: it is ready on the second look, or after a while when nobody looks."""

    kind: str
    columns: list[str]
    rows: pd.DataFrame
    looks: int = 0
    since: float = field(default_factory=time.monotonic)

    @property
    def is_open(self) -> bool:
        return self.looks < LOOKS and time.monotonic() - self.since < A_WHILE


class Desk:
    """Takes orders and remembers them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._orders: dict[str, Order] = {}
        self._made: tuple[date | None, Tables | None] = (None, None)

    def order(self, body: dict[str, Any]) -> dict[str, Any]:
        """Raises Refusal for what Microsoft would not make."""
        if sum(order.is_open for order in self._orders.values()) >= OPEN_AT_ONCE:
            raise too_many_reports()
        asked = body["ReportRequest"]
        kind, columns = asked["Type"].removesuffix("ReportRequest"), asked["Columns"]
        table = self._tables().table(kind)
        if unknown := [name for name in columns if name not in table.columns]:
            raise bad_columns(f"{unknown[0]} is no column of a {kind} report.")
        if "TimePeriod" not in columns or not MEASURES & set(columns):
            raise bad_columns("TimePeriod and at least one measure are required.")
        if SHARES & set(columns) and NOT_WITH_SHARES & set(columns):
            raise bad_columns("Impression share columns cannot be combined with these attributes.")
        since, until = (_day(asked["Time"][f"CustomDateRange{end}"]) for end in ("Start", "End"))
        if since > until or until > self._company.today:
            raise Refusal(400, 2010, "ReportingServiceInvalidCustomDateRange", "Wrong dates.", of_the_report=True)
        rows = table[table["TimePeriod"].between(str(since), str(until))]
        rows = rows[rows["AccountId"].isin(asked["Scope"]["AccountIds"])]
        request = f"{30000000000 + len(self._orders)}"
        self._orders[request] = Order(kind, columns, _grouped(rows, columns))
        return {"ReportRequestId": request}

    def status(self, body: dict[str, Any], downloads: str) -> dict[str, Any]:
        """Where an order stands; the link opens for five minutes."""
        order = self._orders.get(body["ReportRequestId"])
        if order is None:
            raise Refusal(400, 2100, "ReportingServiceInvalidReportId", "No such report.", of_the_report=True)
        order.looks += 1
        if order.looks < LOOKS:
            return _status("Pending", None)
        link = f"{downloads}/{body['ReportRequestId']}.zip?sig=sandbox"
        return _status("Success", link if len(order.rows) else None)

    def archive(self, request: str) -> bytes:
        """A ZIP with the report as CSV: a byte order mark, and every field in quotes."""
        order, text = self._orders[request], io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(order.columns)
        writer.writerows(order.rows[order.columns].itertuples(index=False))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{order.kind}.csv", text.getvalue().encode("utf-8-sig"))
        return packed.getvalue()

    def _tables(self) -> Tables:
        today, tables = self._made
        if tables is None or today != self._company.today:
            tables = Tables(self._company)
            self._made = (self._company.today, tables)
        return tables


def _grouped(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """One row for each combination of the attributes that were asked for, as texts."""
    measures = [name for name in columns if name in MEASURES]
    attributes = [name for name in columns if name not in MEASURES]
    sums = rows.groupby(attributes, as_index=False, sort=False)[measures].sum()
    for name in measures:
        sums[name] = _texts(name, sums[name])
    return sums


def _texts(name: str, values: pd.Series) -> pd.Series:
    if name in SHARES:  # some of them have their sign, some do not
        sign = "%" if name == "ImpressionSharePercent" else ""
        return (values / 100).map(lambda value: f"{value:.2f}{sign}")
    if name.endswith("Qualified") or "Revenue" in name or name == "Spend":
        return (values / 100).map(lambda value: f"{value:.2f}")
    return values.astype("int64").astype("str")


def _day(told: dict[str, int]) -> date:
    return date(told["Year"], told["Month"], told["Day"])


def _status(status: str, url: str | None) -> dict[str, Any]:
    return {"ReportRequestStatus": {"Status": status, "ReportDownloadUrl": url}}
