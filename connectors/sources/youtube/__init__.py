"""YouTube: settings, the client, the channels. The tables are in streams.py."""

from google.oauth2.credentials import Credentials
from pydantic import SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._days import PACIFIC
from connectors.sources._google import TOKEN_URL, GoogleAuth
from connectors.sources._settings import Secrets
from connectors.sources.youtube.client import PREFIX, Access, Youtube, judge
from connectors.sources.youtube.streams import REVENUE, STREAMS


class YoutubeSettings(Settings):
    model_config = settings_for("youtube")

    refresh_token: Secrets
    """Of the channel's owner. Each channel has its own."""
    client_id: str
    client_secret: SecretStr
    revenue: bool = False
    """Whether estimated revenue is loaded: for channels in the Partner Program, with one more scope."""
    currency: str = "USD"
    """ISO 4217; Google converts revenue to it."""
    queries_per_minute: int = 600
    base_url: str = "https://youtubeanalytics.googleapis.com"
    data_url: str = "https://youtube.googleapis.com"
    token_url: str = TOKEN_URL


def connect(settings: YoutubeSettings) -> Youtube:
    accesses = []
    for number, token in enumerate(settings.refresh_token, 1):
        credentials = Credentials(  # with all scopes that the owner granted
            None,
            refresh_token=token.get_secret_value(),
            client_id=settings.client_id,
            client_secret=settings.client_secret.get_secret_value(),
            token_uri=settings.token_url,
        )
        place = f"{PREFIX}REFRESH_TOKEN" + (f" (number {number})" if len(settings.refresh_token) > 1 else "")
        auth = GoogleAuth(credentials, place)
        analytics, data = (
            Http(url, auth, secrets=secrets_of(settings), judge=judge, per_second=settings.queries_per_minute / 60)
            for url in (settings.base_url, settings.data_url)
        )
        accesses.append(Access(place, analytics, data))
    return Youtube(tuple(accesses), settings.currency if settings.revenue else None)


def accounts(client: Youtube) -> list[Account]:
    """The channel of each token. Raises Refused only when all are refused: one of many says so in its own load."""
    found: list[Account] = []
    refused: list[Refused] = []
    streams = tuple(stream.name for stream in STREAMS if client.currency or stream is not REVENUE)
    for access in client.accesses:
        try:
            own = access.own_channels("id,snippet")
            told = [Account(one["id"], one["snippet"]["title"], PACIFIC, client.currency, streams) for one in own]
        except Refused as fault:
            refused.append(fault)
            told = [Account(access.place, access.place, PACIFIC, streams=("channels",))]
        client.by_account.update({account.id: access for account in told})
        found += told
    if len(refused) == len(client.accesses):
        raise refused[0]
    return list({account.id: account for account in found}.values())


SOURCE = Source(
    name="youtube",
    title="YouTube",
    settings=YoutubeSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
