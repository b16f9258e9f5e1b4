"""Who is out there: how many people on a day, on which devices, and how ready they are to buy or to enquire.

A plan is a table of the ways to meet them. Here it needs audience (shop|office), landing_page, device and appetite.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array
from sandbox.company.mishaps import strength
from sandbox.company.offering import DEVICES, PAGES
from sandbox.company.seasons import office_demand, promotion, shop_demand

if TYPE_CHECKING:
    from sandbox.company import Company

DEVICE_MIX = {"shop": (0.62, 0.33, 0.05), "office": (0.30, 0.66, 0.04)}
PLAIN_BUYING = 0.0102  # share of plain visitors who buy for the first time
DEVICE_BUYING = {"mobile": 0.78, "desktop": 1.45, "tablet": 0.95}


def by_audience(plan: pd.DataFrame, shop: Array, office: Array) -> Array:
    """For each row of the plan the figure of its audience."""
    return np.where((plan["audience"] == "office").to_numpy(), office, shop)


def presence(company: "Company", plan: pd.DataFrame) -> Array:
    """How many people there are against a plain day, times the share of the row's device, by (day, row)."""
    days = company.history
    demand = by_audience(plan, shop_demand(days)[:, None], office_demand(days)[:, None])
    return demand * device_shares(company, plan)


def device_shares(company: "Company", plan: pd.DataFrame) -> Array:
    """The share of the row's device in its audience, by (day, row), with the drift of habits from desktop to phones."""
    device = np.array([DEVICES.index(name) for name in plan["device"]])
    drift = 0.16 * strength(company, "device_mix_shift", "device=mobile")
    shares = {}
    for audience, mix in DEVICE_MIX.items():
        moved = np.minimum(drift, 0.6 * mix[DEVICES.index("desktop")])
        shares[audience] = (np.array(mix) + np.outer(moved, [1, -1, 0]))[:, device]
    return by_audience(plan, shares["shop"], shares["office"])


def with_intent(plan: pd.DataFrame) -> pd.DataFrame:
    """Adds the page's group, and the shares of plain visitors that buy and that enquire there."""
    page = PAGES.set_index("landing_page").loc[plan["landing_page"]]
    device = plan["device"].map(DEVICE_BUYING).to_numpy()
    return plan.assign(
        page_group=page["page_group"].to_numpy(),
        buying=PLAIN_BUYING * plan["appetite"].to_numpy() * page["buying"].to_numpy() * device,
        enquiring=page["enquiring"].to_numpy() * device,
    )


def buying(company: "Company", plan: pd.DataFrame) -> Array:
    """The share of visitors that buys, by (day, row): promotions lift it."""
    wish: Array = plan["buying"].to_numpy() * (1 + promotion(company.history))[:, None]
    return wish
