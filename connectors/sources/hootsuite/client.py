"""A session with Hootsuite: whose it is, what its errors mean, and its two kinds of pages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from requests.auth import HTTPBasicAuth

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Row, Settings, settings_for
from connectors.sources._oauth import Bearer, Kept, Refreshing, granted
from connectors.sources._paging import by_cursor
from connectors.sources._settings import Listed

NETWORKS = {
    *("FACEBOOKPAGE", "INSTAGRAMBUSINESS", "TWITTER", "TIKTOKBUSINESS"),
    *("YOUTUBECHANNEL", "PINTEREST", "THREADS"),
}
"""Types of profiles that Hootsuite has figures of. LinkedIn is not among them."""
ROWS_A_PAGE = 100
TOMORROW = 24 * 3600.0


class HootsuiteSettings(Settings):
    model_config = settings_for("hootsuite")

    client_id: str
    client_secret: SecretStr
    member_id: str = ""
    """Whoever installed the app; with it, no refresh token is needed."""
    organization_id: str = ""
    """The same for an app that Hootsuite installed for the whole organization."""
    refresh_token: SecretStr | None = None
    """Of an app that a person authorised, with the scopes offline and analytics:read; the first one."""
    token_file: Path = Path(".hootsuite-token.json")
    """Where the newest refresh token is kept; it must outlive every run."""
    profile_ids: Listed = ()
    """Empty: every social profile that is shown."""
    requests_per_second: float = Field(15.0, gt=0)
    """An app has 20, whoever else uses it included."""
    base_url: str = "https://platform.hootsuite.com"


def judge(answer: Answer) -> SourceError | None:
    """Hootsuite has two forms of errors: a list of them (REST) and problem documents (Analytics)."""
    body = answer.body if isinstance(answer.body, dict) else {}
    errors = body.get("errors") or []
    said = "; ".join(f"{error.get('message')} (code {error.get('code')})" for error in errors)
    said = said or ": ".join(str(body[name]) for name in ("title", "detail") if name in body) or answer.text[:200]
    if answer.status == 429:
        return Unavailable(f"HTTP 429: {said}", TOMORROW if _is_used_up(answer.headers) else None)
    if answer.status == 401:
        return Refused(f"HOOTSUITE_CLIENT_ID or what it was given is refused: {said}.")
    if answer.status == 403:
        return Refused(f"{said}. Give the member permission to see the profile, and the app the scope analytics:read.")
    if 400 <= answer.status < 500 and said:
        return Refused(f"HTTP {answer.status}: {said}.")
    if errors:
        return Unavailable(f"Hootsuite answered only a part: {said}.")
    return judge_status(answer)


def _is_used_up(headers: Mapping[str, str]) -> bool:
    """Whether the day's quota is; else it was a second's."""
    quota, used = headers.get("X-Account-Quota", ""), headers.get("X-Account-Quota-Used", "")
    return quota.isdecimal() and used.isdecimal() and int(used) >= int(quota)


@dataclass(frozen=True)
class Hootsuite:
    http: Http
    profile_ids: tuple[str, ...] = ()
    _profiles: dict[str, Row] = field(default_factory=dict, repr=False)

    def profiles(self) -> dict[str, Row]:
        rows: list[Row] = self.http.get("v1/socialProfiles")["data"]
        self._profiles.update({row["id"]: row for row in rows})
        return self._profiles

    def network_of(self, profile_id: str) -> str:
        """Raises Refused for a profile that Hootsuite has lost: its days would look like days without news."""
        profile = self._profiles.get(profile_id) or self.profile(profile_id)
        if profile.get("isReauthRequired"):
            raise Refused(f"Connect profile {profile_id} to Hootsuite again, in its dashboard: its figures stopped.")
        return str(profile["type"])

    def profile(self, profile_id: str) -> Row:
        """As it is now."""
        row: Row = self.http.get(f"v1/socialProfiles/{profile_id}")["data"]
        self._profiles[profile_id] = row
        return row

    def analytics(self, what: str, profile_id: str, **filters: Any) -> Iterator[list[Row]]:
        """Pages of the organic figures of a profile; `filters` hold the days that are asked for."""
        params = {"datatype": "ORGANIC", "networkId": self.network_of(profile_id), "limit": ROWS_A_PAGE}
        body = {"filters": {"profileId": {"in": [profile_id]}, **filters}}

        def ask(place: dict[str, str]) -> Any:
            return self.http.post(f"v1/analytics/{what}", params={**params, **place}, json=body)

        def following(answer: Any) -> Any:
            return ((answer["metadata"].get("collectionInfo") or {}).get("next") or {}).get("cursor")

        return (answer["data"] for answer in by_cursor("cursor", ask, following))

    def messages(self, profile_id: str, **bounds: str) -> Iterator[list[Row]]:
        params = {"socialProfileIds": profile_id, "limit": ROWS_A_PAGE, **bounds}

        def ask(place: dict[str, str]) -> Any:
            return self.http.get("v1/messages", params={**params, **place})

        def following(answer: Any) -> Any:
            return ((answer.get("metadata") or {}).get("cursor") or {}).get("next")

        return (answer["data"] for answer in by_cursor("cursor", ask, following))


def is_brand(profile: Mapping[str, Any]) -> bool:
    """Whether the profile's name is that of a company and not of a person."""
    return profile["type"] in NETWORKS or profile["type"] == "LINKEDINCOMPANY"


def connect(settings: HootsuiteSettings) -> Hootsuite:
    """Opens the client; asks nothing yet."""
    secrets = secrets_of(settings)
    http = Http(
        settings.base_url,
        auth=Bearer(_grant(settings, secrets)),
        secrets=secrets,
        judge=judge,
        per_second=settings.requests_per_second,
    )
    return Hootsuite(http, settings.profile_ids)


def _grant(settings: HootsuiteSettings, secrets: tuple[str, ...]) -> Callable[[], str]:
    """The way to sign in that the settings hold. Access tokens last an hour, a refresh token is good for one use."""
    app = HTTPBasicAuth(settings.client_id, settings.client_secret.get_secret_value())
    endpoint = Http(f"{settings.base_url}/oauth2/token", auth=app, secrets=secrets, judge=judge)
    said = "Hootsuite gives no access token ({}). "
    if settings.member_id:
        form = {"grant_type": "member_app", "member_id": settings.member_id}
    elif settings.organization_id:
        form = {"grant_type": "organization_app", "organization_id": settings.organization_id}
    elif settings.refresh_token:
        return Refreshing(
            endpoint=endpoint,
            kept=Kept(settings.refresh_token.get_secret_value(), settings.token_file),
            setting="HOOTSUITE_REFRESH_TOKEN",
            remedy=f"{said}Authorise the app again and set HOOTSUITE_REFRESH_TOKEN: each token is good for one use.",
            form={},
        )
    else:
        raise Refused("Set HOOTSUITE_MEMBER_ID, HOOTSUITE_ORGANIZATION_ID or HOOTSUITE_REFRESH_TOKEN.")
    remedy = f"{said}Check HOOTSUITE_CLIENT_ID and HOOTSUITE_CLIENT_SECRET, and that the app is installed there."
    return lambda: str(granted(endpoint, form, remedy)["access_token"])
