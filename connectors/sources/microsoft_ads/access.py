"""Who we are to Microsoft Advertising and which accounts that opens: settings, client, accounts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from connectors.errors import Refused
from connectors.http import Http, pages
from connectors.settings import secrets_of
from connectors.source import ACCOUNTS, Account, Row, Settings, settings_for
from connectors.sources.microsoft_ads.errors import judge, judge_token
from connectors.sources.microsoft_ads.streams import STREAMS
from connectors.sources.microsoft_ads.tokens import MicrosoftTokens

ACCOUNTS_A_PAGE = 1000


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
    account_ids: Annotated[tuple[str, ...], NoDecode] = ()
    """Empty: every account of the user."""
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at a report in the making."""
    base_url: str = "https://{service}.api.bingads.microsoft.com"
    token_url: str = "https://login.microsoftonline.com/common/oauth2/v2.0/token"  # noqa: S105

    @field_validator("account_ids", mode="before")
    @classmethod
    def _as_digits(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := [part for part in ids if not part.isdecimal()]:
            raise ValueError(f"{', '.join(wrong)} is not an account id such as 180519267 (not the number X1234567)")
        return tuple(dict.fromkeys(ids))


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
    app = {"client_id": settings.client_id}
    if settings.client_secret:
        app["client_secret"] = settings.client_secret.get_secret_value()
    tokens = MicrosoftTokens(
        Http(settings.token_url, secrets=secrets, judge=judge_token),
        app,
        settings.refresh_token.get_secret_value(),
        settings.token_file,
    )
    services = {
        service: Http(
            settings.base_url.format(service=service),
            auth=tokens,
            headers={"DeveloperToken": settings.developer_token.get_secret_value()},
            secrets=secrets,
            judge=judge,
        )
        for service in ("clientcenter", "reporting", "campaign")
    }
    return MicrosoftAds(services, settings.account_ids, settings.poll_seconds)


def accounts(client: MicrosoftAds) -> list[Account]:
    """The accounts of the user; of them only the wanted ones, where settings name any.

    Figures are counted in UTC days, whatever zone an account is in. A wanted account that is not found stays in the
    list, so that its own loads fail and say why; nothing is known of it that could be a row among the accounts.
    """
    found = {row["Id"]: row for row in _listed(client)}
    client.customers.update({id_: str(row["ParentCustomerId"]) for id_, row in found.items()})
    known = {id_: Account(id_, row.get("Name") or id_, "UTC", row.get("CurrencyCode")) for id_, row in found.items()}
    streams = tuple(stream.name for stream in STREAMS if stream is not ACCOUNTS)
    if client.account_ids:
        return [known.get(id_) or Account(id_, id_, streams=streams) for id_ in client.account_ids]
    if not known:
        raise Refused("The user of MICROSOFT_ADS_REFRESH_TOKEN has no ad account: give the user access to one.")
    return list(known.values())


def _listed(client: MicrosoftAds) -> Iterator[Row]:
    user = client.ask("clientcenter", "CustomerManagement/v13/User/Query", {"UserId": None})["User"]["Id"]
    of_the_user = [{"Field": "UserId", "Operator": "Equals", "Value": str(user)}]

    def ask(page: int) -> list[Row]:
        question = {"Predicates": of_the_user, "PageInfo": {"Index": page, "Size": ACCOUNTS_A_PAGE}}
        answer = client.ask("clientcenter", "CustomerManagement/v13/Accounts/Search", question)
        return [{**row, "Id": str(row["Id"])} for row in answer.get("Accounts") or []]

    for page in pages(ask, 0, lambda rows, page: page + 1 if len(rows) == ACCOUNTS_A_PAGE else None):
        yield from page
