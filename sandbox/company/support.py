"""Support: tickets that follow from orders, how long they wait, how they are rated."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import bell, dice, draws, ids, instants, lag, pick
from sandbox.company.mishaps import strength
from sandbox.company.people import email_address
from sandbox.company.seasons import OFFICE_WEEK, holiday, weekday

if TYPE_CHECKING:
    from sandbox.company import Company

PER_ORDER = 0.40  # tickets for each order of the last week
CHANNELS = ("email", "web", "chat", "phone")
SUBJECTS = ("Where is my parcel", "Wrong grind", "Invoice needed", "Machine leaks", "Change my address")
PRIORITIES = {"low": 0.20, "normal": 0.60, "high": 0.16, "urgent": 0.04}
GROUPS = pd.DataFrame({"group_id": ["360001", "360002", "360003"], "name": ["Orders", "Products", "Office"]})
CLOSING_DAYS = 7  # a solved ticket is closed for good after these


def cases(company: "Company") -> pd.DataFrame:
    """Every ticket of history with all that will ever happen to it: minutes from its creation."""
    days, sales = company.history, company.sales
    orders = np.bincount(sales["day"], minlength=len(days))
    week = np.convolve(orders, np.ones(7) / 7)[: len(days)]
    calm = (0.6 + 0.4 * OFFICE_WEEK[weekday(days)]) * np.where(holiday(days), 0.4, 1.0)
    mean = PER_ORDER * week * calm
    counts = np.array([rng.poisson(mean[i]) for i, rng in draws(company.seed, "tickets", days)])
    u = dice(company.seed, "cases", days, counts, 18)
    day = np.repeat(np.arange(len(days)), counts)
    # Somebody who ordered in the last week writes.
    upto = np.cumsum(orders)
    low = upto[np.maximum(day - 7, 0)]
    order = sales.iloc[np.minimum(low + (u[:, 0] * (upto[day] - low)).astype(np.int64), len(sales) - 1)].reset_index()
    channel = pick(np.array(CHANNELS, dtype=object), u[:, 1], [0.44, 0.26, 0.22, 0.08])
    poor = np.zeros(len(day))
    for name in CHANNELS:
        poor += strength(company, "satisfaction_drop", f"channel={name}")[day] * (channel == name)
    live = np.isin(channel, ["chat", "phone"])
    spread = np.exp(1.1 * bell(u[:, 2], u[:, 3]))
    first_reply = np.ceil(np.where(live, 4, 190) * spread.clip(0.05, 12) * (1 + 1.2 * poor))
    first_resolution = first_reply + np.ceil(np.where(live, 25, 1900) * lag(u[:, 4], 1.0, 8.0) * (1 + 0.8 * poor)) + 3
    reopens = (u[:, 5] < 0.07).astype(np.int64) + (u[:, 5] < 0.01)
    resolution = first_resolution + np.ceil(reopens * (600 + lag(u[:, 6], 1800, 12_000)))
    rated = u[:, 7] < np.where(live, 0.42, 0.30)
    good = u[:, 8] < 0.91 * (1 - 0.30 * poor) - 0.08 * (reopens > 0)
    return pd.DataFrame(
        {
            "day": day,
            "ticket_id": ids(0, days, counts),
            "customer_id": order["customer_id"],
            "first_name": order["first_name"],
            "last_name": order["last_name"],
            "seconds": np.floor((6 + 15 * (u[:, 9] + u[:, 10]) / 2) * 3600),
            "channel": channel,
            "priority": pick(np.array(list(PRIORITIES), dtype=object), u[:, 11], list(PRIORITIES.values())),
            "subject": pick(np.array(SUBJECTS, dtype=object), u[:, 12]),
            "group_id": pick(GROUPS["group_id"].to_numpy(dtype=object), u[:, 13], [0.6, 0.25, 0.15]),
            "reopens": reopens,
            "replies": 1 + np.floor(lag(u[:, 14], 1.3, 9)).astype(np.int64) + reopens,
            "first_reply": first_reply,
            "first_resolution": first_resolution,
            "resolution": resolution,
            "waiting": np.ceil(resolution * (0.35 + 0.4 * u[:, 15])),
            "offered": resolution + 60,
            "rating": np.where(rated, np.where(good, "good", "bad"), ""),
            "rated": np.where(rated, resolution + 60 + np.ceil(lag(u[:, 16], 900, 7200)), np.nan),
            "pending": u[:, 17] < 0.35,
        }
    )


def tickets(company: "Company") -> pd.DataFrame:
    """ticket_id, requester_email, requester_name, created_at, updated_at, solved_at, status (new|open|pending|solved|
    closed), priority, channel (email|web|chat|phone), subject, group_id, reopens, replies, first_reply_minutes,
    first_resolution_minutes, full_resolution_minutes, requester_wait_minutes (NaN until it has happened), satisfaction
    (good|bad|offered|unoffered), satisfaction_at, customer_id.

    Those that were created or changed since the first day.
    """
    cases, now = company.cases, pd.Timestamp(company.today, tz="UTC")
    day, seconds = company.history[cases["day"]], cases["seconds"].to_numpy()
    created = instants(day, seconds)
    moments = {}
    for name in ("first_reply", "first_resolution", "resolution", "offered", "rated"):
        moment = instants(day, seconds + 60 * cases[name].to_numpy())
        moments[name] = moment.where(moment < now)
    closed = (moments["resolution"] + pd.Timedelta(days=CLOSING_DAYS)).where(lambda moment: moment < now)
    happened = pd.DataFrame({**moments, "created": created, "closed": closed})
    minutes = ("first_reply", "first_resolution", "resolution")
    known = {name: cases[name].where(happened[name].notna()) for name in minutes}
    solved, replied = happened["resolution"].notna(), happened["first_reply"].notna()
    waiting = cases["pending"] & replied
    status = np.select([closed.notna(), solved, waiting, replied], ["closed", "solved", "pending", "open"], "new")
    rated, offered = happened["rated"].notna(), happened["offered"].notna()
    frame = pd.DataFrame(
        {
            "ticket_id": cases["ticket_id"],
            "requester_email": email_address(cases["first_name"], cases["last_name"], cases["customer_id"]),
            "requester_name": cases["first_name"] + " " + cases["last_name"],
            "created_at": created,
            "updated_at": happened.max(axis=1),
            "solved_at": happened["resolution"],
            "status": status,
            "priority": cases["priority"],
            "channel": cases["channel"],
            "subject": cases["subject"],
            "group_id": cases["group_id"],
            "reopens": cases["reopens"].where(solved, 0),
            "replies": np.select([solved, replied], [cases["replies"], 1], 0),
            "first_reply_minutes": known["first_reply"],
            "first_resolution_minutes": known["first_resolution"],
            "full_resolution_minutes": known["resolution"],
            "requester_wait_minutes": cases["waiting"].where(solved),
            "satisfaction": np.select([rated, offered], [cases["rating"], "offered"], "unoffered"),
            "satisfaction_at": happened["rated"],
            "customer_id": cases["customer_id"],
        }
    )
    return frame[frame["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)


def ticket_groups(company: "Company") -> pd.DataFrame:
    """group_id, name."""
    return GROUPS.copy()
