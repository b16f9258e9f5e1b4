"""The lists day by day and month by month: members come and go, and the movements add up to the sizes."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws
from sandbox.company.letters import LISTS, READING

if TYPE_CHECKING:
    from sandbox.company import Company

SENDING = ("emails_sent", "hard_bounces", "soft_bounces", "unsubscribed")


def _movements(company: "Company") -> dict[str, Array]:
    """By (day of history, list). Imports and clean-ups (other_*) balance what sign-ups and leavers do not explain."""
    days, sent = company.history, company.mailing.sent
    shape = (len(days), len(LISTS))
    owner = sent["list_id"].map({name: i for i, name in enumerate(LISTS["list_id"])}).to_numpy()
    moved = {name: np.zeros(shape, dtype=np.int64) for name in (*SENDING, "recipient_clicks", "unique_opens", "subs")}
    for name in SENDING:
        np.add.at(moved[name], (sent["day"].to_numpy(), owner), sent[name].to_numpy())
    for since, share in enumerate(READING):
        day = sent["day"].to_numpy() + since
        seen = day < len(days)
        np.add.at(moved["recipient_clicks"], (day[seen], owner[seen]), company.mailing.clicks[seen, since])
        opens = np.rint(sent["unique_opens"].to_numpy() * share).astype(np.int64)
        np.add.at(moved["unique_opens"], (day[seen], owner[seen]), opens[seen])
    for i, rng in draws(company.seed, "subscribers", days):
        moved["subs"][i] = rng.poisson(LISTS["subs"].to_numpy())
        moved["unsubscribed"][i] += rng.poisson([2.0, 0.3])
    growth = np.diff(company.list_sizes, axis=0, prepend=company.list_sizes[:1])
    rest = growth - moved["subs"] + moved["unsubscribed"] + moved["hard_bounces"]
    return moved | {"other_adds": np.maximum(rest, 0), "other_removes": np.maximum(-rest, 0)}


def list_days(company: "Company") -> pd.DataFrame:
    """date, list_id, subs, unsubs, other_adds, other_removes, emails_sent, unique_opens, recipient_clicks, hard_bounce,
    soft_bounce. Members grow by subs + other_adds - unsubs - other_removes - hard_bounce.
    """
    first = len(company.history) - len(company.window)
    moved = {name: grid[first:].ravel() for name, grid in _movements(company).items()}
    return pd.DataFrame(
        {
            "date": np.repeat(company.window.astype("datetime64[ns]"), len(LISTS)),
            "list_id": np.tile(LISTS["list_id"].to_numpy(dtype=object), len(company.window)),
            "subs": moved["subs"],
            "unsubs": moved["unsubscribed"],
            "other_adds": moved["other_adds"],
            "other_removes": moved["other_removes"],
            "emails_sent": moved["emails_sent"],
            "unique_opens": moved["unique_opens"],
            "recipient_clicks": moved["recipient_clicks"],
            "hard_bounce": moved["hard_bounces"],
            "soft_bounce": moved["soft_bounces"],
        }
    )


def list_months(company: "Company") -> pd.DataFrame:
    """month (YYYY-MM), list_id, subscribed (members at the month's end, or yesterday), unsubscribed, cleaned, pending,
    deleted (movements of the month so far). Months that touch the window, whole.
    """
    month = company.history.astype("datetime64[M]")
    moved = _movements(company)
    rows = []
    for label in np.unique(company.window.astype("datetime64[M]")):
        inside = month == label
        for i, list_id in enumerate(LISTS["list_id"]):
            joined = int(moved["subs"][inside, i].sum())
            rows.append(
                {
                    "month": str(label),
                    "list_id": list_id,
                    "subscribed": int(company.list_sizes[inside, i][-1]),
                    "unsubscribed": int(moved["unsubscribed"][inside, i].sum()),
                    "cleaned": int(moved["hard_bounces"][inside, i].sum()),
                    "pending": joined // 25,
                    "deleted": int(moved["other_removes"][inside, i].sum()),
                }
            )
    return pd.DataFrame(rows)
