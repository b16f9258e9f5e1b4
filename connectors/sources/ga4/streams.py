"""The reports that are loaded from each property. Data only: how a report is asked and read is in reports.py.

Scopes are never mixed in one report: session..., firstUser... (the person's first visit) and the plain names (the
event, by the property's attribution model) answer different questions.
"""

from collections.abc import Mapping
from typing import Any

from connectors.source import ACCOUNTS, Stream, Type
from connectors.sources.ga4.reports import MONTH, MOST_DIMENSIONS, MOST_METRICS, WEEK, Period, by_day, by_period

RESTATES = {1: 4, 7: 14, 30: 35}
"""Sessions settle within 3 days; which channel gets a key event may change for 12."""

COUNTS = {
    *("sessions", "engagedSessions", "screenPageViews", "eventCount", "ecommercePurchases", "transactions"),
    *("activeUsers", "newUsers", "totalUsers", "active1DayUsers", "active7DayUsers", "active28DayUsers"),
    *("itemsViewed", "itemsAddedToCart", "itemsCheckedOut", "itemsPurchased"),
}
MONEY = {"totalRevenue", "itemRevenue"}
"""In the property's currency."""
AMOUNTS = {*MONEY, "eventValue"}
"""What may be negative, as where refunds exceed sales."""

QUALITY = {
    "metadata.currencyCode": Type.TEXT,
    "metadata.timeZone": Type.TEXT,
    "metadata.dataLossFromOtherRow": Type.BOOLEAN,
    "metadata.subjectToThresholding": Type.BOOLEAN,
    "metadata.samplingMetadatas": Type.JSON,
    "metadata.schemaRestrictionResponse": Type.JSON,
    "metadata.dataTruncationReasons": Type.JSON,
    "metadata.emptyReason": Type.TEXT,
}


def report(name: str, description: str, dimensions: str, metrics: str, window_days: int = 31) -> Stream:
    """A daily stream out of the names of its dimensions (`date` is always one) and metrics."""
    by, of = ["date", *dimensions.split()], metrics.split()
    return _stream(name, description, by, of, fetch=by_day(by, of), window_days=window_days)


def _stream(name: str, description: str, dimensions: list[str], metrics: list[str], **more: Any) -> Stream:
    if len(dimensions) > MOST_DIMENSIONS or len(metrics) > MOST_METRICS:
        raise ValueError(f"{name}: Google takes {MOST_DIMENSIONS} dimensions and {MOST_METRICS} metrics")
    kinds = {metric: _kind(metric) for metric in metrics}
    texts = dict.fromkeys(dimensions, Type.TEXT)
    return Stream(
        name=name,
        description=description,
        columns={"date": Type.DAY} | {by: kind for by, kind in texts.items() if by != "date"} | kinds | QUALITY,
        key=tuple(dimensions),
        day="date",
        ranges={metric: _range(metric) for metric in metrics if metric not in AMOUNTS},
        required=tuple(metrics),
        **{"restates": RESTATES, **more},
    )


def _kind(metric: str) -> Type:
    return Type.INTEGER if metric in COUNTS else Type.MONEY if metric in MONEY else Type.NUMBER


def _range(metric: str) -> tuple[float, float | None]:
    return (0, 1) if metric.endswith("Rate") else (0, None)


def _people(name: str, description: str, period: Period, restates: Mapping[int, int]) -> Stream:
    users = ["activeUsers", "totalUsers", "newUsers", "sessions"]
    fetch = by_period(period, users)
    # Half a year a request: it answers with a few rows, and most windows begin in the middle of a period.
    return _stream(name, description, [period.dimension], users, fetch=fetch, restates=restates, window_days=184)


STREAMS = (
    ACCOUNTS,
    report(
        "daily_totals",
        "The property's totals of each day; sums of finer reports may be lower (thresholds) or count people twice.",
        "",
        "sessions engagedSessions activeUsers newUsers totalUsers screenPageViews keyEvents eventCount totalRevenue "
        "ecommercePurchases",
        window_days=92,
    ),
    report(
        "active_users",
        "People active on the day, and within the 7 and 28 days that end with it. Never to be added up.",
        "",
        "active1DayUsers active7DayUsers active28DayUsers",
        window_days=92,
    ),
    _people(
        "weekly_users",
        "People in each ISO week, filed under its Monday; a week that has not ended is pulled again until it settles.",
        WEEK,
        {1: 11, 30: 42},
    ),
    _people(
        "monthly_users",
        "People in each month, filed under its first day; a month that has not ended is pulled again until it settles.",
        MONTH,
        {1: 35, 30: 66},
    ),
    report(
        "traffic_acquisition",
        "Where sessions came from, by Google's channel groups and campaigns.",
        "sessionDefaultChannelGroup sessionSource sessionMedium sessionCampaignId sessionCampaignName",
        "sessions engagedSessions activeUsers newUsers totalUsers keyEvents eventCount totalRevenue transactions "
        "userEngagementDuration",
    ),
    report(
        "traffic_manual",
        "Where sessions came from, by the UTM parameters of the link.",
        "sessionManualSource sessionManualMedium sessionManualCampaignName sessionManualAdContent sessionManualTerm "
        "sessionManualSourcePlatform",
        "sessions engagedSessions activeUsers keyEvents totalRevenue",
        window_days=14,
    ),
    report(
        "user_acquisition",
        "Where people came from when they came for the first time.",
        "firstUserDefaultChannelGroup firstUserSource firstUserMedium firstUserCampaignName",
        "newUsers totalUsers activeUsers engagedSessions keyEvents eventCount totalRevenue userEngagementDuration",
    ),
    report(
        "landing_pages",
        "On which pages sessions began, by channel group.",
        "hostName landingPage sessionDefaultChannelGroup",
        "sessions engagedSessions activeUsers newUsers keyEvents sessionKeyEventRate totalRevenue "
        "userEngagementDuration",
        window_days=7,
    ),
    report(
        "pages",
        "How often pages were seen.",
        "hostName pagePath pageTitle",
        "screenPageViews activeUsers userEngagementDuration eventCount keyEvents",
        window_days=7,
    ),
    report(
        "events",
        "How often each event happened.",
        "eventName",
        "eventCount totalUsers activeUsers eventValue totalRevenue",
    ),
    report(
        "key_events",
        "Key events by the channel that the property's attribution model gives them to.",
        "eventName defaultChannelGroup source medium campaignName",
        "keyEvents eventValue totalRevenue",
        window_days=14,
    ),
    report(
        "key_events_by_session",
        "Events and key events by the session's channel.",
        "eventName isKeyEvent sessionDefaultChannelGroup sessionSource sessionMedium sessionCampaignName",
        "keyEvents eventCount totalUsers eventValue totalRevenue",
        window_days=7,
    ),
    report(
        "devices",
        "On which devices, systems and browsers sessions ran.",
        "deviceCategory operatingSystem browser platform",
        "sessions engagedSessions activeUsers newUsers screenPageViews keyEvents sessionKeyEventRate totalRevenue "
        "userEngagementDuration",
    ),
    report(
        "geo",
        "Where in the world sessions ran.",
        "countryId country region city",
        "sessions engagedSessions activeUsers newUsers screenPageViews keyEvents totalRevenue",
        window_days=7,
    ),
    report(
        "items",
        "What was looked at, put into the basket and bought.",
        "itemId itemName itemBrand itemCategory",
        "itemsViewed itemsAddedToCart itemsCheckedOut itemsPurchased itemRevenue",
        window_days=14,
    ),
)
