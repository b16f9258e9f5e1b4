"""What the company keeps in files: monthly targets and budgets."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sandbox.company import Company

COLUMNS = ["period_start", "grain", "metric", "value", "currency", "channel", "scenario", "owner"]
# metric, channel, monthly value, currency
TARGETS = (
    ("sessions_target", "", 92_000, ""),
    ("revenue_target", "", 108_000, "EUR"),
    ("leads_target", "", 400, ""),
    ("leads_target", "paid_search", 95, ""),
    ("orders_target", "", 1_850, ""),
    ("cac_target", "", 17, "EUR"),
    ("revenue_target", "email", 12_000, "EUR"),
)


def _months(company: "Company") -> pd.DatetimeIndex:
    """The months of the window and the one after it, which is planned already."""
    last = pd.Timestamp(company.today) + pd.offsets.MonthBegin(1)
    return pd.date_range(pd.Timestamp(company.start).replace(day=1), last, freq="MS").as_unit("ns")


def targets(company: "Company") -> pd.DataFrame:
    """period_start, grain (month), metric, value, currency ("" unless money), channel ("" = all), scenario, owner.

    Each year asks for a tenth more than the one before.
    """
    months = _months(company)
    frame = pd.DataFrame(TARGETS, columns=["metric", "channel", "value", "currency"])
    frame = pd.DataFrame({"period_start": months}).merge(frame, how="cross")
    season = np.where(frame["period_start"].dt.month >= 11, 1.15, 1.0) * 1.1 ** (frame["period_start"].dt.year - 2026)
    frame["value"] = np.where(frame["metric"] == "cac_target", frame["value"], (frame["value"] * season).round())
    return frame.assign(grain="month", scenario="plan", owner="marketing")[COLUMNS]


def budgets(company: "Company") -> pd.DataFrame:
    """period_start, grain (month), metric (spend_budget), value, currency (EUR), channel (paid_search|paid_social),
    scenario (plan), owner.
    """
    plan = company.structure
    channel = np.where(plan["kind"].str.startswith("social"), "paid_social", "paid_search")
    daily = (plan["clicks"] * plan["cpc"]).groupby(channel).sum().rename_axis("channel").reset_index(name="daily")
    frame = pd.DataFrame({"period_start": _months(company)}).merge(daily, how="cross")
    frame["value"] = (frame["daily"] * frame["period_start"].dt.days_in_month * 1.08).round(-2)
    frame = frame.assign(metric="spend_budget", currency="EUR")
    return frame.assign(grain="month", scenario="plan", owner="marketing")[COLUMNS]
