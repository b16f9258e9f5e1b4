"""The company's office line as HubSpot keeps it: contacts and deals, their links and their past."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.hubspot.records import CONTACT, DEAL, Record, iso, mistakes, records

STAGES = {
    "lead": "lead",
    "marketingqualifiedlead": "mql",
    "salesqualifiedlead": "sql",
    "opportunity": "opportunity",
    "customer": "customer",
}
CONTACT_PROPERTIES = {
    **dict.fromkeys(("createdate", "lastmodifieddate", "first_conversion_date"), "datetime"),
    **{f"hs_v2_date_entered_{stage}": "datetime" for stage in STAGES},
    **dict.fromkeys(("hs_object_id", "num_associated_deals"), "number"),
    **dict.fromkeys(("lifecyclestage", "hs_lead_status", "hs_analytics_source", "hs_latest_source"), "enumeration"),
    **dict.fromkeys(("hs_analytics_source_data_1", "hs_analytics_source_data_2", "hs_merged_object_ids"), "string"),
    **dict.fromkeys(("email", "firstname", "lastname", "phone", "country"), "string"),
}
DEAL_PROPERTIES = {
    **dict.fromkeys(("createdate", "hs_lastmodifieddate", "closedate"), "datetime"),
    **dict.fromkeys(("hs_object_id", "amount", "amount_in_home_currency"), "number"),
    **dict.fromkeys(("pipeline", "dealstage", "dealtype", "deal_currency_code", "hs_analytics_source"), "enumeration"),
    **dict.fromkeys(("hs_is_closed", "hs_is_closed_won"), "bool"),
    **dict.fromkeys(("dealname", "description", "hubspot_owner_id"), "string"),
}
"""What this portal has: like many, it lacks the older spellings of the stage dates, and has no utm properties."""
OWNERS = ("71000001", "71000002", "71000003")
TRUTH = {True: "true", False: "false"}


@dataclass
class Shelf:
    """All records of a type by id.

    `kinds` are its properties with their types, `defaults` those that come when none is asked for, and `links` lead
    from deals to contacts.
    """

    kinds: dict[str, str]
    defaults: tuple[str, ...]
    everything: list[Record]
    links: dict[str, list[str]] = field(default_factory=dict)
    _columns: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def living(self) -> list[Record]:
        return sorted((each for each in self.everything if not each["archived"]), key=lambda each: int(each["id"]))

    @cached_property
    def archived(self) -> list[Record]:
        return [each for each in self.everything if each["archived"]]

    @cached_property
    def by_id(self) -> dict[str, Record]:
        return {each["id"]: each for each in self.living}

    def column(self, name: str) -> Any:
        """A property of all living records as it is compared: epoch milliseconds, numbers, or texts."""
        if name not in self._columns:
            self._columns[name] = _comparable(
                [each["properties"].get(name) for each in self.living], self.kinds.get(name)
            )
        return self._columns[name]


def _comparable(texts: list[str | None], kind: str | None) -> Any:
    if kind == "datetime":
        moments = np.array([text[:-1] if text else "NaT" for text in texts], "datetime64[ms]")
        return np.where(np.isnat(moments), np.nan, moments.astype(np.int64))
    if kind == "number":
        return np.array([float(text) if text else np.nan for text in texts])
    return np.array([text or "" for text in texts], dtype=object)


def contacts(company: Company) -> Shelf:
    """Contacts with the dates of their stages."""
    table = company.contacts
    deals = table["contact_id"].map(company.deals["contact_id"].value_counts())
    columns = {
        "createdate": iso(table["created_at"]),
        "lastmodifieddate": iso(table["updated_at"]),
        "email": table["email"],
        "firstname": table["first_name"],
        "lastname": table["last_name"],
        "phone": table["phone"],
        "country": table["country"],
        "lifecyclestage": table["lifecycle"],
        "hs_lead_status": np.where(table["sql_at"].notna(), "IN_PROGRESS", "NEW"),
        "hs_analytics_source": table["source"],
        "hs_analytics_source_data_1": table["source_detail"],
        "hs_latest_source": table["source"],
        "first_conversion_date": iso(table["lead_at"]),
        "num_associated_deals": deals.map("{:.0f}".format, na_action="ignore"),
        **{f"hs_v2_date_entered_{stage}": iso(table[f"{name}_at"]) for stage, name in STAGES.items()},
    }
    wrong = mistakes(company, CONTACT, 799_000_000_000, {"lifecyclestage": "other", "hs_analytics_source": "OFFLINE"})
    return Shelf(
        CONTACT_PROPERTIES,
        ("email", "firstname", "lastname"),
        [*records(CONTACT, table["contact_id"], columns), *wrong],
    )


def deals(company: Company) -> Shelf:
    """Deals with their amounts in their own currency and at home, each linked to its contact."""
    table = company.deals.merge(company.contacts[["contact_id", "source"]], on="contact_id", how="left")
    columns = {
        "createdate": iso(table["created_at"]),
        "hs_lastmodifieddate": iso(table["updated_at"]),
        "closedate": iso(table["closed_at"]),
        "dealname": table["name"],
        "pipeline": ["default"] * len(table),
        "dealstage": table["stage"],
        "dealtype": ["newbusiness"] * len(table),
        "amount": table["amount"].map("{:.2f}".format),
        "amount_in_home_currency": (table["amount"] / _rates(company, table)).map("{:.2f}".format),
        "deal_currency_code": table["currency"],
        "hs_is_closed": table["closed_at"].notna().map(TRUTH),
        "hs_is_closed_won": table["is_won"].map(TRUTH),
        "hs_analytics_source": table["source"],
        "hubspot_owner_id": table["deal_id"].astype(np.int64).mod(len(OWNERS)).map(dict(enumerate(OWNERS))),
    }
    stage = {
        "pipeline": "default",
        "dealstage": "appointmentscheduled",
        "hs_is_closed": "false",
        "hs_is_closed_won": "false",
    }
    made = [*records(DEAL, table["deal_id"], columns), *mistakes(company, DEAL, 299_000_000_000, stage)]
    links = {deal: [contact] for deal, contact in zip(table["deal_id"], table["contact_id"], strict=True)}
    return Shelf(DEAL_PROPERTIES, ("dealname", "amount", "dealstage", "pipeline"), made, links)


def _rates(company: Company, table: pd.DataFrame) -> pd.Series:
    """Units of each deal's currency for a euro on the last working day before it was made."""
    rates = company.fx.assign(date=company.fx["date"].dt.tz_localize("UTC"))
    made = table[["deal_id", "currency", "created_at"]].sort_values("created_at")
    made = pd.merge_asof(made, rates, left_on="created_at", right_on="date", by="currency")
    return table["deal_id"].map(made.set_index("deal_id")["rate"]).fillna(1.0)


def past(contact: Record, name: str) -> Iterable[Record]:
    """The versions of a property, newest first: of the lifecycle stage all, of any other the present one."""
    told = contact["properties"]
    entered = [(told.get(f"hs_v2_date_entered_{stage}"), stage) for stage in STAGES]
    moments = sorted((moment, stage) for moment, stage in entered if moment)
    if not moments or moments[0][0] > contact["createdAt"]:
        moments.insert(0, (contact["createdAt"], "subscriber" if moments else told["lifecyclestage"]))
    if name != "lifecyclestage":
        moments = [(contact["updatedAt"], told.get(name))]
    who = {"sourceId": "userId:71000001", "sourceLabel": "Nora Keller", "updatedByUserId": 71_000_001}
    return [{"value": value, "timestamp": moment, "sourceType": "CRM_UI", **who} for moment, value in reversed(moments)]
