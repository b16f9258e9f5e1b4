"""Every mailing of whichever tool: the company's own, the American one with its welcome flow, that to the trade."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.mailings import AMERICAN_CURRENCY
from tests.truth.days import day_of

if TYPE_CHECKING:
    from tests.truth.world import World

BREVO_REMEMBERS = 175  # days
COLUMNS = ["date", "sent", "delivered", "opens", "clicks", "unsubscribed", "complaints", "revenue"]


def letters(world: "World") -> pd.DataFrame:
    """date, sent, delivered, opens, clicks (people), unsubscribed, complaints, revenue (EUR; NaN if nobody tells)."""
    mailed = world.company.mailings
    american = _named(pd.concat([mailed.american, mailed.welcome])).assign(currency=AMERICAN_CURRENCY)
    american["revenue"] = world.euros(american, "revenue")
    trade = _named(_remembered(world)).assign(revenue=np.nan)
    return pd.concat([each[COLUMNS] for each in (_own(world), american, trade)], ignore_index=True)


def _own(world: "World") -> pd.DataFrame:
    sent = world.company.email_campaigns
    arrived = sent["emails_sent"] - sent["hard_bounces"] - sent["soft_bounces"]
    sent = sent.assign(date=day_of(sent["sent_at"], world.company.time_zone), delivered=arrived)
    names = ["date", "emails_sent", "delivered", "unique_opens", "unique_subscriber_clicks", "unsubscribed"]
    return sent[[*names, "abuse_reports", "revenue"]].set_axis(COLUMNS, axis=1)


def _named(mailings: pd.DataFrame) -> pd.DataFrame:
    people = {"recipients": "sent", "opens_unique": "opens", "clicks_unique": "clicks", "unsubscribes": "unsubscribed"}
    told = mailings.drop(columns=["opens", "clicks"]).rename(columns=people)
    return told.assign(date=pd.to_datetime(told["day"]))


def _remembered(world: "World") -> pd.DataFrame:
    """Of older letters to two lists nobody tells how many people got both."""
    trade, lists = world.company.mailings.trade, world.company.mailings.trade_lists["id"].value_counts()
    forgotten = pd.Timestamp(world.company.today) - pd.Timedelta(days=BREVO_REMEMBERS)
    return trade[(trade["id"].map(lists) == 1) | (pd.to_datetime(trade["day"]) >= forgotten)]
