"""What is loaded from Meta Ads: the reports, and the list of all streams."""

from dataclasses import replace
from functools import partial

from connectors.source import ACCOUNTS, Stream, Type
from connectors.sources._days import months, weeks
from connectors.sources._notation import typed
from connectors.sources.meta_ads.entities import AD_SETS, ADS, CAMPAIGNS
from connectors.sources.meta_ads.insights import Report, at_once, in_background
from connectors.sources.meta_ads.periods import whole_periods

DATES = {"date_start": Type.DAY, "date_stop": Type.DAY}
CAMPAIGN = {
    **typed(Type.TEXT, "account_id account_currency campaign_id campaign_name"),
}
AD = {
    **typed(Type.TEXT, "objective attribution_setting adset_id adset_name ad_id ad_name"),
}
DELIVERY = {
    **typed(Type.INTEGER, "impressions clicks inline_link_clicks"),
    **typed(Type.MONEY, "spend"),
}
# Lists of {action_type, value, 1d_click, ...} whose types overlap: page_engagement holds post_engagement holds
# link_click, omni_purchase holds the pixel's purchases. They are kept whole; staging takes them apart.
ACTIONS = {"actions": Type.JSON, "action_values": Type.JSON}
MORE_ACTIONS = {
    **typed(Type.JSON, "outbound_clicks video_play_actions video_thruplay_watched_actions"),
}
REACH = {"reach": Type.INTEGER, "frequency": Type.NUMBER}
NOT_NEGATIVE = dict.fromkeys((*DELIVERY, *REACH), (0, None))

HISTORY_DAYS = 37 * 30
"""Meta keeps 37 months."""


def _report(
    name: str,
    description: str,
    level: str,
    columns: dict[str, Type],
    breakdowns: tuple[str, ...] = (),
    *,
    is_small: bool = False,
) -> Stream:
    report = Report(level, tuple(columns), breakdowns)
    columns = DATES | columns | dict.fromkeys(breakdowns, Type.TEXT)
    return Stream(
        name=name,
        description=description,
        fetch=partial(at_once if is_small else in_background, report),
        columns=columns,
        key=("date_start", f"{level}_id", *breakdowns),
        day="date_start",
        restates={1: 28},
        window_days=31,
        history_days=HISTORY_DAYS,
        ranges={name: bounds for name, bounds in NOT_NEGATIVE.items() if name in columns},
        required=("campaign_id", "account_currency"),
    )


CAMPAIGN_REACH = CAMPAIGN | {"impressions": Type.INTEGER} | REACH
DAILY_REACH = _report(
    "campaign_daily_reach",
    "People reached by each campaign on a day. Distinct people: campaigns and days cannot be added up.",
    "campaign",
    CAMPAIGN_REACH,
    is_small=True,
)
COUNTRY = _report(
    "campaign_daily_country",
    "Delivery and actions of each campaign by the viewers' country.",
    "campaign",
    CAMPAIGN | DELIVERY | ACTIONS,
    ("country",),
)
PLATFORM = _report(
    "campaign_daily_platform",
    "Delivery and actions of each campaign by placement: Facebook's feed, Instagram's stories, ...",
    "campaign",
    CAMPAIGN | DELIVERY | ACTIONS,
    ("publisher_platform", "platform_position"),
)
AD_DAILY = _report(
    "ad_daily",
    "Delivery, reach and actions of each ad on a day. Conversions belong to the day of the click or view that led to "
    "them, so they grow for 28 days.",
    "ad",
    CAMPAIGN | AD | DELIVERY | REACH | ACTIONS | MORE_ACTIONS,
)
WEEKLY_REACH = replace(
    DAILY_REACH,
    name="campaign_weekly_reach",
    description="People reached by each campaign in a week (Monday to Sunday), filed under its Monday.",
    fetch=partial(whole_periods, Report("campaign", tuple(CAMPAIGN_REACH), increment=7), weeks),
)
MONTHLY_REACH = replace(
    DAILY_REACH,
    name="campaign_monthly_reach",
    description="People reached by each campaign in a calendar month, filed under its first day.",
    fetch=partial(whole_periods, Report("campaign", tuple(CAMPAIGN_REACH), increment="monthly"), months),
    restates={1: 35},  # a month's first day is 31 days old when its month is over
    window_days=62,
)

STREAMS = (
    ACCOUNTS,
    AD_DAILY,
    DAILY_REACH,
    WEEKLY_REACH,
    MONTHLY_REACH,
    COUNTRY,
    PLATFORM,
    CAMPAIGNS,
    AD_SETS,
    ADS,
)
