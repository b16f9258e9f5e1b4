"""The Data API: the channel, the playlist of its uploads, its videos with their counters. Counters are texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sandbox.company import Company
from sandbox.company.videos import CHANNEL, OPENED
from sandbox.vendors.youtube.refusals import Refusal

UPLOADS = f"UU{CHANNEL[0][2:]}"
ROUNDED_TO = 3  # digits of the number of subscribers
HIDES_LIKES, HIDES_COMMENTS, UNLISTED = 11, 13, 9  # every so many videos


@dataclass
class Catalogue:
    """What exists on the channel today; a video that was taken down is absent everywhere."""

    company: Company

    def channels(self, asked: Mapping[str, str]) -> dict[str, Any]:
        ids = asked.get("id", CHANNEL[0] if asked.get("mine") == "true" else "").split(",")
        parts = _parts(asked, "snippet", "statistics", "contentDetails")
        subscribers = str(self.company.channel_days["subscribers"].iloc[-1])
        rounded = subscribers[:ROUNDED_TO] + "0" * (len(subscribers) - ROUNDED_TO)
        title = {"title": CHANNEL[1], "description": "From the roastery."}
        whole = {
            "snippet": {**title, "customUrl": "@torrefino", "publishedAt": f"{OPENED}T09:00:00Z", "localized": title},
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": UPLOADS}},
            "statistics": {
                "viewCount": str(int(self.company.screenings["views"].sum())),
                "subscriberCount": rounded,
                "hiddenSubscriberCount": False,
                "videoCount": str(len(self._videos())),
            },
        }
        about = {"kind": "youtube#channel", "etag": "GCLmWwBBlgRCaC2ZYBJZ9nMM9x8", "id": CHANNEL[0]}
        found = [about | {part: whole[part] for part in parts}] if CHANNEL[0] in ids else []
        answer = _envelope("channel", len(found), 5)
        return answer | ({"items": found} if found else {})

    def playlist_items(self, asked: Mapping[str, str]) -> dict[str, Any]:
        if asked.get("playlistId") != UPLOADS:
            said = "The playlist identified with the request's <code>playlistId</code> parameter cannot be found."
            raise Refusal(said, 404, "playlistNotFound", "youtube.playlistItem")
        most, start = int(asked.get("maxResults", 5)), int(asked.get("pageToken", "P0")[1:])
        if not 1 <= most <= 50:
            raise Refusal("Invalid value for maxResults.", 400, "invalidParameter")
        _parts(asked, "contentDetails")
        listed = self._videos()[::-1]
        page = listed.iloc[start : start + most]
        items = [
            {
                "kind": "youtube#playlistItem",
                "etag": "Hm0qnM0gWWkqcuS3j2iL2UKQ3a4",
                "id": f"VVU.{each.video_id}",
                "contentDetails": {"videoId": each.video_id, "videoPublishedAt": _instant(each.published_at)},
            }
            for each in page.itertuples()
        ]
        answer = _envelope("playlistItem", len(listed), most)
        return answer | {"items": items} | ({"nextPageToken": f"P{start + most}"} if start + most < len(listed) else {})

    def videos(self, asked: Mapping[str, str]) -> dict[str, Any]:
        ids = asked.get("id", "").split(",")
        if len(ids) > 50:
            raise Refusal("The request specifies an invalid filter parameter.", 400, "invalidFilters")
        parts = _parts(asked, "snippet", "statistics", "contentDetails", "status")
        found = self._videos()
        items = [
            {"kind": "youtube#video", "etag": "kOdxzmGlXQ9QUdYVXVYOX1lZ2yI", "id": each.video_id}
            | {part: _video(each, part) for part in parts}
            for each in found[found["video_id"].isin(ids)].itertuples()
        ]
        return _envelope("video", len(items), len(items)) | {"items": items}

    def _videos(self) -> pd.DataFrame:
        made = self.company.channel_videos
        return made[made["deleted_on"].isna()]


def _video(each: Any, part: str) -> dict[str, Any]:
    title = {"title": each.title, "description": "How we roast."}
    match part:
        case "snippet":
            return {
                **title,
                "publishedAt": _instant(each.published_at),
                "channelId": CHANNEL[0],
                "channelTitle": CHANNEL[1],
                "thumbnails": {"default": {"url": "https://i.example/1.jpg", "width": 120, "height": 90}},
                "tags": ["coffee", "roasting"],
                "categoryId": "26",
                "liveBroadcastContent": "none",
                "localized": title,
            }
        case "contentDetails":
            length = f"PT{each.seconds // 60}M{each.seconds % 60}S"
            facts = {"dimension": "2d", "definition": "hd", "caption": "false", "licensedContent": True}
            return {"duration": length, **facts, "contentRating": {}, "projection": "rectangular"}
        case "status":
            privacy = "unlisted" if each.Index % UNLISTED == 0 else "public"
            facts = {"uploadStatus": "processed", "license": "youtube", "embeddable": True, "madeForKids": False}
            return {**facts, "privacyStatus": privacy, "publicStatsViewable": True}
    counts = {"viewCount": str(each.views), "favoriteCount": "0"}
    if each.Index % HIDES_LIKES:
        counts["likeCount"] = str(each.likes)
    if each.Index % HIDES_COMMENTS:
        counts["commentCount"] = str(each.comments)
    return counts


def _parts(asked: Mapping[str, str], *known: str) -> list[str]:
    parts = [part for part in asked.get("part", "").split(",") if part != "id"]
    if not asked.get("part") or not set(parts) <= set(known):
        raise Refusal("'part' holds a name that is not known here.", 400, "unknownPart", "youtube.part")
    return parts


def _envelope(kind: str, total: int, a_page: int) -> dict[str, Any]:
    counts = {"totalResults": total, "resultsPerPage": a_page}
    return {"kind": f"youtube#{kind}ListResponse", "etag": "doLptdWt69-xv1D0XqhnNqKHg9o", "pageInfo": counts}


def _instant(moment: pd.Timestamp) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
