"""Who really comes to the site on each day, and what they do for the first time: buy, or enquire.

What the web analytics sees of it belongs in sessions.py; what returning customers buy in shop.py.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sandbox.company.audience import buying, device_shares, presence
from sandbox.company.chance import Array, draws
from sandbox.company.letters import READING

if TYPE_CHECKING:
    from sandbox.company import Company

ARRIVING = {"ads": 0.88, "search": 0.86, "email": 0.90}  # clicks that become a visit: some leave too early
NO_MAIL = -1


@dataclass(frozen=True)
class Visits:
    """Grids of (day of history, entry)."""

    sessions: Array
    first_orders: Array
    leads: Array
    mail: Array  # position in mailing.sent of the mail that brings the visitors, or NO_MAIL


def visits(company: "Company") -> Visits:
    """Lets people arrive through all of history."""
    plan = company.entries
    feed = plan["feed"].to_numpy(dtype=str)
    mail = _mail_of_the_day(company)
    clicks = _clicks(company, mail)
    expected = plan["volume"].to_numpy() * presence(company, plan)
    for name, share in ARRIVING.items():
        expected[:, feed == name] = share * clicks[:, feed == name]
    wish, enquiring = buying(company, plan), np.tile(plan["enquiring"].to_numpy(), (len(company.history), 1))
    for wishes in (wish, enquiring):
        wishes[:, feed == "ads"] *= company.delivery.keenness
    days = []
    for i, rng in draws(company.seed, "visits", company.history):
        mood = rng.normal(1, 0.05, len(plan)).clip(0.8, 1.2)
        # Nobody arrives from a click that did not happen.
        most = np.where(feed == "base", np.inf, clicks[i])
        came = np.minimum(rng.poisson(expected[i] * mood), most).astype(np.int64)
        bought = rng.binomial(came, wish[i].clip(0, 0.5))
        days.append((came, bought, rng.binomial(came - bought, enquiring[i].clip(0, 0.5))))
    sessions, first_orders, leads = (np.stack(measure) for measure in zip(*days, strict=True))
    return Visits(sessions, first_orders, leads, mail)


def _clicks(company: "Company", mail: Array) -> Array:
    """The clicks that lead to each entry, by (day, entry); none where people come by habit."""
    plan = company.entries
    feed = plan["feed"].to_numpy(dtype=str)
    clicks = np.zeros((len(company.history), len(plan)))
    clicks[:, feed == "ads"] = company.delivery.clicks
    keys = ["page", "country", "device"]
    entry = company.results.plan.groupby(keys, sort=False).ngroup().to_numpy()
    found = np.zeros((entry.max() + 1, len(company.history)))
    np.add.at(found, entry, company.results.clicks.T)
    clicks[:, feed == "search"] = found.T
    mails, mailed = mail[:, feed == "email"], plan[feed == "email"]
    since = np.arange(len(company.history))[:, None] - company.mailing.sent["day"].to_numpy()[mails]
    read = company.mailing.clicks[mails, since.clip(0, len(READING) - 1)]
    shares = device_shares(company, mailed) * mailed["volume"].to_numpy()
    clicks[:, feed == "email"] = np.where(mails == NO_MAIL, 0, np.floor(read * shares))
    return clicks


def _mail_of_the_day(company: "Company") -> Array:
    """For each day and entry of an e-mail series: the mail that people still come from."""
    plan, sent = company.entries, company.mailing.sent
    mail = np.full((len(company.history), len(plan)), NO_MAIL)
    for name in sent["series"].unique():
        rows = ((plan["feed"] == "email") & (plan["campaign_name"] == name)).to_numpy()
        for position, day in sent.loc[sent["series"] == name, "day"].items():
            mail[day : day + len(READING), rows] = position
    return mail
