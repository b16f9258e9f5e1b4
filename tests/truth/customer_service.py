"""Customer service: how long people wait, and what they say of it."""

import pandas as pd

from tests.truth.days import stock, total
from tests.truth.world import World


def _solved(world: World) -> pd.DataFrame:
    return world.tickets.dropna(subset=["solved_on"]).assign(date=lambda rows: rows["solved_on"], one=1)


def tickets_created(world: World) -> pd.DataFrame:
    return total(world.tickets)


def tickets_solved(world: World) -> pd.DataFrame:
    return total(_solved(world))


def backlog(world: World) -> pd.DataFrame:
    opened = world.tickets["date"].value_counts()
    solved = world.tickets["solved_on"].value_counts()
    days = pd.date_range(opened.index.min(), max(opened.index.max(), solved.index.max()), name="date")
    left = (opened.reindex(days, fill_value=0) - solved.reindex(days, fill_value=0)).cumsum()
    return stock(left)


def first_reply_time(world: World) -> pd.DataFrame:
    return total(world.tickets.dropna(subset=["first_reply"]).assign(one=1), "first_reply", "one")


def resolution_time(world: World) -> pd.DataFrame:
    solved = _solved(world)
    return total(solved.assign(days=solved["resolution"] / 1440), "days", "one")


def reopen_rate(world: World) -> pd.DataFrame:
    solved = _solved(world)
    return total(solved.assign(again=solved["reopens"] > 0), "again", "one")


def satisfaction_score(world: World) -> pd.DataFrame:
    solved = _solved(world)
    rated = solved[solved["satisfaction"].isin(["good", "bad"])]
    return total(rated.assign(good=rated["satisfaction"] == "good"), "good", "one")
