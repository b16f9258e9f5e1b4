"""The org's records on one day, from the company's wholesale: what each type has, and what the user may see of it."""

from functools import cached_property
from typing import Any

from sandbox.company import Company
from sandbox.vendors.salesforce import companies
from sandbox.vendors.salesforce.words import OWNER, Row, identity, instant

CURRENCIES: tuple[str, ...] = ()
"""An org with several has a type for them, and each amount says its own."""
EVERYTHING = 60
"""Days in which there is something of each type."""
HIDDEN = {"Lead": {"Rating", "Industry"}}
"""Fields that the integration user may not read."""
STATUSES = ("Open - Not Contacted", "Working - Contacted", "Qualified", "Closed - Converted")
PROBABILITIES = {
    "Qualification": 10,
    "Needs Analysis": 20,
    "Proposal/Price Quote": 65,
    "Negotiation/Review": 80,
    "Closed Won": 100,
    "Closed Lost": 0,
}


class Records:
    """Made when first asked for."""

    def __init__(self, company: Company) -> None:
        self.company = company

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """The types that there are, and the fields of each that may be read."""
        long_enough = Company(self.company.today, max(self.company.days, EVERYTHING), self.company.seed)
        found = {name: list(rows[0]) for name, rows in Records(long_enough).types.items() if rows}
        return {name: [each for each in names if each not in HIDDEN.get(name, ())] for name, names in found.items()}

    def rows(self, name: str) -> list[Row]:
        return self.types[name]

    @cached_property
    def types(self) -> dict[str, list[Row]]:
        return {
            "Organization": [
                {"Id": "00D5e000000torrEAA", "Name": "Torrefino US", "TimeZoneSidKey": "America/New_York"}
            ],
            "LeadStatus": self._statuses,
            "Lead": self._leads,
            "LeadHistory": self._lead_history,
            "Opportunity": self._opportunities,
            "OpportunityHistory": self._opportunity_history,
            "Account": companies.accounts(self.company),
            "Campaign": companies.campaigns(self.company),
            "CampaignMember": companies.members(self.company),
            "CurrencyType": [
                {"Id": identity("01L", str(place)), "IsoCode": each, "IsCorporate": place == 0}
                for place, each in enumerate(CURRENCIES)
            ],
        }

    @cached_property
    def _statuses(self) -> list[Row]:
        return [
            {"Id": identity("01J", str(place)), "MasterLabel": each, "ApiName": each, "SortOrder": place + 1}
            | {"IsConverted": each == STATUSES[-1], "IsDefault": place == 0}
            for place, each in enumerate(STATUSES)
        ]

    @cached_property
    def _leads(self) -> list[Row]:
        found = []
        for each in self.company.wholesale_leads.itertuples(index=False):
            converted = each.converted_at == each.converted_at
            moments = (each.contacted_at, each.qualified_at, each.converted_at)
            found.append(
                {
                    "Id": identity("00Q", each.lead_id),
                    "IsDeleted": each.deleted_at == each.deleted_at,
                    "CreatedDate": instant(each.created_at),
                    "SystemModstamp": instant(each.updated_at),
                    "FirstName": each.first_name,
                    "LastName": each.last_name,
                    "Name": f"{each.first_name} {each.last_name}",
                    "Company": f"{each.last_name} Roasters",
                    "Email": each.email,
                    "Phone": "+12125550100",
                    "City": "New York",
                    "Country": "United States",
                    "LeadSource": each.source,
                    "Status": STATUSES[sum(moment == moment for moment in moments)],
                    "Rating": "Hot",
                    "Industry": "Food & Beverage",
                    "OwnerId": OWNER,
                    "MasterRecordId": None,
                    "IsConverted": converted,
                    "ConvertedDate": each.converted_at.strftime("%Y-%m-%d") if converted else None,
                    "ConvertedAccountId": identity("001", each.opportunity_id) if converted else None,
                    "ConvertedContactId": identity("003", each.opportunity_id) if converted else None,
                    "ConvertedOpportunityId": identity("006", each.opportunity_id) if converted else None,
                    "Qualified_Date__c": each.qualified_at.strftime("%Y-%m-%d")
                    if each.qualified_at == each.qualified_at
                    else None,
                }
            )
        return found

    @cached_property
    def _lead_history(self) -> list[Row]:
        found = []
        for each in self.company.wholesale_leads.itertuples(index=False):
            for place, moment in enumerate((each.contacted_at, each.qualified_at, each.converted_at)):
                if moment == moment:
                    found.append(_change(each.lead_id, place, moment, "Status", STATUSES[place], STATUSES[place + 1]))
            found.append(_change(each.lead_id, 8, each.created_at, "created", None, None))
            found.append(_change(each.lead_id, 9, each.updated_at, "Email", "old@roasters.example.com", each.email))
        return found

    @cached_property
    def _opportunities(self) -> list[Row]:
        return [
            {
                "Id": identity("006", each.opportunity_id),
                "IsDeleted": False,
                "CreatedDate": instant(each.created_at),
                "SystemModstamp": instant(each.updated_at),
                "Name": f"Beans for {each.opportunity_id}",
                "AccountId": identity("001", each.opportunity_id),
                "StageName": each.stage,
                "Type": "New Customer",
                "LeadSource": each.source,
                "CampaignId": None,
                "OwnerId": OWNER,
                "Amount": each.amount,
                "ExpectedRevenue": each.amount * PROBABILITIES[each.stage] / 100,
                "Probability": PROBABILITIES[each.stage],
                "CloseDate": str(each.closes_on),
                "IsClosed": bool(each.is_closed),
                "IsWon": bool(each.is_won),
                "ForecastCategory": "Closed" if each.is_won else "Omitted" if each.is_closed else "Pipeline",
                **_currency(),
            }
            for each in self.company.wholesale_opportunities.itertuples(index=False)
        ]

    @cached_property
    def _opportunity_history(self) -> list[Row]:
        return [
            {
                "Id": identity("008", each.move_id),
                "IsDeleted": False,
                "CreatedDate": instant(each.moved_at),
                "SystemModstamp": instant(each.moved_at),
                "OpportunityId": identity("006", each.opportunity_id),
                "StageName": each.stage,
                "Amount": each.amount,
                "Probability": PROBABILITIES[each.stage],
                "CloseDate": each.moved_at.strftime("%Y-%m-%d"),
                **_currency(),
            }
            for each in self.company.wholesale_moves.itertuples(index=False)
        ]


def _change(lead: str, place: int, moment: Any, field: str, before: str | None, after: str | None) -> Row:
    return {
        "Id": identity("017", f"{lead}{place}"),
        "IsDeleted": False,
        "CreatedDate": instant(moment),
        "LeadId": identity("00Q", lead),
        "Field": field,
        "OldValue": before,
        "NewValue": after,
    }


def _currency() -> Row:
    return {"CurrencyIsoCode": "CAD"} if CURRENCIES else {}
