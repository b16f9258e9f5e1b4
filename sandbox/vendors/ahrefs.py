"""Ahrefs' API v3 on the simulated company: reports on domains, and units that each of them costs."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.company.rankings import COMPETITORS
from sandbox.faults import Fault

KEY = "ahrefs-0f9e8d7c6b5a4321"
ENV = {
    "AHREFS_API_KEY": KEY,
    "AHREFS_DOMAINS": Company.domain.removeprefix("www."),
    "AHREFS_COMPETITORS": ",".join(COMPETITORS),
    "AHREFS_COUNTRIES": "de,gb",
    "AHREFS_KEYWORDS": "15",
    "AHREFS_REFDOMAINS": "10",
    "AHREFS_REQUESTS_PER_MINUTE": "60000",
}
UNITS = 2_000_000
ROWS = 100  # of the Lite plan
PRICES = {"volume": 10, "sum_traffic": 10, "keyword_difficulty": 10, "org_traffic": 10, "org_cost": 10}
PRICES |= {"paid_traffic": 10, "paid_cost": 10, "refdomains": 5, "live_refdomains": 5, "all_time_refdomains": 5}

ERRORS = {
    "bad_where": Fault("status", 400, body={"error": "bad where: invalid filter expression"}),
    "wrong_key": Fault("status", 401, body={"error": "API token is invalid"}),
    "not_in_plan": Fault("status", 403, body={"error": "Insufficient plan"}),
    "no_units": Fault("status", 403, body={"error": "API units limit reached"}),
    "no_data": Fault("status", 404, body={"error": "not found"}),
    "too_fast": Fault("status", 429, {"Retry-After": "1"}, {"error": "Too many requests"}),
    "crowded": Fault("status", 429, body={"error": "Too many requests"}),
    "internal": Fault("status", 500, body={"error": "Internal server error"}),
}

Row = dict[str, Any]
Report = tuple[set[str], set[str], str, Callable[[Company, QueryParams], Any]]
"""Parameters that must be there, others that may be, the envelope, and what fills it."""


def routes(company: Company) -> list[BaseRoute]:
    """One workspace with its units."""
    used = [0]

    async def report(request: Request) -> Response:
        asked = request.query_params
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return JSONResponse({"error": "API token is invalid"}, 401)
        known = REPORTS.get(request.path_params["report"])
        if known is None:
            return JSONResponse({"error": "not found"}, 404)
        required, optional, envelope, make = known
        if wrong := _wrong(set(asked), required, optional | {"mode", "output"}):
            return JSONResponse({"error": wrong}, 400)
        if asked["target"] not in set(company.visibility.links["domain"]):
            return JSONResponse({"error": "not found"}, 404)
        if used[0] >= UNITS:
            return JSONResponse({"error": "API units limit reached"}, 403)
        filled = make(company, asked)
        rows = filled if isinstance(filled, list) else [filled]
        a_row = sum(PRICES.get(name, 1) for name in (rows[0] if rows else ()))
        cost = max(50, a_row * len(rows))
        used[0] += cost
        headers = {"x-api-rows": str(len(rows)), "x-api-units-cost-row": str(a_row), "x-api-cache": "no_cache"}
        headers |= {"x-api-units-cost-total": str(cost), "x-api-units-cost-total-actual": str(cost)}
        return JSONResponse({envelope: filled}, headers=headers)

    async def usage(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return JSONResponse({"error": "API token is invalid"}, 401)
        about = {"subscription": "Lite, billed monthly", "usage_reset_date": "2027-01-01T00:00:00Z"}
        limits = {"units_limit_workspace": UNITS, "units_usage_workspace": used[0], "units_limit_api_key": None}
        expiry = {"units_usage_api_key": used[0], "api_key_expiration_date": "2027-06-01T00:00:00Z"}
        return JSONResponse({"limits_and_usage": about | limits | expiry})

    return [
        Route("/site-explorer/{report}", report),
        Route("/subscription-info/limits-and-usage", usage),
    ]


def _wrong(given: set[str], required: set[str], optional: set[str]) -> str:
    if missing := required - given:
        return f"missing parameter {min(missing)}"
    unknown = given - required - optional
    return f"unknown parameter {min(unknown)}" if unknown else ""


def _of(table: pd.DataFrame, asked: QueryParams) -> pd.DataFrame:
    """The target's rows, of the asked country or of all together, in the asked time."""
    found = table[table["domain"] == asked["target"]]
    if "market" in found and asked.get("country"):
        found = found[found["market"] == asked["country"]]
    since = pd.Timestamp(asked.get("date_from") or asked["date"])
    until = pd.Timestamp(asked.get("date_to") or asked.get("date") or date.max)
    found = found[found["date"].between(since, until)]
    if "market" in found and "keyword" not in found:
        return found.drop(columns=["domain", "market"]).groupby("date", as_index=False).sum()
    return found


def _select(asked: QueryParams, rows: list[Row]) -> list[Row]:
    names = asked["select"].split(",") if asked.get("select") else None
    return [{name: row[name] for name in names} for row in rows] if names else rows


def domain_rating_history(company: Company, asked: QueryParams) -> list[Row]:
    found = _of(company.visibility.links, asked).itertuples(index=False)
    return [{"date": f"{each.date:%Y-%m-%d}", "domain_rating": float(each.authority)} for each in found]


def refdomains_history(company: Company, asked: QueryParams) -> list[Row]:
    found = _of(company.visibility.links, asked).itertuples(index=False)
    return [{"date": f"{each.date:%Y-%m-%d}", "refdomains": each.referring_domains} for each in found]


def backlinks_stats(company: Company, asked: QueryParams) -> Row:
    each = _of(company.visibility.links, asked).iloc[0]
    links, domains = int(each["backlinks"]), int(each["referring_domains"])
    return {"live": links, "all_time": links * 2, "live_refdomains": domains, "all_time_refdomains": domains * 2}


def metrics(company: Company, asked: QueryParams) -> Row:
    each = _of(company.visibility.days, asked).iloc[0]
    names = {"org_keywords": "keywords", "org_keywords_1_3": "top_1_3", "org_traffic": "traffic", "org_cost": "value"}
    paid = {"paid_keywords": 12, "paid_traffic": 800, "paid_cost": None, "paid_pages": 4}
    return {name: int(each[column]) for name, column in names.items()} | paid


def metrics_history(company: Company, asked: QueryParams) -> list[Row]:
    """The dates of this series carry a time, as those of real answers do."""
    found = _of(company.visibility.days, asked).itertuples(index=False)
    paid = {"paid_traffic": 800, "paid_cost": 64_000}
    rows = [
        {"date": f"{each.date:%Y-%m-%dT00:00:00Z}", "org_traffic": each.traffic, "org_cost": each.value, **paid}
        for each in found
    ]
    return _select(asked, rows)


def keywords_history(company: Company, asked: QueryParams) -> list[Row]:
    rows = []
    for each in _of(company.visibility.days, asked).itertuples(index=False):
        buckets = {"top3": each.top_1_3, "top4_10": each.top_4_10, "top11_20": each.top_11_20}
        rest = {"top21_50": each.top_21_50, "top51_plus": each.top_51_100}
        plus = {"top11_plus": each.top_11_20 + each.top_21_50 + each.top_51_100}
        rows.append({"date": f"{each.date:%Y-%m-%d}", **buckets, **rest, **plus})
    return rows


def organic_keywords(company: Company, asked: QueryParams) -> list[Row]:
    found = _of(company.visibility.keywords, asked)
    if asked.get("where"):
        condition = json.loads(asked["where"])
        assert (condition["field"], condition["is"][0]) == ("volume", "lte")
        found = found[found["volume"] <= condition["is"][1]]
    if asked.get("order_by") == "volume:desc":
        found = found.sort_values("volume", ascending=False, kind="stable")
    rows = [
        {"keyword": each.keyword, "keyword_country": each.market, "best_position": each.position, "cpc": each.cpc}
        | {"best_position_url": each.url, "volume": each.volume, "sum_traffic": each.traffic}
        | {"keyword_difficulty": 44, "is_branded": each.keyword.startswith("torrefino")}
        for each in found.head(min(int(asked.get("limit", 1000)), ROWS)).itertuples(index=False)
    ]
    return _select(asked, rows)


def refdomains(company: Company, asked: QueryParams) -> list[Row]:
    """Twelve sites; the first one has taken its links away."""
    rows = [
        {"domain": f"site{number:02d}.example", "domain_rating": 80.0 - 5 * number, "links_to_target": number + 1}
        | {"dofollow_links": number, "new_links": 0, "lost_links": 0, "is_spam": number == 9}
        | {"first_seen": "2024-03-01T13:48:03Z", "last_seen": None if number else "2025-01-01T00:00:00Z"}
        for number in range(12)
    ]
    alive = [row for row in rows if row["last_seen"] is None or asked.get("history") != "live"]
    return _select(asked, alive[: min(int(asked.get("limit", 1000)), ROWS)])


_PAST = {"date_to", "history_grouping"}
REPORTS: dict[str, Report] = {
    "domain-rating-history": ({"target", "date_from"}, _PAST, "domain_ratings", domain_rating_history),
    "refdomains-history": ({"target", "date_from"}, _PAST, "refdomains", refdomains_history),
    "metrics-history": ({"target", "date_from"}, _PAST | {"country", "select"}, "metrics", metrics_history),
    "keywords-history": ({"target", "date_from"}, _PAST | {"country", "select"}, "keywords", keywords_history),
    "metrics": ({"target", "date"}, {"country"}, "metrics", metrics),
    "backlinks-stats": ({"target", "date"}, set(), "metrics", backlinks_stats),
    "organic-keywords": (
        {"target", "date", "select"},
        {"country", "where", "order_by", "limit"},
        "keywords",
        organic_keywords,
    ),
    "refdomains": ({"target", "select"}, {"history", "where", "order_by", "limit"}, "refdomains", refdomains),
}
