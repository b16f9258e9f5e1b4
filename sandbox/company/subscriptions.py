"""Coffee for offices, billed monthly: subscriptions, their invoices and payments, and machines that are sold once.

No subscription lives longer than the history before the first day, so that all that run on a day are known.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, dice, draws, ids, instants, lag, pick
from sandbox.company.people import email_address, names
from sandbox.company.shop import DAY

if TYPE_CHECKING:
    from sandbox.company import Company

SUBSCRIPTION_IDS, MACHINE_IDS = 8_100_000_000_000, 8_200_000_000_000
PLANS, PRICES = np.array(["basic", "team", "floor"], dtype=object), np.array([49, 99, 199])
MONTHS = 14  # at most
COUPON = 20  # per cent off for as long as it runs, for one in ten
STEPS = 3  # dice for each invoice


def contracts(company: "Company") -> pd.DataFrame:
    """Every subscription of history with all that will ever become of it."""
    days = company.history
    counts = np.array([rng.poisson(0.5) for _, rng in draws(company.seed, "subscriptions", days)])
    u = dice(company.seed, "subscribers", days, counts, 12 + STEPS * (MONTHS + 1))
    found = pd.DataFrame({"subscription_id": ids(SUBSCRIPTION_IDS, days, counts)})
    found["started_at"] = instants(np.repeat(days, counts), np.floor((7 + 10 * u[:, 0]) * 3600))
    found["first_name"], found["last_name"] = names(u[:, 1], u[:, 2])
    found["email"] = email_address(
        found["first_name"], found["last_name"], found["subscription_id"], "office.example.com"
    )
    found["country"] = pick(["DE", "FR", "NL", "US"], u[:, 3], [6, 2, 1, 1])
    found["currency"] = np.where(found["country"] == "US", "USD", "EUR")
    found["months"] = (1 + np.floor(lag(u[:, 4], 9, MONTHS - 1))).astype(np.int64)
    found["first_plan"] = pick([0, 1, 2], u[:, 5], [5, 4, 2])
    found["quantity"] = 1 + (u[:, 6] < 0.2) + (u[:, 6] < 0.06)
    found["coupon"] = np.where(u[:, 7] < 0.1, COUPON, 0)
    found["ended_at"] = _months_after(found["started_at"], found["months"].to_numpy())
    found["cancelled_at"] = found["ended_at"] - pd.to_timedelta(np.floor(1 + 25 * u[:, 8]), unit="D")
    month = 1 + np.floor(u[:, 9] * MONTHS / 2).astype(np.int64)
    upgrades = (u[:, 10] < 0.4) & (found["first_plan"] < 2) & (month + 1 < found["months"])
    upgraded_at = _months_after(found["started_at"], month) + pd.Timedelta(days=10)
    found["upgraded_at"] = upgraded_at.where(upgrades)
    found["upgrade_month"] = np.where(upgrades, month, MONTHS)
    found["dice"] = list(u[:, 12:].reshape(len(u), MONTHS + 1, STEPS))
    return found


def bills(company: "Company") -> pd.DataFrame:
    """Every invoice of history with what becomes of it: the months of each subscription, and its upgrade."""
    of = company.contracts
    row, month = np.nonzero(np.arange(MONTHS) < of["months"].to_numpy()[:, None])
    upgraded = np.flatnonzero(of["upgraded_at"].notna())
    found = of.iloc[np.concatenate([row, upgraded])].reset_index(drop=True)
    number = np.concatenate([month, np.full(len(upgraded), MONTHS)])
    is_upgrade = number == MONTHS
    found["invoice_id"] = found["subscription_id"] + np.char.zfill(number.astype(str), 2).astype(object)
    found["reason"] = np.select([is_upgrade, number == 0], ["update", "create"], "cycle")
    monthly = _months_after(found["started_at"], np.where(is_upgrade, 0, number))
    found["created_at"] = monthly.where(~is_upgrade, found["upgraded_at"])
    plan = found["first_plan"].to_numpy() + (number > found["upgrade_month"].to_numpy())
    # An upgrade is charged for the twenty days that are left of its month.
    price = np.where(is_upgrade, (PRICES[plan] - PRICES[plan - 1]) * 2 / 3, PRICES[plan])
    found["plan"] = PLANS[plan]
    found["subtotal"] = np.round(price * found["quantity"], 2)
    found["discount"] = np.round(found["subtotal"] * found["coupon"] / 100, 2)
    taxed = np.where(found["currency"] == "EUR", 0.19, 0.0)
    found["tax"] = np.round((found["subtotal"] - found["discount"]) * taxed, 2)
    found["total"] = np.round(found["subtotal"] - found["discount"] + found["tax"], 2)
    u = np.stack(found.pop("dice").to_numpy())[np.arange(len(found)), number]
    failed = u[:, 0] < 0.06
    found["failed_at"] = (found["created_at"] + pd.Timedelta(hours=1)).where(failed)
    found["paid_at"] = found["created_at"] + pd.to_timedelta(np.where(failed, 3 * 24 + 1, 1), unit="h")
    refunded = u[:, 1] < 0.06
    found["refunded_at"] = (found["paid_at"] + _days(1 + 24 * u[:, 2])).where(refunded)
    part = np.where(u[:, 2] < 0.5, 1.0, 0.3)
    found["refund"] = np.where(refunded, np.round(found["total"] * part, 2), 0.0)
    found["disputed_at"] = (found["paid_at"] + _days(12 + 28 * u[:, 2])).where(u[:, 1] > 0.985)
    return found


def subscriptions(company: "Company") -> pd.DataFrame:
    """subscription_id, email, first_name, last_name, country, currency, plan (basic|team|floor), price (of one,
    monthly), quantity, coupon (per cent off), started_at, upgraded_at, cancelled_at, ended_at (NaT if not so far),
    updated_at.

    Those that run, and those that ended since the first day.
    """
    known = _known(company, company.contracts, ["upgraded_at", "cancelled_at", "ended_at"])
    known = known[~(known["ended_at"] < pd.Timestamp(company.start, tz="UTC"))].reset_index(drop=True)
    plan = known["first_plan"].to_numpy() + known["upgraded_at"].notna().to_numpy()
    known = known.assign(plan=PLANS[plan], price=PRICES[plan])
    known["updated_at"] = known[["started_at", "upgraded_at", "cancelled_at", "ended_at"]].max(axis=1)
    return known.drop(columns=["dice", "first_plan", "months", "upgrade_month"])


def invoices(company: "Company") -> pd.DataFrame:
    """invoice_id, subscription_id, reason (create|cycle|update), plan, quantity, currency, subtotal, discount, tax,
    total, created_at, failed_at (a first try), paid_at, refunded_at, refund (money), disputed_at, updated_at; NaT for
    what is not so far. Those that were created or changed since the first day.
    """
    moments = ["failed_at", "paid_at", "refunded_at", "disputed_at"]
    known = _known(company, company.bills, moments, born="created_at")
    known["updated_at"] = known[["created_at", *moments]].max(axis=1)
    known["refund"] = known["refund"].where(known["refunded_at"].notna(), 0.0)
    columns = ["invoice_id", "subscription_id", "reason", "plan", "quantity", "currency", "subtotal", "discount", "tax"]
    since = pd.Timestamp(company.start, tz="UTC")
    known = known[known["updated_at"] >= since].reset_index(drop=True)
    return known[[*columns, "total", "created_at", *moments, "refund", "updated_at"]]


def machine_sales(company: "Company") -> pd.DataFrame:
    """sale_id, sold_at, total (EUR, tax in it): coffee machines paid at once, without an invoice. Nobody subscribes."""
    days = company.window
    counts = np.array([rng.poisson(0.2) for _, rng in draws(company.seed, "machines", days)])
    u = dice(company.seed, "machine_sales", days, counts, 2)
    sold_at = instants(np.repeat(days, counts), np.floor((7 + 12 * u[:, 0]) * 3600))
    prices = pick([290.0, 490.0, 890.0], u[:, 1], [3, 2, 1])
    return pd.DataFrame({"sale_id": ids(MACHINE_IDS, days, counts), "sold_at": sold_at, "total": prices})


def _known(company: "Company", found: pd.DataFrame, moments: list[str], born: str = "started_at") -> pd.DataFrame:
    """What exists by now, with what is still ahead as NaT."""
    now = pd.Timestamp(company.today, tz="UTC")
    known = found[found[born] < now].reset_index(drop=True)
    return known.assign(**{name: known[name].where(known[name] < now) for name in moments})


def _days(number: Array) -> pd.Series:
    return pd.Series(pd.to_timedelta(np.floor(number * DAY), unit="s"))


def _months_after(moment: pd.Series, months: Array) -> pd.Series:
    """The same day of a later month, or that month's last."""
    found = moment.copy()
    for number in np.unique(months):
        chosen = months == number
        found[chosen] = moment[chosen] + pd.DateOffset(months=int(number))
    return found
