"""Organic search: what Google shows of the site, where it ranks, who clicks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.audience import presence
from sandbox.company.chance import Array, by_day, draws
from sandbox.company.mishaps import weight
from sandbox.company.offering import COUNTRIES, DEVICES, PAGES

if TYPE_CHECKING:
    from sandbox.company import Company

BRAND_CTR = 0.34
DEVICE_CLICKING = {"mobile": 1.08, "desktop": 0.92, "tablet": 0.95}
_QUERIES = [  # query, page, impressions a day, position, countries
    ("torrefino", "/", 330, 1.1, "deu fra gbr"),
    ("torrefino coffee", "/", 110, 1.2, "deu gbr usa"),
    ("torrefino espresso", "/products/house-espresso", 70, 1.3, "deu fra"),
    ("torrefino erfahrungen", "/", 45, 2.1, "deu"),
    ("coffee beans", "/collections/beans", 2000, 9.4, "deu gbr usa"),
    ("espresso beans", "/products/house-espresso", 1200, 6.2, "deu fra gbr"),
    ("espressobohnen", "/products/house-espresso", 900, 4.3, "deu aut"),
    ("café en grains", "/collections/beans", 700, 7.8, "fra"),
    ("filter coffee sampler", "/products/filter-sampler", 380, 3.2, "deu gbr usa"),
    ("hand coffee grinder", "/products/hand-grinder", 900, 6.9, "deu fra gbr"),
    ("coffee grinder", "/collections/grinders", 1700, 12.5, "deu gbr usa"),
    ("espresso machine", "/collections/machines", 2100, 16.0, "deu fra gbr"),
    ("espresso at home", "/guides/espresso-at-home", 900, 4.4, "deu gbr usa"),
    ("how to make espresso", "/guides/espresso-at-home", 1200, 5.6, "deu gbr usa"),
    ("grind size chart", "/guides/grind-size", 1000, 3.8, "deu gbr usa"),
    ("mahlgrad", "/guides/grind-size", 500, 3.1, "deu aut"),
    ("descale espresso machine", "/guides/descaling", 900, 4.9, "deu fra gbr"),
    ("kaffee für büro", "/business", 420, 6.1, "deu aut"),
    ("office coffee service", "/business", 560, 8.7, "deu fra gbr"),
    ("office coffee quote", "/business/quote", 150, 5.2, "deu fra"),
]
_HIDDEN = [  # searches too rare to be told, by page: impressions a day, position
    ("/", 520, 3.6),
    ("/collections/beans", 2100, 9.9),
    ("/collections/machines", 1300, 14.0),
    ("/collections/grinders", 1100, 11.8),
    ("/products/house-espresso", 1600, 6.8),
    ("/products/filter-sampler", 600, 6.0),
    ("/products/hand-grinder", 1000, 8.3),
    ("/guides/espresso-at-home", 2200, 6.9),
    ("/guides/grind-size", 1500, 5.8),
    ("/guides/descaling", 1400, 6.1),
    ("/business", 420, 8.2),
]


@dataclass(frozen=True)
class Results:
    """Grids of (day of history, query and page and country and device)."""

    plan: pd.DataFrame
    impressions: Array
    clicks: Array
    position: Array


def results_plan() -> pd.DataFrame:
    """Every query on its page, by country and device; the first country brings half of it."""
    rows = []
    hidden = [("", page, shown, place, "deu fra gbr usa") for page, shown, place in _HIDDEN]
    for query, page, shown, place, nations in _QUERIES + hidden:
        parts = [0.5, 0.25, 0.15, 0.10][: len(nations.split())]
        for nation, part in zip(nations.split(), parts, strict=True):
            share = shown * part / sum(parts)
            rows += [(query, page, nation, device, share, place) for device in DEVICES]
    plan = pd.DataFrame(rows, columns=["query", "page", "country", "device", "shown", "place"])
    plan["is_anonymised"] = plan["query"] == ""
    plan["is_brand"] = plan["query"].str.startswith("torrefino")
    plan["audience"] = np.where(plan["page"].str.startswith("/business"), "office", "shop")
    plan["page_group"] = PAGES.set_index("landing_page").loc[plan["page"], "page_group"].to_numpy()
    return plan


def results(company: "Company") -> Results:
    """Runs the searches through all of history."""
    plan = results_plan()
    brand, device = plan["is_brand"].to_numpy(), plan["device"].map(DEVICE_CLICKING).to_numpy()
    shown = plan["shown"].to_numpy() * presence(company, plan)
    # Nobody takes the company's own name away from it.
    slip = weight(company, "algorithm_update", plan) * ~brand
    place = plan["place"].to_numpy() * (1 + 0.5 * slip)
    ctr = np.where(brand, BRAND_CTR, 0.30 / place**1.15) * device
    days = []
    for i, rng in draws(company.seed, "search", company.history):
        mood = rng.normal(1, 0.06, len(plan)).clip(0.8, 1.2)
        impressions = rng.poisson(shown[i] * mood)
        position = (place[i] * rng.normal(1, 0.05, len(plan))).clip(1, 100).round(2)
        days.append((impressions, rng.binomial(impressions, ctr[i]), position))
    return Results(plan, *(np.stack(measure) for measure in zip(*days, strict=True)))


def search_days(company: "Company") -> pd.DataFrame:
    """date, query ("" if anonymised), page (full URL), country (alpha-3 lower case), device (mobile|desktop|tablet),
    clicks, impressions, position, is_anonymised (nobody may see the query), is_brand. Settled.
    """
    found, days = company.results, company.window
    plan = found.plan[["query", "page", "country", "device", "is_anonymised", "is_brand"]]
    plan = plan.assign(page=f"https://{company.domain}" + plan["page"])
    kept = slice(len(company.history) - len(days), None)
    measures = {"clicks": found.clicks[kept], "impressions": found.impressions[kept], "position": found.position[kept]}
    frame = by_day(days, plan, measures, found.impressions[kept] > 0)
    order = ["date", "query", "page", "country", "device", "clicks", "impressions", "position"]
    return frame[[*order, "is_anonymised", "is_brand"]]


def alpha2() -> dict[str, str]:
    """From the country codes of the search engine to those of the web analytics."""
    return dict(zip(COUNTRIES["alpha3"], COUNTRIES["country"], strict=True))
