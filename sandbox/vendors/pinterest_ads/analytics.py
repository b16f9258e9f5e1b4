"""What campaigns and ads did, in Pinterest's columns: as one flat list, or by entity as a report's file has it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sandbox.vendors._social_ads import AdDay, Platform, total

Row = dict[str, Any]
FIELD = {"CAMPAIGN": "campaign_id", "AD_GROUP": "ad_group_id", "PIN_PROMOTION": "ad_id"}
FILTER = {"CAMPAIGN": "campaign_ids", "AD_GROUP": "ad_group_ids", "PIN_PROMOTION": "ad_ids"}
SYNC_DAYS, ASYNC_BACK, ASYNC_DAYS, IDS = 90, 914, 186, 100


class Wrong(Exception):
    """A request that is answered with an error."""

    def __init__(self, message: str, status: int = 400, code: int = 1) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def flat(platform: Platform, account_id: str, level: str, asked: Mapping[str, str], today: date) -> list[Row]:
    """Analytics that are answered at once: the named entities, of the last 90 days."""
    named = [id_ for id_ in asked.get(FILTER[level], "").split(",") if id_]
    if not named or len(named) > IDS:
        raise Wrong(f"{FILTER[level]} must name between 1 and {IDS}.")
    since, until = date.fromisoformat(asked["start_date"]), date.fromisoformat(asked["end_date"])
    if (today - since).days > SYNC_DAYS or (until - since).days >= SYNC_DAYS:
        raise Wrong(f"Dates must lie within the last {SYNC_DAYS} days.")
    found = _rows(platform, account_id, level, since, until, asked["granularity"], asked["columns"].split(","))
    return [row for id_, rows in found.items() if id_ in named for row in rows]


def by_entity(platform: Platform, account_id: str, asked: Mapping[str, Any], today: date) -> dict[str, list[Row]]:
    """A report of up to half a year, up to two and a half years back."""
    since, until = date.fromisoformat(asked["start_date"]), date.fromisoformat(asked["end_date"])
    if (today - since).days > ASYNC_BACK or (until - since).days >= ASYNC_DAYS:
        raise Wrong(f"Reports span {ASYNC_DAYS} days and reach {ASYNC_BACK} days back.")
    if asked.get("report_format") != "JSON":
        raise Wrong("Only JSON is made here.")
    return _rows(platform, account_id, asked["level"], since, until, asked["granularity"], asked["columns"])


def _rows(
    platform: Platform, account_id: str, level: str, since: date, until: date, granularity: str, columns: list[str]
) -> dict[str, list[Row]]:
    groups: dict[tuple[str, date], list[AdDay]] = defaultdict(list)
    for day in platform.days(account_id, since, until):
        groups[getattr(day, FIELD[level]), _period(day.day, since, granularity)].append(day)
    rows: dict[str, list[Row]] = defaultdict(list)
    for (id_, period), group in sorted(groups.items()):
        known = _names(platform, level, group[0]) | _figures(total(group))
        if unknown := set(columns) - set(known):
            raise Wrong(f"Invalid columns: {', '.join(sorted(unknown))}.")
        when = {} if granularity == "TOTAL" else {"DATE": str(period)}
        rows[id_].append(when | {name: known[name] for name in columns})
    return rows


def _period(day: date, since: date, granularity: str) -> date:
    match granularity:
        case "TOTAL":
            return since
        case "DAY":
            return day
        case "WEEK":
            return day - timedelta(days=day.weekday())
    raise Wrong(f"Granularity {granularity} is not served here.")


def _names(platform: Platform, level: str, day: AdDay) -> Row:
    """Ids are numbers here, and texts in the lists."""
    names: Row = {
        "CAMPAIGN_ID": int(day.campaign_id),
        "CAMPAIGN_NAME": platform.campaigns[day.campaign_id]["campaign_name"],
    }
    if level != "CAMPAIGN":
        names |= {"AD_GROUP_ID": int(day.ad_group_id)}
        names |= {"AD_GROUP_NAME": platform.ad_groups[day.ad_group_id]["ad_group_name"]}
    if level == "PIN_PROMOTION":
        names |= {"PIN_PROMOTION_ID": int(day.ad_id), "AD_ID": int(day.ad_id)}
        names |= {"AD_NAME": platform.ads[day.ad_id]["ad_name"]}
    return names


def _figures(row: Row) -> Row:
    """People pass on what they see: a tenth of what was paid for comes on top. Money is in micros."""
    paid, clicks, purchases = row["impressions"], row["clicks"], row["purchases"]
    impressions, reach = paid + paid // 10, row["reach"]
    return {
        "SPEND_IN_MICRO_DOLLAR": row["cents"] * 10_000,
        "PAID_IMPRESSION": paid,
        "IMPRESSION_1": paid,
        "TOTAL_IMPRESSION": impressions,
        "OUTBOUND_CLICK_1": clicks,
        "TOTAL_CLICKTHROUGH": 2 * clicks,
        "PIN_CLICK": 2 * clicks,
        "TOTAL_ENGAGEMENT": 3 * clicks,
        "SAVE": clicks // 2,
        "TOTAL_CONVERSIONS": 4 * purchases + clicks,
        "TOTAL_CHECKOUT": purchases,
        "TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR": row["value_cents"] * 10_000 if purchases else None,
        "TOTAL_SIGNUP": 0,
        "TOTAL_LEAD": None,
        "TOTAL_CLICK_CHECKOUT": purchases,
        "TOTAL_ENGAGEMENT_CHECKOUT": 0,
        "TOTAL_VIEW_CHECKOUT": 0,
        "TOTAL_VIDEO_MRC_VIEWS": row["video_views"],
        "TOTAL_VIDEO_P100_COMPLETE": row["video_views"] // 10,
        "TOTAL_IMPRESSION_USER": reach,
        "TOTAL_IMPRESSION_FREQUENCY": impressions / reach if reach else None,
    }
