"""What an SEO tool can see of the company and of two competitors: ranking keywords by position, traffic, links.

Positions and traffic follow the search results, so that a search update that costs clicks shows here, too.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws, ordinals

if TYPE_CHECKING:
    from sandbox.company import Company

MARKETS = {"de": "deu", "gb": "gbr"}
COMPETITORS = {"roastmaster.example": 0.8, "bohnenhaus.example": 1.5}
"""How far down they rank where the company ranks first."""
FAMILY = np.geomspace(0.45, 9.0, 24)
"""Where the other searches rank that mean the same as a query: its position times this."""
BANDS = {"top_1_3": (0, 3), "top_4_10": (3, 10), "top_11_20": (10, 20), "top_21_50": (20, 50), "top_51_100": (50, 100)}
LINKS = {"": (640, 0.21, 17), "roastmaster.example": (1_900, 0.34, 24), "bohnenhaus.example": (310, 0.08, 9)}
"""Referring domains at the start of 2024, how many come a day, links of each; the company is named ""."""
START = 738_886  # the ordinal of 2024-01-01
CENTS_A_CLICK = 62
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Visibility:
    """What the tools measured on each day since the first.

    days: date, domain, market (de|gb), top_1_3 to top_51_100 (keywords), keywords (all in the top 100), traffic (visits
    a month, estimated), value (what its clicks would cost a month in USD cents).
    links: date, domain, referring_domains, backlinks, authority (0 to 100).
    keywords: date, domain, market, keyword, url, position, volume (searches a month), traffic, cpc (USD cents).
    """

    days: pd.DataFrame
    links: pd.DataFrame
    keywords: pd.DataFrame


def visibility(company: "Company") -> Visibility:
    """Measures the three domains in both markets."""
    domains = [company.domain.removeprefix("www."), *COMPETITORS]
    ranks = {market: _positions(company, nation) for market, nation in MARKETS.items()}
    days, words = [], []
    for market, (plan, position, shown) in ranks.items():
        for domain in domains:
            places = position if domain not in COMPETITORS else _rival(company, domain, plan, position)
            family = np.rint(places[:, :, None] * FAMILY)
            clicks = shown * 0.30 / places**1.15 * np.where(plan["is_brand"] & (domain in COMPETITORS), 0, 1)
            days.append(_counted(company, domain, market, family, clicks.sum(axis=1)))
            words.append(_ranked(company, domain, market, plan, places, shown, clicks))
    links = pd.concat([_linked(company, domain) for domain in domains], ignore_index=True)
    return Visibility(pd.concat(days, ignore_index=True), links, pd.concat(words, ignore_index=True))


def _positions(company: "Company", nation: str) -> tuple[pd.DataFrame, Array, Array]:
    """The told queries of a nation, and by (day of the window, query) the mean position and the searches a day."""
    found, kept = company.results, slice(len(company.history) - len(company.window), None)
    plan = found.plan.reset_index(drop=True)
    mine = plan[(plan["country"] == nation) & ~plan["is_anonymised"]]
    groups = mine.groupby(["query", "page"], sort=True).indices
    rows = [mine.index[each].to_numpy() for each in groups.values()]
    position = np.stack([found.position[kept][:, each].mean(axis=1) for each in rows], axis=1)
    week = np.stack([_of_the_week(found.impressions[:, each].sum(axis=1))[kept] for each in rows], axis=1)
    queries = plan.iloc[[each[0] for each in rows]].reset_index(drop=True)
    return queries[["query", "page", "place", "is_brand"]], position, week


def _of_the_week(counts: Array) -> Array:
    """The mean of each day and the six before it."""
    total = np.cumsum(np.concatenate([np.zeros(7), counts.astype(float)]))
    mean: Array = (total[7:] - total[:-7]) / 7
    return mean


def _rival(company: "Company", domain: str, plan: pd.DataFrame, position: Array) -> Array:
    """A competitor's positions: its own steady ones, which gain where the company's slip."""
    usual = plan["place"].to_numpy()
    mood = np.stack([rng.normal(1, 0.03, position.shape[1]) for _, rng in draws(company.seed, domain, company.window)])
    places: Array = np.clip(usual * COMPETITORS[domain] * mood * (usual / position) ** 0.3, 1, 100)
    return places


def _counted(company: "Company", domain: str, market: str, family: Array, clicks: Array) -> pd.DataFrame:
    counts = {name: ((family > low) & (family <= high)).sum(axis=(1, 2)) for name, (low, high) in BANDS.items()}
    traffic = np.rint(clicks * DAYS_A_MONTH).astype(np.int64)
    frame = pd.DataFrame({"date": company.window.astype("datetime64[ns]"), "domain": domain, "market": market})
    total = sum(counts.values())
    return frame.assign(**counts, keywords=total, traffic=traffic, value=traffic * CENTS_A_CLICK)


def _ranked(
    company: "Company", domain: str, market: str, plan: pd.DataFrame, places: Array, shown: Array, clicks: Array
) -> pd.DataFrame:
    days, queries = places.shape
    paths = plan["page"].to_numpy() if domain not in COMPETITORS else "/c/" + plan["query"].str.replace(" ", "-")
    frame = pd.DataFrame(
        {
            "date": np.repeat(company.window.astype("datetime64[ns]"), queries),
            "domain": domain,
            "market": market,
            "keyword": np.tile(plan["query"].to_numpy(), days),
            "url": np.tile((f"https://www.{domain}" + pd.Series(paths)).to_numpy(), days),
            "position": np.rint(places).astype(np.int64).ravel(),
            "volume": np.rint(shown * DAYS_A_MONTH / 10).astype(np.int64).ravel() * 10,
            "traffic": np.rint(clicks * DAYS_A_MONTH).astype(np.int64).ravel(),
            "cpc": np.tile(40 + 3 * plan["query"].str.len().to_numpy(), days),
        }
    )
    seen = ~np.tile(plan["is_brand"].to_numpy() & (domain in COMPETITORS), days)
    return frame[seen].reset_index(drop=True)


def _linked(company: "Company", domain: str) -> pd.DataFrame:
    base, a_day, each = LINKS.get(domain, LINKS[""])
    age = ordinals(company.window) - START
    referring = np.rint(base + a_day * age + 4 * np.sin(age / 11)).astype(np.int64)
    return pd.DataFrame(
        {
            "date": company.window.astype("datetime64[ns]"),
            "domain": domain,
            "referring_domains": referring,
            "backlinks": referring * each + (age % 13),
            "authority": np.clip(np.rint(8 * np.log(referring) - 20), 0, 100).astype(np.int64),
        }
    )
