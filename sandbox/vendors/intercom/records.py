"""Conversations and contacts as Intercom tells them."""

from typing import Any

import pandas as pd

OFFICE_SHARE = 0.8
"""Of the time that passes, what falls into office hours: the only hours that durations count."""


def _epoch(moment: Any) -> int | None:
    return None if pd.isna(moment) else int(moment.timestamp())


def conversation(row: Any) -> dict[str, Any]:
    created, replied, closed = _epoch(row.created_at), _epoch(row.first_reply_at), _epoch(row.last_close_at)
    rating = None
    if not pd.isna(row.rating):
        rating = {
            "rating": int(row.rating),
            "remark": f"Thank you, yours {row.first_name}",
            "created_at": _epoch(row.rated_at),
            "contact": {"type": "contact", "id": row.contact_id, "external_id": None},
            "teammate": {"type": "admin", "id": "5501"},
        }
    return {
        "type": "conversation",
        "id": row.conversation_id,
        "created_at": created,
        "updated_at": _epoch(row.updated_at),
        "waiting_since": created if replied is None else None,
        "snoozed_until": None,
        "source": None if row.is_outbound else _source(row),
        "contacts": {
            "type": "contact.list",
            "contacts": [{"type": "contact", "id": row.contact_id, "external_id": row.email}],
        },
        "first_contact_reply": {"created_at": created, "type": row.channel, "url": None},
        "admin_assignee_id": None if replied is None else 5501,
        "team_assignee_id": int(row.team_id),
        "open": row.state == "open",
        "state": row.state,
        "read": True,
        "tags": {"type": "tag.list", "tags": []},
        "priority": "priority" if row.is_urgent else "not_priority",
        "sla_applied": None,
        "statistics": {
            "type": "conversation_statistics",
            "time_to_assignment": 0,
            "time_to_admin_reply": _office(created, replied),
            "time_to_first_close": _office(created, _epoch(row.first_close_at)),
            "time_to_last_close": _office(created, closed),
            "median_time_to_reply": _office(created, replied),
            "first_contact_reply_at": created,
            "first_admin_reply_at": replied,
            "first_close_at": _epoch(row.first_close_at),
            "last_close_at": closed,
            "count_reopens": int(row.reopens),
            "count_assignments": 1,
            "count_conversation_parts": int(row.parts),
        },
        "conversation_rating": rating,
        "teammates": {"type": "admin.list", "admins": [] if replied is None else [{"type": "admin", "id": "5501"}]},
        "title": f"{row.topic}, {row.last_name}",
        "custom_attributes": {"Language": "German"},
        "topics": {"type": "topic.list", "topics": [], "total_count": 0},
        "ticket": None,
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        "ai_agent": {"source_type": "workflow", "resolution_state": "assumed_resolution"} if row.by_robot else None,
        "ai_agent_participated": bool(row.by_robot),
    }


def _source(row: Any) -> dict[str, Any]:
    return {
        "type": row.channel,
        "id": row.conversation_id[-10:],
        "delivered_as": "customer_initiated",
        "subject": "",
        "body": f"<p>{row.topic}? Regards, {row.first_name} {row.last_name}</p>",
        "author": {
            "type": "user",
            "id": row.contact_id,
            "name": f"{row.first_name} {row.last_name}",
            "email": row.email,
        },
        "attachments": [],
        "url": None,
        "redacted": False,
    }


def _office(since: int | None, until: int | None) -> int | None:
    return None if since is None or until is None else int((until - since) * OFFICE_SHARE)


def contact(row: Any) -> dict[str, Any]:
    return {
        "type": "contact",
        "id": row.contact_id,
        "workspace_id": "torr1f3o",
        "external_id": row.email,
        "role": "user",
        "email": row.email,
        "phone": None,
        "name": f"{row.first_name} {row.last_name}",
        "has_hard_bounced": False,
        "unsubscribed_from_emails": False,
        "created_at": _epoch(row.created_at),
        "updated_at": _epoch(row.updated_at),
        "signed_up_at": _epoch(row.created_at),
        "location": {"type": "location", "country": "Germany", "region": "Berlin", "city": "Berlin"},
        "custom_attributes": {},
        "tags": {"type": "list", "data": [], "url": f"/contacts/{row.contact_id}/tags", "total_count": 0},
    }
