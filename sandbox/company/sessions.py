"""What the web analytics counts of the visits: most of them, as long as its tag works."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.arrivals import COLUMNS
from sandbox.company.chance import Array, by_day, draws
from sandbox.company.mishaps import strength
from sandbox.company.traffic import NO_MAIL

if TYPE_CHECKING:
    from sandbox.company import Company

CONSENTING = 0.97  # visits that are counted at all
CONFIRMED = 0.96  # purchases whose thank-you page was still open when the tag fired
COUNTS = ["sessions", "engaged_sessions", "users", "new_users", "key_events", "leads", "purchases"]
COUNTS += ["engagement_seconds", "page_views", "events", "add_to_carts", "checkouts"]


def session_days(company: "Company") -> pd.DataFrame:
    """date, channel_group (GA4's names), source, medium, campaign_id, campaign_name, landing_page (path), device,
    country (alpha-2), sessions, engaged_sessions, users, new_users, key_events, leads, purchases, revenue (EUR),
    engagement_seconds, page_views, events, add_to_carts, checkouts, page_group. Settled.

    key_events = leads + purchases, and no session has more than one.
    """
    came, days = company.visits, company.window
    first = len(company.history) - len(days)
    bought, revenue = _orders_by_entry(company)
    seen, told = _tag(company)
    engaging = _engaging(company)
    new = 0.72 - 0.10 * company.entries["loyalty"].to_numpy()
    made = []
    for i, rng in draws(company.seed, "sessions", days):
        purchases = rng.binomial(bought[i], seen[i] * told[i] * CONFIRMED)
        leads = rng.binomial(came.leads[first + i], seen[i] * told[i])
        keys = purchases + leads
        sessions = np.maximum(rng.binomial(came.sessions[first + i], seen[i] * CONSENTING), keys)
        engaged = keys + rng.binomial(sessions - keys, engaging[i])
        users = sessions - rng.binomial(sessions, 0.08)
        checkouts = purchases + rng.poisson(0.016 * sessions * told[i])
        carts = checkouts + rng.poisson(0.045 * sessions * told[i])
        views = sessions + rng.poisson(1.6 * engaged)
        seconds = rng.poisson(74 * engaged * engaging[i] / 0.6)
        events = sessions + 2 * views + engaged + carts + checkouts + keys
        counts = (sessions, engaged, users, rng.binomial(users, new), keys, leads, purchases)
        made.append((*counts, seconds, views, events, carts, checkouts))
    grids = dict(zip(COUNTS, (np.stack(measure) for measure in zip(*made, strict=True)), strict=True))
    counted = np.divide(grids["purchases"], bought, out=np.zeros(bought.shape), where=bought > 0)
    measures = grids | {"revenue": np.round(revenue * counted, 2)}
    shown = grids["sessions"] > 0
    frame = by_day(days, company.entries[[*COLUMNS, "device"]], measures, shown)
    mail = came.mail[first:][shown]
    slug = company.mailing.sent["utm_campaign"].to_numpy(dtype=object)[mail]
    frame["campaign_name"] = np.where(mail == NO_MAIL, frame["campaign_name"], slug)
    order = ["date", *COLUMNS[:6], "device", "country", *COUNTS[:7], "revenue", *COUNTS[7:], "page_group"]
    return frame[order]


def _engaging(company: "Company") -> Array:
    """The share of visits that engage, by (day of the window, entry): readers of the newsletter tire most."""
    plan, first = company.entries, len(company.history) - len(company.window)
    tired = strength(company, "engagement_loss", "list=Newsletter")[first:]
    loss = np.where(plan["channel_group"] == "Email", 0.35, 0.10)
    share: Array = plan["engaging"].to_numpy() * (1 - np.outer(tired, loss))
    return share


def _orders_by_entry(company: "Company") -> tuple[Array, Array]:
    """Orders and their EUR by (day of the window, entry); tests of the shop come from nowhere."""
    sales, first = company.known_orders, len(company.history) - len(company.window)
    real = sales[(sales["day"] >= first) & ~sales["is_test"]]
    shape = (len(company.window), len(company.entries))
    count, revenue = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    cell = (real["day"].to_numpy() - first, real["row"].to_numpy())
    np.add.at(count, cell, 1)
    np.add.at(revenue, cell, (real["total"] / real["eur_rate"]).to_numpy())
    return count, revenue


def _tag(company: "Company") -> tuple[Array, Array]:
    """The shares of visits, and of their key events, that reach the analytics, by (day of the window, entry)."""
    plan, first = company.entries, len(company.history) - len(company.window)
    silent = strength(company, "tracking_break", "device=mobile")[first:]
    missing = strength(company, "tracking_break", "page_group=collections")[first:]
    told = 1 - 0.93 * np.outer(silent, plan["device"] == "mobile")
    seen = 1 - 0.85 * np.outer(missing, plan["page_group"] == "collections")
    return seen, told
