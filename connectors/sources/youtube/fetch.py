"""One fetcher for each shape of YouTube's answers."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from connectors.source import Account, Fetch, Page, Row, Window
from connectors.sources._paging import batched
from connectors.sources.youtube.client import NotSupported, Youtube

TOGETHER = 50
"""Videos in one request; the most that the Data API takes."""


def channels(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
    own = client.by_account[account.id].own_channels("id,snippet,contentDetails,statistics")
    yield [channel for channel in own if channel["id"] == account.id]


def videos(part: str) -> Fetch:
    """Fetches these parts of all videos, as they are now."""

    def fetch(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
        access = client.by_account[account.id]
        for ids in batched(access.uploads(account.id), TOGETHER):
            asked = {"part": part, "id": ",".join(ids)}
            yield access.data.get("/youtube/v3/videos", rows="items", params=asked).get("items", [])

    return fetch


def by_day(metrics: Sequence[str], *beside: str) -> Fetch:
    """Fetches the channel's figures by day and one more dimension, if any."""

    def fetch(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
        return client.by_account[account.id].report(account.id, window, ("day", *beside), metrics)

    return fetch


def by_country(metrics: Sequence[str]) -> Fetch:
    """Google does not tell countries by day: each day is a report of its own."""

    def fetch(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
        access = client.by_account[account.id]
        for day in window:
            for page in access.report(account.id, Window(day, day), ("country",), metrics):
                yield [{**row, "day": str(day)} for row in page]

    return fetch


def by_video(metrics: Sequence[str]) -> Fetch:
    """Fetches figures of each video by day: of many at once where Google reports them together."""

    def fetch(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
        access = client.by_account[account.id]
        for ids in batched(access.uploads(account.id), TOGETHER):
            if account.id not in client.one_by_one:
                together = {"filters": f"video=={','.join(ids)}"}
                try:
                    yield from list(access.report(account.id, window, ("video", "day"), metrics, **together))
                    continue
                except NotSupported:
                    client.one_by_one.add(account.id)
            for video in ids:
                for page in access.report(account.id, window, ("day",), metrics, filters=f"video=={video}"):
                    yield [{**row, "video": video} for row in page]

    return fetch


def demographics(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
    """The 28 days before the last two, which Google is still processing."""
    period = Window(window.since - timedelta(days=30), window.since - timedelta(days=3))
    dates: Row = {"startDate": str(period.since), "endDate": str(period.until)}
    report = client.by_account[account.id].report(account.id, period, ("ageGroup", "gender"), ("viewerPercentage",))
    for page in report:
        yield [{**row, **dates} for row in page]


def revenue(metrics: Sequence[str]) -> Fetch:
    """Asked for alone: a report ends at the last day for which all of its metrics are ready."""

    def fetch(client: Youtube, account: Account, window: Window) -> Iterator[Page]:
        currency = client.currency or ""
        access = client.by_account[account.id]
        for page in access.report(account.id, window, ("day",), metrics, currency=currency):
            yield [{**row, "currency": currency} for row in page]

    return fetch
