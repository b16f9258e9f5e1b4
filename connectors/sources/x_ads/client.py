"""Who we are to X: settings, a session with its Ads API, what errors mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field, SecretStr

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import JsonRows, Settings, settings_for
from connectors.sources._days import until_reset
from connectors.sources._paging import by_cursor
from connectors.sources._settings import Listed
from connectors.sources.x_ads.oauth import OAuth1

ROWS_A_PAGE = 1000


class XAdsSettings(Settings):
    """The keys of an app that X approved for the Ads API, and of a user who may read the accounts."""

    model_config = settings_for("x_ads")

    consumer_key: SecretStr
    consumer_secret: SecretStr
    access_token: SecretStr
    access_token_secret: SecretStr
    account_ids: Listed = ()
    """Empty: every account of the user."""
    api_version: str = Field("12", pattern=r"^\d+$")
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at statistics in the making."""
    base_url: str = "https://ads-api.x.com"


@dataclass(frozen=True)
class XAds:
    """A session with one version of the Ads API."""

    http: Http
    account_ids: tuple[str, ...]
    poll_seconds: float

    def each_page(self, path: str, **params: Any) -> Iterator[JsonRows]:
        """The rows of a list, those of deleted things included, page by page."""
        asked = {"count": ROWS_A_PAGE, "with_deleted": "true", **params}

        def ask(place: dict[str, str]) -> Any:
            answer = self.http.get(path, rows="data", params=asked | place)
            if not isinstance(answer, dict) or not isinstance(answer.get("data"), JsonRows):
                raise Refused(f"GET {path}: an answer without a list of data.")
            return answer

        for answer in by_cursor("cursor", ask, lambda answer: answer.get("next_cursor")):
            yield answer["data"]


def connect(settings: XAdsSettings) -> XAds:
    """Opens the client; asks nothing yet."""
    keys = (settings.consumer_key, settings.consumer_secret, settings.access_token, settings.access_token_secret)
    http = Http(
        f"{settings.base_url}/{settings.api_version}",
        auth=OAuth1(*(key.get_secret_value() for key in keys)),
        secrets=secrets_of(settings),
        judge=judge,
    )
    return XAds(http, settings.account_ids, settings.poll_seconds)


def judge(answer: Answer) -> SourceError | None:
    """X names its errors; how long to stay away stands in the headers, as the second at which a limit is lifted."""
    told = answer.body.get("errors") if isinstance(answer.body, dict) else None
    errors = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    said = "; ".join(f"{each.get('code')}: {each.get('message')}" for each in errors)
    if answer.status == 429:
        # The limit of the account counts where both are told.
        reset = until_reset(answer.headers, "x-account-rate-limit-reset", "x-rate-limit-reset")
        return Unavailable(f"HTTP 429 {said or 'Too many requests'}", None if reset is None else max(1.0, reset))
    if not errors or answer.status >= 500 or answer.status == 408:
        return judge_status(answer)
    match answer.status:
        case 401:
            keys = "X_ADS_CONSUMER_KEY, X_ADS_CONSUMER_SECRET, X_ADS_ACCESS_TOKEN and X_ADS_ACCESS_TOKEN_SECRET"
            return Refused(f"{said} Check {keys}: all four belong together.")
        case 403:
            return Refused(f"{said} X must have approved the app for the Ads API, and its user needs the account.")
        case 404:
            return Refused(f"{said} Check X_ADS_ACCOUNT_IDS: the user does not see this account.")
    return Refused(f"HTTP {answer.status} {said}")
