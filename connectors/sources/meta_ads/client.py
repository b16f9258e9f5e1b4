"""The Graph API as Meta Ads uses it: settings and session."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from connectors.source import settings_for
from connectors.sources._graph.client import Graph
from connectors.sources._graph.errors import Judge
from connectors.sources._graph.settings import GraphSettings
from connectors.sources._settings import Listed, numbers


class MetaAdsSettings(GraphSettings):
    """A system-user token with ads_read is all that is needed."""

    model_config = settings_for("meta_ads")

    account_ids: Annotated[Listed, AfterValidator(numbers("an ad account id such as act_123", "^act_"))] = ()
    """Empty: every account that the token can read."""
    base_url: str = "https://graph.facebook.com"
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at a report in the making."""


@dataclass(frozen=True)
class MetaAds(Graph):
    """A session with the Marketing API."""

    account_ids: tuple[str, ...] = ()
    poll_seconds: float = 30.0


def connect(settings: MetaAdsSettings) -> MetaAds:
    """Opens the client; asks nothing yet."""
    return MetaAds(
        base_url=settings.base_url,
        token=settings.access_token.get_secret_value(),
        version=settings.api_version,
        judge=Judge("META_ADS", scopes="ads_read", thing="account"),
        app_secret=settings.secret,
        account_ids=settings.account_ids,
        poll_seconds=settings.poll_seconds,
    )
