"""Campaigns, ad sets and ads as they are now: names, statuses, budgets.

Budgets, caps and bids are whole numbers of the currency's smallest unit ("2000" is 20.00 USD, but 2000 JPY), while
insights spend is in units.
"""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.meta_ads.client import MetaAds

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
        **typed(Type.TEXT, "id account_id name objective status effective_status buying_type bid_strategy"),
        **typed(Type.INTEGER, "daily_budget lifetime_budget spend_cap budget_remaining"),
        **typed(Type.JSON, "special_ad_categories"),
        **typed(Type.INSTANT, "start_time stop_time created_time updated_time"),
    },
)
AD_SETS = _entities(
    "ad_sets",
    "adsets",
    "adset",
    "Ad sets: audience, optimisation and, where the campaign has none, the budget.",
    {
        **typed(Type.TEXT, "id account_id campaign_id name status effective_status optimization_goal billing_event"),
        **typed(Type.TEXT, "bid_strategy"),
        **typed(Type.INTEGER, "bid_amount daily_budget lifetime_budget budget_remaining"),
        **typed(Type.JSON, "attribution_spec promoted_object"),
        **typed(Type.INSTANT, "start_time end_time created_time updated_time"),
    },
)
ADS = _entities(
    "ads",
    "ads",
    "ad",
    "Ads and the creatives that they show.",
    {
        **typed(Type.TEXT, "id account_id campaign_id adset_id name status effective_status creative.id"),
        **typed(Type.INSTANT, "created_time updated_time"),
    },
)
