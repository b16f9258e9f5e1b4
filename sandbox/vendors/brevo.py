"""Brevo's API v3 from outside: e-mail campaigns with both kinds of statistics, transactional days, lists."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.company.mailings import TRADE_LISTS
from sandbox.faults import Fault

Row = dict[str, Any]

KEY = "xkeysib-0f1e2d3c4b5a69788796a5b4c3d2e1f0-aB3dE5"
ENV = {"BREVO_API_KEY": KEY}


def _limits(left: int, seconds: int) -> dict[str, str]:
    names = ("limit", "remaining", "reset")
    return {f"x-sib-ratelimit-{name}": str(value) for name, value in zip(names, (100, left, seconds), strict=True)}


ERRORS = {
    "throttled": Fault("status", 429, headers=_limits(0, 0), body={"message": "rate limit reached"}),
    "hour_used_up": Fault("status", 429, headers=_limits(0, 1800), body={"message": "rate limit reached"}),
    "forbidden": Fault("status", 403, body={"code": "permission_denied", "message": "Not part of the plan"}),
    "broken": Fault("status", 500, body={"code": "internal_error", "message": "Something went wrong"}),
}
SETTLED = {"sent": "recipients", "delivered": "delivered", "hardBounces": "hard", "softBounces": "soft"}
RISING = {
    "viewed": "opens",
    "uniqueViews": "opens_unique",
    "appleMppOpens": "proxy_opens",
    "clickers": "clicks",  # all clicks, despite the name
    "uniqueClicks": "clicks_unique",
    "unsubscriptions": "unsubscribes",
    "complaints": "complaints",
}
SIX_MONTHS = timedelta(days=183)


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /v3, for one account."""

    def endpoint(path: str, respond: Callable[[Request, Company], Response]) -> Route:
        async def guarded(request: Request) -> Response:
            if request.headers.get("api-key") != KEY:
                return _answer({"code": "unauthorized", "message": "Key not found"}, 401)
            return respond(request, company)

        return Route(f"/v3/{path}", guarded)

    return [
        endpoint("account", lambda request, company: _answer(_account(company))),
        endpoint("emailCampaigns", _campaigns),
        endpoint("smtp/statistics/reports", _transactional),
        endpoint("contacts/lists", _lists),
    ]


def _answer(body: Row, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, _limits(97, 2412), media_type="application/json")


def _wrong(message: str, code: str = "invalid_parameter") -> Response:
    return _answer({"code": code, "message": message}, 400)


def _account(company: Company) -> Row:
    return {
        "organization_id": "5f0a1b2c3d4e5f6a7b8c9d0e",
        "user_id": 7,
        "companyName": f"{company.name} Trade",
        "email": "owner@example.org",
        "firstName": "Jo",
        "lastName": "Doe",
        "dateTimePreferences": {"timezone": company.time_zone, "timeFormat": "24h", "dateFormat": "dd-mm-yyyy"},
        "plan": [{"type": "subscription", "credits": 20_000, "creditsType": "sendLimit"}],
    }


def _page(request: Request, name: str, rows: list[Row], most: int) -> Response:
    """A page by offset, newest first unless asked otherwise. Without rows the member itself is missing."""
    asked = request.query_params
    limit, offset = int(asked.get("limit", most // 2)), int(asked.get("offset", 0))
    if limit > most:
        return _wrong("Limit exceeds max value", "out_of_range")
    ordered = rows if asked.get("sort") == "asc" else rows[::-1]
    shown = ordered[offset : offset + limit]
    return _answer(({name: shown} if rows else {}) | {"count": len(rows)})


def _campaigns(request: Request, company: Company) -> Response:
    asked = request.query_params
    sent = list(company.mailings.trade.itertuples(index=False))
    bounds = (asked.get("startDate"), asked.get("endDate"))
    if all(bounds):
        since, until = (datetime.fromisoformat(str(bound)) for bound in bounds)
        if until > pd.Timestamp(company.today, tz=company.time_zone) + timedelta(days=1):
            return _wrong("endDate must not be in the future")
        if until - since > timedelta(days=731):
            return _wrong("The range must not exceed 2 years")
        if asked.get("status") not in (None, "sent"):
            return _wrong("Dates are only for sent campaigns")
        sent = [each for each in sent if since <= each.sent_at <= until]
    elif any(bounds):
        return _wrong("startDate and endDate go together", "missing_parameter")
    rows = [_campaign(company, each, asked.get("statistics")) for each in sent]
    if asked.get("excludeHtmlContent") != "true":
        rows = [{**row, "htmlContent": "<p>Prices</p>" * 2000} for row in rows]
    if asked.get("status") is None and not all(bounds):
        rows.append(_head(10_000_000, "Untitled", "draft", "", f"{company.today}T08:00:00.000+01:00", []))
    return _page(request, "campaigns", rows, 100)


def _head(number: int, name: str, status: str, subject: str, created: str, lists: list[int]) -> Row:
    return {
        "id": number,
        "name": name,
        "subject": subject,
        "previewText": "",
        "type": "classic",
        "status": status,
        "createdAt": created,
        "modifiedAt": created,
        "tag": "trade",
        "tags": ["trade"],
        "abTesting": False,
        "sendAtBestTime": False,
        "testSent": True,
        "sender": {"id": "2", "name": "Jo Doe", "email": "post@example.org"},
        "replyTo": "post@example.org",
        "toField": "",
        "header": "",
        "footer": "",
        "htmlContent": "",
        "inlineImageActivation": False,
        "mirrorActive": False,
        "recipients": {"lists": lists, "exclusionLists": []},
        "statistics": {},
    }


def _campaign(company: Company, each: Any, statistics: str | None) -> Row:
    """Those statistics that were not asked for are there, too, and zero. campaignStats come only unasked."""
    age = (company.today - each.day.date()).days
    to = [row for row in company.mailings.trade_lists.itertuples(index=False) if row.id == each.id]
    total = _statistics(company, each, age)
    if statistics != "globalStats" or timedelta(days=age) > SIX_MONTHS:
        total = dict.fromkeys(total, 0)
    moment = each.sent_at.isoformat(timespec="milliseconds")
    found = _head(int(each.id), each.name, "sent", each.subject, moment, [int(row.list_id) for row in to])
    counted: Row = {"globalStats": total}
    if statistics is None:
        by_list = [{"listId": int(row.list_id), **_statistics(company, row, age)} for row in to]
        counted |= {"campaignStats": by_list, "mirrorClick": 0, "remaining": 0, "linksStats": {}, "statsByDomain": {}}
    utm = {"utmSource": "brevo", "utmMedium": "email", "utmCampaignValue": each.utm_campaign}
    return {**found, **utm, "sentDate": moment, "scheduledAt": moment, "statistics": counted}


def _statistics(company: Company, each: Any, age: int) -> dict[str, float]:
    share = company.known_share(age, "email")
    figures: dict[str, float] = {name: int(getattr(each, truth)) for name, truth in SETTLED.items()}
    figures |= {name: round(getattr(each, truth) * share) for name, truth in RISING.items()}
    figures["trackableViews"] = figures["uniqueViews"] - figures["appleMppOpens"]
    figures |= {"estimatedViews": figures["uniqueViews"], "deferred": 0, "returnBounce": 0}
    opened = round(100 * figures["uniqueViews"] / max(figures["delivered"], 1), 2)
    return figures | {"opensRate": opened, "trackableViewsRate": opened}


def _transactional(request: Request, company: Company) -> Response:
    """Order confirmations, one an order of the shop; days without mail are missing."""
    asked = request.query_params
    since, until = (date.fromisoformat(asked[end]) for end in ("startDate", "endDate"))
    if (until - since).days >= 30:
        return _wrong("The range must not exceed 30 days")
    placed = company.orders["created_at"].dt.tz_convert(company.time_zone).dt.date.value_counts()
    days = [day for day in sorted(placed.index) if since <= day <= until]
    if asked.get("sort") != "asc":
        days.reverse()
    limit, offset = int(asked.get("limit", 10)), int(asked.get("offset", 0))
    reports = [_confirmations(day, int(placed[day])) for day in days[offset : offset + limit]]
    return _answer({"reports": reports})


def _confirmations(day: date, orders: int) -> Row:
    bounced = orders // 100
    opened = (orders - bounced) * 7 // 10
    return {
        "date": str(day),
        "requests": orders,
        "delivered": orders - bounced,
        "hardBounces": bounced,
        "softBounces": 0,
        "clicks": opened // 4,
        "uniqueClicks": opened // 5,
        "opens": opened * 2,
        "uniqueOpens": opened,
        "spamReports": 0,
        "blocked": 0,
        "invalid": 0,
        "unsubscribed": 0,
    }


def _lists(request: Request, company: Company) -> Response:
    """Only the unique count is kept up; Brevo has given up the two others."""
    sizes = company.mailings.trade_days.groupby("list_id")["members"].last()
    gone = {"totalSubscribers": 0, "totalBlacklisted": 0}
    rows = [
        {"id": number, "name": name, "folderId": 1, "uniqueSubscribers": int(sizes[number]), **gone}
        for number, name in TRADE_LISTS.items()
    ]
    return _page(request, "lists", rows, 50)
