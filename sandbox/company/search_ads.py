"""The search campaigns by keyword and search term: the deliveries of the ads, split so that they add up exactly."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, by_day, divide, draws
from sandbox.company.offering import DEVICES

if TYPE_CHECKING:
    from sandbox.company import Company

MEASURES = ("impressions", "clicks", "cents", "conversions", "value_cents")
ENDINGS = ("", " online", " best")  # what people add to a keyword when they search
PRIVATE_IMPRESSIONS = 4  # terms that fewer people searched are not told


def _plan(company: "Company") -> pd.DataFrame:
    return company.keywords.merge(pd.DataFrame({"device": DEVICES}), how="cross")


def keyword_grids(company: "Company") -> dict[str, Array]:
    """The measures by (day of the window, keyword and device)."""
    plan, delivered, days = _plan(company), company.delivery, company.window
    rows = {key: np.array(index) for key, index in delivered.plan.groupby(["ad_group_id", "device"]).indices.items()}
    cells = {key: np.array(index) for key, index in plan.groupby(["ad_group_id", "device"]).indices.items()}
    taste = np.zeros((len(days), len(plan)))
    exact = (plan["match_type"] == "EXACT").to_numpy()
    for i, rng in draws(company.seed, "keywords", days):
        taste[i] = rng.gamma(6, 1, len(plan)) * (1 + 2 * exact)
    grids = {name: np.zeros(taste.shape, dtype=np.int64) for name in MEASURES}
    for key, cell in cells.items():
        total = {name: getattr(delivered, name)[-len(days) :, rows[key]].sum(axis=1) for name in MEASURES}
        clicks = divide(total["clicks"], taste[:, cell])
        paid = clicks + (clicks.sum(axis=1, keepdims=True) == 0)
        # A click needs an impression: the clicked ones are given first, the rest by taste.
        grids["impressions"][:, cell] = clicks + divide(total["impressions"] - total["clicks"], taste[:, cell])
        grids["clicks"][:, cell] = clicks
        for name in ("cents", "conversions", "value_cents"):
            grids[name][:, cell] = divide(total[name], paid)
    return grids


def keyword_days(company: "Company") -> pd.DataFrame:
    """date, campaign_id, ad_group_id, criterion_id, device, impressions, clicks, spend, conversions, conversion_value.

    Sums by ad group, device and day equal those of ad_days.
    """
    columns = ["campaign_id", "ad_group_id", "criterion_id", "device"]
    grids = company.keyword_grids
    return by_day(company.window, _plan(company)[columns], _measures(grids), grids["impressions"] > 0)


def search_term_days(company: "Company") -> pd.DataFrame:
    """date, campaign_id, ad_group_id, criterion_id, search_term, device, impressions, clicks, spend, conversions,
    conversion_value. Rare terms are kept from the advertiser, so that sums lie below those of keyword_days.
    """
    plan, grids, days = _plan(company), company.keyword_grids, company.window
    taste = np.zeros((len(days), len(plan), len(ENDINGS)))
    for i, rng in draws(company.seed, "search_terms", days):
        taste[i] = rng.gamma(3, 1, taste.shape[1:]) * [6, 2, 1]
    clicks = divide(grids["clicks"], taste)
    paid = clicks + (clicks.sum(axis=-1, keepdims=True) == 0)
    parts = {"impressions": clicks + divide(grids["impressions"] - grids["clicks"], taste), "clicks": clicks}
    parts |= {name: divide(grids[name], paid) for name in ("cents", "conversions", "value_cents")}
    flat = {name: grid.reshape(len(days), -1) for name, grid in parts.items()}
    terms = plan.merge(pd.DataFrame({"ending": ENDINGS}), how="cross")
    terms["search_term"] = terms["text"] + terms["ending"]
    columns = ["campaign_id", "ad_group_id", "criterion_id", "search_term", "device"]
    return by_day(days, terms[columns], _measures(flat), flat["impressions"] >= PRIVATE_IMPRESSIONS)


def _measures(grids: dict[str, Array]) -> dict[str, Array]:
    return {
        "impressions": grids["impressions"],
        "clicks": grids["clicks"],
        "spend": grids["cents"] / 100,
        "conversions": grids["conversions"] / 100,
        "conversion_value": grids["value_cents"] / 100,
    }
