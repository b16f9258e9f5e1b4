"""Sprout Social: profiles, posts and messages of all networks, as Sprout copied them. The tables are in streams.py."""

from pydantic import Field, SecretStr
from requests.auth import HTTPBasicAuth

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._oauth import Bearer, granted, judge_grant
from connectors.sources._settings import Listed
from connectors.sources.sprout_social.client import Sprout, judge
from connectors.sources.sprout_social.streams import LISTENING_DAILY, STREAMS

TOKEN_URL = "https://identity.sproutsocial.com/oauth2/84e39c75-d770-45d9-90a9-7b79e3037d2c/v1/token"  # noqa: S105


class SproutSocialSettings(Settings):
    model_config = settings_for("sprout_social")

    customer_ids: Listed
    """Comma-separated numbers of the Sprout accounts."""
    token: SecretStr | None = None
    client_id: str = ""
    """With its secret, instead of the token: an OAuth app."""
    client_secret: SecretStr | None = None
    topic_ids: Listed = ()
    """Listening topics, comma-separated."""
    listening_networks: Listed = ("FACEBOOK", "INSTAGRAM", "TIKTOK", "YOUTUBE")
    time_zone: str = "UTC"
    """The zone of the profiles' days, which Sprout does not tell."""
    requests_per_minute: float = Field(default=60, gt=0)
    """What a customer has, over all its tokens."""
    base_url: str = "https://api.sproutsocial.com"
    token_url: str = TOKEN_URL


def connect(settings: SproutSocialSettings) -> Sprout:
    http = Http(
        settings.base_url,
        auth=None if settings.token else _signed_by_app(settings),
        headers={"Authorization": f"Bearer {settings.token.get_secret_value()}"} if settings.token else {},
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.requests_per_minute / 60,
    )
    return Sprout(http, settings.customer_ids, settings.time_zone, settings.topic_ids, settings.listening_networks)


def _signed_by_app(settings: SproutSocialSettings) -> Bearer:
    if not (settings.client_id and settings.client_secret):
        raise Refused("Set SPROUT_SOCIAL_TOKEN, or SPROUT_SOCIAL_CLIENT_ID with SPROUT_SOCIAL_CLIENT_SECRET.")
    app = HTTPBasicAuth(settings.client_id, settings.client_secret.get_secret_value())
    endpoint = Http(settings.token_url, app, secrets=secrets_of(settings), judge=judge_grant)
    form = {"grant_type": "client_credentials", "scope": "organization_id"}
    remedy = "SPROUT_SOCIAL_CLIENT_ID and its secret were refused ({}). Set them anew."
    return Bearer(lambda: str(granted(endpoint, form, remedy)["access_token"]))


def accounts(client: Sprout) -> list[Account]:
    """The customers. Sprout tells neither their zone nor any currency."""
    known = {str(each["customer_id"]): str(each.get("name") or each["customer_id"]) for each in client.customers()}
    if missing := set(client.customer_ids) - set(known):
        opened = ", ".join(known) or "none"
        raise Refused(f"SPROUT_SOCIAL_CUSTOMER_IDS has {min(missing)}; the credential opens {opened}.")
    streams = tuple(stream.name for stream in STREAMS if client.topic_ids or stream is not LISTENING_DAILY)
    return [Account(each, known[each], client.time_zone, streams=streams) for each in client.customer_ids]


SOURCE = Source(
    name="sprout_social",
    title="Sprout Social",
    settings=SproutSocialSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=1,  # sixty requests a minute are shared by all that a customer runs
)
