"""One account of Brevo: its settings, paging by offset, errors. An hour has 100 requests for all but contacts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from connectors.answer import Answer, judge_status, retry_after
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Account, Row, Settings, settings_for
from connectors.sources._days import until_reset
from connectors.sources._paging import to_the_end
from connectors.sources._settings import Secrets


class BrevoSettings(Settings):
    model_config = settings_for("brevo")

    api_key: Secrets
    """One for each account."""
    time_zone: str = ""
    """IANA name of the accounts' zone, where Brevo does not tell it."""
    base_url: str = "https://api.brevo.com"


@dataclass(frozen=True)
class Brevo:
    """What the fetchers ask."""

    http: Http
    time_zone: str

    @cached_property
    def account(self) -> Account:
        """Who the account is. Brevo names no currency: its campaigns have no revenue."""
        about = self.http.get("/v3/account")
        told = (about.get("dateTimePreferences") or {}).get("timezone")
        zone = self.time_zone or told or "UTC"
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError):
            raise Refused(f"{zone!r} is no time zone: set BREVO_TIME_ZONE to one such as Europe/Paris.") from None
        return Account(str(about["organization_id"]), about["companyName"], zone)

    def rows(self, path: str, member: str, limit: int, **asked: Any) -> Iterator[list[Row]]:
        """Every page, oldest rows first. The member is left out of an answer without rows."""
        for answer in to_the_end(
            path,
            lambda offset: self.http.get(path, params={"sort": "asc", "limit": limit, "offset": offset, **asked}),
            lambda answer: (len(answer.get(member) or []), answer.get("count", 0)),
        ):
            yield answer.get(member) or []


def connect(settings: BrevoSettings) -> list[Brevo]:
    """One session for each key; a key opens one account."""
    keys = [key.get_secret_value() for key in settings.api_key]
    return [
        Brevo(Http(settings.base_url, headers={"api-key": key}, secrets=(key,), judge=judge), settings.time_zone)
        for key in keys
    ]


def accounts(sessions: list[Brevo]) -> list[Account]:
    return list({session.account.id: session.account for session in sessions}.values())


def session_of(sessions: Iterable[Brevo], account: Account) -> Brevo:
    return next(session for session in sessions if session.account.id == account.id)


def judge(answer: Answer) -> SourceError | None:
    """Brevo's errors have a code and a message; its limit tells the seconds left of the hour in a header of its own."""
    said = answer.text[:200].strip()
    if isinstance(answer.body, dict) and "message" in answer.body:
        said = f"{answer.body.get('code', answer.status)}: {answer.body['message']}"
    match answer.status:
        case 401:
            return Refused(
                f"BREVO_API_KEY was refused ({said}). Make a new API key (not an SMTP key) and set it; where Brevo "
                "knows the key but not this machine, add its address under Security > Authorized IPs."
            )
        case 403:
            return Refused(f"The account's plan or the key does not allow this ({said}).")
        case 429:
            left = until_reset(answer.headers, "x-sib-ratelimit-reset")
            return Unavailable(f"The hour's requests are used up ({said})", _wait(answer) if left is None else left)
    if 400 <= answer.status < 500:
        return Refused(f"HTTP {answer.status} {said}")
    return judge_status(answer)


def _wait(answer: Answer) -> float | None:
    milliseconds = answer.headers.get("retry-after-ms")
    return float(milliseconds) / 1000 if milliseconds else retry_after(answer.headers)
