"""Wholesale in the United States: roasters' leads, some contacted and qualified, opportunities in dollars, some won."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, bell, dice, draws, ids, instants, lag, pick
from sandbox.company.people import email_address, names
from sandbox.company.shop import DAY

if TYPE_CHECKING:
    from sandbox.company import Company

LEAD_IDS, OPPORTUNITY_IDS, MOVE_IDS = 100_000_000, 300_000_000, 5_000_000_000
SOURCES = {"Web": 0.45, "Partner Referral": 0.62, "Trade Show": 0.58, "Phone Inquiry": 0.40, "Purchased List": 0.12}
"""Where a lead came from, and the share of them that is qualified."""
STAGES = ("Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review")
MOMENTS = ("contacted", "qualified", "converted", "closed")
WAITS = ((1.5, 9), (5, 25), (6, 25), (30, 95))  # days until each: mean and most


def prospects(company: "Company") -> pd.DataFrame:
    """Every lead of history with all that will ever become of it."""
    days = company.history
    weekend = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7 >= 5
    counts = np.array([rng.poisson(0.4 if weekend[i] else 1.8) for i, rng in draws(company.seed, "prospects", days)])
    u = dice(company.seed, "wholesale", days, counts, 18)
    found = pd.DataFrame({"lead_id": ids(LEAD_IDS, days, counts), "opportunity_id": ids(OPPORTUNITY_IDS, days, counts)})
    found["created_at"] = instants(np.repeat(days, counts), np.floor((13 + 9 * u[:, 0]) * 3600))
    found["first_name"], found["last_name"] = names(u[:, 1], u[:, 2])
    found["email"] = email_address(found["first_name"], found["last_name"], found["lead_id"], "roasters.example.com")
    found["source"] = pick(list(SOURCES), u[:, 3], [5, 2, 2, 1, 3])
    shares = np.stack([u[:, 4] < 0.85, u[:, 5] < found["source"].map(SOURCES) / 0.85, u[:, 6] < 0.7, u[:, 6] < 0.7], 1)
    reached = np.minimum.accumulate(shares, axis=1)
    after = np.cumsum([lag(u[:, 7 + i], mean, most) for i, (mean, most) in enumerate(WAITS)], axis=0)
    for i, moment in enumerate(MOMENTS):
        seconds = np.where(reached[:, i], np.floor(after[i] * DAY), np.nan)
        found[f"{moment}_at"] = found["created_at"] + pd.to_timedelta(pd.Series(seconds), unit="s")
    found["is_won"] = u[:, 11] < 0.38
    found["lost_in"] = np.floor(u[:, 12] * len(STAGES)).astype(np.int64)
    found["amount"] = np.round(6000 * np.exp(0.8 * bell(u[:, 13], u[:, 14]).clip(-2.5, 2.5)), -2)
    # A few were entered twice: the second is deleted.
    found["deleted_at"] = (found["created_at"] + _seconds(2 * u[:, 16])).where((u[:, 15] < 0.12) & ~reached[:, 0])
    return found


def leads(company: "Company") -> pd.DataFrame:
    """lead_id, opportunity_id, email, first_name, last_name, source (Salesforce's word), created_at, contacted_at (the
    team calls it MQL), qualified_at (SQL), converted_at, deleted_at (NaT if not so far), updated_at.

    Those that were created or changed since the first day.
    """
    moments = ["contacted_at", "qualified_at", "converted_at", "deleted_at"]
    known = _known(company, company.prospects, "created_at", [*moments, "closed_at"])
    known["updated_at"] = known[["created_at", *moments]].max(axis=1)
    columns = ["lead_id", "opportunity_id", "email", "first_name", "last_name", "source", "created_at", *moments]
    return _touched(company, known)[[*columns, "updated_at"]]


def moves(company: "Company") -> pd.DataFrame:
    """move_id, opportunity_id, stage, amount, moved_at: each stage that an opportunity came to since the first day.

    A won one goes through all of them; a lost one ends in some stage.
    """
    found = _moves(company)
    since, now = (pd.Timestamp(day, tz="UTC") for day in (company.start, company.today))
    return found[(found["moved_at"] >= since) & (found["moved_at"] < now)].reset_index(drop=True)


def opportunities(company: "Company") -> pd.DataFrame:
    """opportunity_id, lead_id, source, amount (USD), stage, is_won, is_closed, created_at, closed_at (NaT while open),
    closes_on (the day that the team expects, or the one on which it closed), updated_at.
    """
    known = _known(company, company.prospects, "converted_at", ["closed_at"]).rename(
        columns={"converted_at": "opened_at"}
    )
    path = _moves(company)
    path = path[path["moved_at"] < pd.Timestamp(company.today, tz="UTC")]
    newest = path.sort_values("moved_at").groupby("opportunity_id").tail(1).set_index("opportunity_id")
    known["stage"] = newest["stage"].reindex(known["opportunity_id"]).to_numpy()
    known["updated_at"] = pd.Series(newest["moved_at"].reindex(known["opportunity_id"]).array)
    known["is_closed"] = known["closed_at"].notna()
    known["is_won"] &= known["is_closed"]
    expected = known["opened_at"] + pd.Timedelta(days=60)
    known["closes_on"] = known["closed_at"].fillna(expected).dt.tz_convert("America/New_York").dt.date
    known["created_at"] = known.pop("opened_at")
    columns = ["opportunity_id", "lead_id", "source", "amount", "stage", "is_won", "is_closed", "created_at"]
    return _touched(company, known)[[*columns, "closed_at", "closes_on", "updated_at"]]


def _moves(company: "Company") -> pd.DataFrame:
    """The whole way of every opportunity of history: a stage for each quarter of its life, then its end."""
    of = company.prospects[company.prospects["converted_at"].notna()].reset_index(drop=True)
    life = of["closed_at"] - of["converted_at"]
    parts = []
    for step, stage in enumerate((*STAGES, "Closed")):
        is_there = of["is_won"] | (of["lost_in"] >= step) | (stage == "Closed")
        end = np.where(of["is_won"], "Closed Won", "Closed Lost")
        moved_at = (of["converted_at"] + life * step / len(STAGES)).dt.floor("s")
        numbers = of["opportunity_id"].astype(np.int64) - OPPORTUNITY_IDS
        part = pd.DataFrame({"move_id": (MOVE_IDS + numbers * 10 + step).astype(str).astype(object)})
        part["opportunity_id"], part["amount"], part["moved_at"] = of["opportunity_id"], of["amount"], moved_at
        part["stage"] = end if stage == "Closed" else stage
        parts.append(part[is_there])
    return pd.concat(parts, ignore_index=True)


def _known(company: "Company", found: pd.DataFrame, born: str, moments: list[str]) -> pd.DataFrame:
    """What exists by now, with what is still ahead as NaT."""
    now = pd.Timestamp(company.today, tz="UTC")
    known = found[found[born] < now].reset_index(drop=True)
    return known.assign(**{name: known[name].where(known[name] < now) for name in moments})


def _touched(company: "Company", known: pd.DataFrame) -> pd.DataFrame:
    return known[known["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)


def _seconds(number_of_days: Array) -> pd.Series:
    return pd.Series(pd.to_timedelta(np.floor(number_of_days * DAY), unit="s"))
