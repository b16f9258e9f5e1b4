"""The office line: leads from the site become contacts, some qualify, some become deals, some are won."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import bell, dice, draws, ids, instants, lag
from sandbox.company.people import email_address, names
from sandbox.company.shop import DAY

if TYPE_CHECKING:
    from sandbox.company import Company

CONTACT_IDS = 730_000_000_000
# channel group: HubSpot's word for it, and the share of leads that qualifies
SOURCES = {
    "Organic Search": ("ORGANIC_SEARCH", 0.46),
    "Paid Search": ("PAID_SEARCH", 0.38),
    "Paid Social": ("PAID_SOCIAL", 0.20),
    "Organic Social": ("SOCIAL_MEDIA", 0.25),
    "Email": ("EMAIL_MARKETING", 0.55),
    "Referral": ("REFERRALS", 0.48),
    "Direct": ("DIRECT_TRAFFIC", 0.42),
    "AI Assistant": ("AI_REFERRALS", 0.50),
    "Fair": ("OFFLINE", 0.58),
}
OPEN_STAGES = (
    "appointmentscheduled",
    "qualifiedtobuy",
    "presentationscheduled",
    "decisionmakerboughtin",
    "contractsent",
)
STAGES = ("lead", "mql", "sql", "opportunity", "customer")
GOING_ON = (0.92, 0.55, 0.62, 0.46)  # shares that reach each stage from the one before; that of MQL is the source's
WAITS = ((0.4, 5), (3, 20), (5, 30), (7, 30), (24, 95))  # days until each stage: mean and most


def leads(company: "Company") -> pd.DataFrame:
    """Every contact of history with all that will ever become of it: seconds from creation to each stage."""
    came, days = company.visits, company.history
    fairs = np.array([rng.poisson(0.9) for _, rng in draws(company.seed, "fairs", days)])
    counts = came.leads.sum(axis=1) + fairs
    rows = [np.append(np.repeat(np.arange(g.size), g), np.full(f, -1)) for g, f in zip(came.leads, fairs, strict=True)]
    u = dice(company.seed, "contacts", days, counts, 19)
    found = pd.DataFrame({"day": np.repeat(np.arange(len(days)), counts), "row": np.concatenate(rows)})
    found["contact_id"] = ids(CONTACT_IDS, days, counts)
    entry = company.entries.iloc[found["row"].clip(lower=0)].reset_index(drop=True)
    fair = found["row"] < 0
    channel = entry["channel_group"].where(~fair, "Fair")
    channel = channel.where(channel.isin(list(SOURCES)), "Direct")
    found["source"] = channel.map({name: word for name, (word, _) in SOURCES.items()})
    found["source_detail"] = entry["campaign_name"].where(~fair, "coffee fair")
    found["country"] = entry["country"].where(~fair, "DE")
    found["seconds"] = np.floor((6 + 13 * (u[:, 0] + u[:, 1]) / 2) * 3600)
    found["first_name"], found["last_name"] = names(u[:, 2], u[:, 3])
    found["phone"] = [f"+49 30 555{int(number * 9000 + 1000)}" for number in u[:, 4]]
    chance = channel.map({name: share for name, (_, share) in SOURCES.items()}).to_numpy()
    shares = np.stack([np.full(len(u), GOING_ON[0]), chance, *(np.full(len(u), share) for share in GOING_ON[1:])], 1)
    reached = np.minimum.accumulate(u[:, 5:10] < shares, axis=1)
    waits = np.stack([lag(u[:, 10 + i], mean, most) for i, (mean, most) in enumerate(WAITS)], 1)
    waits[:, 0] = np.where(u[:, 15] < 0.9, 0.0, waits[:, 0])  # most come as leads, a few first read the newsletter
    after = np.floor(np.cumsum(waits, axis=1) * DAY)
    for i, stage in enumerate(STAGES):
        found[f"{stage}_after"] = np.where(reached[:, i], after[:, i], np.nan)
    # Sales sometimes takes over a lead before marketing has called it qualified.
    found.loc[(u[:, 16] < 0.04) & reached[:, 2], "mql_after"] = np.nan
    found["closed_after"] = np.where(reached[:, 3], after[:, 4], np.nan)
    found["amount"] = np.round(2100 * np.exp(0.7 * bell(u[:, 17], u[:, 18]).clip(-2.5, 2.5)), -1)
    return found


def known_leads(company: "Company") -> pd.DataFrame:
    """The leads with their events as timestamps, NaT if still ahead; those that were touched since the first day."""
    found, now = company.leads, pd.Timestamp(company.today, tz="UTC")
    day, seconds = company.history[found["day"]], found["seconds"].to_numpy()
    known = found.assign(created_at=instants(day, seconds))
    for stage in (*STAGES, "closed"):
        moment = instants(day, seconds + found[f"{stage}_after"].to_numpy())
        known[f"{stage}_at"] = moment.where(moment < now)
    moments = [f"{stage}_at" for stage in (*STAGES, "closed")]
    known["updated_at"] = known[["created_at", *moments]].max(axis=1)
    return known[known["updated_at"] >= pd.Timestamp(company.start, tz="UTC")].reset_index(drop=True)


def contacts(company: "Company") -> pd.DataFrame:
    """contact_id, email, first_name, last_name, phone, country, created_at, updated_at, source (HubSpot's word),
    source_detail (campaign), lead_at, mql_at, sql_at, opportunity_at, customer_at (NaT if not reached so far; mql_at
    may be skipped), lifecycle (subscriber|lead|marketingqualifiedlead|salesqualifiedlead|opportunity|customer).

    Those that were created or changed since the first day.
    """
    known = company.known_leads
    reached = [known[f"{stage}_at"].notna() for stage in reversed(STAGES)]
    words = ["customer", "opportunity", "salesqualifiedlead", "marketingqualifiedlead", "lead"]
    columns = ["contact_id", "email", "first_name", "last_name", "phone", "country", "created_at", "updated_at"]
    return known.assign(
        email=email_address(known["first_name"], known["last_name"], known["contact_id"], "office.example.com"),
        lifecycle=np.select(reached, words, "subscriber"),
    )[[*columns, "source", "source_detail", *(f"{stage}_at" for stage in STAGES), "lifecycle"]]


def deals(company: "Company") -> pd.DataFrame:
    """deal_id, contact_id, name, amount, currency, created_at, closed_at (NaT while open), stage (HubSpot's default
    pipeline: ...|contractsent|closedwon|closedlost), is_won, updated_at.
    """
    known = company.known_leads
    known = known[known["opportunity_at"].notna()].reset_index(drop=True)
    whole = known["closed_after"] - known["opportunity_after"]
    age = (pd.Timestamp(company.today, tz="UTC") - known["opportunity_at"]).dt.total_seconds()
    step = (age / whole.clip(lower=1) * len(OPEN_STAGES)).clip(0, len(OPEN_STAGES) - 1).astype(np.int64)
    moved = known["opportunity_at"] + pd.to_timedelta(np.floor(whole * step / len(OPEN_STAGES)), unit="s")
    closed, won = known["closed_at"].notna(), known["customer_at"].notna()
    stage = np.where(closed, np.where(won, "closedwon", "closedlost"), np.array(OPEN_STAGES)[step])
    return pd.DataFrame(
        {
            "deal_id": "2" + known["contact_id"].str[1:],
            "contact_id": known["contact_id"],
            "name": "Office coffee for " + known["last_name"] + " & Co",
            "amount": known["amount"],
            "currency": np.where(known["country"].isin(["US", "CA"]), "USD", "EUR"),
            "created_at": known["opportunity_at"],
            "closed_at": known["closed_at"],
            "stage": stage,
            "is_won": won,
            "updated_at": known["closed_at"].fillna(moved.dt.as_unit("ns")),
        }
    )
