"""What the shop knows today: customers, orders, refunds. What has not happened yet is not there."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.carts import totals
from sandbox.company.chance import Array, instants
from sandbox.company.people import email_address
from sandbox.company.traffic import NO_MAIL

if TYPE_CHECKING:
    from sandbox.company import Company


def known_orders(company: "Company") -> pd.DataFrame:
    """All sales of history with their events as timestamps, NaT if still ahead, and the money refunded so far."""
    orders = totals(company.sales, company.baskets)
    day, seconds = company.history[orders["day"]], orders["seconds"].to_numpy()
    now = pd.Timestamp(company.today, tz="UTC")
    known = orders.assign(created_at=instants(day, seconds))
    for name in ("cancelled", "refunded", "paid"):
        moment = instants(day, seconds + orders[f"{name}_after"].to_numpy())
        known[f"{name}_at"] = moment.where(moment < now)
    amount = (orders["total"] * orders["refunded_part"]).round(2)
    known["refunded"] = amount.where(known["refunded_at"].notna(), 0.0)
    return known.assign(updated_at=known[["created_at", "cancelled_at", "refunded_at", "paid_at"]].max(axis=1))


def orders(company: "Company") -> pd.DataFrame:
    """order_id, customer_id, created_at, updated_at, cancelled_at, financial_status (PAID|PENDING|PARTIALLY_REFUNDED|
    REFUNDED|VOIDED), currency (EUR|USD), eur_rate (units of it per EUR that day), subtotal (after discounts),
    discounts, shipping, tax (included in the prices), total = subtotal + shipping, is_test, source_name, utm_source,
    utm_medium, utm_campaign ("" if the visit carried none), customer_order_index (0 = first), refunded (so far),
    country.

    Those that were made or changed since the first day.
    """
    known = company.known_orders
    known = known[known["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)
    entry = company.entries.iloc[known["row"]]
    tagged = ~entry["medium"].isin(["(none)", "(not set)", "organic", "referral", "ai-assistant"]).to_numpy()
    mail = company.visits.mail[known["day"].to_numpy(), known["row"].to_numpy()]
    slug = company.mailing.sent["utm_campaign"].to_numpy(dtype=object)[mail]
    campaign = np.where(mail == NO_MAIL, entry["campaign_name"].to_numpy(dtype=object), slug)
    columns = ["order_id", "customer_id", "created_at", "updated_at", "cancelled_at", "financial_status", "currency"]
    columns += ["eur_rate", "subtotal", "discounts", "shipping", "tax", "total", "is_test", "source_name", "utm_source"]
    return known.assign(
        financial_status=_status(known),
        source_name="web",
        utm_source=np.where(tagged, entry["source"].to_numpy(dtype=object), ""),
        utm_medium=np.where(tagged, entry["medium"].to_numpy(dtype=object), ""),
        utm_campaign=np.where(tagged, campaign, ""),
        customer_order_index=known["index"],
    )[[*columns, "utm_medium", "utm_campaign", "customer_order_index", "refunded", "country"]]


def _status(known: pd.DataFrame) -> Array:
    paid, cancelled = known["paid_at"].notna(), known["cancelled_at"].notna()
    refunded = known["refunded"]
    conditions = [cancelled & ~paid, refunded >= known["total"], refunded > 0, paid]
    return np.select(conditions, ["VOIDED", "REFUNDED", "PARTIALLY_REFUNDED", "PAID"], "PENDING")


def refunds(company: "Company") -> pd.DataFrame:
    """refund_id, order_id, created_at, amount (in the order's currency). A paid order that is cancelled is refunded."""
    given = company.known_orders[company.known_orders["refunded"] > 0]
    frame = given.assign(refund_id="8" + given["order_id"].str[1:], created_at=given["refunded_at"])
    frame = frame.assign(amount=frame["refunded"])
    frame = frame[frame["created_at"] >= pd.Timestamp(company.start, tz="UTC")]
    frame = frame.sort_values(["created_at", "refund_id"], ignore_index=True)
    return frame[["refund_id", "order_id", "created_at", "amount"]]


def customers(company: "Company") -> pd.DataFrame:
    """customer_id, email, first_name, last_name, country, created_at, updated_at (last order or change of one),
    orders_count, amount_spent (EUR, lifetime, tests and cancelled orders left out).

    Those who ordered, or whose orders were changed, since the first day.
    """
    known = company.known_orders.copy()
    counted = ~known["is_test"] & known["cancelled_at"].isna()
    known["counted"] = counted.astype(np.int64)
    known["spent"] = (known["total"] / known["eur_rate"]).where(counted, 0.0)
    grouped = known.groupby("customer_id", sort=True)
    people = grouped.agg(
        first_name=("first_name", "first"),
        last_name=("last_name", "first"),
        country=("country", "first"),
        created_at=("created_at", "min"),
        updated_at=("updated_at", "max"),
        orders_count=("counted", "sum"),
        amount_spent=("spent", "sum"),
    ).reset_index()
    people = people[people["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)
    addresses = email_address(people["first_name"], people["last_name"], people["customer_id"])
    people.insert(1, "email", addresses)
    return people.assign(amount_spent=people["amount_spent"].round(2))
