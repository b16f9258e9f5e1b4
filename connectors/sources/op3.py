"""OP3 (Open Podcast Prefix): downloads of the episodes whose addresses go through op3.dev. Its days are UTC days."""

import base64
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import Field, SecretStr

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import ACCOUNTS, Account, Page, Settings, Source, Stream, Type, Window, settings_for
from connectors.sources._notation import typed
from connectors.sources._paging import by_cursor
from connectors.sources._settings import Listed

MOST_ROWS = 20_000
PAUSE = 2.0
"""Seconds. OP3 publishes no limit and sends no headers about one."""


class Op3Settings(Settings):
    model_config = settings_for("op3")

    token: SecretStr
    shows: Listed = Field(min_length=1)
    """OP3's uuid of a show, its podcast:guid, or the address of its feed."""
    requests_per_minute: int = 60
    base_url: str = "https://op3.dev"


class Unknown(Refused):
    """OP3 does not know the show."""


@dataclass(frozen=True)
class Op3:
    http: Http
    shows: tuple[str, ...]


def judge(answer: Answer) -> SourceError | None:
    """OP3 says what is wrong in a `message`."""
    said = answer.body.get("message") if isinstance(answer.body, dict) else None
    if answer.status == 429 or answer.status >= 500:
        return Unavailable(f"HTTP {answer.status}: {said or answer.text[:200]}", retry_after(answer.headers) or PAUSE)
    if answer.status < 400 or said is None:
        return judge_status(answer)
    if answer.status in (401, 403):
        return Refused(f"HTTP {answer.status}: {said}. Make a new key on op3.dev/api/keys and set OP3_TOKEN.")
    unknown = f"HTTP {answer.status}: {said}. Correct OP3_SHOWS: a show's uuid, its podcast:guid or its feed's address."
    return Unknown(unknown) if answer.status in (400, 404) else Refused(f"HTTP {answer.status}: {said}")


def connect(settings: Op3Settings) -> Op3:
    http = Http(
        f"{settings.base_url.rstrip('/')}/api/1",
        headers={"Authorization": f"Bearer {settings.token.get_secret_value()}"},
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.requests_per_minute / 60,
    )
    return Op3(http, settings.shows)


def accounts(client: Op3) -> list[Account]:
    """The shows. One that OP3 does not know says so in its own loads."""
    found = {}
    for show in client.shows:
        try:
            about = client.http.get(f"shows/{_as_path(show)}")
            account = Account(about["showUuid"], about.get("title") or show)
        except Unknown:
            account = Account(show, show, streams=("shows",))
        found[account.id] = account
    return list(found.values())


def _as_path(show: str) -> str:
    """An address of a feed is written in base64url."""
    return base64.urlsafe_b64encode(show.encode()).decode().rstrip("=") if "/" in show else show


def shows(client: Op3, account: Account, window: Window) -> Iterator[Page]:
    about = client.http.get(f"shows/{_as_path(account.id)}")
    counts = client.http.get("queries/show-download-counts", params={"showUuid": account.id})
    yield [about | counts.get("showDownloadCounts", {}).get(account.id, {}) | {"asof": counts.get("asof")}]


def episodes(client: Op3, account: Account, window: Window) -> Iterator[Page]:
    yield client.http.get(f"shows/{account.id}", params={"episodes": "include"}).get("episodes", [])


def episode_totals(client: Op3, account: Account, window: Window) -> Iterator[Page]:
    answer = client.http.get("queries/episode-download-counts", params={"showUuid": account.id})
    about = {name: answer.get(name) for name in ("minDownloadHour", "maxDownloadHour")}
    yield [{**episode, **about} for episode in answer.get("episodes", [])]


def downloads(client: Op3, account: Account, window: Window) -> Iterator[Page]:
    """Counts the downloads of the window. OP3 tells each with marks of its listener, which are only counted here."""
    asked = {
        "start": str(window.since),
        "end": str(window.until + timedelta(days=1)),
        "format": "json",
        "limit": MOST_ROWS,
        "bots": "exclude",  # with them, OP3 no longer counts one download a listener, episode and day
    }

    def ask(place: dict[str, str]) -> Any:
        return client.http.get(f"downloads/show/{account.id}", params=asked | place)

    counts = defaultdict[tuple[str, ...], int](int)
    listeners = defaultdict[tuple[str, ...], set[str]](set)
    for answer in by_cursor("continuationToken", ask, lambda answer: answer.get("continuationToken")):
        for row in answer["rows"]:
            # The name of an unknown agent is what its listener's program sent, word by word.
            app = "" if row.get("agentType", "unknown") == "unknown" else row.get("agentName", "")
            key = (row["time"][:10], *(row.get(name, "") for name in ("episodeId", "countryCode", "deviceType")), app)
            counts[key] += 1
            listeners[key].add(row["audienceId"])
    names = ("date", "episodeId", "countryCode", "deviceType", "agentName")
    yield [
        {**dict(zip(names, key, strict=True)), "downloads": count, "listeners": len(listeners[key])}
        for key, count in counts.items()
    ]


STREAMS = (
    ACCOUNTS,
    Stream(
        name="shows",
        description="The show with its downloads of the last 30 days, by OP3's own count of the day `asof`.",
        fetch=shows,
        columns={
            **typed(Type.TEXT, "showUuid title podcastGuid statsPageUrl days"),
            **typed(Type.INTEGER, "monthlyDownloads numWeeks"),
            "weeklyAvgDownloads": Type.NUMBER,
            "weeklyDownloads": Type.JSON,
            "asof": Type.DAY,
        },
        key=("showUuid",),
        kind="snapshot",
    ),
    Stream(
        name="episodes",
        description="The episodes of the show that OP3 knows from its feed.",
        fetch=episodes,
        columns={"id": Type.TEXT, "title": Type.TEXT, "pubdate": Type.INSTANT},
        key=("id",),
        kind="snapshot",
    ),
    Stream(
        name="episode_totals",
        description="Downloads of each episode in its first 1, 3, 7 and 30 days and in all, known by the feed's guid.",
        fetch=episode_totals,
        columns={
            **typed(Type.TEXT, "itemGuid title minDownloadHour maxDownloadHour"),
            "pubdate": Type.INSTANT,
            **typed(Type.INTEGER, "downloads1 downloads3 downloads7 downloads30 downloadsAll"),
        },
        key=("itemGuid",),
        kind="snapshot",
    ),
    Stream(
        name="downloads_daily",
        description="Downloads by day, episode, country, type of device and app, without bots; blank where unknown.",
        fetch=downloads,
        columns={
            "date": Type.DAY,
            **typed(Type.TEXT, "episodeId countryCode deviceType agentName"),
            **typed(Type.INTEGER, "downloads listeners"),
        },
        key=("date", "episodeId", "countryCode", "deviceType", "agentName"),
        day="date",
        restates={1: 3},
        window_days=7,
        ranges={"downloads": (1, None), "listeners": (1, None)},
        required=("downloads", "listeners"),
    ),
)

SOURCE = Source(
    name="op3",
    title="OP3 (Open Podcast Prefix)",
    settings=Op3Settings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=1,
)
