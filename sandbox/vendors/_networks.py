"""What social networks hold of the company: its profiles, their days and their posts, with the networks' own ids.

Part of the vendors that tell it: the networks themselves, and the tools that copy their figures.
"""

from datetime import date
from typing import Any

import pandas as pd

from sandbox.company import Company

Row = dict[str, Any]

FIGURES = ("impressions", "reach", "video_views", "likes", "comments", "shares", "saves", "clicks")


def profile_days(company: Company, network: str) -> dict[date, Row]:
    """The settled figures of each day until yesterday."""
    table = company.social_account_days
    rows = table[table["network"] == network].to_dict("records")
    return {row["date"].date(): {str(name): value for name, value in row.items()} for row in rows}


def posts(company: Company, network: str) -> list[Row]:
    """The posts, newest first, each with what it had brought by the end of yesterday."""
    brought = company.social_post_days
    newest = brought[brought["network"] == network].drop_duplicates("post_id", keep="last").set_index("post_id")
    about = company.social_posts
    about = about[about["platform"] == network].drop(columns=list(FIGURES)).set_index("post_id")
    joined = about.join(newest[[*FIGURES, "profile_id"]], how="inner").reset_index()
    rows = joined.sort_values("posted_at", ascending=False).to_dict("records")
    return [{**row, "id": network_id(network, row["profile_id"], row["post_id"])} for row in rows]


def network_id(network: str, profile_id: str, post_id: str) -> str:
    """A post's id as the network writes it. LinkedIn's older and newer kinds of posts live side by side."""
    digits = post_id[2:]
    match network:
        case "facebook":
            return f"{profile_id}_{digits}"
        case "instagram":
            return f"1790{digits:0>13}"
        case "linkedin":
            return f"urn:li:{'ugcPost' if int(digits[-1]) % 2 else 'share'}:{digits}"
    return digits


def written(moment: pd.Timestamp) -> str:
    """An instant as Meta writes it."""
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S+0000"))
