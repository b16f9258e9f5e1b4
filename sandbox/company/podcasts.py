"""The company's podcast: one show, an episode every second Tuesday, and every download of it. Days are UTC days."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import draws, instants

if TYPE_CHECKING:
    from sandbox.company import Company

SHOW = "Torrefino Talks"
FIRST = np.datetime64("2025-01-07")
EVERY_DAYS = 14
LISTENERS = 900
COUNTRIES = ("DE", "FR", "GB", "US", "AT", "DE", "")  # "" where the address says nothing
APPS = (
    ("Apple Podcasts", "mobile"),
    ("Spotify", "mobile"),
    ("Overcast", "mobile"),
    ("Chrome", "computer"),
    ("", ""),
)  # "" where nobody knows the app
BOTS = 0.06


def podcast_episodes(company: "Company") -> pd.DataFrame:
    """episode_id, number, title, guid, published_at, seconds."""
    days = np.arange(FIRST, np.datetime64(company.today), EVERY_DAYS)
    number = np.arange(1, len(days) + 1)
    return pd.DataFrame(
        {
            "episode_id": (3_056_000 + number).astype(str).astype(object),
            "number": number,
            "title": [f"Episode {n}: what is in the cup" for n in number],
            "guid": [f"torrefino-talks-{n}" for n in number],
            "published_at": instants(days, np.full(len(days), 5 * 3600.0)),
            "seconds": 1500 + number * 37 % 900,
        }
    )


def podcast_downloads(company: "Company") -> pd.DataFrame:
    """downloaded_at, date, episode_id, listener (a number), country, app, device ("" where unknown), is_bot.

    In the order of time. Of a listener, an episode and a day there is one.
    """
    episodes = company.podcast_episodes
    published = episodes["published_at"].dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    frames = []
    for i, rng in draws(company.seed, "podcast", company.window):
        day = company.window[i]
        age = (day - published).astype(np.int64)
        wanted = np.where(age >= 0, 40 * 0.5 ** (np.maximum(age, 0) / 5) + 0.6, 0)
        counts = rng.poisson(wanted[age >= 0])  # later episodes must not change what was drawn for this day
        u = rng.random((counts.sum(), 3))
        which = np.repeat(np.flatnonzero(age >= 0), counts)
        start = np.where(age[which] == 0, 5 * 3600, 0)
        frame = {
            "date": np.full(len(u), day.astype("datetime64[ns]")),
            "downloaded_at": instants(np.full(len(u), day), np.floor(start + u[:, 0] * (86_400 - start))),
            "episode_id": episodes["episode_id"].to_numpy()[which],
            "listener": np.floor(u[:, 1] * LISTENERS).astype(np.int64),
            "is_bot": u[:, 2] < BOTS,
        }
        frames.append(pd.DataFrame(frame))
    found = pd.concat(frames, ignore_index=True)
    found["listener"] += LISTENERS * found["is_bot"]
    found = found.drop_duplicates(["date", "episode_id", "listener"])
    country = np.array(COUNTRIES, dtype=object)[found["listener"] * 5 % 13 % len(COUNTRIES)]
    app, device = np.array(APPS, dtype=object)[found["listener"] % len(APPS)].T
    found = found.assign(country=country, app=app, device=device)
    found.loc[found["is_bot"], ["app", "device"]] = ["Googlebot", ""]
    return found.sort_values(["downloaded_at", "episode_id", "listener"], ignore_index=True)
