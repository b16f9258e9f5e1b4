"""Organic search: what Google shows and who comes of it."""

import numpy as np
import pandas as pd

from tests.truth.days import stock, total
from tests.truth.world import World


def organic_clicks(world: World) -> pd.DataFrame:
    return total(world.searches, "clicks")


def search_impressions(world: World) -> pd.DataFrame:
    return total(world.searches, "impressions")


def organic_ctr(world: World) -> pd.DataFrame:
    return total(world.searches, "clicks", "impressions")


def average_position(world: World) -> pd.DataFrame:
    return total(world.searches, "places", "impressions")


def keywords_top_10(world: World) -> pd.DataFrame:
    told = world.searches[~world.searches["is_anonymised"]]
    queries = told.groupby(["date", "query"])[["places", "impressions"]].sum().reset_index()
    queries["is_high"] = queries["places"] <= 10 * queries["impressions"]
    return total(queries, "is_high")


def non_brand_click_share(world: World) -> pd.DataFrame:
    told = world.searches[~world.searches["is_anonymised"]]
    return total(told.assign(others=told["clicks"].where(~told["is_brand"], 0)), "others", "clicks")


def organic_sessions(world: World) -> pd.DataFrame:
    return total(world.sessions[world.sessions["channel_group"] == "Organic Search"], "sessions")


def organic_conversion_rate(world: World) -> pd.DataFrame:
    return total(world.sessions[world.sessions["channel_group"] == "Organic Search"], "key_events", "sessions")


def ai_assistant_session_share(world: World) -> pd.DataFrame:
    asked = world.sessions[world.sessions["channel_group"].isin(["AI Assistant", "Organic Search"])]
    return total(
        asked.assign(by_ai=asked["sessions"].where(asked["channel_group"] == "AI Assistant", 0)), "by_ai", "sessions"
    )


def sessions_per_organic_click(world: World) -> pd.DataFrame:
    google = world.sessions[
        (world.sessions["channel_group"] == "Organic Search") & (world.sessions["source"] == "google")
    ]
    return total(pd.concat([google[["date", "sessions"]], world.searches[["date", "clicks"]]]), "sessions", "clicks")


def referring_domains(world: World) -> pd.DataFrame:
    links = world.company.visibility.links
    own = links[links["domain"] == world.company.domain.removeprefix("www.")]
    counted = own.set_index("date")["referring_domains"]
    looks = [world.rows("semrush", stream)["date"].unique() for stream in ("backlinks_history", "backlinks_overview")]
    looked = counted.reindex(np.unique(np.concatenate(looks))).dropna()
    semrush = looked.reindex(world.semrush_days, method="ffill")
    both = pd.concat([counted, semrush]).groupby(level=0).max()
    return stock(both)
