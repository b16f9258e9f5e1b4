"""What the ads of an account did by day, in GAQL's names: ids, segments and metrics; how it is cut is in cuts.py.

The conversions of recent days are those that Google knows by now. A column without a dot is a step on the way.
"""

from functools import cached_property

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.google_ads.entities import quality

CAMPAIGN = ["segments.date", "segments.month", "campaign.id"]
AD_GROUP = [*CAMPAIGN, "ad_group.id"]
DEVICE, NETWORK = "segments.device", "segments.ad_network_type"
MIXED_NETWORKS = {"display": "CONTENT", "pmax": "MIXED"}


class Performance:
    """What an account's ads did until the company's today."""

    def __init__(self, company: Company, account: str) -> None:
        self.company, self.home = company, f"customers/{account}"
        self.plan = company.structure[company.structure["account_id"] == account].set_index("ad_id", drop=False)

    @cached_property
    def ads(self) -> pd.DataFrame:
        """Every ad by device and network; those of PMax too, which Google shows only in sums."""
        days = self.company.ad_days
        days = days[days["ad_id"].isin(self.plan["ad_id"])]
        kind = days["ad_id"].map(self.plan["kind"])
        rows = self._rows(days).assign(
            kind=kind.to_numpy(), audience=days["ad_id"].map(self.plan["audience"]).to_numpy()
        )
        rows["ad_group_ad.ad.id"] = days["ad_id"].to_numpy()
        rows[NETWORK] = kind.map(MIXED_NETWORKS).fillna("SEARCH").to_numpy()
        rows["metrics.interactions"] = rows["metrics.clicks"]
        rows["metrics.video_trueview_views"] = days["video_views"].to_numpy()
        rows["metrics.view_through_conversions"] = days["video_views"].to_numpy() // 400
        rows["sign_ups"] = rows["metrics.clicks"] // 20
        rows["metrics.all_conversions"] = rows["metrics.conversions"] + rows["sign_ups"]
        rows["metrics.all_conversions_value"] = rows["metrics.conversions_value"]
        return _with_partners(rows)

    def _rows(self, days: pd.DataFrame) -> pd.DataFrame:
        """Days of one of the company's tables under Google's names."""
        day = days["date"].to_numpy().astype("datetime64[D]")
        known = self.company.known_share(
            (np.datetime64(self.company.today) - day).astype(int), "google_ads_conversions"
        )
        date = pd.Series(np.datetime_as_string(day), dtype="str")
        columns = {
            "segments.date": date,
            "segments.month": date.str[:8] + "01",
            "campaign.id": days["campaign_id"].to_numpy(),
            "ad_group.id": days["ad_group_id"].to_numpy(),
            DEVICE: days["device"].str.upper().to_numpy(),
            "metrics.impressions": days["impressions"].to_numpy(),
            "metrics.clicks": days["clicks"].to_numpy(),
            "metrics.cost_micros": (days["spend"] * 100).round().astype("int64").to_numpy() * 10_000,
            "metrics.conversions": (days["conversions"] * known).round(6).to_numpy(),
            "metrics.conversions_value": (days["conversion_value"] * known).round(6).to_numpy(),
        }
        return pd.DataFrame(columns)

    def keywords(self) -> pd.DataFrame:
        days = self._of_account(self.company.keyword_days)
        rows = self._rows(days)
        rows["ad_group_criterion.criterion_id"] = days["criterion_id"].to_numpy()
        rows["metrics.historical_quality_score"] = quality(days["criterion_id"]).to_numpy()
        return rows

    def search_terms(self) -> pd.DataFrame:
        """A term that is the keyword itself is an exact match; AI Max finds the longest ones without any keyword."""
        days = self._of_account(self.company.search_term_days)
        keyword = days["criterion_id"].map(self.company.keywords.set_index("criterion_id")["text"])
        exact = (days["search_term"] == keyword).to_numpy()
        free = days["search_term"].str.endswith(" best").to_numpy()
        rows = self._rows(days)
        rows["search_term_view.search_term"] = days["search_term"].to_numpy()
        rows["search_term_view.status"] = np.where(exact, "ADDED", "NONE")
        rows["segments.search_term_match_type"] = np.select([exact, free], ["EXACT", "AI_MAX"], "BROAD")
        rows["segments.search_term_match_source"] = np.where(free, "AI_MAX_KEYWORDLESS", "ADVERTISER_PROVIDED_KEYWORD")
        criterion = f"{self.home}/adGroupCriteria/" + days["ad_group_id"] + "~" + days["criterion_id"]
        rows["segments.keyword.ad_group_criterion"] = np.where(free, "", criterion)
        return total(rows, [name for name in map(str, rows) if not name.startswith("metrics.") and name != DEVICE])

    def _of_account(self, days: pd.DataFrame) -> pd.DataFrame:
        return days[days["campaign_id"].isin(self.plan["campaign_id"])]


def total(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Sums of the metrics; the highest of what cannot be summed."""
    how = {
        name: "max" if name.endswith(("_share", "_rate", "_score")) else "sum"
        for name in map(str, rows)
        if name.startswith("metrics.") or name == "sign_ups"
    }
    return rows.groupby(by, sort=False, observed=True).agg(how).round(6).reset_index()


def _with_partners(rows: pd.DataFrame) -> pd.DataFrame:
    """A tenth of what search ads do happens on the sites of Google's partners; they bring no conversions."""
    counts = ["metrics.impressions", "metrics.clicks", "metrics.interactions", "metrics.cost_micros"]
    part = rows[(rows[NETWORK] == "SEARCH") & (rows["metrics.clicks"] >= 10)]
    partners = part[counts] // 10
    partners["metrics.cost_micros"] = partners["metrics.cost_micros"] // 10_000 * 10_000
    others = [name for name in map(str, rows) if name.startswith("metrics.") and name not in counts]
    beside = part.assign(**dict.fromkeys([*others, "sign_ups"], 0), **{NETWORK: "SEARCH_PARTNERS"})
    beside[counts] = partners
    main = rows.copy()
    main.loc[part.index, counts] -= partners
    return pd.concat([main, beside]).sort_values("segments.date", kind="stable", ignore_index=True)
