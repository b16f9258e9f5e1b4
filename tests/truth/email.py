"""E-mail: what was sent, read and answered, and how the lists grow."""

import pandas as pd

from tests.truth.days import settles_after, total
from tests.truth.world import World

MAILCHIMP_REMEMBERS = 180  # days


@settles_after(31)
def delivery_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "delivered", "sent")


@settles_after(31)
def open_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "opens", "delivered")


@settles_after(31)
def click_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "clicks", "delivered")


@settles_after(31)
def click_to_open_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "clicks", "opens")


@settles_after(31)
def unsubscribe_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "unsubscribed", "delivered")


@settles_after(31)
def complaint_rate(world: World) -> pd.DataFrame:
    return total(world.letters, "complaints", "delivered")


@settles_after(31)
def revenue_per_email(world: World) -> pd.DataFrame:
    return total(world.letters, "revenue", "delivered")


def list_growth(world: World) -> pd.DataFrame:
    own = world.company.list_days
    own = own[own["date"] >= pd.Timestamp(world.company.today) - pd.Timedelta(days=MAILCHIMP_REMEMBERS)]
    own = own.assign(growth=own["subs"] + own["other_adds"] - own["unsubs"] - own["other_removes"])
    american = world.company.mailings.american_days
    american = american.assign(
        date=pd.to_datetime(american["day"]), growth=american["subscribed"] - american["unsubscribed"]
    )
    return total(pd.concat([own[["date", "growth"]], american[["date", "growth"]]]), "growth")
