"""What happened to the clocks of the tickets, and how they were rated: derived from the company's tickets."""

from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.zendesk.tickets import ACCOUNT, AGENTS, OFFICE_SHARE, iso

PROMISED = 480
"""Minutes within which the policy promises a first reply."""
POLICY = {
    "target": PROMISED,
    "business_hours": False,
    "policy": {"id": 360_900_001, "title": "First reply", "description": "Within eight hours"},
}


def metric_events(company: Company) -> pd.DataFrame:
    """time, id, ticket_id, metric, type, minutes (of update_status), in the order in which they happened."""
    table = company.tickets
    created = table["created_at"]
    replied = created + pd.to_timedelta(table["first_reply_minutes"], unit="m")
    late = (table["first_reply_minutes"] > PROMISED) & replied.notna()
    steps = (
        ("reply_time", "activate", created, None),
        ("reply_time", "apply_sla", created, None),
        ("reply_time", "breach", (created + pd.Timedelta(minutes=PROMISED)).where(late), None),
        ("reply_time", "fulfill", replied, None),
        ("reply_time", "update_status", replied, table["first_reply_minutes"]),
        ("requester_wait_time", "activate", created, None),
        ("requester_wait_time", "fulfill", table["solved_at"], None),
        ("requester_wait_time", "update_status", table["solved_at"], table["requester_wait_minutes"]),
    )
    identity = table["ticket_id"].astype(np.int64)
    parts = [
        pd.DataFrame(
            {
                "time": moment.dt.as_unit("ns"),
                "id": identity * 10 + place,
                "ticket_id": identity,
                "metric": metric,
                "type": kind,
                "minutes": np.nan if minutes is None else minutes,
            }
        )
        for place, (metric, kind, moment, minutes) in enumerate(steps)
    ]
    return pd.concat([part[part["time"].notna()] for part in parts]).sort_values(["time", "id"], ignore_index=True)


def shown(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Events as Zendesk tells them."""
    return [
        {
            "id": row.id,
            "ticket_id": row.ticket_id,
            "metric": row.metric,
            "instance_id": 1,
            "type": row.type,
            "time": time,
            **({"sla": POLICY} if row.type == "apply_sla" else {}),
            **({"status": _status(row.minutes)} if row.type == "update_status" else {}),
        }
        for row, time in zip(events.itertuples(), iso(events["time"]), strict=True)
    ]


def _status(minutes: float) -> dict[str, int]:
    return {"calendar": int(minutes), "business": int(minutes * OFFICE_SHARE)}


def ratings(company: Company) -> list[dict[str, Any]]:
    """Ratings by id; what was only offered has one too."""
    table = company.tickets[company.tickets["satisfaction"] != "unoffered"]
    offered = table["solved_at"] + pd.Timedelta(hours=1)
    rated = table["satisfaction_at"].fillna(offered)
    rows = table.assign(created=iso(rated)).itertuples()
    return [
        {
            "url": f"{ACCOUNT}/satisfaction_ratings/{row.ticket_id}7.json",
            "id": int(row.ticket_id) * 10 + 7,
            "assignee_id": AGENTS[row.group_id],
            "group_id": int(row.group_id),
            "requester_id": int(row.customer_id),
            "ticket_id": int(row.ticket_id),
            "score": row.satisfaction,
            "created_at": row.created,
            "updated_at": row.created,
            "comment": f"Signed, {row.requester_name}" if row.satisfaction == "good" else None,
            "reason": "The issue took too long to resolve" if row.satisfaction == "bad" else None,
            "reason_id": 1004 if row.satisfaction == "bad" else 0,
        }
        for row in rows
    ]
