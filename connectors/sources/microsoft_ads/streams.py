"""What is loaded from Microsoft Advertising.

A report's attributes are its grain: of each attribute that is asked for, a row falls apart by its values. Names and
statuses are those of today and split nothing. Shares exclude many attributes, so they are a report of their own.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from connectors.source import ACCOUNTS, Account, Row, Stream, Type, Window
from connectors.sources._notation import typed, words
from connectors.sources.microsoft_ads.client import MicrosoftAds
from connectors.sources.microsoft_ads.reports import Report, fetch

MEASURES = {
    **typed(Type.INTEGER, "Impressions Clicks ViewThroughConversions Assists QualityScore"),
    **typed(Type.MONEY, "Spend Revenue AllRevenue CurrentMaxCpc"),
    # Conversions that are not "qualified" are a legacy count in whole numbers; asset groups have no other.
    **typed(Type.NUMBER, "Conversions ConversionsQualified AllConversionsQualified"),
    # 65.21 means 65.21 %.
    **typed(Type.NUMBER, "ImpressionSharePercent ImpressionLostToBudgetPercent ImpressionLostToRankAggPercent"),
}
DELIVERY = "Impressions Clicks Spend ConversionsQualified Revenue AllConversionsQualified AllRevenue"
HISTORY_DAYS = 36 * 30
CONVERSIONS_COME_LATE = {1: 30, 7: 90}
"""They are booked on the day of the click, within the goal's conversion window of up to 90 days."""
SHARES_COME_SOON = {1: 3, 7: 14}
CAMPAIGN_TYPES = "Search, Shopping, DynamicSearchAds, Audience, Hotel, PerformanceMax, App, ObjectiveBased"
"""All that there are: who names none is answered with search campaigns alone."""


def _report(
    name: str,
    kind: str,
    description: str,
    grain: str,
    told: str = "",
    measures: str = DELIVERY,
    restates: Mapping[int, int] = CONVERSIONS_COME_LATE,
) -> Stream:
    """A daily report: `grain` splits its rows, `told` goes along with it."""
    key = ("TimePeriod", *grain.split())
    attributes = dict.fromkeys((*key, *told.split(), "AccountId"), Type.TEXT)
    columns = {**attributes, "TimePeriod": Type.DAY, **{each: MEASURES[each] for each in measures.split()}}
    counts = {each: (0, None) for each in ("Impressions", "Clicks", "Spend") if each in columns}
    shares: dict[str, tuple[float | None, float | None]] = {
        each: (0, 100) for each in columns if each.endswith("Percent")
    }
    return Stream(
        name=name,
        description=description,
        fetch=partial(fetch, Report(kind, columns)),
        columns=columns,
        key=key,
        day="TimePeriod",
        restates=restates,
        history_days=HISTORY_DAYS,
        ranges=counts | shares,
        required=("AccountId",),
    )


REPORTS = (
    _report(
        "account_daily",
        "AccountPerformance",
        "Delivery of the account by network and device.",
        "AccountId Network DeviceType",
        "AccountName AccountNumber CurrencyCode",
    ),
    _report(
        "campaign_daily",
        "CampaignPerformance",
        "Delivery of each campaign by network, device and distribution. Conversions belong to the day of the click.",
        "CampaignId Network DeviceType AdDistribution",
        "CampaignName CampaignStatus CampaignType CurrencyCode",
        f"{DELIVERY} ViewThroughConversions",
    ),
    _report(
        "campaign_share_daily",
        "CampaignPerformance",
        "Share of each campaign in the impressions it could have had, and what it lost to budget and rank, in percent.",
        "CampaignId",
        measures="Impressions ImpressionSharePercent ImpressionLostToBudgetPercent ImpressionLostToRankAggPercent",
        restates=SHARES_COME_SOON,
    ),
    _report(
        "ad_group_daily",
        "AdGroupPerformance",
        "Delivery of each ad group by network, device and language.",
        "CampaignId AdGroupId Network DeviceType Language",
        "AdGroupName Status CurrencyCode",
    ),
    _report(
        "ad_daily",
        "AdPerformance",
        "Delivery of each ad by network and device; Performance Max has no ads.",
        "CampaignId AdGroupId AdId Network DeviceType",
        "AdTitle TitlePart1 AdType AdStatus FinalUrl CurrencyCode",
    ),
    _report(
        "keyword_daily",
        "KeywordPerformance",
        "Delivery of each keyword by ad, match type, network and device, with its quality score.",
        "CampaignId AdGroupId KeywordId AdId BidMatchType DeliveredMatchType Network DeviceType",
        "Keyword KeywordStatus CurrencyCode",
        f"{DELIVERY} QualityScore CurrentMaxCpc",
    ),
    _report(
        "search_query_daily",
        "SearchQueryPerformance",
        "Delivery of each search query by keyword, ad, match type, network and device.",
        "CampaignId AdGroupId AdId KeywordId SearchQuery BidMatchType DeliveredMatchType Network DeviceType",
        "Keyword",
        "Impressions Clicks Spend ConversionsQualified Revenue AllConversionsQualified",
    ),
    _report(
        "geo_daily",
        "GeographicPerformance",
        "Delivery of each ad group by place and device.",
        "CampaignId AdGroupId Country State MetroArea City LocationType DeviceType",
        "CurrencyCode",
        "Impressions Clicks Spend ConversionsQualified Revenue",
    ),
    _report(
        "asset_group_daily",
        "AssetGroupPerformance",
        "Delivery of each asset group of Performance Max. Its conversions are whole numbers.",
        "CampaignId AssetGroupId",
        "AssetGroupName",
        "Impressions Clicks Spend Conversions Revenue",
    ),
    _report(
        "goals_daily",
        "GoalsAndFunnels",
        "All conversions by goal, ad group, keyword and device, those included that bidding leaves out.",
        "CampaignId AdGroupId KeywordId Goal GoalId GoalType DeviceType",
        measures="AllConversionsQualified AllRevenue Assists ViewThroughConversions",
    ),
)


def _campaigns(client: MicrosoftAds, account: Account, window: Window) -> Iterator[list[Row]]:
    question = {"AccountId": account.id, "CampaignType": CAMPAIGN_TYPES}
    answer = client.ask("campaign", "CampaignManagement/v13/Campaigns/QueryByAccountId", question, account.id)
    yield [row for row in answer.get("Campaigns") or [] if row]


CAMPAIGNS = Stream(
    name="campaigns",
    description="Campaigns that exist, with their type, status and budget.",
    fetch=_campaigns,
    columns={
        **typed(Type.TEXT, "Id Name Status CampaignType SubType TimeZone BudgetType BudgetId"),
        **typed(Type.MONEY, "DailyBudget"),
        **typed(Type.JSON, "BiddingScheme Languages Settings"),
        **typed(Type.JSON, "StartDate EndDate"),  # objects of Year, Month, Day
    },
    key=("Id",),
    kind="snapshot",
    ignored=words(
        "AdScheduleUseSearcherTimeZone AudienceAdsBidAdjustment MultimediaAdsBidAdjustment BidStrategyId DealIds "
        "ExperimentId FinalUrlSuffix ForwardCompatibilityMap GoalIds IsDealCampaign TrackingUrlTemplate "
        "UrlCustomParameters UseCampaignLevelDates IsPolitical BidStrategyScope MarketingObjective BusinessName "
        "BrandLogo BrandColor TermExclusions PrivacyStatus"
    ),
    required=("Name",),
)

STREAMS = (ACCOUNTS, *REPORTS, CAMPAIGNS)
