"""Chats and mails with the offices that drink the company's coffee; what the shop's customers ask is in support.py."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import bell, dice, draws, ids, instants, lag, pick
from sandbox.company.people import email_address, names
from sandbox.company.seasons import OFFICE_WEEK, holiday, weekday

if TYPE_CHECKING:
    from sandbox.company import Company

PER_DAY = 3.0
CHANNELS = {"conversation": 0.62, "email": 0.33, "whatsapp": 0.05}
TEAMS = {"7700101": "Office accounts", "7700102": "Machines"}
TOPICS = ("Next delivery", "Machine descaling", "More cups", "Invoice address")


def conversations(company: "Company") -> pd.DataFrame:
    """conversation_id, contact_id, first_name, last_name, email, created_at, updated_at, state (open|snoozed|closed),
    channel (conversation|email|whatsapp), team_id, topic, is_urgent, is_outbound (the company wrote first), by_robot,
    first_reply_at, first_close_at, last_close_at, rated_at (NaT until it has happened), reopens, rating (1 to 5, NaN
    unless it was given), parts.

    Those that were created or changed since the first day.
    """
    days, now = company.history, pd.Timestamp(company.today, tz="UTC")
    mean = PER_DAY * OFFICE_WEEK[weekday(days)] * np.where(holiday(days), 0.2, 1.0)
    counts = np.array([rng.poisson(mean[i]) for i, rng in draws(company.seed, "conversations", days)])
    u = dice(company.seed, "conversations", days, counts, 16)
    day, number = days[np.repeat(np.arange(len(days)), counts)], ids(0, days, counts)
    first_name, last_name = names(u[:, 0], u[:, 1])
    start = np.floor((6.5 + 10 * u[:, 2]) * 3600)
    channel = pick(np.array(list(CHANNELS), dtype=object), u[:, 3], list(CHANNELS.values()))
    waits = np.where(channel == "email", 5_400, 260) * np.exp(bell(u[:, 4], u[:, 5])).clip(0.1, 10)
    replied = start + np.ceil(waits)
    closed = replied + np.ceil(np.where(channel == "email", 90_000, 1_500) * lag(u[:, 6], 1.0, 6.0)) + 60
    reopens = (u[:, 7] < 0.08).astype(np.int64)
    closed_again = closed + reopens * (7_200 + np.ceil(lag(u[:, 8], 20_000, 100_000)))
    is_rated, good = u[:, 9] < 0.35, u[:, 10] < 0.88
    rated = np.where(is_rated, closed_again + 30 + np.ceil(lag(u[:, 11], 600, 4_000)), np.nan)
    seconds = {"created": start, "replied": replied, "closed": closed, "closed_again": closed_again, "rated": rated}
    moments = {name: instants(day, value).where(lambda moment: moment < now) for name, value in seconds.items()}
    happened = pd.DataFrame(moments)
    is_closed, is_replied = happened["closed_again"].notna(), happened["replied"].notna()
    frame = pd.DataFrame(
        {
            "conversation_id": "2154" + pd.Series(number, dtype=object),
            "contact_id": "69fc" + pd.Series(number, dtype=object).str.zfill(20),
            "first_name": first_name,
            "last_name": last_name,
            "email": email_address(first_name, last_name, number),
            "created_at": happened["created"],
            "updated_at": happened.max(axis=1),
            "state": np.select([is_closed, is_replied & (u[:, 12] < 0.3)], ["closed", "snoozed"], "open"),
            "channel": channel,
            "team_id": pick(np.array(list(TEAMS), dtype=object), u[:, 13], [0.7, 0.3]),
            "topic": pick(np.array(TOPICS, dtype=object), u[:, 14]),
            "is_urgent": u[:, 15] < 0.06,
            "is_outbound": u[:, 15] > 0.95,
            "by_robot": (channel == "conversation") & (u[:, 12] < 0.25),
            "first_reply_at": happened["replied"],
            "first_close_at": happened["closed"],
            "last_close_at": happened["closed_again"].where(is_closed, happened["closed"]),
            "rated_at": happened["rated"],
            "reopens": np.where(is_closed, reopens, 0),
            "rating": np.where(
                happened["rated"].notna(), np.where(good, 5 - (u[:, 10] > 0.6), 1 + (u[:, 10] > 0.94)), np.nan
            ),
            "parts": 2 + 2 * is_replied.astype(np.int64) + is_closed.astype(np.int64),
        }
    )
    return frame[frame["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)
