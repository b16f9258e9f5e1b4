"""Google Analytics 4 by its Data API: settings, the client, the properties. The reports are in streams.py."""

from pathlib import Path
from typing import Annotated

from google.analytics.data_v1beta import BetaAnalyticsDataClient
from pydantic import SecretStr, field_validator
from pydantic_settings import NoDecode

from connectors.errors import Refused
from connectors.google_oauth import TOKEN_URL, GoogleAuth, google_credentials
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources.ga4.client import PREFIX, Ga4
from connectors.sources.ga4.streams import STREAMS

SCOPE = "https://www.googleapis.com/auth/analytics.readonly"


class Ga4Settings(Settings):
    model_config = settings_for("ga4")

    property_ids: Annotated[list[str], NoDecode]
    """Comma-separated numbers of the properties."""
    refresh_token: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    key_file: Path | None = None
    """Instead of the three above: a service account that is a Viewer of the properties."""
    base_url: str = "https://analyticsdata.googleapis.com"
    admin_base_url: str = "https://analyticsadmin.googleapis.com"
    token_url: str = TOKEN_URL
    page_rows: int = 100_000
    """Rows asked for at once; Google gives at most 250,000."""

    @field_validator("property_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip().removeprefix("properties/") for part in value.split(",") if part.strip()]
        if not ids or not all(number.isdecimal() for number in ids):
            raise ValueError("takes numbers from Admin > Property details, not a measurement id such as G-XXXXXXX")
        return ids


def connect(settings: Ga4Settings) -> Ga4:
    credentials = google_credentials(
        SCOPE,
        refresh_token=settings.refresh_token,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        key_file=settings.key_file,
        token_url=settings.token_url,
        prefix=PREFIX,
    )
    return Ga4(
        data=BetaAnalyticsDataClient(
            credentials=credentials,
            transport="rest",
            client_options={"api_endpoint": settings.base_url.rstrip("/")},
        ),
        admin=Http(settings.admin_base_url, GoogleAuth(credentials, PREFIX), secrets=secrets_of(settings), tries=5),
        property_ids=tuple(dict.fromkeys(settings.property_ids)),
        page_rows=settings.page_rows,
    )


def accounts(client: Ga4) -> list[Account]:
    """The properties, in their own time zone and currency.

    Raises Refused only when every property is refused: one that is closed to us says so in its own loads.
    """
    found: list[Account] = []
    refused: list[Refused] = []
    for number in client.property_ids:
        try:
            found.append(_property(client, number))
        except Refused as fault:
            refused.append(fault)
            found.append(Account(number, number))
    if len(refused) == len(found):
        raise refused[0]
    return found


def _property(client: Ga4, number: str) -> Account:
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
