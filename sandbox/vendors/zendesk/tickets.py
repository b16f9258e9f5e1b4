"""The company's tickets as Zendesk tells them, each with its metric set, in the order of their last change."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sandbox.company import Company

ACCOUNT = "https://torrefino.zendesk.com/api/v2"
AGENTS = {"360001": 900_101, "360002": 900_102, "360003": 900_103}
"""The agent of each group."""
BRAND, FORM = 360_700_001, 360_800_001
OFFICE_SHARE = 0.36
"""How much of the time around the clock falls into office hours."""
MEASURED = {
    "reply_time": "first_reply_minutes",
    "first_resolution_time": "first_resolution_minutes",
    "full_resolution_time": "full_resolution_minutes",
    "requester_wait_time": "requester_wait_minutes",
}
CHANNELS = {"phone": "voice"}
"""Where Zendesk has a word of its own for how a ticket came in."""


class Export(NamedTuple):
    """All tickets by the second of their last change, with that second; `metrics` belong to the same places."""

    generated: Any
    tickets: list[dict[str, Any]]
    metrics: list[dict[str, Any] | None]


def export(company: Company) -> Export:
    """Every ticket of the company, and one a week that was spam and is deleted on the next day."""
    table = company.tickets
    changed = epoch(table["updated_at"]) + 1  # the change is exported as of the second after it
    rows = table.assign(generated=changed, shown_at=iso(_updated(table)), created=iso(table["created_at"]))
    told = [_ticket(row) for row in rows.itertuples()]
    measured: list[dict[str, Any] | None] = [
        _metric_set(row) for row in rows.assign(solved=iso(table["solved_at"])).itertuples()
    ]
    for ticket in _spam(company):
        told.append(ticket)
        measured.append(None)
    generated = np.array([ticket["generated_timestamp"] for ticket in told], dtype=np.int64)
    order = np.lexsort((np.array([ticket["id"] for ticket in told]), generated))
    return Export(generated[order], [told[i] for i in order], [measured[i] for i in order])


def _updated(table: pd.DataFrame) -> pd.Series:
    """When a person last changed a ticket: closing it after a week is the system's doing and leaves the date alone."""
    asked = table["solved_at"] + pd.Timedelta(hours=1)
    by_people = pd.concat([asked, table["satisfaction_at"]], axis=1).max(axis=1)
    return table["updated_at"].where(table["status"] != "closed", by_people)


def _ticket(row: Any) -> dict[str, Any]:
    channel = CHANNELS.get(row.channel, row.channel)
    comment = {"comment": f"Thank you, {row.requester_name}"} if row.satisfaction in ("good", "bad") else {}
    return {
        "url": f"{ACCOUNT}/tickets/{row.ticket_id}.json",
        "id": int(row.ticket_id),
        "external_id": None,
        "via": {"channel": channel, "source": {"from": {"address": row.requester_email}, "to": {}, "rel": None}},
        "created_at": row.created,
        "updated_at": row.shown_at,
        "generated_timestamp": int(row.generated),
        "type": "question",
        "subject": row.subject,
        "raw_subject": row.subject,
        "description": f"{row.subject}?\n\nKind regards\n{row.requester_name}",
        "priority": row.priority,
        "status": row.status,
        "recipient": "help@torrefino.example",
        "requester_id": int(row.customer_id),
        "submitter_id": int(row.customer_id),
        "assignee_id": None if row.status == "new" else AGENTS[row.group_id],
        "organization_id": None,
        "group_id": int(row.group_id),
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": True,
        "due_at": None,
        "tags": ["sentiment__neutral"],
        "custom_fields": [],
        "satisfaction_rating": {"score": row.satisfaction, **comment},
        "sharing_agreement_ids": [],
        "custom_status_id": None,
        "fields": [],
        "followup_ids": [],
        "ticket_form_id": FORM,
        "brand_id": BRAND,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": row.channel == "chat",
    }


def _metric_set(row: Any) -> dict[str, Any]:
    minutes = {f"{name}_in_minutes": _minutes(getattr(row, column)) for name, column in MEASURED.items()}
    waited = row.full_resolution_minutes - row.requester_wait_minutes
    return {
        "url": f"{ACCOUNT}/ticket_metrics/{row.ticket_id}.json",
        "id": int(row.ticket_id) + 10**9,
        "ticket_id": int(row.ticket_id),
        "created_at": row.created,
        "updated_at": row.shown_at,
        "group_stations": 1,
        "assignee_stations": 0 if row.status == "new" else 1,
        "reopens": row.reopens,
        "replies": row.replies,
        "assignee_updated_at": row.solved,
        "requester_updated_at": row.created,
        "status_updated_at": row.shown_at,
        "initially_assigned_at": None if row.status == "new" else row.created,
        "assigned_at": None if row.status == "new" else row.created,
        "solved_at": row.solved,
        "latest_comment_added_at": row.shown_at,
        **minutes,
        "agent_wait_time_in_minutes": _minutes(waited),
        "on_hold_time_in_minutes": {"calendar": 0, "business": 0},
        "custom_status_updated_at": row.shown_at,
    }


def _minutes(value: float) -> dict[str, int | None]:
    if np.isnan(value):
        return {"calendar": None, "business": None}
    return {"calendar": int(value), "business": int(value * OFFICE_SHARE)}


def _spam(company: Company) -> list[dict[str, Any]]:
    days = pd.Series(pd.date_range(company.start, company.today, inclusive="left", tz="UTC"))
    tuesdays = days[days.dt.weekday == 1].reset_index(drop=True)
    found = []
    for tuesday in tuesdays:
        created, deleted = tuesday + pd.Timedelta(hours=10), tuesday + pd.Timedelta(hours=33)
        is_deleted = deleted < pd.Timestamp(company.today, tz="UTC")
        seen = deleted if is_deleted else created
        identity = 900_000_000 + tuesday.toordinal()
        blank = dict.fromkeys(("assignee_id", "organization_id", "priority", "type"))
        found.append(
            {
                **blank,
                "url": f"{ACCOUNT}/tickets/{identity}.json",
                "id": identity,
                "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
                "created_at": f"{created:%Y-%m-%dT%H:%M:%SZ}",
                "updated_at": f"{seen:%Y-%m-%dT%H:%M:%SZ}",
                "generated_timestamp": int(seen.timestamp()) + 1,
                "subject": "You have won",
                "status": "deleted" if is_deleted else "new",
                "requester_id": identity,
                "submitter_id": identity,
                "group_id": 360_001,
                "brand_id": BRAND,
                "ticket_form_id": FORM,
                "is_public": True,
                "satisfaction_rating": {"score": "unoffered"},
            }
        )
    return found


def epoch(moments: pd.Series) -> Any:
    """Whole seconds since 1970."""
    return moments.to_numpy("datetime64[s]").astype(np.int64)


def iso(moments: pd.Series) -> list[str | None]:
    """Instants as Zendesk writes them, None where there is none."""
    texts = np.datetime_as_string(moments.dt.tz_localize(None).to_numpy("datetime64[s]"), unit="s")
    return [None if text == "NaT" else f"{text}Z" for text in texts]
