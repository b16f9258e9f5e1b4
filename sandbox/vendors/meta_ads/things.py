"""Accounts, campaigns, ad sets and ads as Meta describes them."""

from functools import cached_property
from typing import Any

from sandbox.company import Company

Thing = dict[str, Any]

OBJECTIVES = {"social_prospecting": "OUTCOME_SALES", "social_retargeting": "OUTCOME_SALES"}
GONE = {"ARCHIVED", "DELETED"}
"""Statuses that are only shown to those who ask for them."""


class Things:
    """The ad entities of the company; they do not change from one day to the next."""

    def __init__(self, company: Company) -> None:
        self._company = company

    @cached_property
    def accounts(self) -> dict[str, Thing]:
        table = self._company.ad_accounts
        return {
            row["account_id"]: {
                "id": f"act_{row['account_id']}",
                "account_id": row["account_id"],
                "name": row["name"],
                "currency": row["currency"],
                "timezone_name": row["time_zone"],
                "account_status": 1,
                "amount_spent": "0",
                "balance": "0",
            }
            for row in table[table["platform"] == "meta_ads"].to_dict("records")
        }

    @cached_property
    def campaigns(self) -> dict[str, Thing]:
        table = self._company.campaigns
        return {
            row["campaign_id"]: {
                "id": row["campaign_id"],
                "account_id": row["account_id"],
                "name": row["campaign_name"],
                "objective": OBJECTIVES.get(row["kind"], "OUTCOME_TRAFFIC"),
                **_status("PAUSED" if row["status"] == "paused" else "ACTIVE"),
                "buying_type": "AUCTION",
                "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
                **({} if _budgets_below(row) else _budget(row["daily_budget"])),
                "special_ad_categories": [],
                "start_time": f"{row['starts']:%Y-%m-%d}T00:00:00+0100",
                **_touched(row["starts"]),
            }
            for row in table[table["platform"] == "meta_ads"].to_dict("records")
        }

    @cached_property
    def ad_sets(self) -> dict[str, Thing]:
        table = self._company.campaigns.merge(self._company.ad_groups, on=["platform", "campaign_id"])
        siblings = table.groupby("campaign_id")["ad_group_id"].transform("count")
        return {
            row["ad_group_id"]: {
                "id": row["ad_group_id"],
                "account_id": row["account_id"],
                "campaign_id": row["campaign_id"],
                "name": row["ad_group_name"],
                **_status(self.campaigns[row["campaign_id"]]["status"]),
                "optimization_goal": "OFFSITE_CONVERSIONS",
                "billing_event": "IMPRESSIONS",
                "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
                **(_budget(row["daily_budget"] / count) if _budgets_below(row) else {}),
                "attribution_spec": [
                    {"event_type": "CLICK_THROUGH", "window_days": 7},
                    {"event_type": "VIEW_THROUGH", "window_days": 1},
                ],
                "promoted_object": {"pixel_id": "917042523000001", "custom_event_type": "PURCHASE"},
                "start_time": f"{row['starts']:%Y-%m-%d}T00:00:00+0100",
                **_touched(row["starts"]),
            }
            for row, count in zip(table.to_dict("records"), siblings, strict=True)
            if row["platform"] == "meta_ads"
        }

    @cached_property
    def ads(self) -> dict[str, Thing]:
        table = self._company.ads
        rows = table[table["platform"] == "meta_ads"].to_dict("records")
        owners = [self.ad_sets[row["ad_group_id"]] for row in rows]
        last = {owner["account_id"]: row["ad_id"] for owner, row in zip(owners, rows, strict=True)}
        return {
            row["ad_id"]: {
                "id": row["ad_id"],
                "account_id": owner["account_id"],
                "campaign_id": owner["campaign_id"],
                "adset_id": owner["id"],
                "name": row["ad_name"],
                # The last ad of each account was deleted: what it cost was spent all the same.
                **_status("DELETED" if row["ad_id"] in last.values() else owner["status"]),
                "creative": {"id": f"9{row['ad_id'][1:]}"},
                "created_time": owner["created_time"],
                "updated_time": owner["updated_time"],
            }
            for row, owner in zip(rows, owners, strict=True)
        }

    def status_of(self, level: str, id_: str) -> str:
        table = {"campaign": self.campaigns, "adset": self.ad_sets, "ad": self.ads}[level]
        return str(table[id_]["effective_status"])


def _status(status: str) -> Thing:
    return {"status": status, "configured_status": status, "effective_status": status}


def _budgets_below(row: Thing) -> bool:
    """Retargeting holds its budgets in the ad sets, prospecting in the campaign."""
    return bool(row["kind"] == "social_retargeting")


def _budget(amount: float) -> Thing:
    """In the currency's smallest unit, as text."""
    minor = str(round(100 * amount))
    return {"daily_budget": minor, "lifetime_budget": "0", "budget_remaining": minor}


def _touched(day: Any) -> Thing:
    return {"created_time": f"{day:%Y-%m-%d}T14:18:45+0100", "updated_time": f"{day:%Y-%m-%d}T16:51:54+0100"}
