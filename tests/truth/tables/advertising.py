"""What ads cost and delivered, and the conversions that platforms claim."""

import json
from typing import TYPE_CHECKING

import pandas as pd

from sandbox.company.accounts import KINDS

if TYPE_CHECKING:
    from tests.truth.world import World

COUNT_WHOLE = ["linkedin_ads", "x_ads"]
"""They round parts of a conversion, each ad day in its own way: what they told is the truth of it."""


def ads(world: "World") -> pd.DataFrame:
    """The company's ad days, with `spend` and `conversion_value` in EUR, and `is_social`."""
    about = world.company.structure.drop_duplicates("ad_id").set_index("ad_id")
    days = world.asked_for(world.company.ad_days)
    days = days.assign(currency=days["ad_id"].map(about["currency"]), kind=days["ad_id"].map(about["kind"]))
    for name in ("spend", "conversion_value"):
        days[name] = world.euros(days, name)
    return days.assign(is_social=days["kind"].map(KINDS["channel_group"]) == "Paid Social")


def claims(world: "World") -> pd.DataFrame:
    """date, conversions, value (EUR), is_social."""
    known = world.ads[~world.ads["platform"].isin(COUNT_WHOLE)].rename(columns={"conversion_value": "value"})
    columns = ["date", "conversions", "value", "is_social"]
    return pd.concat([known[columns], *(told[columns] for told in (_linkedin(world), _x(world)))], ignore_index=True)


def _linkedin(world: "World") -> pd.DataFrame:
    told = world.rows("linkedin_ads", "campaign_daily").assign(currency="EUR", is_social=True)
    told["conversions"] = told["externalWebsiteConversions"]
    told["value"] = told["conversionValueInLocalCurrency"].astype(float)
    return told.assign(value=world.euros(told, "value"))


def _x(world: "World") -> pd.DataFrame:
    told = world.rows("x_ads", "campaign_daily").dropna(subset=["metrics.conversion_purchases"])
    sold = told["metrics.conversion_purchases"].map(json.loads)
    told = told.assign(currency="USD", is_social=True)
    told["conversions"] = [float(each.get("metric") or 0) for each in sold]
    told["value"] = [float(each.get("sale_amount") or 0) / 1_000_000 for each in sold]
    return told.assign(value=world.euros(told, "value"))
