"""Retention: who comes back, when, and what that is worth."""

import pandas as pd

from tests.truth.days import stock, total
from tests.truth.world import World


def _purchases(world: World) -> pd.DataFrame:
    """Orders of people who are known."""
    return world.orders.dropna(subset=["customer"])


def _first_known(world: World) -> pd.DataFrame:
    bought = _purchases(world)
    return bought[bought["customer"].isin(bought.loc[bought["is_new"] > 0, "customer"])]


def _customers(world: World) -> pd.DataFrame:
    """By the first order; those who are known to have ordered before are left out."""
    people = _first_known(world).groupby("customer")
    found = pd.DataFrame({"date": people["date"].min(), "orders": people.size(), "net": people["net"].sum()})
    return found.assign(again=found["orders"] > 1, one=1)


def repeat_purchase_rate(world: World) -> pd.DataFrame:
    return total(_customers(world), "again", "one")


def orders_per_customer(world: World) -> pd.DataFrame:
    return total(_customers(world), "orders", "one")


def customer_lifetime_value(world: World) -> pd.DataFrame:
    return total(_customers(world), "net", "one")


def active_customers(world: World) -> pd.DataFrame:
    bought = _purchases(world)[["date", "customer"]]
    days = sorted(bought["date"].unique())
    since = days[0] + pd.Timedelta(days=27)
    month = pd.Timedelta(days=28)
    counts = {
        day: bought.loc[(bought["date"] > day - month) & (bought["date"] <= day), "customer"].nunique()
        for day in days
        if day >= since
    }
    return stock(pd.Series(counts, dtype=float))


def churn_rate(world: World) -> pd.DataFrame:
    days = _purchases(world)[["customer", "date"]].drop_duplicates().sort_values(["customer", "date"])
    silence = days.groupby("customer")["date"].shift(-1) - days["date"]
    quarter = pd.Timedelta(days=90)
    due = days.assign(date=days["date"] + quarter, lost=~(silence <= quarter), one=1)
    return total(due[due["date"] <= days["date"].max()], "lost", "one")


def cohort_retention_rate(world: World) -> pd.DataFrame:
    bought = _first_known(world).sort_values("date")
    first, last = bought.groupby("customer")["date"].min(), bought["date"].max()
    second = bought.groupby("customer")["date"].nth(1)
    second.index = bought.loc[second.index, "customer"]
    cohorts = pd.DataFrame({"date": first, "back": (second.reindex(first.index) - first).dt.days <= 90}).assign(one=1)
    return total(cohorts[cohorts["date"] + pd.Timedelta(days=90) <= last], "back", "one")
