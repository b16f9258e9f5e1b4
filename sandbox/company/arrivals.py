"""The ways to arrive at the site: from where, on which page, in which country, on which device. No days."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.audience import with_intent
from sandbox.company.letters import SERIES
from sandbox.company.offering import DEVICES
from sandbox.company.search import alpha2

if TYPE_CHECKING:
    from sandbox.company import Company

# channel group, source, medium, campaign, pages, countries, sessions a day, buying, engaging, loyalty
_BASE = [
    ("Direct", "(direct)", "(none)", "(direct)", "/ /products/house-espresso", "DE FR GB", 380, 1.1, 0.60, 2.6),
    ("Direct", "(direct)", "(none)", "(direct)", "/business", "DE FR", 60, 1.0, 0.62, 0.0),
    ("Organic Search", "bing", "organic", "(organic)", "/ /collections/beans", "DE GB", 70, 1.0, 0.62, 1.0),
    ("Referral", "coffeeness.example", "referral", "(referral)", "/products/hand-grinder", "DE AT", 55, 1.2, 0.66, 0.4),
    ("Referral", "gastro.example", "referral", "(referral)", "/business", "DE", 28, 1.0, 0.64, 0.0),
    ("Organic Social", "instagram", "social", "(not set)", "/ /products/filter-sampler", "DE GB", 110, 0.6, 0.48, 0.5),
    ("Organic Social", "facebook", "social", "(not set)", "/guides/espresso-at-home", "DE FR", 35, 0.5, 0.45, 0.4),
    ("Organic Social", "instagram", "influencer", "creators", "/products/filter-sampler", "DE", 40, 1.3, 0.55, 0.3),
    ("Organic Video", "youtube", "video", "(not set)", "/guides/grind-size", "DE", 25, 0.6, 0.58, 0.2),
    ("AI Assistant", "chatgpt", "ai-assistant", "(ai-assistant)", "/guides/descaling", "DE GB", 45, 1.4, 0.68, 0.2),
    ("Unassigned", "(not set)", "(not set)", "(not set)", "/", "DE", 30, 0.3, 0.30, 0.3),
]
_MAILED = {  # pages and countries that a series of mails brings people to
    "Weekly letter": ("/guides/espresso-at-home /products/house-espresso", "DE FR"),
    "Friday offer": ("/sale /collections/beans", "DE FR"),
    "Office letter": ("/business /business/quote", "DE FR"),
}
COLUMNS = ["channel_group", "source", "medium", "campaign_id", "campaign_name", "landing_page", "page_group", "country"]


def entries(company: "Company") -> pd.DataFrame:
    """One row for each way to arrive. `feed` says what brings the people: habit (base), search, ads or a mail (email);
    `volume` how many a day by habit, or which share of a mail's clicks; `loyalty` how many of them come back here.
    """
    parts = [_split(base[:4], base[4], base[5], base[6:], "base") for base in _BASE]
    for series, *_ in SERIES:
        pages, nations = _MAILED[series]
        parts.append(_split(("Email", "newsletter", "email", series), pages, nations, (1, 1.25, 0.66, 3.6), "email"))
    told = pd.concat(parts).merge(pd.DataFrame({"device": DEVICES}), how="cross")
    plan = pd.concat([told, _from_search(company), _from_ads(company)], ignore_index=True)
    office = plan["landing_page"].str.startswith("/business")
    plan = plan.assign(campaign_id=plan["campaign_id"].fillna("(not set)"), audience=np.where(office, "office", "shop"))
    return with_intent(plan)


def _split(origin: tuple[str, ...], pages: str, countries: str, traits: tuple[float, ...], feed: str) -> pd.DataFrame:
    """Splits a source over its pages and countries, the first of each being the strongest."""
    rows = [
        (*origin, page, country, 1 / ((p + 1) * (c + 1)))
        for p, page in enumerate(pages.split())
        for c, country in enumerate(countries.split())
    ]
    columns = ["channel_group", "source", "medium", "campaign_name", "landing_page", "country", "volume"]
    frame = pd.DataFrame(rows, columns=columns)
    volume, appetite, engaging, loyalty = traits
    frame["volume"] *= volume / frame["volume"].sum()
    return frame.assign(appetite=appetite, engaging=engaging, loyalty=loyalty, feed=feed)


def _from_search(company: "Company") -> pd.DataFrame:
    """One entry for each page, country and device that the search engine shows, in the order of its plan."""
    shown = company.results.plan[["page", "country", "device"]].drop_duplicates()
    origin = {"channel_group": "Organic Search", "source": "google", "medium": "organic", "campaign_name": "(organic)"}
    frame = shown.rename(columns={"page": "landing_page"}).assign(country=shown["country"].map(alpha2()), **origin)
    return frame.assign(volume=0.0, appetite=1.0, engaging=0.64, loyalty=0.9, feed="search")


def _from_ads(company: "Company") -> pd.DataFrame:
    """One entry for each ad and device, in the order of the deliveries."""
    told = ["channel_group", "source", "medium", "campaign_id", "campaign_name", "landing_page", "country"]
    frame = company.delivery.plan[[*told, "device", "appetite"]]
    loyalty = np.where(frame["appetite"] > 1.5, 1.0, 0.25)
    return frame.assign(volume=0.0, engaging=0.55, loyalty=loyalty, feed="ads")
