"""The ad accounts and what hangs below them: campaigns, ad groups, ads, keywords. Names and economics, no days."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from sandbox.company import Company

GOOGLE, META, MICROSOFT, LINKEDIN = "google_ads", "meta_ads", "microsoft_ads", "linkedin_ads"
TIKTOK, PINTEREST, SNAPCHAT, X = "tiktok_ads", "pinterest_ads", "snapchat_ads", "x_ads"
REFERRERS = {
    GOOGLE: "google",
    META: "facebook",
    MICROSOFT: "bing",
    LINKEDIN: "linkedin",
    TIKTOK: "tiktok",
    PINTEREST: "pinterest",
    SNAPCHAT: "snapchat",
    X: "x",
}
"""Whom the web analytics names as the source of a platform's clicks."""
ACCOUNTS = pd.DataFrame(
    [
        (GOOGLE, "1234567890", "Torrefino Europe", "EUR", "Europe/Berlin", "9999999999"),
        (GOOGLE, "2345678901", "Torrefino US", "USD", "America/New_York", "9999999999"),
        (META, "501002003004005", "Torrefino EU", "EUR", "Europe/Berlin", ""),
        (META, "501002003004006", "Torrefino UK", "GBP", "Europe/London", ""),
        (MICROSOFT, "180012345", "Torrefino Europe", "EUR", "Europe/Berlin", "250011122"),
        (LINKEDIN, "512345678", "Torrefino Business", "EUR", "UTC", ""),
        (TIKTOK, "7012345678901234567", "Torrefino EU", "EUR", "Europe/Berlin", ""),
        (PINTEREST, "549764446688", "Torrefino EU", "EUR", "Europe/Berlin", ""),
        (SNAPCHAT, "900012345", "Torrefino UK", "GBP", "Europe/London", ""),
        (X, "18ce54d4x5t", "Torrefino US", "USD", "America/New_York", ""),
    ],
    columns=["platform", "account_id", "name", "currency", "time_zone", "manager_id"],
)

# name, account, kind, clicks a day, audience, countries of the ad groups, landing pages of the ads
_CAMPAIGNS = [
    ("DE | Search | Brand", 0, "search_brand", 130, "shop", "DE AT", "/ /products/house-espresso"),
    ("DE | Search | Coffee", 0, "search_generic", 110, "shop", "DE AT", "/collections/beans /products/filter-sampler"),
    ("EU | Search | Office coffee", 0, "search_generic", 55, "office", "DE FR", "/business /business/quote"),
    ("EU | Shopping", 0, "shopping", 140, "shop", "DE FR", "/products/house-espresso /products/hand-grinder"),
    ("EU | PMax", 0, "pmax", 130, "shop", "DE FR", "/collections/beans /collections/machines"),
    ("EU | Display", 0, "display", 70, "shop", "DE FR", "/ /sale"),
    ("US | Search | Brand", 1, "search_brand", 25, "shop", "US CA", "/ /products/house-espresso"),
    ("US | Search | Coffee", 1, "search_generic", 45, "shop", "US CA", "/collections/beans /collections/grinders"),
    ("EU | Prospecting", 2, "social_prospecting", 150, "shop", "DE FR", "/products/filter-sampler /collections/beans"),
    ("EU | Retargeting", 2, "social_retargeting", 60, "shop", "DE FR", "/products/house-espresso /sale"),
    ("UK | Prospecting", 3, "social_prospecting", 60, "shop", "GB IE", "/products/filter-sampler /collections/beans"),
    ("UK | Retargeting", 3, "social_retargeting", 25, "shop", "GB IE", "/products/house-espresso /sale"),
    ("DE | Bing | Brand", 4, "search_brand", 16, "shop", "DE AT", "/ /products/house-espresso"),
    ("DE | Bing | Coffee", 4, "search_generic", 22, "shop", "DE AT", "/collections/beans /products/filter-sampler"),
    ("EU | LinkedIn | Office", 5, "social_prospecting", 24, "office", "DE FR", "/business /business/quote"),
    ("EU | TikTok | Taste", 6, "social_prospecting", 34, "shop", "DE FR", "/products/filter-sampler /sale"),
    ("EU | Pinterest | Kitchen", 7, "social_prospecting", 20, "shop", "DE FR", "/collections/machines /sale"),
    ("UK | Snapchat | Taste", 8, "social_prospecting", 15, "shop", "GB IE", "/products/filter-sampler /sale"),
    ("US | X | Launches", 9, "social_prospecting", 12, "shop", "US CA", "/products/house-espresso /collections/beans"),
]

# clicks per impression, EUR per click, buying against a plain visitor, views per person reached, views per impression
KINDS = pd.DataFrame(
    [
        ("search_brand", 0.16, 0.32, 2.1, 0.0, 0.0, "cpc", "Paid Search", 1.10),
        ("search_generic", 0.045, 0.66, 1.25, 0.0, 0.0, "cpc", "Paid Search", 1.15),
        ("shopping", 0.012, 0.42, 1.1, 0.0, 0.0, "cpc", "Paid Shopping", 1.15),
        ("pmax", 0.014, 0.48, 1.3, 0.0, 0.05, "cpc", "Cross-network", 1.30),
        ("display", 0.0045, 0.31, 0.35, 0.0, 0.08, "cpc", "Display", 1.60),
        ("social_prospecting", 0.011, 0.52, 0.65, 1.25, 0.26, "paid_social", "Paid Social", 1.55),
        ("social_retargeting", 0.014, 0.58, 1.6, 2.1, 0.20, "paid_social", "Paid Social", 1.60),
    ],
    columns=[
        "kind", "ctr", "cpc", "appetite", "frequency", "viewing", "medium", "channel_group", "claim",
    ],
).set_index("kind")  # fmt: skip

OFFICE_PRICE = 1.8  # a click of a business costs more than one of a household
_TERMS = {
    "search_brand": (["torrefino", "torrefino coffee", "torrefino espresso"], ["torrefino shop", "torrefino beans"]),
    "shop": (
        ["coffee beans", "espresso beans", "fresh roasted coffee", "buy coffee online"],
        ["filter coffee beans", "single origin coffee", "coffee sampler"],
    ),
    "office": (["office coffee", "coffee for offices"], ["office coffee machine", "office coffee service"]),
}


def structure(company: "Company") -> pd.DataFrame:
    """One row for each ad, with everything above it: the common plan of the tables below and of the deliveries."""
    rows = []
    for number, (name, account, kind, clicks, audience, countries, landings) in enumerate(_CAMPAIGNS, start=1):
        owner = ACCOUNTS.iloc[account]
        prefix = "" if owner.platform == GOOGLE else "1202100000"
        for group, (country, group_share) in enumerate(zip(countries.split(), (0.62, 0.38), strict=True), start=1):
            for ad, (landing, ad_share) in enumerate(zip(landings.split(), (0.6, 0.4), strict=True), start=1):
                rows.append(
                    {
                        "platform": owner.platform,
                        "account_id": owner.account_id,
                        "currency": owner.currency,
                        "campaign_id": f"{prefix}201{number:05d}00",
                        "campaign_name": name,
                        "kind": kind,
                        "audience": audience,
                        "ad_group_id": f"{prefix}301{number:05d}{group:02d}",
                        "ad_group_name": f"{name} | {country} {group}",
                        "ad_id": f"{prefix}401{number:05d}{group}{ad}",
                        "ad_name": f"{landing.rsplit('/', 1)[-1].replace('-', ' ').strip().title() or 'Home'} {ad}",
                        "landing_page": landing,
                        "final_url": f"https://{company.domain}{landing}",
                        "country": country,
                        "clicks": clicks * group_share * ad_share,
                        **KINDS.loc[kind].to_dict(),
                        "source": REFERRERS[owner.platform],
                        "cpc": KINDS.at[kind, "cpc"] * (OFFICE_PRICE if audience == "office" else 1),
                    }
                )
    return pd.DataFrame(rows)


def ad_accounts(company: "Company") -> pd.DataFrame:
    """platform, account_id, name, currency, time_zone, manager_id (manager account or customer; "" where none)."""
    return ACCOUNTS.copy()


def campaigns(company: "Company") -> pd.DataFrame:
    """platform, account_id, campaign_id, campaign_name, kind, daily_budget (account currency), status (enabled|paused),
    starts, utm_source, utm_medium, utm_campaign.

    kind: search_brand|search_generic|shopping|pmax|display|social_prospecting|social_retargeting.
    """
    plan = company.structure
    per_campaign = plan.assign(daily=plan["clicks"] * plan["cpc"]).groupby("campaign_id", sort=False)
    level = plan["currency"].map({"EUR": 1.0, "USD": 1.08, "GBP": 0.86})
    first = plan.assign(level=level).drop_duplicates("campaign_id")
    columns = ["platform", "account_id", "campaign_id", "campaign_name", "kind"]
    budget = per_campaign["daily"].sum().reindex(first["campaign_id"]).to_numpy() * first["level"] * 1.35
    return first.assign(
        daily_budget=(budget / 5).round() * 5,
        status="enabled",
        starts=pd.Timestamp("2023-02-01").as_unit("ns"),
        utm_source=first["source"],
        utm_medium=first["medium"],
        utm_campaign=first["campaign_name"],
    )[[*columns, "daily_budget", "status", "starts", "utm_source", "utm_medium", "utm_campaign"]].reset_index(drop=True)


def ad_groups(company: "Company") -> pd.DataFrame:
    """platform, campaign_id, ad_group_id, ad_group_name. (Google would call a PMax one an asset group.)"""
    columns = ["platform", "campaign_id", "ad_group_id", "ad_group_name"]
    return company.structure[columns].drop_duplicates(ignore_index=True)


def ads(company: "Company") -> pd.DataFrame:
    """platform, ad_group_id, ad_id, ad_name, final_url."""
    return company.structure[["platform", "ad_group_id", "ad_id", "ad_name", "final_url"]].copy()


def keywords(company: "Company") -> pd.DataFrame:
    """campaign_id, ad_group_id, criterion_id, text, match_type (EXACT|PHRASE|BROAD); the search campaigns only."""
    rows = []
    groups = company.structure.drop_duplicates("ad_group_id")
    for position, group in enumerate(groups[groups["kind"].str.startswith("search")].itertuples()):
        lists = _TERMS[group.kind if group.kind in _TERMS else group.audience]
        for number, text in enumerate(lists[position % 2], start=1):
            match_type = ("EXACT", "PHRASE", "BROAD")[number % 3]
            criterion_id = f"501{group.ad_group_id[3:]}{number}"
            rows.append((group.campaign_id, group.ad_group_id, criterion_id, text, match_type))
    return pd.DataFrame(rows, columns=["campaign_id", "ad_group_id", "criterion_id", "text", "match_type"])
