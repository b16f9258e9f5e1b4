"""One portal: its shelves as of the company's today, its fixed lists, and how many requests were counted."""

import time
from typing import Any

from sandbox.company import Company
from sandbox.vendors.hubspot.errors import Refusal
from sandbox.vendors.hubspot.shelves import OWNERS, Shelf, contacts, deals

TYPES = {"0-1": "contacts", "0-3": "deals"}
MAKERS = {"contacts": contacts, "deals": deals}
DAILY, ROLLING = 650_000, 190
EPOCH = "1970-01-01T00:00:00Z"
STAGES = (
    ("appointmentscheduled", "Appointment scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified to buy", "0.4"),
    ("presentationscheduled", "Presentation scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision maker bought in", "0.8"),
    ("contractsent", "Contract sent", "0.9"),
    ("closedwon", "Closed won", "1.0"),
    ("closedlost", "Closed lost", "0.0"),
)
"""Of the one pipeline that every portal starts with."""


class Portal:
    """What a private app sees."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._shelves: dict[tuple[Any, str], Shelf] = {}
        self._counted: list[float] = []
        self._total = 0

    def shelf(self, name: str) -> Shelf:
        """The records of a type, called by its name or its number."""
        name = TYPES.get(name, name)
        if name not in MAKERS:
            raise Refusal(400, "VALIDATION_ERROR", f"Unable to infer object type from: {name}")
        today = self.company.today
        if (today, name) not in self._shelves:
            self._shelves = {key: shelf for key, shelf in self._shelves.items() if key[0] == today}
            self._shelves[today, name] = MAKERS[name](self.company)
        return self._shelves[today, name]

    def counted(self) -> dict[str, str]:
        """Counts a request; the headers that say how many are left."""
        now = time.monotonic()
        self._counted = [*(at for at in self._counted if at > now - 10), now]
        self._total += 1
        return {
            "X-HubSpot-RateLimit-Daily": str(DAILY),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, DAILY - self._total)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
            "X-HubSpot-RateLimit-Max": str(ROLLING),
            "X-HubSpot-RateLimit-Remaining": str(max(0, ROLLING - len(self._counted))),
        }


def pipelines() -> list[dict[str, Any]]:
    """The deal pipelines with their stages."""
    made = {"createdAt": EPOCH, "updatedAt": EPOCH, "archived": False}
    stages = [
        {
            "label": label,
            "displayOrder": order,
            "metadata": {"isClosed": "true" if name.startswith("closed") else "false", "probability": probability},
            "id": name,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
            **made,
        }
        for order, (name, label, probability) in enumerate(STAGES)
    ]
    return [{"label": "Sales Pipeline", "displayOrder": 0, "id": "default", "stages": stages, **made}]


def owners() -> list[dict[str, Any]]:
    """The three people of the sales team."""
    people = zip(OWNERS, ("Nora", "Milan", "Lea"), ("Keller", "Costa", "Hahn"), strict=True)
    return [
        {
            "id": identity,
            "email": f"{first}.{last}@office.example.com".lower(),
            "type": "PERSON",
            "firstName": first,
            "lastName": last,
            "userId": int(identity),
            "createdAt": EPOCH,
            "updatedAt": EPOCH,
            "archived": False,
        }
        for identity, first, last in people
    ]


def definitions(shelf: Shelf) -> list[dict[str, Any]]:
    """What properties a type of record has."""
    return [
        {
            "name": name,
            "label": name.replace("_", " ").capitalize(),
            "type": kind,
            "fieldType": {"datetime": "date", "enumeration": "select", "number": "number"}.get(kind, "text"),
            "description": "",
            "groupName": "information",
            "options": [],
            "displayOrder": -1,
            "calculated": name.startswith("num_"),
            "externalOptions": False,
            "hasUniqueValue": name == "email",
            "hidden": False,
            "hubspotDefined": True,
            "formField": kind == "string",
            "dataSensitivity": "non_sensitive",
            "createdAt": EPOCH,
            "updatedAt": EPOCH,
            "modificationMetadata": {"archivable": True, "readOnlyDefinition": True, "readOnlyValue": False},
        }
        for name, kind in shelf.kinds.items()
    ]
