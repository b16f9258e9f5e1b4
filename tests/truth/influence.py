"""Influence: creators, what they are paid and what they bring."""

import pandas as pd

from tests.truth.days import total
from tests.truth.world import World


def _posts(world: World) -> pd.DataFrame:
    posts = world.company.influencer_posts
    engagements = posts["likes"] + posts["comments"] + posts["shares"] + posts["saves"]
    return posts.assign(date=posts["post_date"], cost=posts["fee"] + posts["product_cost"], engagements=engagements)


def _sold(world: World) -> pd.DataFrame:
    return world.orders[world.orders["utm_medium"] == "influencer"]


def attributed_orders(world: World) -> pd.DataFrame:
    return total(_sold(world))


def influencer_roas(world: World) -> pd.DataFrame:
    return total(pd.concat([_sold(world)[["date", "net"]], _posts(world)[["date", "cost"]]]), "net", "cost")


def cost_per_engagement(world: World) -> pd.DataFrame:
    posts = _posts(world)
    return total(posts.assign(cost=posts["cost"].where(posts["engagements"].notna())), "cost", "engagements")


def influencer_engagement_rate(world: World) -> pd.DataFrame:
    return total(_posts(world), "engagements", "impressions")


def influencer_reach(world: World) -> pd.DataFrame:
    return total(_posts(world), "reach")
