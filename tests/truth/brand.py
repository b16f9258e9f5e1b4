"""Brand: who looks for the company by its name, and how much of the market's attention it has."""

import numpy as np
import pandas as pd

from tests.truth.days import settles_after, stock, total
from tests.truth.world import World


def brand_search_clicks(world: World) -> pd.DataFrame:
    return total(world.searches[world.searches["is_brand"]], "clicks")


def direct_sessions(world: World) -> pd.DataFrame:
    return total(world.sessions[world.sessions["channel_group"] == "Direct"], "sessions")


def mentions(world: World) -> pd.DataFrame:
    """Comments bring messages, and so does posting; the second message of a day is a mention."""
    days = world.company.social_account_days
    messages = days["comments"].clip(upper=5) + (days["posts_published"] > 0)
    found = days.assign(mentions=(messages > 1).astype(int))[messages > 0]
    return total(found, "mentions")


def share_of_voice(world: World) -> pd.DataFrame:
    """Ahrefs and, on some days, Semrush estimate the same visits."""
    days = world.company.visibility.days
    own = days["domain"] == world.company.domain.removeprefix("www.")
    days = days.assign(own=np.where(own, days["traffic"], 0))
    twice = days[days["date"].isin(world.semrush_days)]
    return total(pd.concat([days, twice]), "own", "traffic")


@settles_after(8)
def total_reach(world: World) -> pd.DataFrame:
    reach = world.profiles.groupby("date")["reach"].max()
    return stock(reach)
