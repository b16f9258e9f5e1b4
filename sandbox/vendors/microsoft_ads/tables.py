"""What each report can tell: every attribute and measure of its rows; spend, revenue and conversions in hundredths.

Conversions belong to the day of the click and are those that Microsoft knows by now.
"""

import zlib
from functools import cached_property

import numpy as np
import pandas as pd

from sandbox.company import Company

SHARES = {"ImpressionSharePercent", "ImpressionLostToBudgetPercent", "ImpressionLostToRankAggPercent"}
MEASURES = SHARES | {
    *("Impressions", "Clicks", "Spend", "Conversions", "ConversionsQualified", "Revenue", "AllConversionsQualified"),
    *("AllRevenue", "ViewThroughConversions", "Assists"),
}
DEVICES = {"desktop": "Computer", "mobile": "Smartphone", "tablet": "Tablet"}
PARTNERS, OWN = "Syndicated search partners", "Microsoft sites and select traffic"
COUNTRIES = {"DE": "Germany", "AT": "Austria"}
TYPES = {"shopping": "Shopping", "pmax": "Performance max", "display": "Audience"}


class Tables:
    """The reports of one moment."""

    def __init__(self, company: Company) -> None:
        self._company = company
        plan = company.structure
        self._plan = plan[plan["platform"] == "microsoft_ads"]

    def table(self, kind: str) -> pd.DataFrame:
        """Raises KeyError for a report that there is not."""
        ads = self._ads
        has_ads = ads["CampaignType"] != TYPES["pmax"]
        return {
            "AccountPerformance": ads,
            "CampaignPerformance": self._with_shares,
            "AdGroupPerformance": ads[has_ads],
            "AdPerformance": ads[has_ads],
            "KeywordPerformance": self._keywords,
            "SearchQueryPerformance": self._queries,
            "GeographicPerformance": ads[has_ads],
            "AssetGroupPerformance": ads[~has_ads],
            "GoalsAndFunnels": self._goals,
        }[kind]

    @cached_property
    def _ads(self) -> pd.DataFrame:
        days = self._company.ad_days
        days = days[days["platform"] == "microsoft_ads"].merge(
            self._plan.drop(columns=["platform", "account_id", "campaign_id", "ad_group_id", "clicks"]), on="ad_id"
        )
        told = self._delivery(days)
        told["AdId"], told["AdStatus"], told["AdType"] = days["ad_id"], "Active", "Responsive search ad"
        told["AdTitle"], told["TitlePart1"], told["FinalUrl"] = "", days["ad_name"], days["final_url"]
        told["Language"] = "German"
        told["Country"] = days["country"].map(COUNTRIES).fillna(days["country"])
        told["State"], told["MetroArea"], told["City"], told["LocationType"] = "", "", "", "Physical location"
        told["AssetGroupId"], told["AssetGroupName"] = days["ad_group_id"], days["ad_group_name"]
        return told

    @cached_property
    def _keywords(self) -> pd.DataFrame:
        return self._of_keywords(self._company.keyword_days).assign(QualityScore="7", CurrentMaxCpc="1.20")

    @cached_property
    def _queries(self) -> pd.DataFrame:
        days = self._company.search_term_days
        return self._of_keywords(days)

    @cached_property
    def _with_shares(self) -> pd.DataFrame:
        """Shares stand on one row of each campaign and day, so that they survive being added up."""
        ads = self._ads.copy()
        points = (ads["TimePeriod"] + ads["CampaignId"]).map(lambda name: zlib.crc32(name.encode()))
        share = 5000 + points % 3500
        lost = (10_000 - share) * 4 // 10
        first = ~ads.duplicated(["TimePeriod", "CampaignId"])
        ads["ImpressionSharePercent"] = share.where(first, 0)
        ads["ImpressionLostToBudgetPercent"] = lost.where(first, 0)
        ads["ImpressionLostToRankAggPercent"] = (10_000 - share - lost).where(first, 0)
        return ads

    @cached_property
    def _goals(self) -> pd.DataFrame:
        keywords = self._keywords
        bought = keywords[keywords["AllConversionsQualified"] > 0]
        return bought.assign(Goal="Purchase", GoalId="71100001", GoalType="Event", Assists=0)

    def _of_keywords(self, days: pd.DataFrame) -> pd.DataFrame:
        groups = self._plan.drop_duplicates("ad_group_id")
        keywords = self._company.keywords[["criterion_id", "text", "match_type"]]
        days = days.merge(groups.drop(columns=["campaign_id", "clicks"]), on="ad_group_id")
        days = days.merge(keywords, on="criterion_id")
        told = self._delivery(days)
        told["KeywordId"], told["Keyword"], told["KeywordStatus"] = days["criterion_id"], days["text"], "Active"
        told["BidMatchType"] = days["match_type"].str.title()
        told["DeliveredMatchType"] = days["match_type"].str.title()
        told["AdId"] = days["ad_id"]
        if "search_term" in days:
            told["SearchQuery"] = days["search_term"]
        return told

    def _delivery(self, days: pd.DataFrame) -> pd.DataFrame:
        """What all rows have, under Microsoft's names."""
        day = days["date"].to_numpy().astype("datetime64[D]")
        age = (np.datetime64(self._company.today) - day).astype(int)
        share = np.asarray(self._company.known_share(age, "google_ads_conversions"))
        qualified = np.floor((days["conversions"] * 100).round() * share).astype("int64")
        revenue = np.floor((days["conversion_value"] * 100).round() * share).astype("int64")
        names = self._company.ad_accounts.set_index("account_id")["name"]
        return pd.DataFrame(
            {
                "TimePeriod": np.datetime_as_string(day),
                "AccountId": days["account_id"],
                "AccountName": days["account_id"].map(names),
                "AccountNumber": "F" + days["account_id"].str[-6:],
                "CurrencyCode": days["currency"],
                "CampaignId": days["campaign_id"],
                "CampaignName": days["campaign_name"],
                "CampaignStatus": "Active",
                "CampaignType": days["kind"].map(TYPES).fillna("Search & content"),
                "AdGroupId": days["ad_group_id"],
                "AdGroupName": days["ad_group_name"],
                "Status": "Active",
                "DeviceType": days["device"].map(DEVICES),
                "Network": np.where(days["device"] == "tablet", PARTNERS, OWN),
                "AdDistribution": "Search",
                "Impressions": days["impressions"],
                "Clicks": days["clicks"],
                "Spend": (days["spend"] * 100).round().astype("int64"),
                "Conversions": (qualified / 100).round().astype("int64"),
                "ConversionsQualified": qualified,
                "Revenue": revenue,
                "AllConversionsQualified": qualified,
                "AllRevenue": revenue,
                "ViewThroughConversions": 0,
            }
        )
