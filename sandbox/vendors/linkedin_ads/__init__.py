"""LinkedIn's advertising API: ad accounts, what hangs below them, and adAnalytics."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.routing import BaseRoute

from sandbox.company import Company
from sandbox.vendors import _linkedin
from sandbox.vendors._linkedin import Query, bad, denied, route, token_route
from sandbox.vendors.linkedin_ads.analytics import METRICS, PERIODS, Analytics

ENV = _linkedin.env("linkedin_ads")
PATHS = {"LINKEDIN_ADS_TOKEN_URL": "/oauth/v2/accessToken"}
ERRORS = _linkedin.ERRORS

LISTED = 3
"""Entities on a page, however many are asked for: small, so that clients have to turn pages."""
MOST_FIELDS = 20


def routes(company: Company) -> list[BaseRoute]:
    known: dict[date, Analytics] = {}

    def analytics(request: Request, query: Query) -> dict[str, Any]:
        if company.today not in known:
            known.clear()
            known[company.today] = Analytics(company)
        return known[company.today].answer(_checked(query))

    def entities(make: Callable[[Company, str], list[dict[str, Any]]]) -> _linkedin.Endpoint:
        def endpoint(request: Request, query: Query) -> dict[str, Any]:
            account = request.path_params["account"]
            if account not in set(_owned(company)["account_id"]):
                raise denied(f"adAccounts/{account}")
            return _page(make(company, account), query)

        return endpoint

    return [
        token_route(),
        route("adAccounts", lambda request, query: _page(_accounts(company), query)),
        route("adAccounts/{account}/adCampaignGroups", entities(_groups)),
        route("adAccounts/{account}/adCampaigns", entities(_campaigns)),
        route("adAccounts/{account}/creatives", entities(_creatives)),
        route("adAnalytics", analytics),
    ]


def _checked(query: Query) -> Query:
    asked = query.get("fields", "impressions,clicks").split(",")
    if len(asked) > MOST_FIELDS:
        raise bad(f"fields: at most {MOST_FIELDS} may be asked for", "TOO_MANY_FIELDS")
    if unknown := [name for name in asked if name not in {*METRICS, "dateRange", "pivotValues"}]:
        raise bad(f"fields: {', '.join(unknown)} is not part of the projection", "INVALID_FIELD")
    if not any(isinstance(query.get(facet), list) for facet in ("accounts", "campaigns")):
        raise bad("At least one facet is needed, as a List", "MISSING_FIELD")
    pivots = query["pivots"] if query.get("q") == "statistics" else [query.get("pivot", "")]
    names = [pivot["value"] if isinstance(pivot, dict) else pivot for pivot in pivots]
    if len(names) > 1 and any(name.startswith("MEMBER_") for name in names):
        raise bad("Traits of members cannot be combined", "INVALID_PIVOT")
    granularity = query["timeGranularity"]
    chosen = granularity["value"] if isinstance(granularity, dict) else granularity
    if chosen not in PERIODS:
        raise bad(f"timeGranularity: {chosen} is not simulated here")
    return {**query, "fields": asked, "pivots": names, "timeGranularity": chosen}


def _page(rows: list[dict[str, Any]], query: Query) -> dict[str, Any]:
    start = int(query.get("pageToken", "0"))
    end = start + min(int(query.get("pageSize", 100)), LISTED)
    following = {"nextPageToken": str(end)} if end < len(rows) else {}
    return {"elements": rows[start:end], "metadata": following}


def _owned(company: Company) -> pd.DataFrame:
    return company.ad_accounts[company.ad_accounts["platform"] == "linkedin_ads"]


def _stamps() -> dict[str, Any]:
    moment = 1_675_231_200_000
    stamp = {"actor": "urn:li:person:sandboxPerson", "time": moment}
    return {"changeAuditStamps": {"created": stamp, "lastModified": {**stamp, "time": moment + 86_400_000}}}


def _accounts(company: Company) -> list[dict[str, Any]]:
    """The company's accounts, and one for trying things out."""
    owned = [
        {
            "id": int(row.account_id),
            "name": row.name,
            "currency": row.currency,
            "status": "ACTIVE",
            "type": "BUSINESS",
            "servingStatuses": ["RUNNABLE"],
            "reference": "urn:li:organization:90017351",
            "test": False,
            **_stamps(),
        }
        for row in _owned(company).drop(columns="platform").itertuples(index=False)
    ]
    return [*owned, {**owned[0], "id": 599_999_999, "name": "Trial", "test": True}]


def _groups(company: Company, account: str) -> list[dict[str, Any]]:
    return [
        {
            "id": int(f"{account}01"),
            "account": f"urn:li:sponsoredAccount:{account}",
            "name": "Default Campaign Group",
            "status": "ACTIVE",
            "servingStatuses": ["RUNNABLE"],
            "runSchedule": {"start": 1_675_209_600_000},
            "test": False,
            "backfilled": True,
            **_stamps(),
        }
    ]


def _campaigns(company: Company, account: str) -> list[dict[str, Any]]:
    currency = dict(_owned(company)[["account_id", "currency"]].itertuples(index=False))[account]
    table = company.campaigns[company.campaigns["account_id"] == account]
    return [
        {
            "id": int(row.campaign_id),
            "account": f"urn:li:sponsoredAccount:{account}",
            "campaignGroup": f"urn:li:sponsoredCampaignGroup:{account}01",
            "name": row.campaign_name,
            "status": "PAUSED" if row.status == "paused" else "ACTIVE",
            "type": "SPONSORED_UPDATES",
            "objectiveType": "WEBSITE_CONVERSION",
            "costType": "CPM",
            "dailyBudget": {"amount": f"{row.daily_budget:.2f}", "currencyCode": currency},
            "unitCost": {"amount": "8.5", "currencyCode": currency},
            "runSchedule": {"start": int(row.starts.timestamp() * 1000)},
            "creativeSelection": "OPTIMIZED",
            "locale": {"country": "DE", "language": "de"},
            "servingStatuses": ["RUNNABLE"],
            "test": False,
            **_stamps(),
        }
        for row in table.itertuples(index=False)
    ]


def _creatives(company: Company, account: str) -> list[dict[str, Any]]:
    groups = company.campaigns[company.campaigns["account_id"] == account].merge(
        company.ad_groups, on=["platform", "campaign_id"]
    )
    rows = groups.merge(company.ads, on=["platform", "ad_group_id"])
    return [
        {
            "id": f"urn:li:sponsoredCreative:{row.ad_id}",
            "account": f"urn:li:sponsoredAccount:{account}",
            "campaign": f"urn:li:sponsoredCampaign:{row.campaign_id}",
            "name": row.ad_name,
            "intendedStatus": "ACTIVE",
            "isServing": True,
            "isTest": False,
            "content": {"reference": f"urn:li:share:7{row.ad_id[-8:]}"},
            "review": {"status": "APPROVED"},
            "createdAt": 1_675_231_200_000,
            "createdBy": "urn:li:person:sandboxPerson",
            "lastModifiedAt": 1_675_317_600_000,
            "lastModifiedBy": "urn:li:person:sandboxPerson",
        }
        for row in rows.itertuples(index=False)
    ]
