"""Campaigns, ad sets and ads as they are now: names, statuses, budgets.

Budgets, caps and bids are whole numbers of the currency's smallest unit ("2000" is 20.00 USD, but 2000 JPY), while
insights spend is in units.
"""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources.meta_ads.graph import MetaAds

STATUSES = {
    "campaign": ["ACTIVE", "ARCHIVED", "DELETED", "IN_PROCESS", "PAUSED", "WITH_ISSUES"],
    "adset": ["ACTIVE", "ARCHIVED", "CAMPAIGN_PAUSED", "DELETED", "IN_PROCESS", "PAUSED", "WITH_ISSUES"],
    "ad": [
        *("ACTIVE", "ADSET_PAUSED", "ARCHIVED", "CAMPAIGN_PAUSED", "DELETED", "DISAPPROVED", "IN_PROCESS", "PAUSED"),
        *("PENDING_BILLING_INFO", "PENDING_REVIEW", "PREAPPROVED", "WITH_ISSUES"),
    ],
}
"""Every status there is: what is not named here is left out of an answer, and with it the money it cost."""


def _entities(name: str, edge: str, level: str, description: str, columns: dict[str, Type]) -> Stream:
    fields = ",".join(_asked(path) for path in columns)

    def fetch(graph: MetaAds, account: Account, window: Window) -> Iterator[Page]:
        question = {"fields": fields, "effective_status": STATUSES[level]}
        return graph.each_page(f"act_{account.id}/{edge}", question, account.id)

    return Stream(name, description, fetch, columns, key=("id",), kind="snapshot", required=("name",))


def _asked(path: str) -> str:
    """`creative.id` in a row is asked for as `creative{id}`."""
    parent, dot, child = path.partition(".")
    return f"{parent}{{{child}}}" if dot else path


CAMPAIGNS = _entities(
    "campaigns",
    "campaigns",
    "campaign",
    "Campaigns with their objective and budget.",
    {
        "id": Type.TEXT,
        "account_id": Type.TEXT,
        "name": Type.TEXT,
        "objective": Type.TEXT,
        "status": Type.TEXT,
        "effective_status": Type.TEXT,
        "buying_type": Type.TEXT,
        "bid_strategy": Type.TEXT,
        "daily_budget": Type.INTEGER,
        "lifetime_budget": Type.INTEGER,
        "spend_cap": Type.INTEGER,
        "budget_remaining": Type.INTEGER,
        "special_ad_categories": Type.JSON,
        "start_time": Type.INSTANT,
        "stop_time": Type.INSTANT,
        "created_time": Type.INSTANT,
        "updated_time": Type.INSTANT,
    },
)
AD_SETS = _entities(
    "ad_sets",
    "adsets",
    "adset",
    "Ad sets: audience, optimisation and, where the campaign has none, the budget.",
    {
        "id": Type.TEXT,
        "account_id": Type.TEXT,
        "campaign_id": Type.TEXT,
        "name": Type.TEXT,
        "status": Type.TEXT,
        "effective_status": Type.TEXT,
        "optimization_goal": Type.TEXT,
        "billing_event": Type.TEXT,
        "bid_strategy": Type.TEXT,
        "bid_amount": Type.INTEGER,
        "daily_budget": Type.INTEGER,
        "lifetime_budget": Type.INTEGER,
        "budget_remaining": Type.INTEGER,
        "attribution_spec": Type.JSON,
        "promoted_object": Type.JSON,
        "start_time": Type.INSTANT,
        "end_time": Type.INSTANT,
        "created_time": Type.INSTANT,
        "updated_time": Type.INSTANT,
    },
)
ADS = _entities(
    "ads",
    "ads",
    "ad",
    "Ads and the creatives that they show.",
    {
        "id": Type.TEXT,
        "account_id": Type.TEXT,
        "campaign_id": Type.TEXT,
        "adset_id": Type.TEXT,
        "name": Type.TEXT,
        "status": Type.TEXT,
        "effective_status": Type.TEXT,
        "creative.id": Type.TEXT,
        "created_time": Type.INSTANT,
        "updated_time": Type.INSTANT,
    },
)
