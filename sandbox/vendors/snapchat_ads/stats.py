"""What campaigns and ads did, day by day of the account's zone. Money is in micros."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.vendors._social_ads import AdDay, Platform, total

Row = dict[str, Any]
FIELD = {"campaign": "campaign_id", "adsquad": "ad_group_id", "ad": "ad_id"}
LONGEST = 31


class Wrong(Exception):
    """A request that is answered with an error."""

    def __init__(self, message: str, code: str = "E1008", status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


def timeseries(platform: Platform, account_id: str, asked: dict[str, str], today: date) -> Row:
    zone = ZoneInfo(platform.accounts[account_id]["time_zone"])
    since, before = (_midnight(asked.get(name, ""), zone) for name in ("start_time", "end_time"))
    if asked.get("granularity") != "DAY" or not 0 < (before - since).days <= LONGEST:
        raise Wrong("Unsupported Stats Query: DAY granularity spans a month at most")
    fields, breakdown = asked.get("fields", "").split(","), asked.get("breakdown")
    if breakdown not in FIELD:
        if fields != ["spend"]:
            raise Wrong("Unsupported Stats Query: without a breakdown, only spend is told of an ad account")
        raise Wrong("Unsupported Stats Query")
    known: dict[str, dict[date, list[AdDay]]] = defaultdict(lambda: defaultdict(list))
    for day in platform.days(account_id, since, before - timedelta(days=1)):
        known[getattr(day, FIELD[breakdown])][day.day].append(day)
    days = [since + timedelta(days=n) for n in range((before - since).days)]
    stat = {
        "id": account_id,
        "type": "AD_ACCOUNT",
        "granularity": "DAY",
        "swipe_up_attribution_window": asked.get("swipe_up_attribution_window", "28_DAY"),
        "view_attribution_window": asked.get("view_attribution_window", "1_DAY"),
        "start_time": asked["start_time"],
        "end_time": asked["end_time"],
        "finalized_data_end_time": _shown(today - timedelta(days=2), zone),
        "breakdown_stats": {
            breakdown: [
                {
                    "id": id_,
                    "type": breakdown.upper(),
                    "granularity": "DAY",
                    "timeseries": [_day(day, its[day], fields, zone) for day in days],
                }
                for id_, its in known.items()
            ]
        },
    }
    return {"timeseries_stats": [{"sub_request_status": "SUCCESS", "timeseries_stat": stat}], "paging": {}}


def _midnight(text: str, zone: ZoneInfo) -> date:
    """The day that begins at this instant. Anything but a midnight of the account is refused."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong("Unsupported Stats Query: a time is missing") from None
    if instant.tzinfo is None or instant.astimezone(zone).time() != time():
        raise Wrong("Unsupported Stats Query: Timeseries queries with DAY granularity must have midnight times")
    return instant.astimezone(zone).date()


def _shown(day: date, zone: ZoneInfo) -> str:
    return datetime.combine(day, time(), zone).isoformat(timespec="milliseconds")


def _day(day: date, did: list[AdDay], fields: list[str], zone: ZoneInfo) -> Row:
    """A day without delivery is a row of zeros."""
    known = _figures(total(did))
    if unknown := set(fields) - set(known):
        raise Wrong(f"Unsupported Stats Query: unknown fields {', '.join(sorted(unknown))}")
    stats = {name: known[name] for name in fields}
    return {"start_time": _shown(day, zone), "end_time": _shown(day + timedelta(days=1), zone), "stats": stats}


def _figures(row: Row) -> Row:
    impressions, swipes, views, purchases = row["impressions"], row["clicks"], row["video_views"], row["purchases"]
    return {
        "impressions": impressions,
        "swipes": swipes,
        "spend": row["cents"] * 10_000,
        "uniques": row["reach"],
        "frequency": impressions / row["reach"] if row["reach"] else 0,
        "video_views": views,
        "video_views_time_based": views,
        "video_views_15s": views // 6,
        "quartile_1": views // 3,
        "quartile_2": views // 5,
        "quartile_3": views // 8,
        "view_completion": views // 12,
        "screen_time_millis": views * 1750,
        "shares": swipes // 20,
        "saves": swipes // 30,
        "native_leads": 0,
        "total_installs": 0,
        "conversion_purchases": purchases,
        "conversion_purchases_value": row["value_cents"] * 10_000,
        "conversion_sign_ups": 0,
        "conversion_add_cart": purchases * 3,
        "conversion_start_checkout": purchases * 2,
        "conversion_view_content": swipes,
        "conversion_page_views": swipes,
        "conversion_app_opens": 0,
    }
