"""Who we are to Microsoft Advertising: settings, and a session with its three services."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Row, Settings, settings_for
from connectors.sources._oauth import Bearer, Kept, Refreshing, judge_grant
from connectors.sources._settings import Listed, numbers
from connectors.sources.microsoft_ads.errors import judge

SCOPE = "https://ads.microsoft.com/msads.manage offline_access"
ID = "an account id such as 180519267 (not the number X1234567)"


class MicrosoftAdsSettings(Settings):
    """A developer token, and the app and consent of a user who may read the accounts."""

    model_config = settings_for("microsoft_ads")

    developer_token: SecretStr
    client_id: str
    refresh_token: SecretStr
    client_secret: SecretStr | None = None
    """Web apps have one; native apps do not."""
    token_file: Path | None = None
    """Where the newest refresh token is kept; without it the consent ends after 90 days."""
    account_ids: Annotated[Listed, AfterValidator(numbers(ID))] = ()
    """Empty: every account of the user."""
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at a report in the making."""
    base_url: str = "https://{service}.api.bingads.microsoft.com"
    token_url: str = "https://login.microsoftonline.com/common/oauth2/v2.0/token"  # noqa: S105


@dataclass(frozen=True)
class MicrosoftAds:
    """A session with the three services. `customers` are the owners of the accounts that were found."""

    services: dict[str, Http]
    account_ids: tuple[str, ...]
    poll_seconds: float
    customers: dict[str, str] = field(default_factory=dict)

    def ask(self, service: str, path: str, body: Row, account: str = "") -> dict[str, Any]:
        """One answer; about an account, where one is named."""
        headers = {"CustomerAccountId": account} if account else {}
        if account in self.customers:
            headers["CustomerId"] = self.customers[account]
        answer = self.services[service].post(path, json=dict(body), headers=headers)
        if not isinstance(answer, dict):
            raise Refused(f"POST {path}: Microsoft answered with a {type(answer).__name__} instead of an object.")
        return answer


def connect(settings: MicrosoftAdsSettings) -> MicrosoftAds:
    """Opens the client; asks nothing yet."""
    secrets = secrets_of(settings)
    form = {"client_id": settings.client_id, "scope": SCOPE}
    if settings.client_secret:
        form["client_secret"] = settings.client_secret.get_secret_value()
    grant = Refreshing(
        endpoint=Http(settings.token_url, secrets=secrets, judge=judge_grant),
        kept=Kept(
            settings.refresh_token.get_secret_value(),
            settings.token_file,
            "Microsoft gave a younger refresh token; without MICROSOFT_ADS_TOKEN_FILE it is not kept.",
        ),
        setting="MICROSOFT_ADS_REFRESH_TOKEN",
        remedy="Microsoft lets nobody sign in ({}). Where it names the client, MICROSOFT_ADS_CLIENT_ID or "
        "MICROSOFT_ADS_CLIENT_SECRET is wrong or has expired; else sign in anew (consent) and set "
        "MICROSOFT_ADS_REFRESH_TOKEN.",
        form=form,
    )
    auth = Bearer(grant)
    services = {
        service: Http(
            settings.base_url.format(service=service),
            auth=auth,
            headers={"DeveloperToken": settings.developer_token.get_secret_value()},
            secrets=secrets,
            judge=judge,
        )
        for service in ("clientcenter", "reporting", "campaign")
    }
    return MicrosoftAds(services, settings.account_ids, settings.poll_seconds)
