"""What is pulled from Google Ads: one declaration a stream, in Google's own JSON names.

Google refuses impressions, clicks and cost beside conversion-action segments, and shares beside most segments: hence
several reports on one resource. Performance Max has neither keywords nor ads: its asset groups and search terms are
reports of their own. `customer.id` is in no report: every row is filed under its account anyway.
"""

from collections.abc import Iterator
from dataclasses import replace

from connectors.source import ACCOUNTS, Account, Page, Window
from connectors.sources.google_ads.client import GoogleAds
from connectors.sources.google_ads.gaql import MONTHLY, gaql, report, snapshot

PERFORMANCE = "impressions clicks costMicros conversions conversionsValue"

_TREE = snapshot(
    "account_tree",
    "Each account below the manager through which it is read; the manager's id is in the resource name.",
    "customer_client",
    key="customerClient.id customerClient.resourceName",
    fields="customerClient.clientCustomer customerClient.level customerClient.manager customerClient.hidden "
    "customerClient.status customerClient.testAccount customerClient.currencyCode customerClient.timeZone "
    "customerClient.descriptiveName",
)


def _place_in_tree(client: GoogleAds, account: Account, window: Window) -> Iterator[Page]:
    query = gaql(_TREE.columns, "customer_client", f"customer_client.id = {account.id}")
    yield from client.search(client.login_of(account.id), query)


STREAMS = (
    ACCOUNTS,
    replace(_TREE, fetch=_place_in_tree),
    snapshot(
        "customers",
        "The account itself. Where auto-tagging is off, clicks bring no id, and analytics cannot tell its visits.",
        "customer",
        key="customer.id",
        fields="customer.descriptiveName customer.status customer.manager customer.testAccount "
        "customer.autoTaggingEnabled customer.currencyCode customer.timeZone",
    ),
    snapshot(
        "campaigns",
        "Campaigns with their settings and budgets.",
        "campaign",
        key="campaign.id",
        fields="campaign.name campaign.status campaign.servingStatus campaign.primaryStatus "
        "campaign.advertisingChannelType campaign.advertisingChannelSubType campaign.biddingStrategyType "
        "campaign.campaignBudget campaign.startDateTime campaign.endDateTime campaign.labels "
        "campaign.trackingUrlTemplate campaign.finalUrlSuffix campaignBudget.amountMicros campaignBudget.period",
    ),
    snapshot(
        "ad_groups",
        "Ad groups, their campaigns and bids.",
        "ad_group",
        key="adGroup.id",
        fields="campaign.id adGroup.name adGroup.status adGroup.type adGroup.campaign adGroup.cpcBidMicros",
    ),
    snapshot(
        "ads",
        "Ads with their landing pages and Google's verdict on them.",
        "ad_group_ad",
        key="adGroup.id adGroupAd.ad.id",
        fields="adGroupAd.ad.name adGroupAd.ad.type adGroupAd.ad.finalUrls adGroupAd.status adGroupAd.adStrength "
        "adGroupAd.policySummary.approvalStatus",
    ),
    snapshot(
        "keywords",
        "Keywords, negative ones too, with today's quality score.",
        "ad_group_criterion",
        key="adGroup.id adGroupCriterion.criterionId",
        fields="adGroupCriterion.keyword.text adGroupCriterion.keyword.matchType adGroupCriterion.status "
        "adGroupCriterion.negative adGroupCriterion.qualityInfo.qualityScore",
        where="ad_group_criterion.type = 'KEYWORD'",
    ),
    snapshot(
        "conversion_actions",
        "What counts as a conversion, and how long after a click.",
        "conversion_action",
        key="conversionAction.id",
        fields="conversionAction.name conversionAction.status conversionAction.type conversionAction.category "
        "conversionAction.primaryForGoal conversionAction.includeInConversionsMetric "
        "conversionAction.clickThroughLookbackWindowDays conversionAction.viewThroughLookbackWindowDays "
        "conversionAction.countingType conversionAction.attributionModelSettings.attributionModel",
    ),
    snapshot(
        "countries",
        "Google's ids of countries, which the geographic report uses.",
        "geo_target_constant",
        key="geoTargetConstant.id",
        fields="geoTargetConstant.name geoTargetConstant.countryCode geoTargetConstant.status",
        where="geo_target_constant.target_type = 'Country'",
    ),
    report(
        "campaign_daily",
        "Campaigns by day, device and network.",
        "campaign",
        key="campaign.id segments.device segments.adNetworkType",
        metrics=f"{PERFORMANCE} allConversions allConversionsValue viewThroughConversions interactions "
        "videoTrueviewViews",
    ),
    report(
        "campaign_share_daily",
        "The part of all possible impressions that search campaigns got, and why they lost the rest; never summed. "
        "Google says 0.0999 for anything below 0.1, and nothing where it does not know.",
        "campaign",
        key="campaign.id",
        metrics="searchImpressionShare searchBudgetLostImpressionShare searchRankLostImpressionShare "
        "searchTopImpressionShare searchAbsoluteTopImpressionShare searchClickShare",
    ),
    report(
        "ad_group_daily",
        "Ad groups by day and device.",
        "ad_group",
        key="campaign.id adGroup.id segments.device",
        metrics=f"{PERFORMANCE} allConversions",
    ),
    report(
        "ad_daily",
        "Ads by day, device and network.",
        "ad_group_ad",
        key="campaign.id adGroup.id adGroupAd.ad.id segments.device segments.adNetworkType",
        metrics=f"{PERFORMANCE} allConversions videoTrueviewViews videoQuartileP25Rate videoQuartileP100Rate",
    ),
    report(
        "keyword_daily",
        "Keywords by day and device.",
        "keyword_view",
        key="campaign.id adGroup.id adGroupCriterion.criterionId segments.device",
        metrics=f"{PERFORMANCE} historicalQualityScore",
    ),
    report(
        "search_term_daily",
        "What people searched for when they saw an ad. Rare terms are kept private: the sum is below the campaign's.",
        "search_term_view",
        key="campaign.id adGroup.id searchTermView.searchTerm segments.searchTermMatchType "
        "segments.searchTermMatchSource segments.keyword.adGroupCriterion",
        names="searchTermView.status",
        metrics=PERFORMANCE,
    ),
    report(
        "pmax_search_term_daily",
        "What people searched for when they saw a Performance Max ad; Google tells no cost.",
        "campaign_search_term_view",
        key="campaign.id campaignSearchTermView.searchTerm",
        metrics="impressions clicks conversions conversionsValue",
    ),
    report(
        "asset_group_daily",
        "Performance Max by asset group and day.",
        "asset_group",
        key="campaign.id assetGroup.id",
        names="assetGroup.name",
        metrics=PERFORMANCE,
    ),
    report(
        "conversions_by_action_daily",
        "Conversions by action and day of the click.",
        "campaign",
        key="campaign.id segments.conversionAction",
        names="segments.conversionActionName segments.conversionActionCategory",
        metrics="conversions conversionsValue allConversions allConversionsValue",
    ),
    report(
        "conversion_lag",
        "How long after their clicks the conversions of a month came.",
        "campaign",
        key="campaign.id segments.conversionLagBucket",
        metrics="conversions conversionsValue",
        grain=MONTHLY,
    ),
    report(
        "geo_daily",
        "Countries and regions by day. Where people are and which place they ask about are two views of the same "
        "clicks: never sum both location types.",
        "geographic_view",
        key="campaign.id geographicView.countryCriterionId geographicView.locationType segments.geoTargetRegion",
        metrics="impressions clicks costMicros conversions",
    ),
    report(
        "landing_page_daily",
        "Landing pages by campaign and day.",
        "landing_page_view",
        key="campaign.id landingPageView.unexpandedFinalUrl",
        metrics="impressions clicks costMicros conversions",
    ),
)
