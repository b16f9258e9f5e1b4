"""The user, the accounts and the campaigns as Microsoft describes them."""

from typing import Any

from sandbox.company import Company

USER, CUSTOMER = "60011122", "250011122"
TYPES = {"search_brand": "Search", "search_generic": "Search", "shopping": "Shopping", "pmax": "PerformanceMax"}
ZONES = {"Europe/Berlin": "AmsterdamBerlinBernRomeStockholmVienna"}


class Things:
    """Answers about entities, which do not change from one day to the next."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def user(self) -> dict[str, Any]:
        roles = [{"RoleId": 100, "CustomerId": CUSTOMER, "AccountIds": None}]
        return {"User": {"Id": USER, "UserName": "reports@torrefino.example"}, "CustomerRoles": roles}

    def accounts(self, body: dict[str, Any]) -> dict[str, Any]:
        """A page of the user's accounts."""
        index, size = body["PageInfo"]["Index"], body["PageInfo"]["Size"]
        is_of_the_user = {"Field": "UserId", "Operator": "Equals", "Value": USER} in body["Predicates"]
        table = self._company.ad_accounts
        rows = table[table["platform"] == "microsoft_ads"].to_dict("records") if is_of_the_user else []
        return {"Accounts": [_account(row) for row in rows[index * size : (index + 1) * size]]}

    def campaigns(self, body: dict[str, Any]) -> dict[str, Any]:
        """The campaigns of one account and of the types that are asked for: of search, when none is."""
        table = self._company.campaigns
        rows = table[(table["platform"] == "microsoft_ads") & (table["account_id"] == body["AccountId"])]
        wanted = body.get("CampaignType", "Search").split(", ")
        return {
            "Campaigns": [
                _campaign(row) for row in rows.to_dict("records") if TYPES.get(row["kind"], "Audience") in wanted
            ]
        }


def _account(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "BillToCustomerId": CUSTOMER,
        "CurrencyCode": row["currency"],
        "AccountFinancialStatus": "ClearFinancialStatus",
        "Id": row["account_id"],
        "Language": "English",
        "LastModifiedTime": "2025-02-20T05:26:37.2",
        "Name": row["name"],
        "Number": f"F{row['account_id'][-6:]}",
        "ParentCustomerId": CUSTOMER,
        "AccountLifeCycleStatus": "Active",
        "TimeZone": ZONES.get(row["time_zone"], "PacificTimeUSCanadaTijuana"),
        "PauseReason": None,
        "AutoTagType": "Preserve",
        "AccountMode": "Expert",
    }


def _campaign(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "Id": row["campaign_id"],
        "Name": row["campaign_name"],
        "Status": "Paused" if row["status"] == "paused" else "Active",
        "CampaignType": TYPES.get(row["kind"], "Audience"),
        "SubType": None,
        "TimeZone": "AmsterdamBerlinBernRomeStockholmVienna",
        "BudgetId": None,
        "BudgetType": "DailyBudgetStandard",
        "DailyBudget": row["daily_budget"],
        "BiddingScheme": {"Type": "EnhancedCpc"},
        "Languages": ["German"],
        "Settings": None,
        "StartDate": None,
        "EndDate": None,
        "TrackingUrlTemplate": None,
        "FinalUrlSuffix": None,
        "AudienceAdsBidAdjustment": 0,
        "ForwardCompatibilityMap": [],
    }
