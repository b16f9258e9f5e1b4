"""Asking YouTube's two APIs, Analytics and Data, and what their errors mean. What is asked is in fetch.py."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import Row, Window
from connectors.sources._days import PACIFIC, until_midnight
from connectors.sources._google import OF_THE_DAY, OF_THE_MINUTE, fault_of, reasons, said
from connectors.sources._paging import by_cursor

PREFIX = "YOUTUBE_"
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
    fault = fault_of(answer)
    if fault is None:
        return judge_status(answer)
    told, why = said(answer, fault), reasons(fault)
    is_busy = answer.status == 429 or (answer.status == 403 and why & (OF_THE_DAY | OF_THE_MINUTE))
    if is_busy and (why & OF_THE_DAY or "perday" in told.replace(" ", "").lower()):
        return Unavailable(f"{told} The quota of the day is used up.", until_midnight(PACIFIC))
    if is_busy:
        return Unavailable(told, retry_after(answer.headers) or MINUTE)
    if answer.status == 400:
        return NotSupported(told)
    if answer.status == 401:
        return Refused(f"{told} Authorise the channel's owner again and set {PREFIX}REFRESH_TOKEN.")
    if answer.status == 403:
        return Refused(
            f"{told} The channel's owner must grant yt-analytics.readonly and youtube.readonly, and both APIs must be "
            "switched on in the Cloud project. Revenue also needs yt-analytics-monetary.readonly and a channel in the "
            f"Partner Program; without, set {PREFIX}REVENUE=false."
        )
    return Gone(told) if answer.status == 404 else judge_status(answer)


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
        asked = {"part": "contentDetails", "playlistId": playlist, "maxResults": 50}

        def ask(place: dict[str, str]) -> Any:
            return self.data.get("/youtube/v3/playlistItems", params=asked | place)

        try:
            listed = list(by_cursor("pageToken", ask, lambda answer: answer.get("nextPageToken")))
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
