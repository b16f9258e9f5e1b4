"""Ad accounts, campaigns, ad groups and ads as Pinterest describes them, and lists cut by bookmark."""

import base64
from collections.abc import Mapping
from typing import Any

from sandbox.vendors._social_ads import Platform

Row = dict[str, Any]
MADE, TOUCHED = 1675160000, 1675246400
STATUS = {"enabled": "ACTIVE", "paused": "PAUSED"}


class Things:
    """What one user may read."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.accounts: list[Row] = [
            {
                "id": row["account_id"],
                "name": row["name"],
                "owner": {"username": "torrefino", "id": "1099300727702429065"},
                "country": "DE",
                "currency": row["currency"],
                "permissions": ["OWNER"],
                "created_time": MADE,
                "updated_time": TOUCHED,
                "time_zone": row["time_zone"],  # days are UTC all the same
            }
            for row in platform.accounts.values()
        ]

    def listed(self, account_id: str, kind: str, asked: Mapping[str, str]) -> list[Row]:
        """Without statuses, what is archived is left out."""
        rows = {"campaigns": self._campaigns, "ad_groups": self._ad_groups, "ads": self._ads}[kind]()
        statuses = asked.get("entity_statuses", "ACTIVE,PAUSED").split(",")
        return [row for row in rows if row["ad_account_id"] == account_id and row["status"] in statuses]

    def _campaigns(self) -> list[Row]:
        """Budgets lie in the campaign, in micros."""
        return [
            {
                "id": row["campaign_id"],
                "ad_account_id": row["account_id"],
                "name": row["campaign_name"],
                "status": STATUS[row["status"]],
                "summary_status": "RUNNING",
                "objective_type": "WEB_CONVERSION",
                "daily_spend_cap": int(row["daily_budget"] * 1_000_000),
                "lifetime_spend_cap": 0,
                "is_campaign_budget_optimization": True,
                "is_flexible_daily_budgets": False,
                "is_performance_plus": False,
                "order_line_id": None,
                "tracking_urls": None,
                "start_time": MADE,
                "end_time": None,
                "created_time": MADE,
                "updated_time": TOUCHED,
                "type": "campaign",
            }
            for row in self._platform.campaigns.values()
        ]

    def _ad_groups(self) -> list[Row]:
        return [
            {
                "id": row["ad_group_id"],
                "ad_account_id": row["account_id"],
                "campaign_id": row["campaign_id"],
                "name": row["ad_group_name"],
                "status": "ACTIVE",
                "summary_status": "RUNNING",
                "budget_type": "CBO_ADGROUP",
                "budget_in_micro_currency": None,
                "bid_in_micro_currency": 5_000_000,
                "bid_strategy_type": "AUTOMATIC_BID",
                "billable_event": "CLICKTHROUGH",
                "placement_group": "ALL",
                "pacing_delivery_type": "STANDARD",
                "targeting_spec": {"GEO": [row["ad_group_name"].split()[-2]]},
                "auto_targeting_enabled": True,
                "start_time": None,
                "end_time": None,
                "created_time": MADE,
                "updated_time": TOUCHED,
                "type": "adgroup",
            }
            for row in self._platform.ad_groups.values()
        ]

    def _ads(self) -> list[Row]:
        return [
            {
                "id": row["ad_id"],
                "ad_account_id": row["account_id"],
                "campaign_id": row["campaign_id"],
                "ad_group_id": row["ad_group_id"],
                "pin_id": f"8485{row['ad_id'][-10:]}",
                "name": row["ad_name"],
                "status": "ARCHIVED" if self._platform.is_deleted(row["ad_id"]) else "ACTIVE",
                "summary_status": "APPROVED",
                "review_status": "APPROVED",
                "creative_type": "REGULAR",
                "destination_url": row["final_url"],
                "rejected_reasons": [],
                "tracking_urls": None,
                "created_time": MADE,
                "updated_time": TOUCHED,
                "type": "pinpromotion",
            }
            for row in self._platform.ads.values()
        ]


def page(rows: list[Row], asked: Mapping[str, str]) -> Row:
    """A full page has a bookmark even when nothing follows it: the next page is then empty."""
    size = min(int(asked.get("page_size", 25)), 250)
    start = int(base64.b64decode(asked["bookmark"])) if asked.get("bookmark") else 0
    found = rows[start : start + size]
    more = base64.b64encode(str(start + size).encode()).decode() if len(found) == size else None
    return {"items": found, "bookmark": more}
