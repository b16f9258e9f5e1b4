"""Lists with cursors, and the account's settings. A list links to a next page even where it has none."""

import base64
from typing import Any

import numpy as np
import pandas as pd
from starlette.requests import Request

from sandbox.vendors.zendesk.desk import Desk
from sandbox.vendors.zendesk.errors import UNKNOWN, Refusal
from sandbox.vendors.zendesk.tickets import ACCOUNT, AGENTS, epoch

LISTED = 100
MADE = {"created_at": "2024-01-02T08:00:00Z", "updated_at": "2024-01-02T08:00:00Z"}


async def settings(desk: Desk, request: Request) -> Any:
    """The account's settings, those that tell where it is."""
    zone = {"locale_ids": [1], "time_zone": "Berlin", "iana_time_zone": desk.company.time_zone}
    return {
        "settings": {
            "localization": zone,
            "tickets": {"tagging": True},
            "active_features": {"customer_satisfaction": True},
        }
    }


async def ratings(desk: Desk, request: Request) -> Any:
    """The older kind of survey."""
    asked, rows = request.query_params, desk.table("ratings")
    scores = ("good", "bad") if asked.get("score") == "received" else ("good", "bad", "offered")
    created = epoch(pd.Series(pd.to_datetime([each["created_at"] for each in rows])).dt.tz_localize(None))
    within = (created >= int(asked.get("start_time", 0))) & (created <= int(asked.get("end_time", desk.now)))
    found = [rows[place] for place in np.flatnonzero(within) if rows[place]["score"] in scores]
    return page(request, "satisfaction_ratings", found)


async def surveys(desk: Desk, request: Request) -> Any:
    """The newer kind of survey, which this account does not have."""
    raise Refusal(404, UNKNOWN)


async def groups(desk: Desk, request: Request) -> Any:
    """The groups that tickets go to."""
    rows = [
        {
            "url": f"{ACCOUNT}/groups/{group}.json",
            "id": int(group),
            "is_public": True,
            "name": name,
            "description": "",
            "default": False,
            "deleted": False,
            **MADE,
        }
        for group, name in desk.company.ticket_groups.itertuples(index=False)
    ]
    return page(request, "groups", rows)


async def users(desk: Desk, request: Request) -> Any:
    """An admin and the agents; customers are asked for in vain here."""
    roles = request.query_params.getlist("role[]")
    people = [(900_100, "admin", None), *((agent, "agent", int(group)) for group, agent in AGENTS.items())]
    rows: list[dict[str, Any]] = [
        {
            "id": identity,
            "url": f"{ACCOUNT}/users/{identity}.json",
            "name": f"Agent Number {identity}",
            "email": f"agent.{identity}@torrefino.example",
            "phone": None,
            "photo": None,
            "role": role,
            "role_type": None,
            "custom_role_id": None,
            "default_group_id": group,
            "active": True,
            "suspended": False,
            "restricted_agent": False,
            "ticket_restriction": None,
            "tags": [],
            "alias": None,
            "signature": None,
            "details": None,
            "notes": None,
            "user_fields": {},
            **MADE,
        }
        for identity, role, group in people
        if not roles or role in roles
    ]
    return page(request, "users", rows)


def page(request: Request, name: str, rows: list[Any]) -> dict[str, Any]:
    """The asked page of a list."""
    asked = request.query_params
    size = min(int(asked.get("page[size]", LISTED)), LISTED)
    start = int(base64.b64decode(asked["page[after]"])) if "page[after]" in asked else 0
    end = min(start + size, len(rows))
    after, before = (base64.b64encode(str(place).encode()).decode() for place in (end, start))
    urls = {
        "next": str(request.url.include_query_params(**{"page[after]": after})),
        "prev": str(request.url.include_query_params(**{"page[before]": before})),
    }
    meta = {"has_more": end < len(rows), "after_cursor": after, "before_cursor": before}
    return {name: rows[start:end], "meta": meta, "links": urls}
