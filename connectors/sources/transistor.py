"""Transistor (API v1): downloads of the shows that are hosted there, by day and episode."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from pydantic import SecretStr

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.settings import secrets_of
from connectors.source import ACCOUNTS, Account, Fetch, Page, Row, Settings, Source, Stream, Type, Window, settings_for
from connectors.sources._notation import typed, words

A_PAGE = 50
BLOCK = 10.0
"""Seconds for which an account is shut out that asked more than ten times in ten seconds."""
DAY_FIRST, MONTH_FIRST = "%d-%m-%Y", "%m-%d-%Y"


class TransistorSettings(Settings):
    model_config = settings_for("transistor")

    api_key: SecretStr
    """Of a user who may see the shows: all of them are loaded."""
    requests_per_minute: int = 60
    base_url: str = "https://api.transistor.fm"


def judge(answer: Answer) -> SourceError | None:
    if answer.status == 429:
        return Unavailable("HTTP 429: more than ten requests in ten seconds.", BLOCK)
    if answer.status in (401, 403):
        return Refused(f"HTTP {answer.status}: TRANSISTOR_API_KEY was refused. Copy it from Transistor's account page.")
    if answer.status == 404:
        return Refused("HTTP 404: there is no such show any more, or the user of TRANSISTOR_API_KEY has left it.")
    return judge_status(answer)


def connect(settings: TransistorSettings) -> Http:
    return Http(
        f"{settings.base_url.rstrip('/')}/v1",
        headers={"x-api-key": settings.api_key.get_secret_value()},
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.requests_per_minute / 60,
    )


def _listed(http: Http, path: str, **asked: str) -> Iterator[list[Any]]:
    """Every page of a list. Raises Unavailable when rows slipped through because the list moved meanwhile."""

    def ask(number: int) -> Any:
        return http.get(path, params={**asked, "pagination[page]": number, "pagination[per]": A_PAGE})

    def following(answer: Any, number: int) -> int | None:
        return number + 1 if number < answer["meta"]["totalPages"] else None

    ids = set[str]()
    for answer in pages(ask, 1, following):
        ids |= {item["id"] for item in answer["data"]}
        yield answer["data"]
    if len(ids) < answer["meta"]["totalCount"]:
        raise Unavailable(f"{path}: {len(ids)} of {answer['meta']['totalCount']} rows came; the list moved meanwhile.")


def accounts(http: Http) -> list[Account]:
    """All shows of the user. In which zone Transistor cuts days it does not say; they are taken for UTC days."""
    shows = [show for page in _listed(http, "shows") for show in page]
    if not shows:
        raise Refused("The user of TRANSISTOR_API_KEY sees no show: invite them to one, or take another user's key.")
    return [Account(show["id"], show["attributes"]["title"]) for show in shows]


def shows(http: Http, account: Account, window: Window) -> Iterator[Page]:
    yield [_row(http.get(f"shows/{account.id}")["data"])]


def episodes(http: Http, account: Account, window: Window) -> Iterator[Page]:
    for page in _listed(http, "episodes", show_id=account.id, order="asc"):
        yield [_row(episode) for episode in page]


def _row(resource: Any) -> Row:
    """Its attributes; `2026-07-01 00:00:00 UTC` in the form of ISO 8601."""
    told = {"id": resource["id"], **resource["attributes"]}
    return {
        name: value.replace(" UTC", "Z") if value and name.endswith("_at") else value for name, value in told.items()
    }


def show_downloads(http: Http, account: Account, window: Window) -> Iterator[Page]:
    told = http.get(f"analytics/{account.id}", params=_between(window))["data"]["attributes"]
    yield [{**row, "date": _day(row["date"], window)} for row in told["downloads"]]


def episode_downloads(http: Http, account: Account, window: Window) -> Iterator[Page]:
    told = http.get(f"analytics/{account.id}/episodes", params=_between(window))["data"]["attributes"]
    for episode in told["episodes"]:
        about = {"episode_id": str(episode["id"]), "title": episode.get("title")}
        yield [{**about, **row, "date": _day(row["date"], window)} for row in episode["downloads"]]


def _between(window: Window) -> dict[str, str]:
    """Both ends must be named: without them the last one or two weeks are told, and not the days that are due."""
    return {"start_date": f"{window.since:{DAY_FIRST}}", "end_date": f"{window.until:{DAY_FIRST}}"}


def _day(text: str, window: Window) -> date:
    """Questions have the day first; some answers have it first, too, and others the month.

    A day and its twin with day and month exchanged are 27 days apart or more: a shorter window holds one of them.
    """
    for style in (DAY_FIRST, MONTH_FIRST):
        with suppress(ValueError):
            day = datetime.strptime(text, style).date()  # noqa: DTZ007 - a day has no zone
            if day in window:
                return day
    raise Refused(f"Transistor was asked for {window} and told of {text}.")


_EPISODE = {
    **typed(Type.TEXT, "id title slug status type keywords share_url media_url"),
    **typed(Type.INTEGER, "number season duration"),
    **typed(Type.INSTANT, "published_at created_at updated_at"),
    **typed(Type.BOOLEAN, "explicit"),
}
_SHOW = {
    **typed(Type.TEXT, "id title slug category secondary_category show_type language"),
    **typed(Type.TEXT, "time_zone website feed_url apple_podcasts spotify"),
    **typed(Type.INSTANT, "created_at updated_at"),
    **typed(Type.BOOLEAN, "private explicit"),
}


def _daily(name: str, description: str, fetch: Fetch, *by: str) -> Stream:
    return Stream(
        name=name,
        description=description,
        fetch=fetch,
        columns={"date": Type.DAY, **dict.fromkeys(by, Type.TEXT), "downloads": Type.INTEGER},
        key=("date", *by[:1]),
        day="date",
        restates={1: 3},
        window_days=21,
        ranges={"downloads": (0, None)},
        required=("downloads",),
    )


STREAMS = (
    ACCOUNTS,
    Stream(
        name="shows",
        description="The show as it is published.",
        fetch=shows,
        columns=_SHOW,
        key=("id",),
        kind="snapshot",
        personal=("author", "copyright", "owner_email"),
        ignored=words(
            "description image_url keywords multiple_seasons playlist_limit email_notifications amazon_music anghami "
            "castbox castro deezer fountain gaana goodpods iHeartRadio jiosaavn metacast overcast pandora player_FM "
            "pocket_casts podcast_addict soundcloud tuneIn"
        ),
        required=("title",),
    ),
    Stream(
        name="episodes",
        description="The episodes of the show, drafts included.",
        fetch=episodes,
        columns=_EPISODE,
        key=("id",),
        kind="snapshot",
        personal=("author",),
        ignored=words(
            "summary description formatted_summary formatted_description formatted_published_at duration_in_mmss "
            "embed_html embed_html_dark image_url video_url alternate_url transcript_url transcripts audio_processing "
            "email_notifications"
        ),
    ),
    _daily("downloads_daily", "Downloads of the whole show by day.", show_downloads),
    _daily("episode_downloads_daily", "Downloads of each episode by day.", episode_downloads, "episode_id", "title"),
)

SOURCE = Source(
    name="transistor",
    title="Transistor",
    settings=TransistorSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=1,
)
