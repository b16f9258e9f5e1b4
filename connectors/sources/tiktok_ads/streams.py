"""What is loaded from TikTok Ads: the reports, and the things that they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from connectors.source import ACCOUNTS, Account, Row, Stream, Type, Window, Withdrawn
from connectors.sources._days import weeks
from connectors.sources._notation import typed
from connectors.sources._withdrawn import paged
from connectors.sources.tiktok_ads.client import TikTok

ATTRIBUTION = {1: 28}
"""Conversions are booked on the day of the click or view that led to them, for 28 days."""


@dataclass(frozen=True)
class Report:
    """A question to the reports. Metrics are the columns below `metrics`."""

    levels: tuple[str, ...]
    dimensions: tuple[str, ...]
    columns: dict[str, Type]
    kind: str = "BASIC"

    def days(self, tiktok: TikTok, account: Account, window: Window) -> Iterator[list[Row] | Withdrawn]:
        """The rows of each day of the window."""
        metrics = [name.removeprefix("metrics.") for name in self.columns if name.startswith("metrics.")]
        gone = tiktok.gone[f"{account.id} {self.kind} {self.levels[0]}"]
        return paged(partial(self._rows, tiktok, account, window), metrics, gone, below="metrics.")

    def _rows(self, tiktok: TikTok, account: Account, window: Window, metrics: Sequence[str]) -> Iterator[list[Row]]:
        question = {
            "service_type": "AUCTION",
            "report_type": self.kind,
            "data_level": f"AUCTION_{self.levels[0].upper()}",
            "dimensions": self.dimensions,
            "metrics": metrics,
            "filtering": [_of_any_status(level) for level in self.levels],
            "start_date": str(window.since),
            "end_date": str(window.until),
        }
        for page in tiktok.rows("report/integrated/get", advertiser_id=account.id, **question):
            yield [{**row, "metrics": _values(row["metrics"])} for row in page]

    def weeks(self, tiktok: TikTok, account: Account, window: Window) -> Iterator[list[Row] | Withdrawn]:
        """The rows of the weeks (Monday to Sunday) that begin in the window and are over, each its own question."""
        for week in weeks(window, before=datetime.now(ZoneInfo(account.time_zone)).date()):
            dates = {"start_date": str(week.since), "end_date": str(week.until)}
            for page in self.days(tiktok, account, week):
                if isinstance(page, Withdrawn):
                    yield page
                else:
                    yield [{**row, **dates} for row in page]


def _of_any_status(level: str) -> dict[str, Any]:
    """Without this, what was deleted is left out, and with it the money it cost."""
    return {"field_name": f"{level}_status", "filter_type": "IN", "filter_value": '["STATUS_ALL"]'}


def _values(metrics: Row) -> Row:
    return {name: None if value == "-" else value for name, value in metrics.items()}


_COUNTS = typed(Type.INTEGER, "impressions clicks", "metrics")
_REACH = typed(Type.INTEGER, "impressions reach", "metrics") | typed(Type.NUMBER, "frequency", "metrics")
_DAY = typed(Type.DAY, "stat_time_day", "dimensions")
_AD = {
    **_DAY,
    **typed(Type.TEXT, "ad_id", "dimensions"),
    **typed(Type.TEXT, "campaign_id campaign_name adgroup_id adgroup_name ad_name", "metrics"),
    **typed(Type.MONEY, "spend", "metrics"),
    **_COUNTS,
    **_REACH,
    **typed(Type.NUMBER, "conversion real_time_conversion result secondary_goal_result", "metrics"),
    # Purchases on the website, in the app and in TikTok's shop; the first value is a sum of money despite its name.
    **typed(Type.NUMBER, "complete_payment purchase onsite_shopping registration app_install", "metrics"),
    **typed(Type.MONEY, "total_complete_payment_rate total_purchase_value total_onsite_shopping_value", "metrics"),
    **typed(Type.INTEGER, "video_play_actions video_watched_2s video_watched_6s", "metrics"),
    **typed(Type.INTEGER, "video_views_p25 video_views_p50 video_views_p75 video_views_p100", "metrics"),
    **typed(Type.NUMBER, "average_video_play average_video_play_per_user", "metrics"),
    **typed(Type.INTEGER, "profile_visits likes comments shares follows clicks_on_music_disc", "metrics"),
}
_COUNTRY = {
    **_DAY,
    **typed(Type.TEXT, "campaign_id country_code", "dimensions"),
    **typed(Type.MONEY, "spend", "metrics"),
    **_COUNTS,
    **typed(Type.NUMBER, "conversion", "metrics"),
}
_WEEK = {
    **typed(Type.DAY, "start_date end_date"),
    **typed(Type.TEXT, "campaign_id", "dimensions"),
    **typed(Type.TEXT, "campaign_name", "metrics"),
    **_REACH,
}
_NOT_NEGATIVE = {f"metrics.{name}": (0, None) for name in ("spend", "impressions", "clicks", "reach")}


def _of(columns: dict[str, Type]) -> dict[str, Any]:
    return {"columns": columns, "ranges": {name: bounds for name, bounds in _NOT_NEGATIVE.items() if name in columns}}


AD_DAILY = Stream(
    name="ad_daily",
    description="Delivery, reach and actions of each ad on a day.",
    fetch=Report(("ad", "adgroup", "campaign"), ("ad_id", "stat_time_day"), _AD).days,
    **_of(_AD),
    key=("dimensions.stat_time_day", "dimensions.ad_id"),
    day="dimensions.stat_time_day",
    restates=ATTRIBUTION,
    window_days=30,
    required=("metrics.campaign_id",),
)
CAMPAIGN_WEEKLY_REACH = Stream(
    name="campaign_weekly_reach",
    description="People reached by each campaign in a week (Monday to Sunday), filed under its Monday.",
    fetch=Report(("campaign",), ("campaign_id",), _WEEK).weeks,
    **_of(_WEEK),
    key=("start_date", "dimensions.campaign_id"),
    day="start_date",
    restates=ATTRIBUTION,
)
CAMPAIGN_DAILY_COUNTRY = Stream(
    name="campaign_daily_country",
    description="Delivery of each campaign by the viewers' country.",
    fetch=Report(("campaign",), ("campaign_id", "country_code", "stat_time_day"), _COUNTRY, "AUDIENCE").days,
    **_of(_COUNTRY),
    key=("dimensions.stat_time_day", "dimensions.campaign_id", "dimensions.country_code"),
    day="dimensions.stat_time_day",
    restates=ATTRIBUTION,
    window_days=30,
    history_days=180,
)


def _entities(path: str, description: str, columns: dict[str, Type]) -> Stream:
    question = {"fields": list(columns), "filtering": {"primary_status": "STATUS_ALL"}}

    def fetch(tiktok: TikTok, account: Account, window: Window) -> Iterator[list[Row]]:
        return tiktok.rows(f"{path}/get", advertiser_id=account.id, **question)

    required = (f"{path}_name",)
    return Stream(f"{path}s", description, fetch, columns, key=(f"{path}_id",), kind="snapshot", required=required)


# Times come without an offset and are UTC. Smart+ ads may lack them.
_TOUCHED = typed(Type.TEXT, "create_time modify_time")
CAMPAIGNS = _entities(
    "campaign",
    "Campaigns with their objective and budget, deleted ones included.",
    {
        **typed(Type.TEXT, "campaign_id campaign_name advertiser_id objective_type campaign_type"),
        **typed(Type.TEXT, "budget_mode operation_status secondary_status"),
        **typed(Type.MONEY, "budget"),
        **typed(Type.BOOLEAN, "is_smart_performance_campaign"),
        **_TOUCHED,
    },
)
AD_GROUPS = _entities(
    "adgroup",
    "Ad groups: placement, optimisation and, where the campaign has none, the budget.",
    {
        **typed(Type.TEXT, "adgroup_id adgroup_name campaign_id advertiser_id budget_mode operation_status"),
        **typed(Type.TEXT, "secondary_status billing_event optimization_goal optimization_event placement_type"),
        **typed(Type.TEXT, "schedule_start_time schedule_end_time attribution_event_count"),
        **typed(Type.TEXT, "click_attribution_window view_attribution_window"),
        **typed(Type.MONEY, "budget bid_price conversion_bid_price"),
        **_TOUCHED,
    },
)
ADS = _entities(
    "ad",
    "Ads and where they lead.",
    {
        **typed(Type.TEXT, "ad_id ad_name adgroup_id campaign_id advertiser_id ad_format video_id landing_page_url"),
        **typed(Type.TEXT, "operation_status secondary_status"),
        **_TOUCHED,
    },
)

STREAMS = (ACCOUNTS, AD_DAILY, CAMPAIGN_WEEKLY_REACH, CAMPAIGN_DAILY_COUNTRY, CAMPAIGNS, AD_GROUPS, ADS)
