"""Asking YouTube's two APIs, Analytics and Data, and what their errors mean. What is asked is in fetch.py."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import Row, Window

PREFIX = "YOUTUBE_"
PACIFIC = "America/Los_Angeles"
OF_THE_DAY = {"quotaExceeded", "dailyLimitExceeded"}
OF_THE_MINUTE = {"rateLimitExceeded", "userRateLimitExceeded"}
MINUTE = 60.0
MOST_ROWS = 1000
"""Rows asked for at once."""
SURELY_MORE = 200
"""The lowest number of rows at which any report is known to be cut off; a page below it is the last one."""


class NotSupported(Refused):
    """HTTP 400: a combination of dimensions, metrics and filters that Google does not answer."""


class Gone(Refused):
    """What was asked for does not exist, or no longer."""


def judge(answer: Answer) -> SourceError | None:
    """Google's reason says more than the status: a 403 may be a quota, and a reason of illness a missing right."""
    fault = answer.body.get("error") if isinstance(answer.body, dict) else None
    if answer.status < 400 or not isinstance(fault, dict):
        return judge_status(answer)
    said = f"HTTP {answer.status}: {str(fault.get('message', '')).rstrip('.')[:300]}."
    reasons = {each.get("reason") for each in fault.get("errors", []) if isinstance(each, dict)}
    is_busy = answer.status == 429 or (answer.status == 403 and reasons & (OF_THE_DAY | OF_THE_MINUTE))
    if is_busy and (reasons & OF_THE_DAY or "perday" in said.replace(" ", "").lower()):
        return Unavailable(f"{said} The quota of the day is used up.", _until_midnight())
    if is_busy:
        return Unavailable(said, retry_after(answer.headers) or MINUTE)
    if answer.status == 400:
        return NotSupported(said)
    if answer.status == 401:
        return Refused(f"{said} Authorise the channel's owner again and set {PREFIX}REFRESH_TOKEN.")
    if answer.status == 403:
        return Refused(
            f"{said} The channel's owner must grant yt-analytics.readonly and youtube.readonly, and both APIs must be "
            "switched on in the Cloud project. Revenue also needs yt-analytics-monetary.readonly and a channel in the "
            f"Partner Program; without, set {PREFIX}REVENUE=false."
        )
    return Gone(said) if answer.status == 404 else judge_status(answer)


def _until_midnight() -> float:
    """Seconds until Google's day ends, and its quota begins anew."""
    now = datetime.now(ZoneInfo(PACIFIC))
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return midnight.timestamp() - now.timestamp()


@dataclass(frozen=True)
class Access:
    """What one refresh token opens. `place` is how messages call it."""

    place: str
    analytics: Http
    data: Http

    def own_channels(self, part: str) -> list[Any]:
        """The channels of the token's owner, who is one channel unless they are a content owner."""
        answer = self.data.get("/youtube/v3/channels", params={"part": part, "mine": "true", "maxResults": 50})
        if not answer.get("items"):
            raise Refused(f"The owner of {self.place} has no channel: authorise as the channel, not as the person.")
        return list(answer["items"])

    def uploads(self, channel: str) -> list[str]:
        """The ids of all videos of the channel, newest first; those that were deleted are missing."""
        (playlist,) = (
            each["contentDetails"]["relatedPlaylists"]["uploads"]
            for each in self.own_channels("id,contentDetails")
            if each["id"] == channel
        )
        asked = {"part": "contentDetails", "playlistId": playlist}

        def ask(token: str) -> Any:
            more = {"pageToken": token} if token else {}
            return self.data.get("/youtube/v3/playlistItems", params={**asked, "maxResults": 50, **more})

        try:
            listed = list(pages(ask, "", lambda answer, _: answer.get("nextPageToken")))
        except Gone:  # a channel that never uploaded anything has no such playlist
            return []
        found = [item["contentDetails"]["videoId"] for answer in listed for item in answer.get("items", [])]
        return list(dict.fromkeys(found))  # an upload meanwhile moves the others to the next page

    def report(
        self, channel: str, window: Window, dimensions: Sequence[str], metrics: Sequence[str], **more: str
    ) -> Iterator[list[Row]]:
        """The rows of one report. Days that Google has not processed are missing from it."""
        names = [*dimensions, *metrics]
        asked = {
            "ids": f"channel=={channel}",
            "startDate": str(window.since),
            "endDate": str(window.until),
            "dimensions": ",".join(dimensions),
            "metrics": ",".join(metrics),
            "sort": ",".join(dimensions),
            "maxResults": MOST_ROWS,
            **more,
        }

        def ask(start: int) -> Any:
            return self.analytics.get("/v2/reports", params={**asked, "startIndex": start})

        def following(answer: Mapping[str, Any], start: int) -> int | None:
            count = len(answer.get("rows", []))
            return start + count if count >= SURELY_MORE else None

        for answer in pages(ask, 1, following):
            told = [header["name"] for header in answer.get("columnHeaders", [])]
            if sorted(told) != sorted(names):
                raise Refused(f"The report has the columns {', '.join(told) or 'none'} instead of {', '.join(names)}.")
            yield [dict(zip(told, row, strict=True)) for row in answer.get("rows", [])]


@dataclass(frozen=True)
class Youtube:
    """All channels. `currency` is that of the revenue, None where it is not loaded."""

    accesses: tuple[Access, ...]
    currency: str | None = None
    by_account: dict[str, Access] = field(default_factory=dict)
    one_by_one: set[str] = field(default_factory=set)
    """Channels whose videos Google does not report together."""
