"""What hangs in an ad account: a table for each resource, its columns in GAQL's own names.

Rows of performance hold ids only; what else a query selects with them is looked up here, by the column in KEYS.
"""

import pandas as pd

from sandbox.company import Company
from sandbox.vendors.google_ads.reference import actions, customer, customer_clients, geo_targets, named

KEYS = {
    "customer": "customer.id",
    "customer_client": "customer_client.id",
    "campaign": "campaign.id",
    "campaign_budget": "campaign.id",
    "ad_group": "ad_group.id",
    "ad_group_ad": "ad_group_ad.ad.id",
    "ad_group_criterion": "ad_group_criterion.criterion_id",
    "asset_group": "asset_group.id",
    "conversion_action": "conversion_action.id",
    "geo_target_constant": "geo_target_constant.id",
}
_CHANNEL = {
    "search_brand": ("SEARCH", "TARGET_IMPRESSION_SHARE", "SEARCH_STANDARD", "RESPONSIVE_SEARCH_AD"),
    "search_generic": ("SEARCH", "MAXIMIZE_CONVERSIONS", "SEARCH_STANDARD", "RESPONSIVE_SEARCH_AD"),
    "shopping": ("SHOPPING", "TARGET_ROAS", "SHOPPING_PRODUCT_ADS", "SHOPPING_PRODUCT_AD"),
    "pmax": ("PERFORMANCE_MAX", "MAXIMIZE_CONVERSION_VALUE", "", ""),
    "display": ("DISPLAY", "MAXIMIZE_CONVERSIONS", "DISPLAY_STANDARD", "RESPONSIVE_DISPLAY_AD"),
}


def entities(company: Company, account: str) -> dict[str, pd.DataFrame]:
    """Every resource of an account."""
    plan = company.structure[company.structure["account_id"] == account]
    home = f"customers/{account}"
    campaigns = _campaigns(company.campaigns[company.campaigns["account_id"] == account], home)
    return {
        "customer": customer(company.ad_accounts[company.ad_accounts["account_id"] == account], home),
        "customer_client": customer_clients(company.ad_accounts, account),
        "campaign": campaigns,
        "campaign_budget": campaigns,
        "ad_group": _ad_groups(plan[plan["kind"] != "pmax"].drop_duplicates("ad_group_id"), home),
        "ad_group_ad": _ads(plan[plan["kind"] != "pmax"], home),
        "ad_group_criterion": _keywords(
            company.keywords[company.keywords["campaign_id"].isin(plan["campaign_id"])], home
        ),
        "asset_group": _asset_groups(plan[plan["kind"] == "pmax"].drop_duplicates("ad_group_id"), home),
        "conversion_action": actions(home),
        "geo_target_constant": geo_targets(dict(company.countries[["country", "country_name"]].to_numpy().tolist())),
    }


def _campaigns(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    budget = f"{home}/campaignBudgets/9" + rows["campaign_id"]
    channel, bidding = (rows["kind"].map({kind: names[n] for kind, names in _CHANNEL.items()}) for n in (0, 1))
    columns = {
        "resource_name": f"{home}/campaigns/" + rows["campaign_id"],
        "id": rows["campaign_id"],
        "name": rows["campaign_name"],
        "status": rows["status"].str.upper(),
        "serving_status": "SERVING",
        "primary_status": rows["status"].map({"enabled": "ELIGIBLE", "paused": "PAUSED"}),
        "advertising_channel_type": channel,
        "advertising_channel_sub_type": None,
        "bidding_strategy_type": bidding,
        "campaign_budget": budget,
        "start_date_time": rows["starts"].dt.strftime("%Y-%m-%d 00:00:00"),
        "end_date_time": "2037-12-30 23:59:59",
        "labels": None,
        "tracking_url_template": "{lpurl}?kw={keyword}",
        "final_url_suffix": "utm_source=" + rows["utm_source"] + "&utm_medium=" + rows["utm_medium"],
        "campaign_budget.resource_name": budget,
        "campaign_budget.id": "9" + rows["campaign_id"],
        "campaign_budget.amount_micros": (rows["daily_budget"] * 1_000_000).round().astype("int64"),
        "campaign_budget.period": "DAILY",
    }
    return named("campaign", columns)


def _ad_groups(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    columns = {
        "resource_name": f"{home}/adGroups/" + rows["ad_group_id"],
        "campaign.id": rows["campaign_id"],
        "id": rows["ad_group_id"],
        "name": rows["ad_group_name"],
        "status": "ENABLED",
        "type": rows["kind"].map({kind: names[2] for kind, names in _CHANNEL.items()}),
        "campaign": f"{home}/campaigns/" + rows["campaign_id"],
        "cpc_bid_micros": (rows["cpc"] * 1_000_000).round().astype("int64"),
    }
    return named("ad_group", columns)


def _ads(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    product = rows["kind"] == "shopping"  # such ads have neither a name nor pages of their own
    columns = {
        "resource_name": f"{home}/adGroupAds/" + rows["ad_group_id"] + "~" + rows["ad_id"],
        "campaign.id": rows["campaign_id"],
        "ad_group.id": rows["ad_group_id"],
        "status": "ENABLED",
        "ad_strength": rows["kind"].map({"search_brand": "EXCELLENT"}).fillna("GOOD").where(~product),
        "ad_group_ad.policy_summary.approval_status": "APPROVED",
        "ad_group_ad.ad.resource_name": f"{home}/ads/" + rows["ad_id"],
        "ad_group_ad.ad.id": rows["ad_id"],
        "ad_group_ad.ad.name": rows["ad_name"].where(~product),
        "ad_group_ad.ad.type": rows["kind"].map({kind: names[3] for kind, names in _CHANNEL.items()}),
        "ad_group_ad.ad.final_urls": rows["final_url"].map(lambda url: [url]).where(~product),
    }
    return named("ad_group_ad", columns)


def _keywords(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    columns = {
        "resource_name": f"{home}/adGroupCriteria/" + rows["ad_group_id"] + "~" + rows["criterion_id"],
        "campaign.id": rows["campaign_id"],
        "ad_group.id": rows["ad_group_id"],
        "criterion_id": rows["criterion_id"],
        "type": "KEYWORD",
        "status": "ENABLED",
        "negative": False,
        "ad_group_criterion.keyword.text": rows["text"],
        "ad_group_criterion.keyword.match_type": rows["match_type"],
        "ad_group_criterion.quality_info.quality_score": quality(rows["criterion_id"]),
    }
    return named("ad_group_criterion", columns)


def quality(criterion_id: "pd.Series[str]") -> "pd.Series[int]":
    """Each keyword's quality score, 4 to 9."""
    return criterion_id.str[-3:].astype("int64") % 6 + 4


def _asset_groups(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    columns = {
        "resource_name": f"{home}/assetGroups/" + rows["ad_group_id"],
        "campaign.id": rows["campaign_id"],
        "id": rows["ad_group_id"],
        "name": rows["ad_group_name"],
        "status": "ENABLED",
    }
    return named("asset_group", columns)
