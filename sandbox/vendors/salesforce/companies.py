"""The org's accounts, and the coffee shows with the leads that they brought."""

from sandbox.company import Company
from sandbox.vendors.salesforce.words import OWNER, Row, identity, instant


def accounts(company: Company) -> list[Row]:
    converted = company.wholesale_leads.dropna(subset=["converted_at"])
    return [
        {
            "Id": identity("001", each.opportunity_id),
            "IsDeleted": False,
            "CreatedDate": instant(each.converted_at),
            "SystemModstamp": instant(each.converted_at),
            "Name": f"{each.last_name} Roasters",
            "Type": "Prospect",
            "Industry": "Food & Beverage",
            "BillingCountry": "United States",
            "OwnerId": OWNER,
        }
        for each in converted.itertuples(index=False)
    ]


def campaigns(company: Company) -> list[Row]:
    """A coffee show each quarter, with the leads that it brought."""
    met = company.wholesale_leads.query("source == 'Trade Show'")
    quarters = met.groupby(met["created_at"].dt.tz_localize(None).dt.to_period("Q"))
    return [
        {
            "Id": identity("701", str(quarter.ordinal)),
            "IsDeleted": False,
            "CreatedDate": instant(leads["created_at"].min()),
            "SystemModstamp": instant(leads["created_at"].max()),
            "Name": f"Coffee show {quarter}",
            "Type": "Trade Show",
            "Status": "In Progress",
            "IsActive": True,
            "ActualCost": 4000.0,
            "BudgetedCost": 5000.0,
            "NumberOfLeads": len(leads),
            "NumberSent": 0.0,
        }
        for quarter, leads in quarters
    ]


def members(company: Company) -> list[Row]:
    met = company.wholesale_leads.query("source == 'Trade Show'")
    quarters = met["created_at"].dt.tz_localize(None).dt.to_period("Q")
    return [
        {
            "Id": identity("00v", each.lead_id),
            "IsDeleted": False,
            "CreatedDate": instant(each.created_at),
            "SystemModstamp": instant(each.created_at),
            "CampaignId": identity("701", str(quarter.ordinal)),
            "LeadId": identity("00Q", each.lead_id),
            "ContactId": None,
            "Status": "Responded",
            "HasResponded": True,
            "FirstRespondedDate": each.created_at.strftime("%Y-%m-%d"),
            "Email": each.email,
        }
        for each, quarter in zip(met.itertuples(index=False), quarters, strict=True)
    ]
