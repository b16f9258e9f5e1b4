"""What Hootsuite holds of the company: profiles, their days, their posts, and the messages that became them."""

from datetime import UTC, timedelta

import pandas as pd

from sandbox.company import Company
from sandbox.vendors._networks import Row, posts, profile_days

MEMBER = "2147516921"
PROFILES = {
    "115185501": ("FACEBOOKPAGE", "facebook"),
    "115185502": ("INSTAGRAMBUSINESS", "instagram"),
    "115185503": ("TIKTOKBUSINESS", "tiktok"),
    "115185504": ("LINKEDINCOMPANY", "linkedin"),
}
YOUNG = 28
"""Days for which Hootsuite looks at a post again."""


def profile_of(company: Company, id_: str) -> Row:
    kind, network = PROFILES[id_]
    newest = profile_days(company, network)[company.today - timedelta(days=1)]
    return {
        "id": id_,
        "type": kind,
        "socialNetworkId": newest["profile_id"],
        "socialNetworkUsername": newest["profile_name"],
        "avatarUrl": "",
        "owner": "MEMBER",
        "ownerId": MEMBER,
        "isReauthRequired": 0,
    }


def posts_of(company: Company, id_: str) -> list[Row]:
    yesterday = pd.Timestamp(company.today, tz="UTC") - pd.Timedelta(days=1)
    network = PROFILES[id_][1]
    return [
        {
            "createdAt": _instant(post["posted_at"]),
            "lastRefreshed": _instant(min(post["posted_at"].floor("D") + pd.Timedelta(days=YOUNG), yesterday)),
            "profileId": id_,
            "externalProfileId": post["profile_id"],
            "sourceLink": post["url"],
            "externalId": post["id"],
            "postType": f"{network}_{post['format']}".upper(),
            "createdMember": {"id": MEMBER, "name": "Erin Example"},
            "tags": [{"id": "1", "label": post["utm_campaign"]}],
            "content": post["text"],
            "isViral": False,
            "metrics": {
                "likes": float(post["likes"]),
                "comments": float(post["comments"]),
                "post_views": float(post["impressions"]),
                "clicks": float(post["clicks"]),
            },
            "metadata": {"is_boosted_post": False},
        }
        for post in posts(company, network)
    ]


def days_of(company: Company, id_: str) -> list[Row]:
    return [
        {
            "profileId": id_,
            "externalProfileId": row["profile_id"],
            "date": str(day),
            "metrics": {
                "total_followers": {"total": float(row["followers"])},
                "page_reactions": {
                    "total": float(row["likes"]),
                    "breakdownDimensions": [{"breakdownId": "reaction_type", "values": _reactions(row["likes"])}],
                },
            },
        }
        for day, row in profile_days(company, PROFILES[id_][1]).items()
    ]


def _reactions(likes: int) -> dict[str, float]:
    return {"like": float(likes - likes // 6), "love": float(likes // 6)}


def message_of(post: Row, id_: str) -> Row:
    return {
        "id": f"4138{int(post['posted_at'].timestamp())}{post['post_id'][-1]}",
        "state": "SENT",
        "text": post["text"],
        "socialProfile": {"id": id_},
        "scheduledSendTime": _instant(post["posted_at"]),
        "webhookUrls": [],
        "tags": [post["utm_campaign"]],
        "targeting": None,
        "privacy": None,
        "location": None,
        "emailNotification": True,
        "mediaUrls": None,
        "media": None,
        "extendedInfo": None,
        "postId": post["id"],
        "postUrl": post["url"],
        "createdByMember": {"id": MEMBER},
        "sequenceNumber": 1,
        "reviewers": [],
    }


def _instant(moment: pd.Timestamp) -> str:
    return str(moment.tz_convert(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
