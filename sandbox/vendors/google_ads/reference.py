"""What an account holds that no campaign owns: the account itself, its conversion actions, the world's places."""

from typing import Any

import pandas as pd

ACTIONS = {  # id: name, category, counted in `conversions`, counting
    "7000000001": ("Purchase", "PURCHASE", True, "MANY_PER_CLICK"),
    "7000000002": ("Quote request", "REQUEST_QUOTE", True, "ONE_PER_CLICK"),
    "7000000003": ("Newsletter", "SIGNUP", False, "ONE_PER_CLICK"),
}
PURCHASE, QUOTE, NEWSLETTER = ACTIONS
COUNTRIES = {"DE": "2276", "AT": "2040", "FR": "2250", "US": "2840", "CA": "2124", "GB": "2826", "IE": "2372"}
CANCELED = "7777777777"
REGIONS = ("North", "South")  # of every country; numbered 1 and 2 behind the country's id


def named(resource: str, columns: dict[str, Any]) -> pd.DataFrame:
    """Columns under the resource's name; one with a dot has its full name already."""
    return pd.DataFrame({f"{resource}.{name}" if "." not in name else name: column for name, column in columns.items()})


def customer_clients(accounts: pd.DataFrame, root: str) -> pd.DataFrame:
    """The account itself at level 0 and, of a manager, those below: one of them closed down long ago."""
    below = accounts[accounts["manager_id"] == root]
    own = accounts[accounts["account_id"] == root]
    if own.empty:
        own = pd.DataFrame(
            {"account_id": [root], "name": "Torrefino Group", "currency": "EUR", "time_zone": "Europe/Berlin"}
        )
        below = pd.concat([below, below.head(1).assign(account_id=CANCELED, name="Torrefino Nordics")])
    rows = pd.concat([own, below], ignore_index=True)
    columns = {
        "resource_name": f"customers/{root}/customerClients/" + rows["account_id"],
        "id": rows["account_id"],
        "client_customer": "customers/" + rows["account_id"],
        "level": (rows["account_id"] != root).astype(int),
        "manager": ~rows["account_id"].isin([*accounts["account_id"], CANCELED]),
        "hidden": False,
        "status": rows["account_id"].map({CANCELED: "CANCELED"}).fillna("ENABLED"),
        "test_account": False,
        "currency_code": rows["currency"],
        "time_zone": rows["time_zone"],
        "descriptive_name": rows["name"],
    }
    return named("customer_client", columns)


def customer(rows: pd.DataFrame, home: str) -> pd.DataFrame:
    columns = {
        "resource_name": home,
        "id": rows["account_id"],
        "descriptive_name": rows["name"],
        "currency_code": rows["currency"],
        "time_zone": rows["time_zone"],
        "manager": False,
        "test_account": False,
        "auto_tagging_enabled": True,
        "status": "ENABLED",
    }
    return named("customer", columns)


def actions(home: str) -> pd.DataFrame:
    rows = pd.DataFrame.from_dict(ACTIONS, orient="index", columns=["name", "category", "counted", "counting"])
    columns = {
        "resource_name": f"{home}/conversionActions/" + rows.index,
        "id": rows.index,
        "name": rows["name"],
        "status": "ENABLED",
        "type": "WEBPAGE",
        "category": rows["category"],
        "primary_for_goal": rows["counted"],
        "include_in_conversions_metric": rows["counted"],
        "click_through_lookback_window_days": 30,
        "view_through_lookback_window_days": 1,
        "counting_type": rows["counting"],
        "conversion_action.attribution_model_settings.attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN",
    }
    return named("conversion_action", columns)


def geo_targets(country_names: dict[str, str]) -> pd.DataFrame:
    """The countries, each with its regions."""
    places = []
    for code, criterion in COUNTRIES.items():
        country = country_names[code]
        places.append((criterion, country, country, code, "Country"))
        for number, region in enumerate(REGIONS, start=1):
            places.append((f"{criterion}{number}", region, f"{region},{country}", code, "Region"))
    rows = pd.DataFrame(places, columns=["id", "name", "canonical_name", "country_code", "target_type"])
    return named(
        "geo_target_constant", {"resource_name": "geoTargetConstants/" + rows["id"], **rows, "status": "ENABLED"}
    )
