"""Leads and deals: offices on the company's calendar, roasters in America on that of New York."""

from typing import TYPE_CHECKING

import pandas as pd

from tests.truth.days import day_of

if TYPE_CHECKING:
    from tests.truth.world import World

AMERICAN_ZONE = "America/New_York"
STAGES = ["lead", "mql", "sql", "opportunity", "customer"]


def leads(world: "World") -> pd.DataFrame:
    """date (of the lead), and the days of mql, sql, opportunity and customer; NaT if not reached. Nobody skips one."""
    return pd.concat([_offices(world), _roasters(world)], ignore_index=True)


def _offices(world: "World") -> pd.DataFrame:
    told = world.changed(world.company.contacts)
    moments = pd.DataFrame({stage: told[f"{stage}_at"] for stage in STAGES}).bfill(axis=1)
    return _on_days(moments[moments["lead"] >= told["updated_at"].min()], world.company.time_zone)


def _roasters(world: "World") -> pd.DataFrame:
    won = world.company.wholesale_opportunities
    won = won[won["is_won"]].set_index("opportunity_id")["closed_at"]
    told = world.changed(world.company.wholesale_leads)
    told = told[told["deleted_at"].isna() & (told["created_at"] >= told["updated_at"].min())]
    reached = [told[f"{name}_at"] for name in ("created", "contacted", "qualified", "converted")]
    moments = pd.concat([*reached, told["opportunity_id"].map(won)], axis=1).set_axis(STAGES, axis=1)
    return _on_days(moments.bfill(axis=1), AMERICAN_ZONE)


def _on_days(moments: pd.DataFrame, zone: str) -> pd.DataFrame:
    return moments.apply(day_of, zone=zone).rename(columns={"lead": "date"})


def deals(world: "World") -> pd.DataFrame:
    """date (opened), closed_on, is_won, amount (EUR at the rate of the day of closing, else of yesterday)."""
    offices = world.changed(world.company.deals)
    opened, closed = (day_of(offices[name], world.company.time_zone) for name in ("created_at", "closed_at"))
    offices = offices.assign(date=opened, closed_on=closed)
    roasters = world.changed(world.company.wholesale_opportunities).assign(currency="USD")
    roasters["date"] = day_of(roasters["created_at"], AMERICAN_ZONE)
    roasters["closed_on"] = pd.to_datetime(roasters["closes_on"]).where(roasters["is_closed"])
    found = pd.concat([_fully_known(each) for each in (offices, roasters)], ignore_index=True)
    yesterday = pd.Timestamp(world.company.today) - pd.Timedelta(days=1)
    found["valued_on"] = found["closed_on"].fillna(yesterday).clip(upper=yesterday)
    return found.assign(amount=world.euros(found, "amount", on="valued_on"))


def _fully_known(told: pd.DataFrame) -> pd.DataFrame:
    """Of the days until the oldest change only some of the deals are known that were closed on them."""
    oldest = told["updated_at"].min().tz_localize(None).normalize()
    return told[~(told["closed_on"] <= oldest)]
