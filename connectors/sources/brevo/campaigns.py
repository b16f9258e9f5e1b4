"""What was sent and what came of it. Brevo counts a campaign twice, in two ways that must be asked for apart."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.source import Account, Row, Stream, Type, Window
from connectors.sources._days import bounds
from connectors.sources._notation import typed, words
from connectors.sources.brevo.client import Brevo, session_of

PATH, A_PAGE = "/v3/emailCampaigns", 100
SLIM = {"excludeHtmlContent": "true"}
"""The mails themselves would be nearly all of an answer."""

_COUNTS = (
    "sent delivered hardBounces softBounces deferred returnBounce viewed uniqueViews trackableViews estimatedViews "
    "appleMppOpens clickers uniqueClicks unsubscriptions complaints"
)
_RATES = "opensRate trackableViewsRate"  # percentages
_CAMPAIGN = {
    **typed(Type.INTEGER, "id splitRule"),
    **typed(Type.TEXT, "name subject subjectA subjectB previewText type status tag"),
    **typed(Type.TEXT, "utmSource utmMedium utmCampaignValue utmContent utmTerm utmId winnerCriteria"),
    **typed(Type.INSTANT, "sentDate scheduledAt createdAt modifiedAt"),
    **typed(Type.BOOLEAN, "abTesting sendAtBestTime testSent"),
    **typed(Type.JSON, "tags recipients"),
}
_PEOPLE = ("sender", "replyTo", "toField")
_LEFT_OUT = words(
    "htmlContent header footer shareLink attachmentFile attachmentUrl inlineImageActivation mirrorActive recurring "
    "returnBounce winnerDelay emailExpirationDate"
)
_BESIDE = "campaignStats mirrorClick remaining linksStats statsByDomain statsByDevice statsByBrowser"
_RESTATES = {1: 30, 7: 90}
"""Opens and clicks come in for weeks after a campaign was sent."""


def campaign_reports(sessions: list[Brevo], account: Account, window: Window) -> Iterator[list[Row]]:
    """`globalStats` are all zero unless they are asked for by name."""
    for page in _sent(sessions, account, window, statistics="globalStats"):
        yield [{**campaign, "date": str(day)} for day, campaign in page]


def campaign_list_stats(sessions: list[Brevo], account: Account, window: Window) -> Iterator[list[Row]]:
    """`campaignStats` are there only when no statistics are asked for."""
    for page in _sent(sessions, account, window):
        yield [
            {**each, "id": campaign["id"], "date": str(day)}
            for day, campaign in page
            for each in campaign["statistics"].get("campaignStats") or []
        ]


def _sent(
    sessions: list[Brevo], account: Account, window: Window, **asked: Any
) -> Iterator[list[tuple[date, dict[str, Any]]]]:
    """The campaigns that were sent on the days of the window, in the account's zone, each with its day."""
    zone = ZoneInfo(account.time_zone)
    first, beyond = bounds(window, account.time_zone)
    span = {"startDate": _moment(first), "endDate": _moment(beyond - timedelta(milliseconds=1))}
    session = session_of(sessions, account)
    for page in session.rows(PATH, "campaigns", A_PAGE, status="sent", **span, **SLIM, **asked):
        days = [datetime.fromisoformat(campaign["sentDate"]).astimezone(zone).date() for campaign in page]
        yield [(day, dict(campaign)) for day, campaign in zip(days, page, strict=True) if day in window]


def _moment(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds")


def campaigns(sessions: list[Brevo], account: Account, window: Window) -> Iterator[list[Row]]:
    yield from session_of(sessions, account).rows(PATH, "campaigns", A_PAGE, **SLIM)


CAMPAIGN_REPORTS = Stream(
    name="campaign_reports",
    description="What came of each e-mail campaign so far, filed under the day it was sent. The counts are cumulative.",
    fetch=campaign_reports,
    columns={
        **_CAMPAIGN,
        **typed(Type.DAY, "date"),
        **typed(Type.INTEGER, _COUNTS, below="statistics.globalStats"),
        **typed(Type.NUMBER, _RATES, below="statistics.globalStats"),
    },
    key=("id",),
    day="date",
    restates=_RESTATES,
    window_days=180,
    history_days=175,  # of older campaigns, globalStats lack the events that are older than six months
    personal=_PEOPLE,
    ignored=(*_LEFT_OUT, *words(_BESIDE, below="statistics")),
    ranges=dict.fromkeys(words(_COUNTS, below="statistics.globalStats"), (0, None)),
    required=("sentDate", "statistics.globalStats.sent"),
)

CAMPAIGN_LIST_STATS = Stream(
    name="campaign_list_stats",
    description="What came of each campaign in each of its lists so far. Who is in two lists counts in both.",
    fetch=campaign_list_stats,
    columns={
        **typed(Type.INTEGER, "id listId"),
        **typed(Type.DAY, "date"),
        **typed(Type.INTEGER, _COUNTS),
        **typed(Type.NUMBER, _RATES),
    },
    key=("id", "listId"),
    day="date",
    restates=_RESTATES,
    window_days=365,  # a question may span two years
    ranges=dict.fromkeys(words(_COUNTS), (0, None)),
    required=("sent",),
)

CAMPAIGNS = Stream(
    name="campaigns",
    description="Every e-mail campaign that exists, drafts included, with its lists and the tags of its links.",
    fetch=campaigns,
    columns=_CAMPAIGN,
    key=("id",),
    kind="snapshot",
    personal=_PEOPLE,
    ignored=(*_LEFT_OUT, "statistics"),
    required=("status",),
)
