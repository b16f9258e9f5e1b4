"""What is loaded from Snapchat Ads: stats of campaigns and ads, and the things themselves."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Fetch, Row, Stream, Type, Window, Withdrawn
from connectors.sources._days import bounds, midnight
from connectors.sources._notation import typed
from connectors.sources._withdrawn import paged
from connectors.sources.snapchat_ads.client import Snapchat

ATTRIBUTION = {
    "swipe_up_attribution_window": "28_DAY",
    "view_attribution_window": "1_DAY",
    "action_report_time": "impression",
}
"""How far from the ad a conversion may be, and that it is booked on the day of the ad."""


def _daily(breakdown: str) -> Fetch:
    """Fetches the days of all things of a level in one go: only a breakdown of the account tells more than spend."""

    def fetch(snapchat: Snapchat, account: Account, window: Window) -> Iterator[list[Row] | Withdrawn]:
        fields = [name.removeprefix("stats.") for name in _STATS if name.startswith("stats.")]
        return paged(
            partial(rows, snapchat, account, window), fields, snapchat.gone[f"{account.id} {breakdown}"], below="stats."
        )

    def rows(snapchat: Snapchat, account: Account, window: Window, fields: Sequence[str]) -> Iterator[list[Row]]:
        start, end = (moment.isoformat(timespec="milliseconds") for moment in bounds(window, account.time_zone))
        question = {
            "granularity": "DAY",
            "breakdown": breakdown,
            "fields": ",".join(fields),
            "start_time": start,
            "end_time": end,
            **ATTRIBUTION,
        }
        path = f"adaccounts/{account.id}/stats"
        for page in snapchat.rows(path, "timeseries_stat", of="timeseries_stats", **question):
            for stat in page:
                finalized = {"finalized_data_end_time": stat.get("finalized_data_end_time")}
                for thing in stat["breakdown_stats"].get(breakdown, []):
                    yield [
                        {"id": thing["id"], **_checked(day, account.time_zone), **finalized}
                        for day in thing["timeseries"]
                    ]

    return fetch


def _checked(row: Row, zone: str) -> Row:
    start = datetime.fromisoformat(row["start_time"])
    if start != midnight(start.date(), zone):
        raise Refused(f"Snapchat cut a day at {row['start_time']}, which is no midnight of {zone}.")
    return row


_STATS = {
    **typed(Type.TEXT, "id"),
    **typed(Type.DAY, "start_time"),
    **typed(Type.INSTANT, "end_time finalized_data_end_time"),
    # Money, in micros of the account's currency.
    **typed(Type.INTEGER, "spend conversion_purchases_value", "stats"),
    **typed(Type.INTEGER, "impressions swipes uniques video_views video_views_time_based video_views_15s", "stats"),
    **typed(Type.INTEGER, "quartile_1 quartile_2 quartile_3 view_completion screen_time_millis", "stats"),
    **typed(Type.INTEGER, "shares saves native_leads total_installs", "stats"),
    **typed(Type.NUMBER, "frequency conversion_purchases conversion_sign_ups conversion_add_cart", "stats"),
    **typed(Type.NUMBER, "conversion_start_checkout conversion_view_content conversion_page_views", "stats"),
    **typed(Type.NUMBER, "conversion_app_opens", "stats"),
}


def _stats(name: str, description: str, breakdown: str) -> Stream:
    return Stream(
        name=name,
        description=description,
        fetch=_daily(breakdown),
        columns=_STATS,
        key=("start_time", "id"),
        day="start_time",
        restates={1: 28},
        window_days=28,  # Snapchat answers a month at most
        ranges={f"stats.{field}": (0, None) for field in ("spend", "impressions", "swipes", "uniques")},
        required=("stats.spend", "stats.impressions"),
    )


CAMPAIGN_DAILY = _stats("campaign_daily", "Delivery, reach and conversions of each campaign on a day.", "campaign")
AD_DAILY = _stats("ad_daily", "Delivery, reach and conversions of each ad on a day.", "ad")


def _entities(kind: str, description: str, columns: dict[str, Type]) -> Stream:
    def fetch(snapchat: Snapchat, account: Account, window: Window) -> Iterator[list[Row]]:
        # What was deleted cost money, too, and is left out otherwise.
        return snapchat.rows(f"adaccounts/{account.id}/{kind}s", kind, read_deleted_entities="true")

    return Stream(
        name=f"{kind}s",
        description=description,
        fetch=fetch,
        columns=columns,
        key=("id",),
        kind="snapshot",
        personal=("created_by_user", "last_updated_by_user"),
        ignored=("created_by_app_id", "last_updated_by_app_id"),
        required=("name",),
    )


_THING = {
    **typed(Type.TEXT, "id name status"),
    **typed(Type.INSTANT, "created_at updated_at"),
    **typed(Type.JSON, "delivery_status"),
}
CAMPAIGNS = _entities(
    "campaign",
    "Campaigns with their objective and budget in micros, deleted ones included.",
    {
        **_THING,
        **typed(Type.TEXT, "ad_account_id objective buy_model"),
        **typed(Type.INTEGER, "daily_budget_micro lifetime_spend_cap_micro"),
        **typed(Type.INSTANT, "start_time end_time"),
    },
)
AD_SQUADS = _entities(
    "adsquad",
    "Ad squads: targeting, bid and, where the campaign has none, the budget in micros.",
    {
        **_THING,
        **typed(Type.TEXT, "campaign_id type billing_event bid_strategy optimization_goal conversion_window"),
        **typed(Type.INTEGER, "daily_budget_micro lifetime_budget_micro bid_micro"),
        **typed(Type.INSTANT, "start_time end_time"),
        **typed(Type.JSON, "targeting"),
    },
)
ADS = _entities(
    "ad",
    "Ads and the creatives that they show.",
    {**_THING, **typed(Type.TEXT, "ad_squad_id creative_id type review_status")},
)

STREAMS = (ACCOUNTS, CAMPAIGN_DAILY, AD_DAILY, CAMPAIGNS, AD_SQUADS, ADS)
