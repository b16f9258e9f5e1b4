"""Klaviyo: e-mail campaigns and flows with what came of them, lists and how they grow, metrics day by day."""

from datetime import date

from connectors.source import ACCOUNTS, Account, Source
from connectors.sources.klaviyo import catalogue, reports, series
from connectors.sources.klaviyo.client import Klaviyo, KlaviyoSettings, session


def connect(settings: KlaviyoSettings) -> list[Klaviyo]:
    """One session for each key; a key opens one account."""
    return [session(key.get_secret_value(), settings) for key in settings.api_key]


def accounts(sessions: list[Klaviyo]) -> list[Account]:
    """The account of each key, with the zone in which Klaviyo cuts its days and the currency of its money."""
    found = {each.account["id"]: each.account["attributes"] for each in sessions}
    return [
        Account(each, about["contact_information"]["organization_name"], about["timezone"], about["preferred_currency"])
        for each, about in found.items()
    ]


SOURCE = Source(
    name="klaviyo",
    title="Klaviyo",
    settings=KlaviyoSettings,
    connect=connect,
    accounts=accounts,
    streams=(
        ACCOUNTS,
        reports.CAMPAIGN_REPORTS,
        reports.FLOW_REPORTS,
        series.LIST_MOVEMENTS,
        series.METRIC_DAYS,
        *catalogue.STREAMS,
    ),
    # Klaviyo serves a revision for two years. Later ones give campaigns another shape.
    versions={"2026-04-15": date(2028, 4, 15), "2026-07-15": date(2028, 7, 15)},
)
