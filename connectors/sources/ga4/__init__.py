"""Google Analytics 4 by its Data API: settings, the client, the properties. The reports are in streams.py."""

from typing import Annotated

from google.analytics.data_v1beta import BetaAnalyticsDataClient
from pydantic import AfterValidator, Field

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Source, settings_for
from connectors.sources._accounts import one_at_least
from connectors.sources._google import GoogleAuth, GoogleSettings, either
from connectors.sources._settings import Listed, numbers
from connectors.sources.ga4.client import PREFIX, Ga4
from connectors.sources.ga4.streams import STREAMS

SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
NUMBER = "the number in Admin > Property details; a measurement id such as G-XXXXXXX is another thing"


class Ga4Settings(GoogleSettings):
    """A service account must be a Viewer of the properties."""

    model_config = settings_for("ga4")

    property_ids: Annotated[Listed, AfterValidator(numbers(NUMBER, "properties/")), Field(min_length=1)]
    base_url: str = "https://analyticsdata.googleapis.com"
    admin_base_url: str = "https://analyticsadmin.googleapis.com"
    page_rows: int = 100_000
    """Rows asked for at once; Google gives at most 250,000."""


def connect(settings: Ga4Settings) -> Ga4:
    credentials = settings.credentials(SCOPE)
    return Ga4(
        data=BetaAnalyticsDataClient(
            credentials=credentials,
            transport="rest",
            client_options={"api_endpoint": settings.base_url.rstrip("/")},
        ),
        admin=Http(
            settings.admin_base_url, GoogleAuth(credentials, either(PREFIX)), secrets=secrets_of(settings), tries=5
        ),
        property_ids=settings.property_ids,
        page_rows=settings.page_rows,
    )


def accounts(client: Ga4) -> list[Account]:
    """The properties, in their own time zone and currency.

    One that is closed to us says so in its own loads; only when all are is the first fault raised.
    """
    return one_at_least(dict.fromkeys(client.property_ids, client), _property, STREAMS)


def _property(number: str, client: Ga4) -> Account:
    try:
        told = client.admin.get(f"/v1beta/properties/{number}")
        return Account(number, told["displayName"], told["timeZone"], told.get("currencyCode"))
    except Refused:
        # The Admin API is switched on for itself in the Cloud project; without it a report tells all but the name.
        today = {"start_date": "today", "end_date": "today"}
        report = client.run_report(number, {"metrics": [{"name": "sessions"}], "date_ranges": [today]})
        return Account(number, number, report.metadata.time_zone, report.metadata.currency_code or None)


SOURCE = Source(
    name="ga4",
    title="Google Analytics 4",
    settings=Ga4Settings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
