"""OP3's API of the company's show: downloads one by one, page after page, and its own counts of them."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.company.podcasts import SHOW
from sandbox.faults import Fault

TOKEN = "op3-sandbox-bearer-token"
SHOW_UUID = "3299ee267635404e9cd660088a755b34"
PODCAST_GUID = "5a2b1c90-1111-5222-9333-0123456789ab"
FEED = "aHR0cHM6Ly9mZWVkcy50b3JyZWZpbm8uZXhhbXBsZS90YWxrcw"  # https://feeds.torrefino.example/talks
ENV = {"OP3_TOKEN": TOKEN, "OP3_SHOWS": SHOW_UUID, "OP3_REQUESTS_PER_MINUTE": "60000"}

ERRORS = {
    "forbidden": Fault("status", 403, body={"message": "forbidden"}),
    "unauthorized": Fault("status", 401, body={"message": "unauthorized"}),
    "bad_request": Fault("status", 400, body={"message": "Bad limit: 30000"}),
    "too_many": Fault("status", 429, body={"message": "too many requests"}),
}
LATE = pd.Timedelta(hours=3)
"""The last hours are not counted yet."""


def routes(company: Company) -> list[Route]:
    def endpoint(path: str, answer: Callable[[Request], Response]) -> Route:
        async def respond(request: Request) -> Response:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if request.query_params.get("token", given) != TOKEN:
                return _json({"message": "unauthorized"}, 401)
            try:
                return answer(request)
            except ValueError as fault:
                return _json({"message": str(fault)}, 400)

        return Route(f"/api/1{path}", respond)

    def known() -> pd.DataFrame:
        rows = company.podcast_downloads
        return rows[rows["downloaded_at"] < pd.Timestamp(company.today, tz="UTC") - LATE]

    def show(request: Request) -> Response:
        if request.path_params["show"] not in (SHOW_UUID, PODCAST_GUID, FEED):
            return _json({"message": "not found"}, 404)
        about: dict[str, Any] = {"showUuid": SHOW_UUID, "title": SHOW, "podcastGuid": PODCAST_GUID}
        about["statsPageUrl"] = f"https://op3.dev/show/{SHOW_UUID}"
        if request.query_params.get("episodes") == "include":
            listed = company.podcast_episodes[::-1].itertuples()
            about["episodes"] = [
                {"id": episode_id(each.guid), "title": each.title, "pubdate": _instant(each.published_at)}
                for each in listed
            ]
        return _json(about)

    def downloads(request: Request) -> Response:
        asked = request.query_params
        if request.path_params["show"] != SHOW_UUID:
            raise ValueError(f"Bad showUuid: {request.path_params['show']}")
        limit = int(asked.get("limit", 100))
        if not 1 <= limit <= 20_000:
            raise ValueError(f"Bad limit: {limit}")
        rows = known()
        if asked.get("bots", "exclude") == "exclude":
            rows = rows[~rows["is_bot"]]
        if "start" in asked:
            rows = rows[rows["downloaded_at"] >= pd.Timestamp(asked["start"], tz="UTC")]
        if "end" in asked:
            rows = rows[rows["downloaded_at"] < pd.Timestamp(asked["end"], tz="UTC")]
        start = int(asked.get("continuationToken", "c0")[1:])
        guids = dict(company.podcast_episodes[["episode_id", "guid"]].itertuples(index=False))
        page = [_download(each, guids[each.episode_id]) for each in rows.iloc[start : start + limit].itertuples()]
        # A full page has a token even when nothing follows.
        more = {"continuationToken": f"c{start + limit}"} if len(page) == limit else {}
        if asked.get("format", "tsv") != "json":
            names = sorted({name for row in page for name in row})
            lines = ["\t".join(names), *("\t".join(str(row.get(name, "")) for name in names) for row in page)]
            return Response("\n".join(lines), media_type="text/tab-separated-values")
        return _json({"rows": page, "count": len(page), "queryTime": 35, **more})

    def show_counts(request: Request) -> Response:
        rows, today = _people(known()), pd.Timestamp(company.today)
        age = (today - rows["date"]).dt.days
        weeks = [int(((age > 7 * n) & (age <= 7 * n + 7)).sum()) for n in (3, 2, 1, 0)]
        counts = {
            "days": "".join(str(int((age == n).any())) for n in range(30, 0, -1)),
            "monthlyDownloads": int((age <= 30).sum()),
            "weeklyDownloads": weeks,
            "weeklyAvgDownloads": sum(weeks) // 4,
            "numWeeks": 4,
        }
        asof = str(company.today - timedelta(days=1))
        return _json({"asof": asof, "showDownloadCounts": {SHOW_UUID: counts}, "queryTime": 120})

    def episode_counts(request: Request) -> Response:
        rows = _people(known())
        of_episode = dict(list(rows.groupby("episode_id")["downloaded_at"]))
        now = pd.Timestamp(company.today, tz="UTC")
        told = []
        for each in company.podcast_episodes[::-1].itertuples():
            times = of_episode.get(each.episode_id, pd.Series(dtype="datetime64[ns, UTC]"))
            row = {"itemGuid": each.guid, "title": each.title, "pubdate": _instant(each.published_at)}
            for days in (1, 3, 7, 30):
                ends = each.published_at + pd.Timedelta(days=days)
                if ends <= now and each.published_at >= pd.Timestamp(company.start, tz="UTC"):
                    row[f"downloads{days}"] = int((times < ends).sum())
            told.append({**row, "downloadsAll": len(times)})
        hours = {"minDownloadHour": f"{company.start}T00", "maxDownloadHour": f"{company.today - timedelta(days=1)}T20"}
        return _json({"showUuid": SHOW_UUID, "showTitle": SHOW, **hours, "episodes": told, "queryTime": 15})

    return [
        endpoint("/shows/{show}", show),
        endpoint("/downloads/show/{show}", downloads),
        endpoint("/queries/show-download-counts", show_counts),
        endpoint("/queries/episode-download-counts", episode_counts),
    ]


def episode_id(guid: str) -> str:
    return hashlib.sha256(guid.encode()).hexdigest()


def _people(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["is_bot"]]


def _download(each: Any, guid: str) -> dict[str, Any]:
    """One download. What is unknown is absent; an unknown program stands there as it calls itself."""
    listener = hashlib.sha256(f"listener {each.listener}".encode()).hexdigest()
    row = {
        "time": _instant(each.downloaded_at),
        "url": f"https://media.torrefino.example/{guid}.mp3",
        "audienceId": listener,
        "showUuid": SHOW_UUID,
        "episodeId": episode_id(guid),
        "hashedIpAddress": listener[:40],
        "agentType": ("bot" if each.is_bot else "app") if each.app else "unknown",
        "agentName": each.app or f"Player of listener {each.listener}/1.0",
        "deviceType": each.device,
        "botType": "bot-lib" if each.is_bot else "",
        "countryCode": each.country,
        "timezone": "Europe/Berlin" if each.country == "DE" else "",
    }
    return {name: value for name, value in row.items() if value}


def _instant(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
