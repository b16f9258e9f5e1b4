"""Advertisers, campaigns, ad groups and ads as TikTok describes them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from sandbox.vendors._social_ads import Platform, Thing
from sandbox.vendors.tiktok_ads.questions import Row, Wrong, listed, page

STATUS = {"enabled": "ENABLE", "paused": "DISABLE"}
TOUCHED = {"create_time": "2023-01-31 10:58:23", "modify_time": "2023-02-01 08:00:01"}


def advertisers(platform: Platform, asked: dict[str, str]) -> Row:
    ids = listed(asked, "advertiser_ids")
    if foreign := [id_ for id_ in ids if id_ not in platform.accounts]:
        raise Wrong(f"No permission to operate advertiser {foreign[0]}.", 40001)
    return {"list": [_advertiser(platform.accounts[id_]) for id_ in ids]}


def _advertiser(row: Thing) -> Row:
    """TikTok knows no summer time: the winter offset holds all year, and its name has the sign turned round."""
    offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(row["time_zone"])).utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return {
        "advertiser_id": row["account_id"],
        "name": row["name"],
        "currency": row["currency"],
        "timezone": f"Etc/GMT{-hours:+d}",
        "display_timezone": row["time_zone"],
        "status": "STATUS_ENABLE",
        "advertiser_account_type": "AUCTION",
        "create_time": 1675160000,
        "country": "DE",
        "email": "owner@example.org",
        "cellphone_number": "+49-170-5550100",
        "contacter": None,
        "balance": 0,
    }


def campaigns(platform: Platform, asked: dict[str, str]) -> Row:
    found = [
        {
            "campaign_id": row["campaign_id"],
            "campaign_name": row["campaign_name"],
            "advertiser_id": row["account_id"],
            "objective_type": "WEB_CONVERSIONS",
            "objective": "LANDING_PAGE",
            "campaign_type": "REGULAR_CAMPAIGN",
            "budget": row["daily_budget"],
            "budget_mode": "BUDGET_MODE_DAY",
            "operation_status": STATUS[row["status"]],
            "secondary_status": "CAMPAIGN_STATUS_ENABLE",
            "is_smart_performance_campaign": False,
            "rta_id": None,
            **TOUCHED,
        }
        for row in platform.campaigns.values()
    ]
    return _chosen(found, platform, asked)


def groups(platform: Platform, asked: dict[str, str]) -> Row:
    found = [
        {
            "adgroup_id": row["ad_group_id"],
            "adgroup_name": row["ad_group_name"],
            "campaign_id": row["campaign_id"],
            "advertiser_id": row["account_id"],
            "budget": 0,
            "budget_mode": "BUDGET_MODE_INFINITE",
            "bid_price": 0.01,
            "conversion_bid_price": 0,
            "billing_event": "OCPM",
            "optimization_goal": "CONVERT",
            "optimization_event": "SHOPPING",
            "placement_type": "PLACEMENT_TYPE_NORMAL",
            "operation_status": "ENABLE",
            "secondary_status": "ADGROUP_STATUS_DELIVERY_OK",
            "schedule_start_time": "2023-02-01 00:00:00",
            "schedule_end_time": None,
            "click_attribution_window": "SEVEN_DAYS",
            "view_attribution_window": "ONE_DAY",
            "attribution_event_count": "EVERY",
            "placements": ["PLACEMENT_TIKTOK"],
            **TOUCHED,
        }
        for row in platform.ad_groups.values()
    ]
    return _chosen(found, platform, asked)


def ads(platform: Platform, asked: dict[str, str]) -> Row:
    """A deleted ad is only shown to those who ask for every status. Smart+ ads have no modify_time: one is such."""
    found: list[Row] = []
    for number, row in enumerate(platform.ads.values()):
        deleted = platform.is_deleted(row["ad_id"])
        found.append(
            {
                "ad_id": row["ad_id"],
                "ad_name": row["ad_name"],
                "adgroup_id": row["ad_group_id"],
                "campaign_id": row["campaign_id"],
                "advertiser_id": row["account_id"],
                "ad_format": "SINGLE_VIDEO",
                "video_id": f"v10033g5000{row['ad_id'][-6:]}",
                "landing_page_url": row["final_url"],
                "operation_status": "DISABLE" if deleted else "ENABLE",
                "secondary_status": "AD_STATUS_DELETE" if deleted else "AD_STATUS_DELIVERY_OK",
                "display_name": "Torrefino",
                **(TOUCHED if number else {"create_time": TOUCHED["create_time"]}),
            }
        )
    return _chosen(found, platform, asked)


def _chosen(rows: list[Row], platform: Platform, asked: dict[str, str]) -> Row:
    """A page of the advertiser's rows, with the fields that were asked for."""
    advertiser, filtering = asked.get("advertiser_id", ""), _filtering(asked)
    if advertiser not in platform.accounts:
        raise Wrong(f"No permission to operate advertiser {advertiser}.", 40001)
    all_of_them = filtering.get("primary_status") == "STATUS_ALL"
    fields = listed(asked, "fields")
    shown = [
        {name: value for name, value in row.items() if name in fields or not fields}
        for row in rows
        if row["advertiser_id"] == advertiser and (all_of_them or row["secondary_status"] != "AD_STATUS_DELETE")
    ]
    return page(shown, asked)


def _filtering(asked: dict[str, str]) -> dict[str, Any]:
    found = orjson.loads(asked.get("filtering", "{}"))
    if not isinstance(found, dict):
        raise Wrong("filtering: is not an object.")
    return found
