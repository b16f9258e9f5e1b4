"""LinkedIn Ads: what campaigns and creatives delivered, through the Marketing API's adAnalytics."""

from typing import Annotated

from pydantic import AfterValidator

from connectors.errors import Refused
from connectors.source import Account, Source, settings_for
from connectors.sources._accounts import wanted
from connectors.sources._linkedin.access import VERSIONS, Ids, LinkedinSettings, open_session
from connectors.sources._settings import Listed
from connectors.sources.linkedin_ads.analytics import Ads
from connectors.sources.linkedin_ads.streams import DEMOGRAPHICS, STREAMS

GRANT = (
    "The app needs the scopes r_ads and r_ads_reporting, and the member a role in the ad account (Viewer is enough)."
)


def _traits(named: tuple[str, ...]) -> tuple[str, ...]:
    traits = tuple(name.upper() for name in named)
    if traits == ("NONE",):
        return ()
    if wrong := [trait for trait in traits if not trait.startswith("MEMBER_")]:
        raise ValueError(f"{', '.join(wrong)} is not a trait of members such as MEMBER_INDUSTRY")
    return traits


class LinkedinAdsSettings(LinkedinSettings):
    model_config = settings_for("linkedin_ads")

    account_ids: Ids = ()
    """Empty: every account in which the member has a role."""
    demographics: Annotated[Listed, AfterValidator(_traits)] = (
        "MEMBER_COMPANY_SIZE",
        "MEMBER_INDUSTRY",
        "MEMBER_JOB_FUNCTION",
        "MEMBER_SENIORITY",
    )
    """Traits by which audiences are cut, a request a month for each campaign and trait; `none` for none."""


def connect(settings: LinkedinAdsSettings) -> Ads:
    return Ads(open_session(settings, GRANT), settings.account_ids, settings.demographics)


def accounts(ads: Ads) -> list[Account]:
    """The accounts that are configured, or all that the member may read. LinkedIn cuts days in UTC everywhere.

    A configured account that cannot be read stays in the list, so that its own loads say why, and stop no other.
    """
    ads.look()
    if not (ads.account_ids or ads.readable):
        raise Refused(f"LINKEDIN_ADS_ACCESS_TOKEN opens no ad account. {GRANT}")
    streams = [stream for stream in STREAMS if stream is not DEMOGRAPHICS or ads.demographics]
    names = tuple(stream.name for stream in streams)
    found = {
        id_: Account(id_, row.get("name") or id_, "UTC", row["currency"], names) for id_, row in ads.readable.items()
    }
    return wanted(ads.account_ids, found, streams)


SOURCE = Source(
    name="linkedin_ads",
    title="LinkedIn Ads",
    settings=LinkedinAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
