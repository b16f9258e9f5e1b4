"""Conversion: what comes of the visits, and of the shop."""

import pandas as pd

from tests.truth.days import total
from tests.truth.world import World


def sessions(world: World) -> pd.DataFrame:
    return total(world.sessions, "sessions")


def session_conversion_rate(world: World) -> pd.DataFrame:
    return total(world.sessions, "key_events", "sessions")


def engagement_rate_web(world: World) -> pd.DataFrame:
    return total(world.sessions, "engaged_sessions", "sessions")


def landing_page_conversion_rate(world: World) -> pd.DataFrame:
    return total(world.sessions[world.sessions["landing_page"] != "(not set)"], "key_events", "sessions")


def cart_abandonment_rate(world: World) -> pd.DataFrame:
    left = world.sessions["add_to_carts"] - world.sessions["purchases"]
    return total(world.sessions.assign(left=left), "left", "add_to_carts")


def revenue(world: World) -> pd.DataFrame:
    return total(world.orders, "net")


def average_order_value(world: World) -> pd.DataFrame:
    return total(world.orders.assign(one=1), "net", "one")
