"""Who comes to the site, searches for it, and follows it: as web analytics, search and social networks count."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from tests.truth.world import World


def sessions(world: "World") -> pd.DataFrame:
    """The company's session days."""
    return world.asked_for(world.company.session_days)


def searches(world: "World") -> pd.DataFrame:
    """The company's search days, with `places`: positions, weighted by how often they were seen."""
    days = world.asked_for(world.company.search_days)
    return days.assign(places=days["position"] * days["impressions"])


def profiles(world: "World") -> pd.DataFrame:
    """date, network, and what a day brought: impressions, reach, engagements, shares, balance (of followers).

    NaN where neither the network nor a tool tells it.
    """
    days = world.company.social_account_days
    counts_saves, tells_little = days["network"] == "instagram", days["network"] == "tiktok"
    more = np.select([counts_saves, tells_little], [days["saves"], np.nan], days["clicks"])
    days = days.assign(
        balance=days["gained"] - days["lost"],
        engagements=days["likes"] + days["comments"] + days["shares"] + more,
        shares=days["shares"].where(days["network"].isin(["instagram", "linkedin"])),
        reach=days["reach"].where(days["network"].isin(["facebook", "instagram"])),
    )
    channel = world.company.channel_days
    channel = channel.assign(network="youtube", balance=channel["gained"] - channel["lost"])
    channel["engagements"] = channel["likes"] + channel["comments"] + channel["shares"]
    columns = ["date", "network", "impressions", "reach", "engagements", "shares", "balance"]
    return pd.concat([days, channel], ignore_index=True)[columns]


def semrush_days(world: "World") -> pd.DatetimeIndex:
    """Days of which Semrush tells rankings, too: the 15th of each month, and those since it is asked every night."""
    told = [world.rows("semrush", stream)["date"] for stream in ("domain_months", "domain_overview")]
    return pd.DatetimeIndex(sorted(set(pd.concat(told))))
