"""What is loaded from LinkedIn Ads: reports of adAnalytics, and campaigns and creatives as they are now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from connectors.source import ACCOUNTS, Account, Page, Stream, Type, Window, Withdrawn
from connectors.sources._days import dated, months
from connectors.sources._linkedin.restli import by_token, urns
from connectors.sources._notation import typed
from connectors.sources._withdrawn import withdrawn
from connectors.sources.linkedin_ads.analytics import Ads, Report, rows

FIGURES = {
    **typed(Type.INTEGER, "impressions clicks landingPageClicks companyPageClicks otherEngagements totalEngagements"),
    # Decimal text, also in exponent form, and a little negative where invalid traffic is taken back.
    **typed(Type.MONEY, "costInLocalCurrency costInUsd conversionValueInLocalCurrency"),
    **typed(Type.INTEGER, "externalWebsiteConversions"),
    **typed(Type.INTEGER, "externalWebsitePostClickConversions externalWebsitePostViewConversions"),
    **typed(Type.INTEGER, "oneClickLeads oneClickLeadFormOpens likes comments shares follows"),
    **typed(Type.INTEGER, "reactions validWorkEmailLeads sends opens textUrlClicks cardClicks documentCompletions"),
    **typed(Type.INTEGER, "videoStarts videoViews videoFirstQuartileCompletions videoMidpointCompletions"),
    **typed(Type.INTEGER, "videoThirdQuartileCompletions videoCompletions fullScreenPlays"),
    **typed(Type.INTEGER, "viralImpressions viralClicks viralTotalEngagements"),
}
REACH = typed(Type.INTEGER, "impressions approximateMemberReach")
AUDIENCE = {
    **typed(Type.INTEGER, "impressions clicks externalWebsiteConversions oneClickLeads"),
    **typed(Type.MONEY, "costInLocalCurrency costInUsd"),
}
REPEATED = ("dateRange", "pivotValues")


def _daily(pivots: tuple[str, ...], ads: Ads, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    yield from rows(ads, Report(pivots, tuple(FIGURES)), f"accounts=List({ads.urn_of(account)})", window)
    yield from withdrawn(ads.withdrawn, tuple(FIGURES))


def _months(window: Window) -> list[Window]:
    """Those that begin in the window and are over."""
    return months(window, before=datetime.now(UTC).date())


def _reach(ads: Ads, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    report = Report(("CAMPAIGN",), tuple(REACH), "MONTHLY")
    for month in _months(window):
        yield from rows(ads, report, f"accounts=List({ads.urn_of(account)})", month)
    yield from withdrawn(ads.withdrawn, tuple(REACH))


def _demographics(ads: Ads, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
    """A report may cut by one trait alone, so that each campaign of the month is asked about by itself."""
    delivered = Report(("CAMPAIGN",), ("impressions",), "MONTHLY")
    for month in _months(window):
        campaigns = [
            str(row["campaign"])
            for page in rows(ads, delivered, f"accounts=List({ads.urn_of(account)})", month)
            for row in page
        ]
        for campaign in campaigns:
            for pivot in ads.demographics:
                report = Report((pivot,), tuple(AUDIENCE), "MONTHLY")
                for page in rows(ads, report, f"campaigns={urns([campaign])}", month):
                    yield [
                        {**row, "pivot": pivot, "value": row["pivotValues"][0], "campaign": campaign} for row in page
                    ]
    yield from withdrawn(ads.withdrawn, tuple(AUDIENCE))


def _report(pivot: str, description: str, pivots: tuple[str, ...]) -> Stream:
    return Stream(
        name=f"{pivot}_daily",
        description=description,
        fetch=partial(_daily, pivots),
        columns={
            "date": Type.DAY,
            **typed(Type.TEXT, "campaign" if pivot == "campaign" else "creative campaign"),
            **FIGURES,
        },
        key=("date", pivot),
        day="date",
        restates={1: 30, 7: 90},  # conversions come in for as long as the widest attribution window
        window_days=30,
        ignored=(*REPEATED, "creative") if pivot == "campaign" else REPEATED,
        ranges={"impressions": (0, None), "clicks": (0, None)},
        required=("impressions", "costInLocalCurrency"),
    )


CAMPAIGN_DAILY = _report("campaign", "What each campaign delivered and cost on each day (UTC).", ("CAMPAIGN",))
CREATIVE_DAILY = _report(
    "creative", "What each creative delivered and cost on each day (UTC), with its campaign.", ("CREATIVE", "CAMPAIGN")
)
MONTHLY_REACH = Stream(
    name="campaign_monthly_reach",
    description="Members reached by each campaign in a month, filed under its first day. Modelled by LinkedIn.",
    fetch=_reach,
    columns={"date": Type.DAY, "campaign": Type.TEXT, **REACH},
    key=("date", "campaign"),
    day="date",
    restates={1: 35},  # a month's first day is 31 days old when its month is over, and reach comes a day later
    ignored=(*REPEATED, "creative"),
    ranges={"approximateMemberReach": (0, None)},
)
DEMOGRAPHICS = Stream(
    name="demographics",
    description="Who saw each campaign in a month, by one trait at a time. Approximate: never to be added up.",
    fetch=_demographics,
    columns={"date": Type.DAY, **typed(Type.TEXT, "campaign pivot value"), **AUDIENCE},
    key=("date", "campaign", "pivot", "value"),
    day="date",
    restates={1: 35},
    history_days=2 * 365,
    ignored=(*REPEATED, "creative"),
    ranges={"impressions": (0, None)},
)


def _entities(name: str, edge: str, description: str, columns: dict[str, Type], personal: tuple[str, ...]) -> Stream:
    finder = "q=criteria" if edge == "creatives" else "q=search"
    headers = {"X-RestLi-Method": "FINDER"}

    def fetch(ads: Ads, account: Account, window: Window) -> Iterator[Page]:
        for page in by_token(ads.http, f"/rest/adAccounts/{account.id}/{edge}", finder, headers):
            yield [dated(row, columns, per_second=1000) for row in page]

    return Stream(name, description, fetch, columns, key=("id",), kind="snapshot", personal=personal)


STAMPS = typed(Type.INSTANT, "created.time lastModified.time", below="changeAuditStamps")
STAMPED_BY = ("changeAuditStamps.created.actor", "changeAuditStamps.lastModified.actor")
SCHEDULE = typed(Type.INSTANT, "start end", below="runSchedule")


def _amount(name: str) -> dict[str, Type]:
    return {f"{name}.amount": Type.MONEY, f"{name}.currencyCode": Type.TEXT}


CAMPAIGN_GROUPS = _entities(
    "campaign_groups",
    "adCampaignGroups",
    "Campaign groups with their schedule and total budget.",
    {
        **typed(Type.TEXT, "id account name status objectiveType"),
        **typed(Type.JSON, "servingStatuses"),
        **typed(Type.BOOLEAN, "test"),
        **_amount("dailyBudget"),
        **_amount("totalBudget"),
        **SCHEDULE,
        **STAMPS,
    },
    STAMPED_BY,
)
CAMPAIGNS = _entities(
    "campaigns",
    "adCampaigns",
    "Campaigns with their objective, bid and budget.",
    {
        **typed(Type.TEXT, "id account campaignGroup associatedEntity name status type format"),
        **typed(Type.TEXT, "objectiveType costType creativeSelection optimizationTargetType pacingStrategy"),
        **typed(Type.TEXT, "country language", below="locale"),
        **typed(Type.JSON, "servingStatuses"),
        **typed(Type.BOOLEAN, "test audienceExpansionEnabled offsiteDeliveryEnabled"),
        **_amount("dailyBudget"),
        **_amount("totalBudget"),
        **_amount("unitCost"),
        **SCHEDULE,
        **STAMPS,
    },
    STAMPED_BY,
)
CREATIVES = _entities(
    "creatives",
    "creatives",
    "Creatives: what each ad shows, and whether it runs.",
    {
        **typed(Type.TEXT, "id account campaign name intendedStatus"),
        **typed(Type.BOOLEAN, "isServing isTest"),
        **typed(Type.JSON, "content review servingHoldReasons"),
        **typed(Type.INSTANT, "createdAt lastModifiedAt"),
    },
    ("createdBy", "lastModifiedBy"),
)

STREAMS = (
    ACCOUNTS,
    CAMPAIGN_DAILY,
    CREATIVE_DAILY,
    MONTHLY_REACH,
    DEMOGRAPHICS,
    CAMPAIGN_GROUPS,
    CAMPAIGNS,
    CREATIVES,
)
