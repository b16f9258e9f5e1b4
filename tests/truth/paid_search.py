"""Paid search, and the other ads that are not social."""

import pandas as pd

from tests.truth.days import settles_after, total
from tests.truth.world import World


def _ads(world: World) -> pd.DataFrame:
    return world.ads[~world.ads["is_social"]]


def search_ad_spend(world: World) -> pd.DataFrame:
    return total(_ads(world), "spend")


def search_ad_clicks(world: World) -> pd.DataFrame:
    return total(_ads(world), "clicks")


def search_ad_ctr(world: World) -> pd.DataFrame:
    return total(_ads(world), "clicks", "impressions")


def search_ad_cost_per_click(world: World) -> pd.DataFrame:
    return total(_ads(world), "spend", "clicks")


@settles_after(31)
def search_ad_conversions(world: World) -> pd.DataFrame:
    return total(_ads(world), "conversions")


@settles_after(31)
def search_ad_conversion_rate(world: World) -> pd.DataFrame:
    return total(_ads(world), "conversions", "clicks")


@settles_after(31)
def search_ad_cost_per_acquisition(world: World) -> pd.DataFrame:
    return total(_ads(world), "spend", "conversions")


@settles_after(31)
def search_ad_return_on_ad_spend(world: World) -> pd.DataFrame:
    return total(_ads(world), "conversion_value", "spend")


def search_ad_sessions_per_click(world: World) -> pd.DataFrame:
    came = world.sessions[(world.sessions["source"] == "google") & (world.sessions["medium"] == "cpc")]
    clicked = world.ads[world.ads["platform"] == "google_ads"]
    return total(pd.concat([came[["date", "sessions"]], clicked[["date", "clicks"]]]), "sessions", "clicks")


def budget_pacing(world: World) -> pd.DataFrame:
    plan = world.company.budgets
    plan = plan[plan["channel"] == "paid_search"].set_index("period_start")["value"]
    days = pd.DataFrame({"date": pd.to_datetime(world.company.window)})
    month = days["date"].dt.to_period("M").dt.to_timestamp()
    days["budget"] = (month.map(plan) / days["date"].dt.days_in_month).to_numpy()
    return total(pd.concat([_ads(world)[["date", "spend"]], days]), "spend", "budget")


def search_impression_share(world: World) -> pd.DataFrame:
    shares = world.rows("google_ads", "campaign_share_daily").rename(columns={"campaign.id": "campaign_id"})
    own = ["date", "campaign_id"]
    shown = world.ads[world.ads["platform"] == "google_ads"].groupby(own)["impressions"].sum().reset_index()
    rows = shares.merge(shown, on=own)
    return total(
        rows.assign(eligible=rows["impressions"] / rows["metrics.searchImpressionShare"]), "impressions", "eligible"
    )
