"""The cuts of an account's performance that Google reports: for each resource, a table for each set of segments.

What is not in one table together cannot be asked for together, as at Google: clicks have no conversion action.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sandbox.vendors.google_ads.performance import AD_GROUP, CAMPAIGN, DEVICE, NETWORK, Performance, total
from sandbox.vendors.google_ads.reference import ACTIONS, COUNTRIES, NEWSLETTER, PURCHASE, QUOTE

SHARES = {"search_brand": 0.86, "search_generic": 0.41, "shopping": 0.11}
LAGS = {
    "LESS_THAN_ONE_DAY": 0.58,
    "ONE_TO_TWO_DAYS": 0.14,
    "THREE_TO_FOUR_DAYS": 0.12,
    "SIX_TO_SEVEN_DAYS": 0.07,
    "FOURTEEN_TO_TWENTY_ONE_DAYS": 0.06,
    "TWENTY_ONE_TO_THIRTY_DAYS": 0.03,
}
PMAX_TERMS = {"coffee beans": 5, "espresso machine": 3, "coffee grinder": 2}  # in 14; the others are too rare to tell


def _campaigns(found: Performance) -> pd.DataFrame:
    return total(found.ads, [*CAMPAIGN, DEVICE, NETWORK])


def _shares(found: Performance) -> pd.DataFrame:
    """A slow wave around each kind's usual share. Google says 0.0999 for less, and 0.9001 for greater losses."""
    rows = found.ads[found.ads["kind"].isin(list(SHARES))].drop_duplicates([*CAMPAIGN])
    day = rows["segments.date"].to_numpy().astype("datetime64[D]").astype(int)
    wave = np.sin(day / 9 + rows["campaign.id"].str[3:8].astype(int).to_numpy())
    share = rows["kind"].map(SHARES).to_numpy() * (1 + 0.12 * wave)
    budget = (1 - share) * (0.25 + 0.1 * wave)
    shares = {
        "search_impression_share": share,
        "search_budget_lost_impression_share": budget,
        "search_rank_lost_impression_share": 1 - share - budget,
        "search_top_impression_share": 0.8 * share,
        "search_absolute_top_impression_share": 0.45 * share,
        "search_click_share": 0.9 * share,
    }
    told = {name: np.maximum(values, 0.0999).round(4) for name, values in shares.items()}
    told |= {name: np.minimum(values, 0.9001) for name, values in told.items() if "lost" in name}
    return rows[CAMPAIGN].assign(**{f"metrics.{name}": values for name, values in told.items()})


def _by_action(found: Performance) -> pd.DataFrame:
    """The counted action of a campaign has its conversions; the newsletter is in `all_conversions` only."""
    rows = total(found.ads, [*CAMPAIGN, "audience"])
    counted = rows[[*CAMPAIGN, "metrics.conversions", "metrics.conversions_value", "metrics.all_conversions_value"]]
    counted = counted.assign(action=np.where(rows["audience"] == "office", QUOTE, PURCHASE))
    counted["metrics.all_conversions"] = counted["metrics.conversions"]
    others = rows[CAMPAIGN].assign(action=NEWSLETTER, **{"metrics.all_conversions": rows["sign_ups"].astype(float)})
    both = pd.concat([counted, others]).sort_values("segments.date", kind="stable", ignore_index=True)
    name, category = (both["action"].map({id_: action[part] for id_, action in ACTIONS.items()}) for part in (0, 1))
    both["segments.conversion_action"] = f"{found.home}/conversionActions/" + both["action"]
    return both.assign(
        **{"segments.conversion_action_name": name, "segments.conversion_action_category": category}
    ).fillna(0.0)


def _lags(found: Performance) -> pd.DataFrame:
    rows = total(found.ads, CAMPAIGN)[[*CAMPAIGN, "metrics.conversions", "metrics.conversions_value"]]
    parts = rows.merge(pd.DataFrame({"segments.conversion_lag_bucket": list(LAGS), "part": LAGS.values()}), how="cross")
    for name in ("metrics.conversions", "metrics.conversions_value"):
        parts[name] = (parts[name] * parts["part"]).round(6)
    return parts


def _ad_groups(found: Performance) -> pd.DataFrame:
    return total(found.ads[found.ads["kind"] != "pmax"], [*AD_GROUP, DEVICE])


def _ads(found: Performance) -> pd.DataFrame:
    rows = total(found.ads[found.ads["kind"] != "pmax"], [*AD_GROUP, "ad_group_ad.ad.id", DEVICE, NETWORK])
    watched = rows["metrics.video_trueview_views"] > 0
    quartiles = {
        f"metrics.video_quartile_{part}_rate": np.where(watched, rate, 0.0) for part, rate in _QUARTILES.items()
    }
    return rows.assign(**quartiles)


_QUARTILES = {"p25": 0.62, "p50": 0.44, "p75": 0.31, "p100": 0.22}


def _pmax_terms(found: Performance) -> pd.DataFrame:
    rows = total(found.ads[found.ads["kind"] == "pmax"], CAMPAIGN)
    weights = pd.DataFrame({"campaign_search_term_view.search_term": list(PMAX_TERMS), "weight": PMAX_TERMS.values()})
    terms = rows.merge(weights, how="cross")
    for name in ("metrics.impressions", "metrics.clicks"):
        terms[name] = terms[name] * terms["weight"] // 14
    for name in ("metrics.conversions", "metrics.conversions_value"):
        terms[name] = (terms[name] * terms["weight"] / 14).round(6)
    return terms.drop(columns="metrics.cost_micros")


def _asset_groups(found: Performance) -> pd.DataFrame:
    rows = found.ads[found.ads["kind"] == "pmax"].rename(columns={"ad_group.id": "asset_group.id"})
    return total(rows, [*CAMPAIGN, "asset_group.id", DEVICE, NETWORK])


def _places(found: Performance) -> pd.DataFrame:
    """Both views of the same clicks; phones are in the north, computers in the south, tablets Google cannot place."""
    country = found.ads["ad_group_ad.ad.id"].map(found.plan["country"]).map(COUNTRIES)
    region = found.ads[DEVICE].map({"MOBILE": "1", "DESKTOP": "2"})
    rows = found.ads.assign(
        **{
            "geographic_view.country_criterion_id": country,
            "segments.geo_target_region": ("geoTargetConstants/" + country + region).fillna(""),
        }
    )
    by = [*CAMPAIGN, "geographic_view.country_criterion_id", "segments.geo_target_region"]
    sums = total(rows, by)
    views = pd.DataFrame({"geographic_view.location_type": ["AREA_OF_INTEREST", "LOCATION_OF_PRESENCE"]})
    return sums.merge(views, how="cross")


def _landing_pages(found: Performance) -> pd.DataFrame:
    page = found.ads["ad_group_ad.ad.id"].map(found.plan["final_url"])
    rows = found.ads.assign(**{"landing_page_view.unexpanded_final_url": page})
    return total(rows, [*CAMPAIGN, "landing_page_view.unexpanded_final_url", DEVICE])


CUTS: dict[str, tuple[Callable[[Performance], pd.DataFrame], ...]] = {
    "campaign": (_campaigns, _shares, _by_action, _lags),
    "ad_group": (_ad_groups,),
    "ad_group_ad": (_ads,),
    "keyword_view": (Performance.keywords,),
    "search_term_view": (Performance.search_terms,),
    "campaign_search_term_view": (_pmax_terms,),
    "asset_group": (_asset_groups,),
    "geographic_view": (_places,),
    "landing_page_view": (_landing_pages,),
}
"""By the name after FROM."""
