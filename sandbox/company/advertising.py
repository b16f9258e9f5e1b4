"""What the ads delivered: impressions -> clicks -> spend, and the conversions that the platforms claim."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.audience import buying, by_audience, presence, with_intent
from sandbox.company.chance import Array, by_day, draws
from sandbox.company.mishaps import weight
from sandbox.company.offering import DEVICES
from sandbox.company.seasons import promotion

if TYPE_CHECKING:
    from sandbox.company import Company

BASKET, ENQUIRY_VALUE = np.array(58.0), np.array(55.0)  # EUR, as the platforms are told
MONEY_LEVEL = {"EUR": 1.0, "USD": 1.08, "GBP": 0.86}


@dataclass(frozen=True)
class Delivery:
    """Grids of (day of history, ad and device); money in cents of the account's currency, conversions in hundredths."""

    plan: pd.DataFrame
    keenness: Array  # how much of their usual wish to buy those have who click: the crowd behind the core is lukewarm
    impressions: Array
    clicks: Array
    cents: Array
    conversions: Array
    value_cents: Array
    video_views: Array
    reach: Array


def delivery(company: "Company") -> Delivery:
    """Runs the ads through all of history."""
    plan = with_intent(company.structure.merge(pd.DataFrame({"device": DEVICES}), how="cross"))
    saturation, jump = weight(company, "channel_saturation", plan), weight(company, "cost_jump", plan)
    rush = 1 + 0.25 * promotion(company.history)[:, None]
    level = plan["currency"].map(MONEY_LEVEL).to_numpy()
    shown = (plan["clicks"] / plan["ctr"]).to_numpy() * presence(company, plan) * (1 + 1.35 * saturation)
    ctr = plan["ctr"].to_numpy() * (1 - 0.15 * saturation)
    price = 100 * plan["cpc"].to_numpy() * level * rush * (1 + 0.4 * jump)
    keenness = 1 - 0.48 * saturation
    wish = (buying(company, plan) + plan["enquiring"].to_numpy()) * plan["claim"].to_numpy() * keenness
    worth = 100 * level * by_audience(plan, BASKET, ENQUIRY_VALUE)
    frequency = np.where(plan["frequency"] > 0, plan["frequency"], np.inf) * (1 + 0.55 * saturation)
    days = []
    for i, rng in draws(company.seed, "ads", company.history):
        mood = rng.normal(1, 0.05, len(plan)).clip(0.8, 1.2)
        impressions = rng.poisson(shown[i] * mood)
        clicks = rng.binomial(impressions, ctr[i])
        cents = np.rint(clicks * price[i] * rng.normal(1, 0.06, len(plan)).clip(0.8, 1.25))
        quarters = rng.poisson(4 * clicks * wish[i])  # data-driven attribution hands out parts of conversions
        value = np.rint(quarters / 4 * worth * rng.normal(1, 0.12, len(plan)).clip(0.6, 1.5))
        views = rng.binomial(impressions, plan["viewing"].to_numpy())
        reach = np.rint(impressions / frequency[i])
        days.append((impressions, clicks, cents, 25 * quarters, value, views, reach))
    grids = (np.stack(measure).astype(np.int64) for measure in zip(*days, strict=True))
    return Delivery(plan, keenness, *grids)


def ad_days(company: "Company") -> pd.DataFrame:
    """date, platform, account_id, campaign_id, ad_group_id, ad_id, device (mobile|desktop|tablet), impressions, clicks,
    spend (account currency), conversions (claimed by the platform, settled), conversion_value (account currency),
    video_views, reach (0 where the platform has none).
    """
    made = company.delivery
    days = slice(len(company.history) - len(company.window), None)
    columns = ["platform", "account_id", "campaign_id", "ad_group_id", "ad_id", "device"]
    measures = {
        "impressions": made.impressions[days],
        "clicks": made.clicks[days],
        "spend": made.cents[days] / 100,
        "conversions": made.conversions[days] / 100,
        "conversion_value": made.value_cents[days] / 100,
        "video_views": made.video_views[days],
        "reach": made.reach[days],
    }
    return by_day(company.window, made.plan[columns], measures, made.impressions[days] > 0)
