"""Transistor's API v1 of the company's show, in JSON:API. The order of day and month differs between its answers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import orjson
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.company.podcasts import SHOW
from sandbox.faults import Fault

KEY = "transistor-sandbox-key"
SHOW_ID, SLUG = "132543", "torrefino-talks"
ENV = {"TRANSISTOR_API_KEY": KEY, "TRANSISTOR_REQUESTS_PER_MINUTE": "60000"}
ERRORS = {
    "rate_limited": Fault("status", 429, body="Retry later\n"),
    "unauthorized": Fault("status", 401, body={"errors": [{"title": "Invalid API key"}]}),
    "missing": Fault("status", 404, body={"errors": [{"title": "Not found"}]}),
}
YESTERDAY_KNOWN = 0.9


def routes(company: Company) -> list[Route]:
    def endpoint(path: str, answer: Callable[[Request], Any]) -> Route:
        async def respond(request: Request) -> Response:
            if request.headers.get("x-api-key") != KEY:
                return _json({"errors": [{"title": "Invalid API key"}]}, 401)
            if request.path_params.get("show", SHOW_ID) not in (SHOW_ID, SLUG):
                return _json({"errors": [{"title": "Not found"}]}, 404)
            return _json(answer(request))

        return Route(f"/v1{path}", respond)

    def shows(request: Request) -> Any:
        return _page([_show()], request)

    def show(request: Request) -> Any:
        return {"data": _show()}

    def episodes(request: Request) -> Any:
        listed = [_episode(each) for each in company.podcast_episodes.itertuples()]
        listed.append({**listed[-1], "id": "3999999", "attributes": {**_DRAFT, "title": "A draft"}})
        oldest_first = request.query_params.get("order", "desc") == "asc"
        return _page(listed if oldest_first else listed[::-1], request)

    def counts() -> pd.Series:
        """Downloads by day and episode; not all of yesterday's are known."""
        rows = company.podcast_downloads
        found = rows[~rows["is_bot"]].groupby(["date", "episode_id"]).size()
        yesterday = pd.Timestamp(company.today - timedelta(days=1))
        known = np.where(found.index.get_level_values("date") == yesterday, YESTERDAY_KNOWN, 1)
        return np.floor(found * known).astype(int)

    def of_show(request: Request) -> Any:
        days = _days(request, company.today, 14)
        found = counts().groupby("date").sum()
        return _analytics("show_analytics", days, {"downloads": _told(found, days, "%d-%m-%Y")})

    def of_episodes(request: Request) -> Any:
        days = _days(request, company.today, 7)
        found = {episode: rows.droplevel("episode_id") for episode, rows in counts().groupby("episode_id")}
        told = [
            {
                "id": int(each.episode_id),
                "title": each.title,
                "published_at": _instant(each.published_at),
                "downloads": _told(found.get(each.episode_id, pd.Series(dtype=int)), days, "%m-%d-%Y"),
            }
            for each in company.podcast_episodes[::-1].itertuples()
        ]
        return _analytics("episodes_analytics", days, {"episodes": told})

    return [
        endpoint("/shows", shows),
        endpoint("/shows/{show}", show),
        endpoint("/episodes", episodes),
        endpoint("/analytics/{show}", of_show),
        endpoint("/analytics/{show}/episodes", of_episodes),
    ]


def _days(request: Request, today: date, by_default: int) -> list[date]:
    asked = request.query_params
    first, last = today - timedelta(days=by_default - 1), today
    if "start_date" in asked and "end_date" in asked:
        first, last = (_day(asked[name]) for name in ("start_date", "end_date"))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(text: str) -> date:
    day, month, year = map(int, text.split("-"))
    return date(year, month, day)


def _told(found: pd.Series, days: list[date], style: str) -> list[dict[str, Any]]:
    counts = found.reindex(pd.DatetimeIndex(days), fill_value=0).tolist()
    return [{"date": f"{day:{style}}", "downloads": count} for day, count in zip(days, counts, strict=True)]


def _analytics(kind: str, days: list[date], attributes: dict[str, Any]) -> dict[str, Any]:
    ends = {"start_date": f"{days[0]:%m-%d-%Y}", "end_date": f"{days[-1]:%m-%d-%Y}"}
    show = {"data": {"id": SHOW_ID, "type": "show"}}
    return {"data": {"id": SLUG, "type": kind, "attributes": attributes | ends, "relationships": {"show": show}}}


def _show() -> dict[str, Any]:
    attributes = {
        "author": "Torrefino",
        "category": "Arts :: Food",
        "created_at": "2024-12-01 00:00:00 UTC",
        "description": "All that is in the cup",
        "explicit": False,
        "owner_email": "owner@example.org",
        "private": False,
        "show_type": "episodic",
        "slug": SLUG,
        "time_zone": None,
        "title": SHOW,
        "updated_at": "2025-06-01 00:00:00 UTC",
        "feed_url": f"https://feeds.transistor.fm/{SLUG}",
    }
    return {"id": SHOW_ID, "type": "show", "attributes": attributes, "relationships": {}}


_DRAFT = {"number": None, "season": 1, "status": "draft", "published_at": None, "duration": None, "type": "full"}


def _episode(each: Any) -> dict[str, Any]:
    attributes = {
        "title": each.title,
        "number": each.number,
        "season": 1,
        "status": "published",
        "published_at": _instant(each.published_at),
        "duration": each.seconds,
        "explicit": False,
        "author": "Jane Example",
        "summary": "What is in the cup",
        "created_at": _instant(each.published_at),
        "updated_at": _instant(each.published_at),
        "share_url": f"https://share.transistor.fm/s/{each.episode_id}",
        "type": "full",
    }
    show = {"data": {"id": SHOW_ID, "type": "show"}}
    return {"id": each.episode_id, "type": "episode", "attributes": attributes, "relationships": {"show": show}}


def _page(items: list[dict[str, Any]], request: Request) -> dict[str, Any]:
    asked = request.query_params
    number, size = max(int(asked.get("pagination[page]", 1)), 1), int(asked.get("pagination[per]", 10))
    meta = {"currentPage": number, "totalPages": -(-len(items) // size), "totalCount": len(items)}
    return {"data": items[(number - 1) * size : number * size], "meta": meta}


def _instant(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), status, media_type="application/json")
