"""The sessions with Stripe, one for each account: settings, keys, what its errors ask of us."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Account, Settings, settings_for
from connectors.sources._settings import SecretsByName

log = logging.getLogger(__name__)

EXPANDED_SINCE = {"payments": "2025-03-31", "discounts.source.coupon": "2025-09-30"}
"""Older versions tell these at other places, unasked, and refuse to expand what they do not know."""


class StripeSettings(Settings):
    """A restricted key for each account; Stripe answers in the version that is asked for, whatever the account's."""

    model_config = settings_for("stripe")

    api_keys: SecretsByName
    """`name=key` for each account. The name is yours; where it is the id of a connected account (acct_...), the key is
    the platform's."""
    api_version: str = "2026-10-28.endive"
    time_zone: str = "UTC"
    """Of accounts whose key may not read the account itself."""
    requests_per_second: float = Field(default=10.0, gt=0)
    base_url: str = "https://api.stripe.com"


class Missing(Refused):
    """What was asked for does not exist, or no longer."""


class Forbidden(Refused):
    """The key lacks a right."""


@dataclass(frozen=True)
class Session:
    """One account's; `time_zone` is the one of its days where the key may not ask for it."""

    http: Http
    version: str
    time_zone: str

    def expanding(self, members: Iterable[str], below: str = "") -> dict[str, list[str]]:
        """What a request says to be told these members whole."""
        return {"expand[]": [below + each for each in members if self.version >= EXPANDED_SINCE.get(each, "")]}


def connect(settings: StripeSettings) -> Mapping[str, Session]:
    """A session for each key. Raises Refused for a test key: refunds and balances do not say that they are tests."""
    keys = {name: key.get_secret_value() for name, key in settings.api_keys.items()}
    if tests := [name for name, key in keys.items() if "_test_" in key]:
        raise Refused(
            f"STRIPE_API_KEYS has a test key for {', '.join(tests)}, which knows no real sale: set a live key."
        )
    return {
        name: Session(
            Http(
                f"{settings.base_url}/v1",
                headers={
                    "Authorization": f"Bearer {key}",
                    "Stripe-Version": settings.api_version,
                    **({"Stripe-Account": name} if name.startswith("acct_") else {}),
                },
                secrets=(key,),
                judge=judge,
                per_second=settings.requests_per_second,
                tries=5,
            ),
            settings.api_version,
            settings.time_zone,
        )
        for name, key in keys.items()
    }


def account_of(name: str, session: Session) -> Account:
    """The account with the zone that cuts its days and the currency that it is settled in."""
    try:
        about = session.http.get("account")
    except Forbidden as fault:  # there are restricted keys to which Stripe cannot give this right
        log.info("Stripe account %s has its days cut in %s (%s).", name, session.time_zone, fault)
        return Account(name, name, session.time_zone)
    dashboard = (about.get("settings") or {}).get("dashboard") or {}
    title, zone = dashboard.get("display_name") or name, dashboard.get("timezone") or session.time_zone
    return Account(name, title, zone, (about.get("default_currency") or "").upper() or None)


def judge(answer: Answer) -> SourceError | None:
    """Stripe says itself whether to try again; where it does not, conflicts, limits and its own faults pass."""
    if answer.status < 400:
        return judge_status(answer)
    error: Any = answer.body.get("error", {}) if isinstance(answer.body, dict) else {}
    code, message = error.get("code") or error.get("type") or "", error.get("message") or answer.text[:200]
    request = answer.headers.get("request-id", "without id")
    said = f"HTTP {answer.status} {code}: {message} (request {request})"
    passes = answer.status in (409, 429) or answer.status >= 500
    if {"true": True, "false": False}.get(answer.headers.get("Stripe-Should-Retry", ""), passes):
        reason = answer.headers.get("Stripe-Rate-Limited-Reason")
        return Unavailable(f"{said} {reason}" if reason else said, retry_after(answer.headers))
    if code == "resource_missing":
        return Missing(said)
    match answer.status:
        case 401:
            return Refused(f"{said} Set a live key in STRIPE_API_KEYS: this one is wrong, expired or rolled.")
        case 403:
            return Forbidden(f"{said} Give the restricted key the right to read this.")
    return Refused(f"{said} If the version is not known, set STRIPE_API_VERSION to one that is.")
