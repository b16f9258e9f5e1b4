"""LinkedIn's organization APIs: statistics of shares, followers and visits by day, the page's posts, its size."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.routing import BaseRoute

from sandbox.company import Company
from sandbox.vendors import _linkedin
from sandbox.vendors._linkedin import Query, bad, denied, elements, route, token_route
from sandbox.vendors._networks import network_id

ENV = _linkedin.env("linkedin_pages")
PATHS = {"LINKEDIN_PAGES_TOKEN_URL": "/oauth/v2/accessToken"}
ERRORS = _linkedin.ERRORS

FOLLOWERS_LATE = 2
"""Days after which the gains of a day are known."""
COUNTS = {
    "impressionCount": "impressions",
    "clickCount": "clicks",
    "likeCount": "likes",
    "commentCount": "comments",
    "shareCount": "shares",
}
Figures = Callable[[Any], dict[str, Any]]


def routes(company: Company) -> list[BaseRoute]:
    @lru_cache(maxsize=2)
    def days(today: date) -> pd.DataFrame:
        table = company.social_account_days
        return table[table["network"] == "linkedin"]

    @lru_cache(maxsize=2)
    def brought(today: date) -> dict[str, Any]:
        """What each post has brought by now: a post that is no longer young has what it had in the end."""
        table = company.social_posts[company.social_posts["platform"] == "linkedin"]
        settled = {_urn(row.post_id): row for row in table.itertuples(index=False)}
        young = company.social_post_days[company.social_post_days["network"] == "linkedin"].sort_values("date")
        return settled | {_urn(row.post_id): row for row in young.itertuples(index=False)}

    def share_statistics(request: Request, query: Query) -> dict[str, Any]:
        if posts := [*query.get("shares", ()), *query.get("ugcPosts", ())]:
            _page_of(company, query["organizationalEntity"])
            known = brought(company.today)
            seen = [post for post in posts if post in known and known[post].impressions]
            return elements(_of_post(post, known[post], query["organizationalEntity"]) for post in seen)
        return by_day("organizationalEntity", _share_figures)(request, query)

    def by_day(finder: str, figures: Figures, late: int = 0) -> _linkedin.Endpoint:
        def endpoint(request: Request, query: Query) -> dict[str, Any]:
            who = query[finder]
            _page_of(company, who)
            since, before = _interval(query, company.today, late)
            table = days(company.today)
            chosen = table[(table["date"] >= pd.Timestamp(since)) & (table["date"] < pd.Timestamp(before))]
            return elements({finder: who, **_bucket(row.date), **figures(row)} for row in chosen.itertuples())

        return endpoint

    def size(request: Request, query: Query) -> dict[str, Any]:
        _page_of(company, request.path_params["urn"])
        return {"firstDegreeSize": int(days(company.today)["followers"].iloc[-1])}

    def posts(request: Request, query: Query) -> dict[str, Any]:
        _page_of(company, query["author"])
        table = company.social_posts[company.social_posts["platform"] == "linkedin"].iloc[::-1]
        start, count = int(query.get("start", 0)), min(int(query.get("count", 10)), 100)
        rows = table.iloc[start : start + count].itertuples(index=False)
        return elements((_post(row, query["author"]) for row in rows), start=start, count=count, total=len(table))

    def organization(request: Request, query: Query) -> dict[str, Any]:
        row = _page_of(company, f"urn:li:organization:{request.path_params['id']}")
        name = {"localized": {"en_US": row.profile_name}, "preferredLocale": {"country": "US", "language": "en"}}
        return {"id": int(row.profile_id), "localizedName": row.profile_name, "vanityName": "torrefino", "name": name}

    def roles(request: Request, query: Query) -> dict[str, Any]:
        who = {"roleAssignee": "urn:li:person:sandboxPerson", "role": query.get("role"), "state": query.get("state")}
        found = sorted(days(company.today)["profile_id"].unique()) if int(query.get("start", 0)) == 0 else []
        return elements({**who, "organization": f"urn:li:organization:{each}"} for each in found)

    return [
        token_route(),
        route("organizationAcls", roles),
        route("organizations/{id}", organization),
        route("organizationalEntityShareStatistics", share_statistics),
        route(
            "organizationalEntityFollowerStatistics", by_day("organizationalEntity", _follower_gains, FOLLOWERS_LATE)
        ),
        route("organizationPageStatistics", by_day("organization", _page_views)),
        route("networkSizes/{urn}", size),
        route("posts", posts),
    ]


def _page_of(company: Company, urn: str) -> Any:
    table = company.social_account_days
    found = table[(table["network"] == "linkedin") & (table["profile_id"] == urn.rpartition(":")[2])]
    if not urn.startswith("urn:li:organization:") or not len(found):
        raise denied("organizationalEntity")
    return next(found.itertuples())


def _interval(query: Query, today: date, late: int) -> tuple[date, date]:
    """The days that are asked for: from twelve months ago until the latest of which something is known."""
    try:
        asked = query["timeIntervals"]
        since, before = (_day(asked["timeRange"][name]) for name in ("start", "end"))
        is_daily = asked["timeGranularityType"] == "DAY"
    except (KeyError, TypeError):
        raise bad("Only intervals of days are simulated here", message="Invalid timeIntervals parameter") from None
    if not is_daily or since >= before or since < today - timedelta(days=365) or before > today - timedelta(days=late):
        raise bad("timeIntervals", message="Invalid timeIntervals parameter")
    return since, before


def _day(milliseconds: str) -> date:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date()


def _milliseconds(moment: pd.Timestamp) -> int:
    return int(moment.value // 1_000_000)


def _bucket(day: pd.Timestamp) -> dict[str, Any]:
    return {"timeRange": {"start": _milliseconds(day), "end": _milliseconds(day + pd.Timedelta(days=1))}}


def _share_figures(row: Any) -> dict[str, Any]:
    counts = {name: int(getattr(row, column)) for name, column in COUNTS.items()}
    engaged = sum(counts.values()) - counts["impressionCount"]
    rate = engaged / counts["impressionCount"] if counts["impressionCount"] else 0.0
    return {"totalShareStatistics": {**counts, "engagement": rate, "shareMentionsCount": 0, "commentMentionsCount": 0}}


def _of_post(post: str, row: Any, who: str) -> dict[str, Any]:
    figures = _share_figures(row)
    figures["totalShareStatistics"]["uniqueImpressionsCount"] = int(row.reach)
    return {"organizationalEntity": who, "share" if ":share:" in post else "ugcPost": post, **figures}


def _follower_gains(row: Any) -> dict[str, Any]:
    return {"followerGains": {"organicFollowerGain": int(row.gained - row.lost), "paidFollowerGain": 0}}


def _page_views(row: Any) -> dict[str, Any]:
    views = dict(_cuts(int(row.profile_views)))
    return {"totalPageStatistics": {"views": views, "clicks": {"mobileCustomButtonClickCounts": []}}}


def _cuts(views: int) -> Iterator[tuple[str, dict[str, int]]]:
    """By part of the page and by device: two cuts of the same views."""
    careers, mobile = views // 7, views * 2 // 5
    parts = {"all": views, "overview": views - careers, "careers": careers, "jobs": careers}
    for name, count in {**parts, "allDesktop": views - mobile, "allMobile": mobile}.items():
        yield f"{name}PageViews", {"pageViews": count, "uniquePageViews": count * 3 // 4}


def _urn(post_id: str) -> str:
    return network_id("linkedin", "", post_id)


def _post(row: Any, author: str) -> dict[str, Any]:
    published = _milliseconds(row.posted_at)
    return {
        "id": _urn(row.post_id),
        "author": author,
        "commentary": row.text,
        "visibility": "PUBLIC",
        "lifecycleState": "PUBLISHED",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "content": {"media": {"id": f"urn:li:document:{row.post_id[2:]}", "title": row.text}},
        "isReshareDisabledByAuthor": False,
        "createdAt": published - 60_000,
        "publishedAt": published,
        "lastModifiedAt": published,
    }
