"""What the shop sold, and what offices paid for their subscriptions and machines."""

from typing import TYPE_CHECKING

import pandas as pd

from tests.truth.days import day_of

if TYPE_CHECKING:
    from tests.truth.world import World

COLUMNS = ["date", "customer", "net", "utm_source", "utm_medium", "is_new"]


def orders(world: "World") -> pd.DataFrame:
    """date, customer, net (EUR), utm_source, utm_medium, is_new (1.0 for a customer's very first order)."""
    return pd.concat([_shop(world)[COLUMNS], _offices(world)[COLUMNS]], ignore_index=True)


def _shop(world: "World") -> pd.DataFrame:
    told = world.changed(world.company.orders)
    told = told.assign(date=day_of(told["created_at"], world.company.time_zone), customer=told["customer_id"])
    told = world.whole_days(told)
    goods, back = ((told[name] / told["eur_rate"]).round(2) for name in ("subtotal", "refunded"))
    before = told.groupby("customer")["customer_order_index"].transform("min")
    told = told.assign(net=(goods - back).clip(lower=0), before=before)
    kept = told[~told["is_test"] & told["cancelled_at"].isna()].sort_values(["created_at", "order_id"])
    is_new = ~kept.duplicated("customer") & (kept["before"] == 0)
    return kept.assign(is_new=is_new.astype(float))


def _offices(world: "World") -> pd.DataFrame:
    """Money that is given back takes its share of the goods and of the tax."""
    zone = world.company.time_zone
    bills = world.company.subscription_invoices
    bills = bills[bills["paid_at"].notna() & (bills["total"] > 0)]
    kept = (bills["subtotal"] - bills["discount"]) * (1 - bills["refund"] / bills["total"])
    bills = bills.assign(date=day_of(bills["paid_at"], zone), customer=bills["subscription_id"], net=kept.round(2))
    bills["net"] = world.euros(bills, "net")
    machines = world.company.machine_sales
    machines = machines.assign(
        date=day_of(machines["sold_at"], zone),
        net=machines["total"],
        updated_at=machines["sold_at"],
        utm_source="bing",
        utm_medium="cpc",
    )
    both = pd.concat([bills, machines], ignore_index=True)
    both = world.whole_days(world.changed(both)).sort_values("date")
    is_new = both["customer"].notna() & ~both.duplicated("customer")
    return both.assign(is_new=is_new.astype(float))
