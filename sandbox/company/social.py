"""What is published on social networks, by the company and by creators it pays; figures are the posts' settled ones."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, dice, draws, instants, pick, places

if TYPE_CHECKING:
    from sandbox.company import Company

PLATFORMS = ("instagram", "facebook", "linkedin", "tiktok")
FOLLOWERS = {"instagram": 24_000, "facebook": 11_000, "linkedin": 3_200, "tiktok": 15_000}
FORMATS = {"instagram": "reel", "facebook": "photo", "linkedin": "document", "tiktok": "video"}
CREATOR_COLUMNS = ["creator_handle", "creator_name", "platform", "creator_followers", "fee", "promo_code"]
CREATORS = (
    ("jane_example", "Jane Example", "instagram", 48_200, 850, "JANE10"),
    ("bensample", "Ben Sample", "tiktok", 121_000, 1_200, "BEN15"),
    ("cleo.muster", "Cleo Muster", "youtube", 15_300, 700, "CLEO10"),
    ("dana.doe", "Dana Doe", "instagram", 9_800, 0, "DANA10"),
)
PER_DAY, CREATORS_PER_DAY = 1.1, 0.12
FIGURES = ("impressions", "reach", "video_views", "likes", "comments", "shares", "saves", "clicks")


def social_posts(company: "Company") -> pd.DataFrame:
    """post_id, platform (instagram|facebook|linkedin|tiktok), posted_at, format, text, url, utm_campaign, impressions,
    reach, video_views, likes, comments, shares, saves, clicks.
    """
    return posts(company, company.window)


def posts(company: "Company", days: Array) -> pd.DataFrame:
    """The posts of some days, with the columns of social_posts."""
    counts = np.array([rng.poisson(PER_DAY) for _, rng in draws(company.seed, "posts", days)])
    u = dice(company.seed, "post_figures", days, counts, 6)
    day = np.repeat(np.arange(len(days)), counts)
    platform = pick(np.array(PLATFORMS, dtype=object), u[:, 0], [0.45, 0.2, 0.15, 0.2])
    base = np.array([FOLLOWERS[name] for name in platform])
    impressions = np.rint(base * (0.15 + 0.6 * u[:, 1] ** 3)).astype(np.int64)
    reach = np.rint(impressions * (0.70 + 0.2 * u[:, 2])).astype(np.int64)
    engaged = reach * (0.02 + 0.05 * u[:, 3])
    number = places(counts)
    labels = np.datetime_as_string(days[day], unit="D")
    names = zip(platform, labels, number, strict=True)
    post_id = [f"{name[:2]}{label.replace('-', '')}{place}" for name, label, place in names]
    return pd.DataFrame(
        {
            "post_id": np.array(post_id, dtype=object),
            "platform": platform,
            "posted_at": instants(days[day], np.floor((7 + 13 * u[:, 4]) * 3600)),
            "format": [FORMATS[name] for name in platform],
            "text": [f"Notes from the roastery, {label}" for label in labels],
            "url": [f"https://{name}.example/p/{code}" for name, code in zip(platform, post_id, strict=True)],
            "utm_campaign": "always_on",
            "impressions": impressions,
            "reach": reach,
            "video_views": np.rint(impressions * 0.6 * np.isin(platform, ["instagram", "tiktok"])).astype(np.int64),
            "likes": np.rint(engaged * 0.82).astype(np.int64),
            "comments": np.rint(engaged * 0.07).astype(np.int64),
            "shares": np.rint(engaged * 0.05).astype(np.int64),
            "saves": np.rint(engaged * 0.06).astype(np.int64),
            "clicks": np.rint(impressions * 0.008 * (0.5 + u[:, 5])).astype(np.int64),
        }
    )


def influencer_posts(company: "Company") -> pd.DataFrame:
    """campaign_id, campaign_name, creator_handle, creator_name, platform, creator_followers, deliverable, post_url,
    post_date, fee, product_cost, currency, promo_code, utm_link, impressions, reach, views, likes, comments, shares,
    saves, link_clicks, code_orders, code_revenue, snapshot_date (post_date + 30 days, NaT and figures NaN if ahead).
    """
    days = company.window
    counts = np.array([int(rng.random() < CREATORS_PER_DAY) for _, rng in draws(company.seed, "creators", days)])
    u = dice(company.seed, "creator_figures", days, counts, 5)
    posted = pd.Series(days[np.repeat(np.arange(len(days)), counts)].astype("datetime64[ns]"))
    who = pd.DataFrame(CREATORS, columns=CREATOR_COLUMNS)
    chosen = who.iloc[pick(np.arange(len(who)), u[:, 0])].reset_index(drop=True)
    quarter = posted.dt.year.astype(str) + "-Q" + posted.dt.quarter.astype(str)
    impressions = np.rint(chosen["creator_followers"] * (0.3 + 0.6 * u[:, 1]))
    code_orders = np.rint(impressions * 0.0006 * (0.5 + u[:, 2]))
    figures = {
        "impressions": impressions,
        "reach": np.rint(impressions * 0.8),
        "views": np.rint(impressions * (0.6 + 0.5 * u[:, 3])),
        "likes": np.rint(impressions * 0.035),
        "comments": np.rint(impressions * 0.002),
        "shares": np.rint(impressions * 0.004),
        "saves": np.rint(impressions * 0.007),
        "link_clicks": np.rint(impressions * 0.012 * (0.5 + u[:, 4])),
        "code_orders": code_orders,
        "code_revenue": code_orders * 54.5,
    }
    snapshot = posted + pd.Timedelta(days=30)
    seen = snapshot < pd.Timestamp(company.today)
    tags = "&utm_medium=influencer&utm_campaign=creators"
    links = f"https://{company.domain}/?utm_source=" + chosen["platform"] + tags
    frame = pd.DataFrame(
        {
            "campaign_id": "INF-" + quarter,
            "campaign_name": "Creators " + quarter,
            **{name: chosen[name] for name in ("creator_handle", "creator_name", "platform", "creator_followers")},
            "deliverable": np.where(chosen["platform"] == "instagram", "reel", "video"),
            "post_url": "https://" + chosen["platform"] + ".example/p/" + posted.dt.strftime("%Y%m%d"),
            "post_date": posted,
            "fee": chosen["fee"].astype(float),
            "product_cost": 60.0,
            "currency": "EUR",
            "promo_code": chosen["promo_code"],
            "utm_link": links,
        }
    )
    for name, values in figures.items():
        frame[name] = pd.Series(values).where(seen)
    return frame.assign(snapshot_date=snapshot.where(seen))
