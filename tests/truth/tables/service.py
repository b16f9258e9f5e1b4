"""What buyers write to the help desk, and offices in the chat."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.truth.days import day_of

if TYPE_CHECKING:
    from tests.truth.world import World

COLUMNS = ["date", "solved_on", "first_reply", "resolution", "reopens", "satisfaction"]


def tickets(world: "World") -> pd.DataFrame:
    """date, solved_on, first_reply, resolution (minutes), reopens, satisfaction (good, bad, or something else)."""
    parts = [world.whole_days(each)[COLUMNS] for each in (_shop(world), _offices(world))]
    return pd.concat(parts, ignore_index=True)


def _shop(world: "World") -> pd.DataFrame:
    zone = world.company.time_zone
    told = world.changed(world.company.tickets)
    # Closing a ticket for good is no change of it, but lets it be told.
    changed = told["solved_at"].where(told["status"] == "closed", told["updated_at"])
    told = told.assign(updated_at=changed, date=day_of(told["created_at"], zone))
    told["solved_on"] = day_of(told["solved_at"], zone)
    return told.rename(columns={"first_reply_minutes": "first_reply", "full_resolution_minutes": "resolution"})


def _offices(world: "World") -> pd.DataFrame:
    zone = world.company.time_zone
    told = world.changed(world.company.conversations)
    closed = told["last_close_at"].where(told["state"] == "closed")
    return told.assign(
        date=day_of(told["created_at"], zone),
        solved_on=day_of(closed, zone),
        first_reply=(told["first_reply_at"] - told["created_at"]).dt.total_seconds() / 60,
        resolution=(closed - told["created_at"]).dt.total_seconds() / 60,
        satisfaction=np.select([told["rating"] >= 4, told["rating"] < 4], ["good", "bad"], "unoffered"),
    )
