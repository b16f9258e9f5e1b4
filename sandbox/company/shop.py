"""How sales come about: first orders from visits, later ones from customers who return, each with its later fate.

What the shop shows of it on a given day belongs in ledger.py, what is in the baskets in carts.py.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, dice, ids, lag
from sandbox.company.offering import COUNTRIES
from sandbox.company.people import names

if TYPE_CHECKING:
    from sandbox.company import Company

RETURNING = 0.44  # share of customers who ever order again
LOYAL_DAYS = 365  # nobody returns later than this after the first order
CUSTOMER_IDS, ORDER_IDS = 6_000_000_000_000, 5_000_000_000_000
DAY = 86_400.0


def journeys(company: "Company") -> pd.DataFrame:
    """Every order of history as an event: day, customer and how many orders came before. First orders come from visits,
    and with each the customer's later ones are decided.

    Days are complete from LOYAL_DAYS after the first day of history on, because earlier customers are not simulated.
    """
    came, days = company.visits, company.history
    births = came.first_orders.sum(axis=1)
    first = pd.DataFrame({"day": np.repeat(np.arange(len(days)), births), "index": 0})
    first["row"] = np.concatenate([np.repeat(np.arange(grid.size), grid) for grid in came.first_orders])
    first["customer_id"] = ids(CUSTOMER_IDS, days, births)
    first["born"] = first["day"]
    first["country"] = company.entries["country"].to_numpy(dtype=object)[first["row"]]
    fate = dice(company.seed, "customers", days, births, 14)
    first["first_name"], first["last_name"] = names(fate[:, 12], fate[:, 13])
    comes_again = np.where(fate[:, 0] < RETURNING, 1 + np.floor(lag(fate[:, 1], 1.4, 9)), 0)
    gaps = np.cumsum(np.ceil(8 + lag(fate[:, 2:12], 46.0, 200.0)), axis=1).astype(np.int64)
    customer, visit = np.nonzero((np.arange(10) < comes_again[:, None]) & (gaps <= LOYAL_DAYS))
    later = first.iloc[customer].reset_index(drop=True)
    later = later.assign(day=later["day"] + gaps[customer, visit], index=visit + 1)
    orders = pd.concat([first, later[later["day"] < len(days)]], ignore_index=True)
    # The youngest customers first: those from before history are missing at the end of a day, where they shift nobody.
    return orders.sort_values(["day", "customer_id"], ascending=[True, False], ignore_index=True)


def sales(company: "Company") -> pd.DataFrame:
    """The journeys as orders, with all that will ever happen to each, from the dice of its own day."""
    orders, days = company.journeys.copy(), company.history
    counts = np.bincount(orders["day"], minlength=len(days))
    u = dice(company.seed, "orders", days, counts, 12)
    returning = orders["index"].to_numpy() > 0
    orders["row"] = np.where(returning, _entry_of_return(company, orders, u[:, 0]), orders["row"])
    orders["order_id"] = ids(ORDER_IDS, days, counts)
    # Nobody orders between 22 and 5 o'clock UTC: a day is the same day in UTC and in Berlin.
    orders["seconds"] = np.floor((5 + 17 * (0.5 * u[:, 1] + 0.5 * u[:, 2])) * 3600)
    orders["is_test"] = u[:, 3] < 0.003
    orders["cancelled_after"] = np.where(u[:, 4] < 0.013, np.floor(1800 + lag(u[:, 5], 20_000, 90_000)), np.nan)
    kept = np.isnan(orders["cancelled_after"].to_numpy())
    paid_after = np.where(u[:, 10] < 0.04, np.floor((0.3 + 2 * u[:, 11]) * DAY), 0.0)
    orders["paid_after"] = np.where(orders["cancelled_after"] < paid_after, np.nan, paid_after)
    sent_back = np.where(kept & (u[:, 6] < 0.052), np.floor((3 + lag(u[:, 7], 7, 25)) * DAY), np.nan)
    orders["refunded_after"] = np.where(kept | orders["paid_after"].isna(), sent_back, orders["cancelled_after"])
    orders["refunded_part"] = np.where(kept & (u[:, 8] < 0.45), 0.2 + 0.5 * u[:, 9], 1.0)
    nation = COUNTRIES.set_index("country").loc[orders["country"]]
    orders["currency"] = nation["currency"].to_numpy()
    orders["eur_rate"] = np.where(orders["currency"] == "USD", company.rates[orders["day"], 0], 1.0)
    orders["tax_rate"] = nation["tax_rate"].to_numpy()
    return orders


def _entry_of_return(company: "Company", orders: pd.DataFrame, uniform: Array) -> Array:
    """The row of the entries through which each returning customer comes: loyal sources, the own country."""
    came = company.visits
    weights = came.sessions * company.entries["loyalty"].to_numpy() * company.entries["buying"].to_numpy()
    country = company.entries["country"].to_numpy(dtype=object)
    chosen = np.zeros(len(orders), dtype=np.int64)
    for name in np.unique(country):
        rows = np.flatnonzero(country == name)
        mine = np.flatnonzero((orders["country"] == name).to_numpy())
        edges = np.cumsum(weights[:, rows], axis=1)[orders["day"].to_numpy()[mine]]
        place = (edges <= (uniform[mine] * edges[:, -1])[:, None]).sum(axis=1)
        # A day without any visit from that country: the customer is travelling and comes directly (row 0).
        chosen[mine] = np.where(edges[:, -1] > 0, rows[np.minimum(place, len(rows) - 1)], 0)
    return chosen
