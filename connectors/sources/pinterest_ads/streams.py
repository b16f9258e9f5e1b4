"""What is loaded from Pinterest Ads: reports of campaigns and ads, reach by week, and the things themselves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from connectors.source import ACCOUNTS, Account, Fetch, Row, Stream, Type, Window, Withdrawn
from connectors.sources._days import dated, weeks
from connectors.sources._notation import typed
from connectors.sources._paging import batched
from connectors.sources._withdrawn import paged
from connectors.sources.pinterest_ads.client import Pinterest

WINDOWS = {
    "click_window_days": 30,
    "engagement_window_days": 30,
    "view_window_days": 1,
    "conversion_report_time": "TIME_OF_AD_ACTION",
}
"""How far from the ad a conversion may be, and that it is booked on the day of the ad. Pinterest's own defaults."""
STATUSES = "ACTIVE,PAUSED,ARCHIVED"
"""What is not named here is left out of the lists, and with it the names of what was paid for."""
UNSETTLED = 3
"""Days for which Pinterest is asked whether it has counted them."""
IDS_A_REQUEST = 100


def _report(level: str, id_column: str, columns: dict[str, Type]) -> Fetch:
    """Fetches a report of a level by day, made in the background: only these reach back further than 90 days."""

    def fetch(pinterest: Pinterest, account: Account, window: Window) -> Iterator[list[Row] | Withdrawn]:
        today = datetime.now(UTC).date()
        for day in window:
            if (today - day).days <= UNSETTLED:
                pinterest.require_ready(day)
        names = [name for name in columns if name != "DATE"]
        return paged(partial(rows, pinterest, account, window), names, pinterest.gone[f"{account.id} {level}"])

    def rows(pinterest: Pinterest, account: Account, window: Window, asked: Sequence[str]) -> Iterator[list[Row]]:
        question = {
            "start_date": str(window.since),
            "end_date": str(window.until),
            "granularity": "DAY",
            "level": level,
            "columns": asked,
            "report_format": "JSON",
            **WINDOWS,
        }
        for id_, days in pinterest.report(account.id, question).items():
            yield [{id_column: id_, **day} for day in days]

    return fetch


def weekly_reach(pinterest: Pinterest, account: Account, window: Window) -> Iterator[list[Row]]:
    """The weeks (Monday to Sunday) that begin in the window and are over, each asked for as a whole."""
    over = weeks(window, before=datetime.now(UTC).date())
    path = f"ad_accounts/{account.id}/campaigns"
    listed = pinterest.items(path, entity_statuses=STATUSES) if over else []
    ids = [row["id"] for page in listed for row in page]
    asked = {"columns": ",".join(_REACH), "granularity": "TOTAL", **WINDOWS}
    for week in over:
        dates = {"start_date": str(week.since), "end_date": str(week.until)}
        for some in batched(ids, IDS_A_REQUEST):
            question = {**asked, **dates, "campaign_ids": ",".join(some)}
            yield [{**row, **dates} for row in pinterest.http.get(f"{path}/analytics", params=question)]


_REACH = {
    **typed(Type.TEXT, "CAMPAIGN_ID"),
    **typed(Type.INTEGER, "TOTAL_IMPRESSION TOTAL_IMPRESSION_USER"),
    **typed(Type.NUMBER, "TOTAL_IMPRESSION_FREQUENCY"),
}
# TOTAL_ is what was paid for and what people passed on. SPEND_IN_MICRO_DOLLAR is in the account's currency.
_FIGURES = {
    **typed(Type.INTEGER, "SPEND_IN_MICRO_DOLLAR PAID_IMPRESSION OUTBOUND_CLICK_1"),
    **typed(Type.INTEGER, "TOTAL_CLICKTHROUGH PIN_CLICK TOTAL_ENGAGEMENT SAVE"),
    **typed(Type.INTEGER, "TOTAL_IMPRESSION TOTAL_IMPRESSION_USER"),
    **typed(Type.NUMBER, "TOTAL_IMPRESSION_FREQUENCY"),
    **typed(Type.NUMBER, "TOTAL_CONVERSIONS TOTAL_CHECKOUT TOTAL_SIGNUP TOTAL_LEAD"),
    **typed(Type.NUMBER, "TOTAL_CLICK_CHECKOUT TOTAL_ENGAGEMENT_CHECKOUT TOTAL_VIEW_CHECKOUT"),
    **typed(Type.INTEGER, "TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR"),
    **typed(Type.INTEGER, "TOTAL_VIDEO_MRC_VIEWS TOTAL_VIDEO_P100_COMPLETE"),
}
_NOT_NEGATIVE = dict.fromkeys(("SPEND_IN_MICRO_DOLLAR", "PAID_IMPRESSION", "OUTBOUND_CLICK_1"), (0, None))


def _daily(name: str, description: str, level: str, id_column: str, names: str) -> Stream:
    columns = typed(Type.DAY, "DATE") | typed(Type.TEXT, names) | _FIGURES
    return Stream(
        name=name,
        description=description,
        fetch=_report(level, id_column, columns),
        columns=columns,
        key=("DATE", id_column),
        day="DATE",
        restates={1: 30},
        # Of a night's 30 days, yesterday is then a window of its own: where it is not counted yet, the others land.
        window_days=29,
        history_days=914,
        ranges=_NOT_NEGATIVE,
        required=("CAMPAIGN_ID",),
    )


CAMPAIGN_DAILY = _daily(
    "campaign_daily",
    "Delivery, reach and conversions of each campaign on a day.",
    "CAMPAIGN",
    "CAMPAIGN_ID",
    "CAMPAIGN_ID CAMPAIGN_NAME",
)
AD_DAILY = _daily(
    "ad_daily",
    "Delivery, reach and conversions of each ad (a promoted Pin) on a day.",
    "PIN_PROMOTION",
    "PIN_PROMOTION_ID",
    "CAMPAIGN_ID CAMPAIGN_NAME AD_GROUP_ID AD_GROUP_NAME PIN_PROMOTION_ID AD_NAME",
)
CAMPAIGN_WEEKLY_REACH = Stream(
    name="campaign_weekly_reach",
    description="People reached by each campaign in a week (Monday to Sunday), filed under its Monday.",
    fetch=weekly_reach,
    columns=typed(Type.DAY, "start_date end_date") | _REACH,
    key=("start_date", "CAMPAIGN_ID"),
    day="start_date",
    restates={1: 28},
    history_days=89,
    ranges={"TOTAL_IMPRESSION_USER": (0, None)},
)


def _entities(name: str, description: str, columns: dict[str, Type]) -> Stream:
    def fetch(pinterest: Pinterest, account: Account, window: Window) -> Iterator[list[Row]]:
        for page in pinterest.items(f"ad_accounts/{account.id}/{name}", entity_statuses=STATUSES):
            yield [dated(row, columns) for row in page]

    return Stream(name, description, fetch, columns, key=("id",), kind="snapshot", required=("name",))


_THING = {
    **typed(Type.TEXT, "id ad_account_id name status summary_status type"),
    **typed(Type.INSTANT, "created_time updated_time"),
    **typed(Type.JSON, "tracking_urls ext_features"),
}
CAMPAIGNS = _entities(
    "campaigns",
    "Campaigns with their objective and budget in micros, archived ones included.",
    {
        **_THING,
        **typed(Type.TEXT, "objective_type order_line_id intended_promotion_type"),
        **typed(Type.INTEGER, "daily_spend_cap lifetime_spend_cap"),
        **typed(Type.INSTANT, "start_time end_time"),
        **typed(Type.BOOLEAN, "is_campaign_budget_optimization is_flexible_daily_budgets is_automated_campaign"),
        **typed(Type.BOOLEAN, "is_performance_plus is_top_of_search"),
        **typed(Type.JSON, "bid_options"),
    },
)
AD_GROUPS = _entities(
    "ad_groups",
    "Ad groups: targeting, bid and, where the campaign has none, the budget in micros.",
    {
        **_THING,
        **typed(Type.TEXT, "campaign_id budget_type billable_event bid_strategy_type placement_group"),
        **typed(Type.TEXT, "pacing_delivery_type conversion_learning_mode_type placement_traffic_type"),
        **typed(Type.TEXT, "feed_profile_id promotion_id promotion_application_level"),
        **typed(Type.INTEGER, "budget_in_micro_currency bid_in_micro_currency lifetime_frequency_cap"),
        **typed(Type.INSTANT, "start_time end_time"),
        **typed(Type.BOOLEAN, "auto_targeting_enabled is_creative_optimization is_automated_campaign"),
        **typed(Type.BOOLEAN, "is_creative_expansion enabled_catalog_expansion"),
        **typed(Type.JSON, "targeting_spec optimization_goal_metadata targeting_template_ids promotion_ids"),
        **typed(Type.JSON, "bid_multiplier"),
    },
)
ADS = _entities(
    "ads",
    "Ads: the Pin that each promotes, and where it leads.",
    {
        **_THING,
        **typed(Type.TEXT, "campaign_id ad_group_id pin_id creative_type destination_url review_status"),
        **typed(Type.JSON, "rejected_reasons"),
    },
)

STREAMS = (ACCOUNTS, CAMPAIGN_DAILY, AD_DAILY, CAMPAIGN_WEEKLY_REACH, CAMPAIGNS, AD_GROUPS, ADS)
