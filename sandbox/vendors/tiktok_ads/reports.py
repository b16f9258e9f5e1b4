"""The synchronous report: a row for each combination of its dimensions, with its numbers mostly as text."""

from collections import defaultdict
from typing import Any

from sandbox.vendors._social_ads import AdDay, Platform, cut, total
from sandbox.vendors.tiktok_ads.questions import Row, Wrong, listed, page, span

__all__ = ["Wrong", "report"]

IDS = {
    "AUCTION_ADVERTISER": "advertiser_id",
    "AUCTION_CAMPAIGN": "campaign_id",
    "AUCTION_ADGROUP": "adgroup_id",
    "AUCTION_AD": "ad_id",
}
FIELD = {"advertiser_id": "account_id", "campaign_id": "campaign_id", "adgroup_id": "ad_group_id", "ad_id": "ad_id"}
COUNTRIES = {"DE": 0.5, "FR": 0.3, "AT": 0.2}
LONGEST, LONGEST_BY_DAY = 365, 30
COUNTED = ("impressions", "clicks", "cents", "value_cents", "video_views", "reach")


def report(platform: Platform, asked: dict[str, str]) -> Row:
    dimensions, metrics = listed(asked, "dimensions"), listed(asked, "metrics")
    advertiser, level = asked.get("advertiser_id", ""), asked.get("data_level", "")
    if advertiser not in platform.accounts:
        raise Wrong(f"No permission to operate advertiser {advertiser}.", 40001)
    if IDS.get(level) not in dimensions:
        raise Wrong(f"dimensions: {dimensions} do not fit data_level {level}.")
    by_country = "country_code" in dimensions
    if by_country != (asked.get("report_type") == "AUDIENCE"):
        raise Wrong("dimensions: country_code is one of AUDIENCE reports only.")
    since, until = span(asked, LONGEST_BY_DAY if "stat_time_day" in dimensions else LONGEST)
    groups: dict[tuple[Any, ...], list[AdDay]] = defaultdict(list)
    for day in platform.days(advertiser, since, until):
        if _is_shown(day, platform, asked):
            name = getattr(day, FIELD[IDS[level]])
            groups[(day.day if "stat_time_day" in dimensions else None), name].append(day)
    rows = []
    for (day_of, name), group in sorted(groups.items(), key=lambda item: str(item[0])):
        about: Row = {IDS[level]: name}
        if day_of:
            about["stat_time_day"] = f"{day_of} 00:00:00"
        whole = total(group)
        parts = [({"country_code": code}, part) for code, part in _by_country(whole)] if by_country else [({}, whole)]
        for more, part in parts:
            known = _names(platform, level, group[0]) | _figures(part)
            if unknown := set(metrics) - set(known):
                raise Wrong(f"metrics: Invalid metric(s) {sorted(unknown)}.")
            rows.append({"dimensions": about | more, "metrics": {metric: known[metric] for metric in metrics}})
    return page(rows, asked)


def _is_shown(day: AdDay, platform: Platform, asked: dict[str, str]) -> bool:
    """What is deleted is left out, unless every status is asked for."""
    rules = {rule["field_name"]: rule["filter_value"] for rule in listed(asked, "filtering")}
    wanted = rules.get("ad_status", rules.get("campaign_status", ""))
    return "STATUS_ALL" in wanted or not platform.is_deleted(day.ad_id)


def _by_country(whole: Row) -> list[tuple[str, Row]]:
    shares = COUNTRIES.values()
    columns = {name: cut(whole[name], shares) for name in COUNTED}
    columns["purchases"] = cut(whole["purchases"], shares, unit=0.25)
    return [(code, {name: part[place] for name, part in columns.items()}) for place, code in enumerate(COUNTRIES)]


def _names(platform: Platform, level: str, day: AdDay) -> Row:
    """Attributes of the level and those above it. Ids among the metrics are numbers."""
    names: Row = {}
    if level != "AUCTION_ADVERTISER":
        names |= {"campaign_id": int(day.campaign_id)}
        names |= {"campaign_name": platform.campaigns[day.campaign_id]["campaign_name"]}
    if level in ("AUCTION_ADGROUP", "AUCTION_AD"):
        names |= {"adgroup_id": int(day.ad_group_id)}
        names |= {"adgroup_name": platform.ad_groups[day.ad_group_id]["ad_group_name"]}
    if level == "AUCTION_AD":
        names |= {"ad_name": platform.ads[day.ad_id]["ad_name"]}
    return names


def _figures(row: Row) -> Row:
    impressions, clicks, reach, views = (int(row[name]) for name in ("impressions", "clicks", "reach", "video_views"))
    purchases, value, spend = row["purchases"], row["value_cents"] / 100, row["cents"] / 100
    return {
        "spend": f"{spend:.2f}",
        "impressions": str(impressions),
        "clicks": str(clicks),
        "reach": str(reach),
        "frequency": f"{impressions / reach:.2f}" if reach else "-",
        "ctr": f"{100 * clicks / impressions:.2f}" if impressions else "0.00",
        "cpc": f"{spend / clicks:.2f}" if clicks else "0.00",
        "cpm": f"{1000 * spend / impressions:.2f}" if impressions else "0.00",
        "conversion": f"{purchases:g}",
        "real_time_conversion": f"{purchases:g}",
        "cost_per_conversion": f"{spend / purchases:.2f}" if purchases else "0.00",
        "result": f"{purchases:g}",
        "secondary_goal_result": None,
        "complete_payment": f"{purchases:g}",
        "total_complete_payment_rate": f"{value:.2f}",  # a value, despite its name
        "purchase": "0",
        "total_purchase_value": "0.00",
        "onsite_shopping": "0",
        "total_onsite_shopping_value": "0.00",
        "registration": 0,
        "app_install": 0,
        "video_play_actions": views,
        "video_watched_2s": views * 3 // 5,
        "video_watched_6s": views // 4,
        "video_views_p25": views // 3,
        "video_views_p50": views // 5,
        "video_views_p75": views // 8,
        "video_views_p100": views // 12,
        "average_video_play": 1.52,
        "average_video_play_per_user": 1.64,
        "profile_visits": clicks // 8,
        "likes": clicks // 3,
        "comments": clicks // 20,
        "shares": clicks // 25,
        "follows": clicks // 30,
        "clicks_on_music_disc": 0,
    }
