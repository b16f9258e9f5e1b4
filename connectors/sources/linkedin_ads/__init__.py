"""LinkedIn Ads: what campaigns and creatives delivered, through the Marketing API's adAnalytics."""

from typing import Annotated

from pydantic import field_validator
from pydantic_settings import NoDecode

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Source, settings_for
from connectors.sources._linkedin.access import VERSIONS, Ids, LinkedinSettings, open_session
from connectors.sources.linkedin_ads.analytics import Ads
from connectors.sources.linkedin_ads.streams import DEMOGRAPHICS, STREAMS

GRANT = (
    "The app needs the scopes r_ads and r_ads_reporting, and the member a role in the ad account (Viewer is enough)."
)


class LinkedinAdsSettings(LinkedinSettings):
    model_config = settings_for("linkedin_ads")

    account_ids: Ids = ()
    """Empty: every account in which the member has a role."""
    demographics: Annotated[tuple[str, ...], NoDecode] = (
        "MEMBER_COMPANY_SIZE",
        "MEMBER_INDUSTRY",
        "MEMBER_JOB_FUNCTION",
        "MEMBER_SENIORITY",
    )
    """Traits by which audiences are cut, a request a month for each campaign and trait; `none` for none."""

    @field_validator("demographics", mode="before")
    @classmethod
    def _traits(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        traits = tuple(part.strip().upper() for part in value.split(",") if part.strip())
        if traits == ("NONE",):
            return ()
        if wrong := [trait for trait in traits if not trait.startswith("MEMBER_")]:
            raise ValueError(f"{', '.join(wrong)} is not a trait of members such as MEMBER_INDUSTRY")
        return traits


def connect(settings: LinkedinAdsSettings) -> Ads:
    return Ads(open_session(settings, GRANT), settings.account_ids, settings.demographics)


def accounts(ads: Ads) -> list[Account]:
    """The accounts that are configured, or all that the member may read. LinkedIn cuts days in UTC everywhere.

    A configured account that cannot be read stays in the list, so that its own loads say why, and stop no other.
    """
    ads.look()
    streams = [stream.name for stream in STREAMS if stream is not DEMOGRAPHICS or ads.demographics]
    if not (ids := ads.account_ids or tuple(ads.readable)):
        raise Refused(f"LINKEDIN_ADS_ACCESS_TOKEN opens no ad account. {GRANT}")
    found = []
    for id_ in ids:
        row = ads.readable.get(id_)
        known = streams if row else [name for name in streams if name != ACCOUNTS.name]
        name, currency = (row.get("name") or id_, row["currency"]) if row else (id_, None)
        found.append(Account(id_, name, "UTC", currency, tuple(known)))
    return found


SOURCE = Source(
    name="linkedin_ads",
    title="LinkedIn Ads",
    settings=LinkedinAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
