"""The form of a CRM record: string properties, dates in ISO, a page in the app; and records that live two days."""

from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company

Record = dict[str, Any]
PORTAL_ID = 139_712_044
CONTACT, DEAL = "0-1", "0-3"
MODIFIED = {CONTACT: "lastmodifieddate", DEAL: "hs_lastmodifieddate"}
"""Contacts have a name of their own for the date of the last change."""


def records(type_id: str, ids: Any, columns: dict[str, Any]) -> list[Record]:
    """A record for each id, with its value of every column, None where it has none."""
    texts = [pd.Series(values).astype(object).where(pd.notna(values), None) for values in columns.values()]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*texts, strict=True)]
    return [record(type_id, identity, row) for identity, row in zip(ids, rows, strict=True)]


def record(type_id: str, identity: str, properties: dict[str, Any]) -> Record:
    """One living record."""
    return {
        "id": identity,
        "properties": {**properties, "hs_object_id": identity},
        "createdAt": properties["createdate"],
        "updatedAt": properties[MODIFIED[type_id]],
        "archived": False,
        "url": f"https://app-eu1.hubspot.com/contacts/{PORTAL_ID}/record/{type_id}/{identity}",
    }


def mistakes(company: Company, type_id: str, first_id: int, properties: dict[str, Any]) -> list[Record]:
    """One record in the first instant of each Tuesday, entered by mistake, that is archived on Wednesday morning."""
    days = pd.Series(pd.date_range(company.start, company.today, inclusive="left", tz="UTC"))
    tuesdays = days[days.dt.weekday == 1].reset_index(drop=True)
    created, archived = iso(tuesdays), iso(tuesdays + pd.Timedelta(hours=33))
    made = []
    for place, tuesday in enumerate(tuesdays):
        dates = {"createdate": created[place], MODIFIED[type_id]: created[place]}
        mistake = record(type_id, str(first_id + tuesday.toordinal()), {**properties, **dates})
        is_gone = archived[place] < f"{company.today}"
        made.append(mistake | ({"archived": True, "archivedAt": archived[place]} if is_gone else {}))
    return made


def iso(moments: pd.Series) -> pd.Series:
    """Instants as HubSpot writes them, None where there is none."""
    texts = np.datetime_as_string(moments.dt.tz_localize(None).to_numpy("datetime64[ms]"), unit="ms")
    return pd.Series([None if text == "NaT" else f"{text}Z" for text in texts], index=moments.index, dtype=object)
