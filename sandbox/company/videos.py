"""The company's video channel: what it publishes, who watches and who subscribes. Days are those of the platform."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, draws, instants, ordinals, places

if TYPE_CHECKING:
    from sandbox.company import Company

CHANNEL = ("UCTorrefino0000000000001", "Torrefino")
OPENED = np.datetime64("2024-06-03")
PER_DAY = 0.13
SUBSCRIBERS, GROWTH, LEAVING = 6_400, 0.35, 0.0005  # on the first day of 2026; a year; a day
HALF_LIFE_DAYS, LASTING = 4.0, 0.015
DELETED_EACH, DELETED_AFTER = 17, 30  # every so many videos one is taken down, so many days after
FIGURES = ("views", "engaged_views", "watch_seconds", "likes", "comments", "shares", "gained", "lost")


def subscriber_count(days: Array) -> Array:
    """The subscribers at the end of each day."""
    years = (days - np.datetime64("2026-01-01")).astype(np.int64) / 365
    count: Array = np.rint(SUBSCRIBERS * (1 + GROWTH) ** years + 12 * np.sin(ordinals(days) / 9)).astype(np.int64)
    return count


def _published(company: "Company") -> pd.DataFrame:
    days = np.arange(OPENED, np.datetime64(company.today))
    made = list(draws(company.seed, "videos", days))
    counts = np.array([rng.poisson(PER_DAY) for _, rng in made])
    u = np.concatenate([rng.random((counts[i], 4)) for i, rng in made])
    day = np.repeat(days, counts)
    number = np.arange(len(day))
    labels = np.datetime_as_string(day, unit="D")
    is_short = u[:, 0] < 0.35
    deleted = np.where(number % DELETED_EACH == DELETED_EACH - 1, day + DELETED_AFTER, np.datetime64("NaT"))
    return pd.DataFrame(
        {
            "video_id": [f"tf{label.replace('-', '')}{n}" for label, n in zip(labels, places(counts), strict=True)],
            "title": [f"At the roastery, {label}" for label in labels],
            "date": day.astype("datetime64[ns]"),
            "published_at": instants(day, np.floor((16 + 7 * u[:, 1]) * 3600)),
            "seconds": np.where(is_short, 15 + 40 * u[:, 2], 180 + 900 * u[:, 2]).astype(np.int64),
            "is_short": is_short,
            "deleted_on": deleted.astype("datetime64[ns]"),
            "pull": 400 * (0.3 + 3 * u[:, 3] ** 3) * np.where(is_short, 2.5, 1),
        }
    )


def screenings(company: "Company") -> pd.DataFrame:
    """date, video_id and the figures of that day, from the day the channel was opened."""
    made = _published(company)
    published, gone = (made[name].to_numpy().astype("datetime64[D]") for name in ("date", "deleted_on"))
    pull, seconds = made["pull"].to_numpy(), made["seconds"].to_numpy()
    days = np.arange(OPENED, np.datetime64(company.today))
    change = subscriber_count(days) - subscriber_count(days - 1)
    frames = []
    for i, rng in draws(company.seed, "screenings", days):
        out = np.flatnonzero((published <= days[i]) & ~(gone <= days[i]))
        age = (days[i] - published[out]).astype(np.int64)
        u = rng.random((len(out), 3))
        views = rng.poisson(pull[out] * np.maximum(0.5 ** (age / HALF_LIFE_DAYS), LASTING))
        engaged = np.rint(views * (0.6 + 0.3 * u[:, 0])).astype(np.int64)
        lost = rng.poisson(LEAVING * SUBSCRIBERS)
        part = views / max(views.sum(), 1)
        frame = {
            "date": np.full(len(out), days[i].astype("datetime64[ns]")),
            "video_id": made["video_id"].to_numpy()[out],
            "views": views,
            "engaged_views": engaged,
            "watch_seconds": np.rint(engaged * seconds[out] * (0.3 + 0.3 * u[:, 1])).astype(np.int64),
            "likes": np.rint(engaged * 0.05 * u[:, 2]).astype(np.int64),
            "comments": np.rint(engaged * 0.006 * u[:, 0]).astype(np.int64),
            "shares": np.rint(engaged * 0.01 * u[:, 1]).astype(np.int64),
            "gained": np.floor(0.7 * max(change[i] + lost, 0) * part).astype(np.int64),
            "lost": np.floor(0.4 * lost * part).astype(np.int64),
        }
        frames.append(pd.DataFrame(frame)[views > 0])
    return pd.concat(frames, ignore_index=True)


def channel_videos(company: "Company") -> pd.DataFrame:
    """video_id, title, date (day of publication), published_at, seconds, is_short, deleted_on (NaT while it is there),
    and what it has brought so far: views, likes, comments.
    """
    so_far = company.screenings.groupby("video_id")[["views", "likes", "comments"]].sum()
    made = _published(company).drop(columns="pull")
    deleted = made["deleted_on"].where(made["deleted_on"] < pd.Timestamp(company.today))
    return made.assign(deleted_on=deleted).join(so_far.reindex(made["video_id"]).fillna(0).astype(int), on="video_id")


def video_days(company: "Company") -> pd.DataFrame:
    """date, video_id, views, engaged_views, watch_seconds, likes, comments, shares, gained, lost (subscribers)."""
    found = company.screenings
    return found[found["date"] >= pd.Timestamp(company.window[0])].reset_index(drop=True)


def channel_days(company: "Company") -> pd.DataFrame:
    """date, subscribers (at the end of the day), and of all videos together, those taken down since, too: views,
    engaged_views, watch_seconds, likes, comments, shares;
    more people come and go (gained, lost) than videos are told to have moved.
    """
    days = company.window
    stamps = pd.DatetimeIndex(days.astype("datetime64[ns]"))
    frame = company.video_days.groupby("date")[list(FIGURES)].sum().reindex(stamps, fill_value=0)
    count = subscriber_count(days)
    change = count - subscriber_count(days - 1)
    leaving = np.array([rng.poisson(LEAVING * SUBSCRIBERS) for _, rng in draws(company.seed, "subscribers_lost", days)])
    lost = np.maximum(np.maximum(leaving, -change), frame["lost"].to_numpy())
    gained = change + lost
    return frame.assign(subscribers=count, gained=gained, lost=lost).rename_axis("date").reset_index()
