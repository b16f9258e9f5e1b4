"""Mailchimp (Marketing API 3.0): what was sent, how it was received, and how the audiences grow."""

from pydantic import SecretStr
from requests.auth import HTTPBasicAuth

from connectors.errors import Refused
from connectors.http import Http
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources.mailchimp import audiences, campaigns
from connectors.sources.mailchimp.client import Mailchimp, judge

STREAMS = (
    ACCOUNTS,
    campaigns.CAMPAIGN_REPORTS,
    campaigns.LINK_CLICKS,
    campaigns.CAMPAIGNS,
    audiences.LISTS,
    audiences.LIST_GROWTH,
    audiences.LIST_ACTIVITY,
    audiences.MEMBERS,
)


class MailchimpSettings(Settings):
    model_config = settings_for("mailchimp")

    api_key: SecretStr
    """The text after its dash names the data centre that holds the account."""
    members: bool = False
    """Whether members are loaded one by one. Their addresses are only kept as a keyed hash."""
    base_url: str = ""
    """Replaces the data centre's address."""


def connect(settings: MailchimpSettings) -> Mailchimp:
    key = settings.api_key.get_secret_value()
    _, dash, centre = key.rpartition("-")
    if not (dash and centre):
        raise Refused("MAILCHIMP_API_KEY is not whole: a key ends in a dash and its data centre, such as -us20.")
    base_url = settings.base_url or f"https://{centre}.api.mailchimp.com"
    http = Http(f"{base_url}/3.0", auth=HTTPBasicAuth("kadran", key), secrets=(key,), judge=judge)
    return Mailchimp(http, settings.members)


def accounts(client: Mailchimp) -> list[Account]:
    """The one account of the key. It has no currency of its own: each report names its shop's."""
    about = client.http.get("/", params={"fields": "account_id,account_name,account_timezone"})
    streams = tuple(stream.name for stream in STREAMS if client.members or stream is not audiences.MEMBERS)
    return [Account(about["account_id"], about["account_name"], about["account_timezone"], streams=streams)]


SOURCE = Source(
    name="mailchimp",
    title="Mailchimp",
    settings=MailchimpSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=1,  # ten connections a user, shared with whatever else uses the key
)
