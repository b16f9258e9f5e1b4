"""Lead generation: who asks for something, and what comes of it."""

import pandas as pd

from tests.truth.days import stock, total
from tests.truth.world import World


def _reached(world: World, stage: str) -> pd.DataFrame:
    found = world.leads.dropna(subset=[stage])
    return found.assign(since=found["date"], date=found[stage], one=1)


def leads(world: World) -> pd.DataFrame:
    return total(world.leads)


def qualified_leads(world: World) -> pd.DataFrame:
    return total(_reached(world, "mql"))


def sales_qualified_leads(world: World) -> pd.DataFrame:
    return total(_reached(world, "sql"))


def lead_to_mql_rate(world: World) -> pd.DataFrame:
    return total(world.leads.assign(reached=world.leads["mql"].notna(), one=1), "reached", "one")


def lead_win_rate(world: World) -> pd.DataFrame:
    return total(world.leads.assign(won=world.leads["customer"].notna(), one=1), "won", "one")


def days_to_close(world: World) -> pd.DataFrame:
    won = _reached(world, "customer")
    return total(won.assign(days=(won["date"] - won["since"]).dt.days), "days", "one")


def cost_per_lead(world: World) -> pd.DataFrame:
    spend = world.ads[["date", "spend"]]
    return total(pd.concat([spend, world.leads.assign(one=1)[["date", "one"]]]), "spend", "one")


def pipeline_value(world: World) -> pd.DataFrame:
    deals = world.deals
    last = max(deals["date"].max(), deals["closed_on"].max())
    days = pd.date_range(deals["date"].min(), last, name="date")
    opened = deals.groupby("date")["amount"].sum().reindex(days, fill_value=0)
    closed = deals.groupby("closed_on")["amount"].sum().reindex(days, fill_value=0)
    return stock((opened - closed).cumsum())
