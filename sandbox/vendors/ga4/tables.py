"""What the analytics property has collected: rows of sessions, events and items, and Google's names for them.

How rows are grouped and which metrics they give is in reports.py.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from sandbox.company import Company

COLUMNS = {  # the company's visits have one origin each: Google's scopes (session, first visit, event) tell the same
    "channel_group": ["sessionDefaultChannelGroup", "firstUserDefaultChannelGroup", "defaultChannelGroup"],
    "source": ["sessionSource", "sessionManualSource", "firstUserSource", "source"],
    "medium": ["sessionMedium", "sessionManualMedium", "firstUserMedium", "medium"],
    "campaign_id": ["sessionCampaignId", "firstUserCampaignId", "campaignId"],
    "campaign_name": ["sessionCampaignName", "sessionManualCampaignName", "firstUserCampaignName", "campaignName"],
    "landing_page": ["landingPage", "pagePath"],
    "device": ["deviceCategory"],
    "country": ["countryId"],
    "event": ["eventName"],
    "is_key": ["isKeyEvent"],
    "sku": ["itemId"],
    "title": ["itemName"],
    "brand": ["itemBrand"],
    "category": ["itemCategory"],
}
COLUMN_OF = {dimension: column for column, dimensions in COLUMNS.items() for dimension in dimensions}
SYSTEMS = {
    "mobile": [("iOS", "Safari"), ("Android", "Chrome"), ("iOS", "Safari"), ("Android", "Samsung Internet")],
    "desktop": [("Windows", "Chrome"), ("Macintosh", "Safari"), ("Windows", "Edge"), ("Windows", "Chrome")],
    "tablet": [("iOS", "Safari"), ("iOS", "Safari"), ("Android", "Chrome"), ("iOS", "Safari")],
}
PLACES = {
    "DE": [("Berlin", "Berlin"), ("Bavaria", "Munich"), ("Hamburg", "Hamburg"), ("Hesse", "Frankfurt")],
    "FR": [("Ile-de-France", "Paris"), ("Auvergne-Rhone-Alpes", "Lyon"), ("Occitanie", "Toulouse"), ("", "(not set)")],
    "AT": [("Vienna", "Vienna"), ("Styria", "Graz"), ("Vienna", "Vienna"), ("Tyrol", "Innsbruck")],
    "GB": [("England", "London"), ("England", "Leeds"), ("Scotland", "Glasgow"), ("England", "London")],
    "IE": [("County Dublin", "Dublin"), ("County Cork", "Cork"), ("County Dublin", "Dublin"), ("", "(not set)")],
    "US": [("New York", "New York"), ("California", "Los Angeles"), ("Texas", "Austin"), ("Illinois", "Chicago")],
    "CA": [("Ontario", "Toronto"), ("Quebec", "Montreal"), ("Ontario", "Toronto"), ("", "(not set)")],
}
EVENTS = {  # event: column that counts it; together they are the sessions' `events`
    "session_start": "sessions",
    "page_view": "page_views",
    "scroll": "page_views",
    "user_engagement": "engaged_sessions",
    "add_to_cart": "add_to_carts",
    "begin_checkout": "checkouts",
    "generate_lead": "leads",
    "purchase": "purchases",
}
KEY_EVENTS = ("generate_lead", "purchase")


@dataclass
class Collected:
    """The property's data, day by day, as the company stands now."""

    company: Company
    _items: tuple[date, pd.DataFrame] | None = None

    def rows(self, table: str, since: date, until: date) -> pd.DataFrame:
        """Rows of the days asked for, sorted by `date`: the company's own columns, for `name` to translate."""
        if table == "items":
            if self._items is None or self._items[0] != self.company.today:
                self._items = (self.company.today, items(self.company))
            return _between(self._items[1], since, until)
        rows = _between(self.company.session_days, since, until)
        return events(rows) if table == "events" else rows

    def name(self, rows: pd.DataFrame, dimension: str) -> Any:
        """The rows' values of one of Google's dimensions. Raises KeyError for one that they do not have."""
        if dimension in COLUMN_OF:
            return rows[COLUMN_OF[dimension]]
        match dimension:
            case "date":
                return _written(rows["date"], "%Y%m%d")
            case "yearMonth":
                return _written(rows["date"], "%Y%m")
            case "isoYearIsoWeek":
                return _written(rows["date"], "%G%V")
            case "hostName":
                return self.company.domain
            case "pageTitle":
                title = rows["landing_page"].str.rsplit("/", n=1).str[-1].str.replace("-", " ").str.title()
                return title.where(title != "", "Home") + f" | {self.company.name}"
            case "country":
                return rows["country"].map(self.company.countries.set_index("country")["country_name"])
            case "platform":
                return "web"
            case "operatingSystem" | "browser":
                return _choice(SYSTEMS, rows["device"], _turns(rows), second=dimension == "browser")
            case "region" | "city":
                return _choice(PLACES, rows["country"], _turns(rows), second=dimension == "city")
            case "sessionManualAdContent" | "sessionManualTerm" | "sessionManualSourcePlatform":
                return "(not set)"
        raise KeyError(dimension)


def events(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each row of the sessions and event that happened in it."""
    counts = np.concatenate([rows[column].to_numpy() for column in EVENTS.values()])
    event = np.repeat(list(EVENTS), len(rows))
    is_key = np.isin(event, KEY_EVENTS)
    spread = rows.iloc[np.tile(np.arange(len(rows)), len(EVENTS))].assign(
        event=event,
        is_key=np.where(is_key, "true", "false"),
        events=counts,
        key_events=counts * is_key,
        revenue=lambda all_rows: np.where(event == "purchase", all_rows["revenue"], 0.0),
        users=lambda all_rows: np.minimum(all_rows["users"], counts),
    )
    return spread[counts > 0]


def items(company: Company) -> pd.DataFrame:
    """One row for each day and product of the shop's orders; three looks lead to a basket, two baskets to an order."""
    orders = company.orders[["order_id", "created_at", "eur_rate", "is_test"]]
    lines = company.order_lines.merge(orders[~orders["is_test"]], on="order_id")
    bought = lines["quantity"]
    rows = pd.DataFrame(
        {
            "date": lines["created_at"].dt.tz_convert(company.time_zone).dt.tz_localize(None).dt.normalize(),
            "product_id": lines["product_id"],
            "items_purchased": bought,
            "items_checked_out": bought,
            "items_added": 2 * bought,
            "items_viewed": 6 * bought,
            "item_revenue": (lines["price"] * bought - lines["discount"]) / lines["eur_rate"],
        }
    )
    daily = rows.groupby(["date", "product_id"], as_index=False).sum()
    daily = daily.merge(company.products[["product_id", "sku", "title", "category"]], on="product_id")
    return daily.assign(brand=company.name).sort_values("date")


def _between(rows: pd.DataFrame, since: date, until: date) -> pd.DataFrame:
    first = rows["date"].searchsorted(pd.Timestamp(since))
    return rows.iloc[first : rows["date"].searchsorted(pd.Timestamp(until), side="right")]


def _written(days: Any, form: str) -> Any:
    return days.map({day: day.strftime(form) for day in days.unique()})


def _turns(rows: pd.DataFrame) -> Any:
    """A number of each row that never changes, to spread rows over what the company does not know of its visits."""
    spread = rows["landing_page"].map({page: crc32(page.encode()) for page in rows["landing_page"].unique()})
    return (spread + rows["channel_group"].str.len() + rows["date"].dt.dayofyear).to_numpy()


def _choice(options: dict[str, list[tuple[str, str]]], of: Any, turn: Any, *, second: bool) -> Any:
    names = list(options)
    table = np.array([[pair[second] for pair in options[name]] for name in names], dtype=object)
    return table[of.map({name: i for i, name in enumerate(names)}).to_numpy(), turn % table.shape[1]]
