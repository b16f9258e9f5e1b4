"""Semrush: where our domain and its competitors rank, and who links to them. The tables are in streams.py."""

from datetime import date
from functools import partial
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._settings import Listed
from connectors.sources.semrush import streams
from connectors.sources.semrush.client import KeyInQuery, Semrush, judge, judge_balance, keep_keys_out_of_logs


class SemrushSettings(Settings):
    model_config = settings_for("semrush")

    api_key: SecretStr
    domains: Listed
    """Comma-separated: our own root domains, without www."""
    competitors: Listed = ()
    databases: Listed = ("us",)
    """Comma-separated, as Semrush names them: us, uk, de, mobile-us."""
    campaign_ids: Listed = ()
    """Position Tracking campaigns."""
    keywords: int = Field(default=0, ge=0, le=100_000)
    """Keywords of each domain and database that are loaded each night, at 10 units each; 0 = none."""
    traffic: bool = False
    """Whether the subscription has the Trends API."""
    api_version: Literal["v3", "v4"] = "v3"
    """With v4, backlinks come from the new API; all else is still only in the old one."""
    api_key_v4: SecretStr | None = None
    requests_per_second: float = Field(default=8, gt=0)
    """Of the ten that an account has over all APIs."""
    base_url: str = "https://api.semrush.com"
    units_url: str = "https://www.semrush.com/users/countapiunits.html"

    @field_validator("domains", "competitors")
    @classmethod
    def _root_domains(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        for domain in domains:
            if "/" in domain or domain.lower().startswith("www.") or "." not in domain:
                raise ValueError(f"{domain} is no root domain such as example.com")
        return tuple(domain.lower() for domain in domains)


def connect(settings: SemrushSettings) -> Semrush:
    keep_keys_out_of_logs()
    secrets, old = secrets_of(settings), KeyInQuery(settings.api_key.get_secret_value())
    v4, pace = None, settings.requests_per_second
    if settings.api_version == "v4":
        if settings.api_key_v4 is None:
            raise Refused("SEMRUSH_API_KEY_V4 is not set; a key of v3 does not open v4. Make one, or go back to v3.")
        header = {"Authorization": f"Apikey {settings.api_key_v4.get_secret_value()}"}
        new = partial(judge, setting="SEMRUSH_API_KEY_V4")
        v4 = Http(settings.base_url, headers=header, secrets=secrets, judge=new, per_second=pace)
    return Semrush(
        http=Http(settings.base_url, old, {"Accept": "*/*"}, secrets, judge, pace),
        units=Http(settings.units_url, old, {"Accept": "*/*"}, secrets, judge_balance),
        v4=v4,
        domains=settings.domains,
        competitors=settings.competitors,
        databases=settings.databases,
        campaign_ids=settings.campaign_ids,
        keywords=settings.keywords,
        traffic=settings.traffic,
    )


def accounts(client: Semrush) -> list[Account]:
    """Each domain and each campaign is an account. Days are UTC as far as Semrush tells; money is in US dollars."""
    client.balance()  # tries the key, for nothing
    left_out = [] if client.keywords else [streams.KEYWORD_POSITIONS]
    chosen = [stream for stream in streams.OF_DOMAINS if stream not in left_out]
    chosen += streams.OF_TRENDS if client.traffic else ()
    names = ("accounts", *(stream.name for stream in chosen))
    domains = dict.fromkeys((*client.domains, *client.competitors))
    tracking = ("accounts", streams.TRACKED_POSITIONS.name)
    return [
        *(Account(domain, domain, "UTC", "USD", names) for domain in domains),
        *(Account(campaign, f"Campaign {campaign}", "UTC", "USD", tracking) for campaign in client.campaign_ids),
    ]


SOURCE = Source(
    name="semrush",
    title="Semrush",
    settings=SemrushSettings,
    connect=connect,
    accounts=accounts,
    streams=streams.STREAMS,
    versions={"v3": date(2027, 12, 31), "v4": None},
)
