"""adAnalytics: what the creatives did, cut by pivots and periods, as far as LinkedIn knows it today."""

import zlib
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors._linkedin import Query, elements

CUT_AT = 15_000
PERIODS = {"DAILY": "D", "MONTHLY": "M", "YEARLY": "Y"}
SMALLEST = 3
"""Fewer of a trait are not told."""
USD = {"EUR": 1.08, "USD": 1.0, "GBP": 1.27}
MONEY = ("costInLocalCurrency", "costInUsd", "conversionValueInLocalCurrency")
NOT_SIMULATED = (
    "companyPageClicks comments shares follows externalWebsitePostViewConversions oneClickLeads oneClickLeadFormOpens "
    "validWorkEmailLeads sends opens textUrlClicks cardClicks cardImpressions documentCompletions fullScreenPlays "
    "viralImpressions viralClicks viralTotalEngagements actionClicks adUnitClicks approximateUniqueImpressions"
)
"""Always zero."""
COUNTS = (
    "impressions clicks landingPageClicks otherEngagements totalEngagements likes reactions externalWebsiteConversions "
    "externalWebsitePostClickConversions videoStarts videoViews videoFirstQuartileCompletions "
    "videoMidpointCompletions videoThirdQuartileCompletions videoCompletions"
)
METRICS = {*MONEY, *COUNTS.split(), *NOT_SIMULATED.split(), "approximateMemberReach"}
COLUMNS = {"ACCOUNT": "account_id", "CAMPAIGN": "campaign_id", "CREATIVE": "ad_id"}
KINDS = {"ACCOUNT": "sponsoredAccount", "CAMPAIGN": "sponsoredCampaign", "CREATIVE": "sponsoredCreative"}
TRAITS = {
    "MEMBER_COMPANY_SIZE": {"SIZE_2_TO_10": 0.18, "SIZE_11_TO_50": 0.37, "SIZE_51_TO_200": 0.45},
    "MEMBER_INDUSTRY": {"urn:li:industry:4": 0.52, "urn:li:industry:31": 0.3, "urn:li:industry:43": 0.18},
    "MEMBER_JOB_FUNCTION": {"urn:li:function:18": 0.55, "urn:li:function:14": 0.45},
    "MEMBER_SENIORITY": {"urn:li:seniority:4": 0.35, "urn:li:seniority:6": 0.4, "urn:li:seniority:8": 0.25},
}


class Analytics:
    """The figures of one day's knowledge."""

    def __init__(self, company: Company) -> None:
        table = company.ad_days[company.ad_days["platform"] == "linkedin_ads"]
        keys = ["date", "account_id", "campaign_id", "ad_id"]
        days = table.groupby(keys, as_index=False, sort=True).sum(numeric_only=True)
        age = (pd.Timestamp(company.today) - days["date"]).dt.days.to_numpy()
        share = np.asarray(company.known_share(age, "meta_conversions"))
        points = (days["date"].dt.strftime("%Y%m%d") + days["ad_id"]).map(
            lambda text: zlib.crc32(text.encode()) / 2**32
        )
        settled = days["conversions"]
        known = np.minimum(np.floor(settled * share + points), np.ceil(settled)).astype("int64")
        link_clicks, views = days["clicks"], days["video_views"]
        rate = days["account_id"].map(dict(company.ad_accounts[["account_id", "currency"]].to_numpy())).map(USD)
        self.days = days[[*keys, "reach"]].assign(
            impressions=days["impressions"],
            landingPageClicks=link_clicks,
            clicks=link_clicks + link_clicks // 10,  # those on names and pictures are charged, too
            likes=link_clicks // 8,
            reactions=link_clicks // 8,
            otherEngagements=link_clicks // 20,
            totalEngagements=link_clicks + link_clicks // 10 + link_clicks // 8 + link_clicks // 20,
            externalWebsiteConversions=known,
            externalWebsitePostClickConversions=known,
            videoStarts=views + views // 5,
            videoViews=views,
            videoFirstQuartileCompletions=views // 2,
            videoMidpointCompletions=views // 3,
            videoThirdQuartileCompletions=views // 4,
            videoCompletions=views // 5,
            costInLocalCurrency=(days["spend"] * 100).round(),
            costInUsd=(days["spend"] * 100 * rate).round(),
            conversionValueInLocalCurrency=(
                days["conversion_value"] * 100 * known / settled.where(settled > 0, 1)
            ).round(),
        )

    def answer(self, query: Query) -> dict[str, Any]:
        """Elements for a checked query; what is more than fits is left out, and nothing says so."""
        since, until = _day(query["dateRange"]["start"]), _day(query["dateRange"].get("end"))
        chosen = self.days[self.days["date"].between(pd.Timestamp(since), pd.Timestamp(until))]
        for facet, kind in (("accounts", "ACCOUNT"), ("campaigns", "CAMPAIGN")):
            if facet in query:
                wanted = [text.rpartition(":")[2] for text in query[facet]]
                chosen = chosen[chosen[COLUMNS[kind]].isin(wanted)]
        trait = query["pivots"][0] if query["pivots"][0] in TRAITS else None
        pivots = [] if trait else query["pivots"]
        found = []
        grouped = chosen.assign(period=chosen["date"].dt.to_period(PERIODS[query["timeGranularity"]]))
        for named, part in grouped.groupby(["period", *(COLUMNS[pivot] for pivot in pivots)], sort=True):
            span = {
                "start": _parts(max(named[0].start_time.date(), since)),
                "end": _parts(min(named[0].end_time.date(), until)),
            }
            values = [f"urn:li:{KINDS[pivot]}:{value}" for pivot, value in zip(pivots, named[1:], strict=True)]
            sums = _sums(part)
            cuts = TRAITS[trait].items() if trait else [(None, 1.0)]
            for value, share in cuts:
                if trait and sums["impressions"] * share < SMALLEST:
                    continue
                figures = {name: _told(name, sums.get(name, 0), share) for name in query["fields"] if name in METRICS}
                found.append({**figures, "dateRange": span, "pivotValues": [str(value)] if trait else values})
        kept = [{name: row[name] for name in query["fields"]} for row in found[:CUT_AT]]
        return elements(kept)


def _sums(part: pd.DataFrame) -> dict[str, int]:
    sums = {name: int(part[name].sum()) for name in (*COUNTS.split(), *MONEY)}
    # Whoever saw two creatives, or one on two days, is one member.
    often = part["ad_id"].nunique() ** -0.15 * part["date"].nunique() ** -0.35
    return {**sums, "approximateMemberReach": max(round(part["reach"].sum() * often), int(part["reach"].max()))}


def _told(name: str, value: int, share: float) -> int | str:
    """Counts are numbers, money is text; nothing spent is told as a tiny correction."""
    if name not in MONEY:
        return round(value * share)
    return f"{value * share / 100:.10g}" if value else "-2E-18"


def _day(parts: dict[str, str] | None) -> date:
    return (
        date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        if parts
        else date.max.replace(year=2262, month=1)
    )


def _parts(day: date) -> dict[str, int]:
    return {"month": day.month, "day": day.day, "year": day.year}
