"""E-mail: lists and their members by number, what was sent, who opened, clicked, left or complained."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws, instants, stable_hash
from sandbox.company.mishaps import strength
from sandbox.company.seasons import weekday

if TYPE_CHECKING:
    from sandbox.company import Company

LISTS = pd.DataFrame(
    [("a1b2c3d4e5", "Newsletter", 36_000, 9.0, 38.0), ("b2c3d4e5f6", "Office news", 5_600, 1.2, 4.5)],
    columns=["list_id", "name", "base", "growth", "subs"],
)
READING = np.array([0.62, 0.20, 0.10, 0.05, 0.03])  # clicks by days since the mail was sent
_OPENING_DAY = date(2024, 1, 1)
# name, list, weekday, every how many weeks, share of the list, click rate, hour
SERIES = (
    ("Weekly letter", 0, 1, 1, 0.96, 0.026, 8),
    ("Friday offer", 0, 4, 1, 0.55, 0.031, 10),
    ("Office letter", 1, 3, 2, 0.97, 0.024, 7),
)
_SUBJECTS = ("Fresh from the roaster", "What to brew this week", "New harvest", "A quieter cup", "Grind finer")


@dataclass(frozen=True)
class Mailing:
    """All mails sent in history: one row each in `sent`, and the clicks by (mail, days since)."""

    sent: pd.DataFrame
    clicks: Array


def list_sizes(company: "Company") -> Array:
    """Members at the end of each day of history, by list: slow growth with a slow wave, from the date alone."""
    age = (company.history - np.datetime64(_OPENING_DAY)).astype(np.int64)[:, None]
    wave = 1 + 0.008 * np.sin(2 * np.pi * age / 180)
    sizes: Array = np.rint((LISTS["base"].to_numpy() + LISTS["growth"].to_numpy() * age) * wave).astype(np.int64)
    return sizes


def mailing(company: "Company") -> Mailing:
    """Sends every mail of history."""
    days, sizes = company.history, company.list_sizes
    weeks, weekdays = days.astype(np.int64) // 7, weekday(days)
    tired = {name: strength(company, "engagement_loss", f"list={name}") for name in LISTS["name"]}
    rows, clicks = [], []
    for i, rng in draws(company.seed, "mailing", days):
        for name, owner, day, every, share, rate, hour in SERIES:
            if weekdays[i] != day or weeks[i] % every:
                continue
            mailing_list = LISTS.iloc[owner]
            emails = int(sizes[i, owner] * share)
            hard, soft = rng.poisson(emails * 0.0015), rng.poisson(emails * 0.0135)
            delivered = emails - hard - soft
            clickers = rng.binomial(delivered, rate * rng.normal(1, 0.05) * (1 - 0.5 * tired[mailing_list["name"]][i]))
            opens = rng.binomial(delivered, 0.37)
            label = np.datetime_as_string(days[i], unit="D")
            slug = f"{name.lower().replace(' ', '_')}_{label.replace('-', '_')}"
            rows.append(
                {
                    "day": i,
                    "series": name,
                    "campaign_id": f"{stable_hash(slug):08x}{stable_hash(name) % 256:02x}",
                    "list_id": mailing_list["list_id"],
                    "title": f"{name} {label}",
                    "subject": _SUBJECTS[int(rng.integers(len(_SUBJECTS)))],
                    "seconds": float(hour * 3600),
                    "utm_campaign": slug,
                    "emails_sent": emails,
                    "hard_bounces": hard,
                    "soft_bounces": soft,
                    "opens_total": opens + rng.poisson(opens * 0.55),
                    "unique_opens": opens,
                    "proxy_excluded_unique_opens": rng.binomial(opens, 0.55),
                    "clicks_total": clickers + rng.poisson(clickers * 0.32),
                    "unique_clicks": clickers + rng.poisson(clickers * 0.15),
                    "unique_subscriber_clicks": clickers,
                    "unsubscribed": rng.poisson(delivered * 0.0016 * (1 + tired[mailing_list["name"]][i])),
                    "abuse_reports": rng.poisson(delivered * 0.0003),
                }
            )
            clicks.append(rng.multinomial(rows[-1]["clicks_total"], READING))
    sent = pd.DataFrame(rows)
    # Two counts that were drawn apart: nobody clicks a link more often than it was clicked.
    sent["clicks_total"] = sent[["clicks_total", "unique_clicks"]].max(axis=1)
    return Mailing(sent, np.array(clicks))


def email_campaigns(company: "Company") -> pd.DataFrame:
    """campaign_id, list_id, title, subject, sent_at, utm_campaign, emails_sent, hard_bounces, soft_bounces,
    opens_total, unique_opens, proxy_excluded_unique_opens, clicks_total, unique_clicks, unique_subscriber_clicks,
    unsubscribed, abuse_reports (all settled), orders, revenue (EUR; both only as far as the orders exist already).
    """
    sent = company.mailing.sent
    sent = sent[sent["day"] >= len(company.history) - len(company.window)].reset_index(drop=True)
    sold = company.orders.assign(revenue=company.orders["total"] / company.orders["eur_rate"])
    sold = sold[~sold["is_test"]].groupby("utm_campaign").agg(orders=("order_id", "size"), revenue=("revenue", "sum"))
    found = sold.reindex(sent["utm_campaign"])
    frame = sent.drop(columns=["day", "series", "seconds"])
    frame.insert(4, "sent_at", instants(company.history[sent["day"]], sent["seconds"].to_numpy()))
    return frame.assign(
        orders=found["orders"].fillna(0).astype(np.int64).to_numpy(),
        revenue=found["revenue"].fillna(0.0).round(2).to_numpy(),
    )


def lists(company: "Company") -> pd.DataFrame:
    """list_id, name, member_count (at the end of yesterday)."""
    return LISTS[["list_id", "name"]].assign(member_count=company.list_sizes[-1])
