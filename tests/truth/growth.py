"""Growth: marketing against the business."""

import pandas as pd

from tests.truth.days import settles_after, total
from tests.truth.world import World


def _business(world: World) -> pd.DataFrame:
    """What ads cost and claim, and below it what orders, leads and deals bring: revenue, conversions, new customers."""
    claims = world.claims.rename(columns={"conversions": "claimed"})[["date", "claimed"]]
    orders = world.orders.assign(revenue=world.orders["net"], conversions=1, new=world.orders["is_new"])
    leads = world.leads.assign(conversions=1)[["date", "conversions"]]
    customers = world.leads.dropna(subset=["customer"])
    customers = pd.DataFrame({"date": customers["customer"], "new": 1})
    deals = world.deals[world.deals["is_won"]]
    deals = pd.DataFrame({"date": deals["closed_on"], "revenue": deals["amount"]})
    orders = orders[["date", "revenue", "conversions", "new"]]
    return pd.concat([claims, world.ads[["date", "spend"]], orders, leads, customers, deals], ignore_index=True)


def total_spend(world: World) -> pd.DataFrame:
    return total(world.ads, "spend")


def blended_roas(world: World) -> pd.DataFrame:
    return total(_business(world), "revenue", "spend")


def blended_cost_per_acquisition(world: World) -> pd.DataFrame:
    return total(_business(world), "spend", "new")


@settles_after(31)
def platform_over_attribution(world: World) -> pd.DataFrame:
    return total(_business(world), "claimed", "conversions")


def market_share(world: World) -> pd.DataFrame:
    """The market of a quarter is 24 million and 0.3 more in each later one, evenly on its days."""
    days = pd.DataFrame({"date": pd.to_datetime(world.company.window)})
    quarter = days["date"].dt.to_period("Q")
    place = (quarter.astype("int64") - pd.Timestamp(world.company.start).to_period("Q").ordinal).to_numpy()
    days["market"] = (24_000_000 + 300_000 * place) / (
        quarter.dt.end_time.dt.day_of_year - quarter.dt.start_time.dt.day_of_year + 1
    )
    return total(pd.concat([_business(world)[["date", "revenue"]], days]), "revenue", "market")


@settles_after(31)
def largest_channel_share(world: World) -> pd.DataFrame:
    daily = world.sessions.pivot_table(index="date", columns="channel_group", values="key_events", aggfunc="sum")
    month = daily.fillna(0).rolling(28, min_periods=1).sum()
    return pd.DataFrame({"numerator": month.max(axis=1), "denominator": month.sum(axis=1)})


def ltv_to_cac(world: World) -> pd.DataFrame:
    """What the people who bought in a year brought in it, over what each new one cost."""
    business = _business(world)
    bought = world.orders.dropna(subset=["customer"])[["date", "customer"]]
    won = world.leads.dropna(subset=["customer"])
    won = pd.DataFrame({"date": won["customer"], "customer": "lead " + won.index.astype(str)})
    bought = pd.concat([bought, won])
    found, year = {}, pd.Timedelta(days=365)
    for day in pd.date_range(world.ads["date"].min() + pd.Timedelta(days=364), world.ads["date"].max()):
        sums = business[(business["date"] > day - year) & (business["date"] <= day)].sum(numeric_only=True)
        people = bought.loc[(bought["date"] > day - year) & (bought["date"] <= day), "customer"].nunique()
        found[day] = (sums["revenue"] / people, sums["spend"] / sums["new"])
    return pd.DataFrame.from_dict(found, orient="index", columns=["numerator", "denominator"])
