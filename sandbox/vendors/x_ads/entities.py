"""Accounts and what hangs below them as X describes it; one promoted post of each account was deleted."""

from functools import cached_property
from typing import Any

from sandbox.company import Company
from sandbox.vendors.x_ads.errors import Refusal

Thing = dict[str, Any]


class Entities:
    """The ad entities of the company; they do not change from one day to the next."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def listed(self, place: list[str], params: dict[str, str]) -> dict[str, Any]:
        """A page of a list; the cursor is where the next one begins."""
        match place:
            case []:
                things = self._accounts
            case [account, kind] if account in {each["id"] for each in self._accounts} and kind in self._below:
                things = [each for each in self._below[kind] if each.pop("account", account) == account]
            case _:
                raise Refusal(404, "NOT_FOUND", "Account was not found", parameter="account_id")
        if params.get("with_deleted") != "true":
            things = [each for each in things if not each["deleted"]]
        start, count = int(params.get("cursor", "0")), int(params.get("count", "200"))
        if not 1 <= count <= 1000:
            raise Refusal(400, "INVALID_PARAMETER", "Expected Integer in 1..1000", parameter="count")
        following = str(start + count) if start + count < len(things) else None
        return {"data": things[start : start + count], "next_cursor": following}

    @cached_property
    def _accounts(self) -> list[Thing]:
        table = self._company.ad_accounts
        return [
            {
                "id": row["account_id"],
                "name": row["name"],
                "timezone": row["time_zone"],
                "timezone_switch_at": "2017-10-24T07:00:00Z",
                "approval_status": "ACCEPTED",
                "industry_type": None,
                "business_name": None,
                **_life("2017-10-25T16:26:16Z"),
            }
            for row in table[table["platform"] == "x_ads"].to_dict("records")
        ]

    @property
    def _below(self) -> dict[str, list[Thing]]:
        plan = self._company.structure
        ads = plan[plan["platform"] == "x_ads"].to_dict("records")
        last = {row["account_id"]: row["ad_id"] for row in ads}
        campaigns = self._company.campaigns
        return {
            "funding_instruments": [_funding(each["id"], self._currency(each["id"])) for each in self._accounts],
            "campaigns": [
                _campaign(row, self._currency(row["account_id"]))
                for row in campaigns[campaigns["platform"] == "x_ads"].to_dict("records")
            ],
            "line_items": list({row["ad_group_id"]: _line_item(row) for row in ads}.values()),
            "promoted_tweets": [_promoted(row, row["ad_id"] in last.values()) for row in ads],
        }

    def _currency(self, account: str) -> str:
        table = self._company.ad_accounts
        return str(table.set_index("account_id").at[account, "currency"])


def _life(created_at: str, *, deleted: bool = False) -> Thing:
    return {
        "entity_status": "ACTIVE",
        "deleted": deleted,
        "created_at": created_at,
        "updated_at": created_at,
    }


def _funding(account: str, currency: str) -> Thing:
    return {
        "account": account,
        "id": "psen3",
        "type": "CREDIT_CARD",
        "description": "Visa ending in 0000",
        "currency": currency,
        "credit_limit_local_micro": None,
        "credit_remaining_local_micro": None,
        "funded_amount_local_micro": None,
        "start_time": "2017-10-25T16:26:16Z",
        "end_time": None,
        "able_to_fund": True,
        "cancelled": False,
        "io_header": None,
        "paused_at": None,
        "reasons_not_able_to_fund": [],
        **_life("2017-10-25T16:26:16Z"),
    }


def _campaign(row: Thing, currency: str) -> Thing:
    return {
        "account": row["account_id"],
        "id": row["campaign_id"],
        "name": row["campaign_name"],
        "funding_instrument_id": "psen3",
        "currency": currency,
        "daily_budget_amount_local_micro": round(1_000_000 * row["daily_budget"]),
        "total_budget_amount_local_micro": None,
        "budget_optimization": "CAMPAIGN",
        "effective_status": "RUNNING",
        "servable": True,
        "reasons_not_servable": [],
        "standard_delivery": True,
        "duration_in_days": None,
        "frequency_cap": None,
        "purchase_order_number": None,
        "start_time": f"{row['starts']:%Y-%m-%d}T00:00:00Z",
        "end_time": None,
        **_life(f"{row['starts']:%Y-%m-%d}T00:00:00Z"),
    }


def _line_item(row: Thing) -> Thing:
    return {
        "account": row["account_id"],
        "id": row["ad_group_id"],
        "campaign_id": row["campaign_id"],
        "name": row["ad_group_name"],
        "objective": "WEBSITE_CLICKS",
        "goal": "LINK_CLICKS",
        "product_type": "PROMOTED_TWEETS",
        "placements": ["ALL_ON_TWITTER", "PUBLISHER_NETWORK"],
        "bid_strategy": "AUTO",
        "bid_amount_local_micro": None,
        "pay_by": "LINK_CLICK",
        "currency": row["currency"],
        "daily_budget_amount_local_micro": None,
        "total_budget_amount_local_micro": None,
        "start_time": None,
        "end_time": None,
        **_life("2023-02-01T00:00:00Z"),
    }


def _promoted(row: Thing, deleted: bool) -> Thing:
    return {
        "account": row["account_id"],
        "id": row["ad_id"],
        "line_item_id": row["ad_group_id"],
        "tweet_id": f"15{row['ad_id'][-17:]}",
        "approval_status": "ACCEPTED",
        **_life("2023-02-01T00:00:00Z", deleted=deleted),
    }
