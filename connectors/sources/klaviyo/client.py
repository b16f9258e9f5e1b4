"""One account of Klaviyo: its settings, JSON:API pages by cursor, the metric that counts as conversion."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import Field

from connectors.errors import Refused
from connectors.http import Http, pages
from connectors.source import Account, Row, Settings, settings_for
from connectors.sources._settings import Secrets
from connectors.sources.klaviyo.errors import judge_of


class KlaviyoSettings(Settings):
    model_config = settings_for("klaviyo")

    api_key: Secrets
    """Private keys: one for each account."""
    conversion_metric: str = "Placed Order"
    """Name or id of the metric whose events Klaviyo's reports count as conversions."""
    api_version: str = "2026-07-15"
    requests_per_second: float = Field(default=3.0, gt=0)
    base_url: str = "https://a.klaviyo.com"


@dataclass(frozen=True)
class Klaviyo:
    """What the fetchers ask."""

    http: Http
    conversion_metric: str

    @cached_property
    def account(self) -> Any:
        # Nothing else of an account is asked for: it holds a person's name, address and mail.
        wanted = "timezone,preferred_currency,contact_information.organization_name"
        return self.http.get("/api/accounts", params={"fields[account]": wanted})["data"][0]

    def documents(self, collection: str, **params: Any) -> Iterator[Any]:
        """Every page of a collection."""
        return _followed(
            lambda cursor: self.http.get(f"/api/{collection}", params=params | _in("page[cursor]", cursor))
        )

    def asked(self, report: str, attributes: Row) -> Iterator[Any]:
        """The attributes of every page of an answer to a question that is put in a body."""

        def ask(cursor: str) -> Any:
            # Reports look for the cursor in the query, aggregates in the body.
            query, inside = (cursor, "") if report.endswith("-reports") else ("", cursor)
            data = {"type": report.removesuffix("s"), "attributes": {**attributes, **_in("page_cursor", inside)}}
            return self.http.post(f"/api/{report}", json={"data": data}, params=_in("page_cursor", query))

        return (answer["data"]["attributes"] for answer in _followed(ask))

    def campaigns(self, **params: Any) -> Iterator[Any]:
        """Every page of e-mail campaigns. Archived ones have to be asked for by themselves."""
        for archived in ("false", "true"):
            wanted = f"and(equals(messages.channel,'email'),equals(archived,{archived}))"
            yield from self.documents("campaigns", filter=wanted, sort="created_at", **params)

    @cached_property
    def metrics(self) -> list[Row]:
        return [metric for page in self.documents("metrics") for metric in page["data"]]

    @cached_property
    def conversions(self) -> str:
        """Id of the metric that counts as conversion. Raises Refused when none or several have its name."""
        names: dict[str, str] = {metric["id"]: metric["attributes"]["name"] for metric in self.metrics}
        found = [each for each, name in names.items() if self.conversion_metric in (each, name)]
        if len(found) == 1:
            return found[0]
        choice = found or sorted(set(names.values()))
        count = "Several metrics are" if found else "No metric is"
        raise Refused(
            f"{count} called {self.conversion_metric!r}, and Klaviyo reports nothing without one: set "
            f"KLAVIYO_CONVERSION_METRIC to {'the id of one' if found else 'another'} ({', '.join(choice)})."
        )


def session(key: str, settings: KlaviyoSettings) -> Klaviyo:
    http = Http(
        settings.base_url,
        headers={
            "Authorization": f"Klaviyo-API-Key {key}",
            "Accept": "application/vnd.api+json",
            "Content-Type": "application/vnd.api+json",
            "revision": settings.api_version,
        },
        secrets=(key,),
        judge=judge_of(settings.api_version),
        per_second=settings.requests_per_second,
        tries=10,  # reports are two a minute, and others may ask for them too
    )
    return Klaviyo(http, settings.conversion_metric)


def session_of(sessions: Iterable[Klaviyo], account: Account) -> Klaviyo:
    return next(session for session in sessions if session.account["id"] == account.id)


def _followed(ask: Callable[[str], Any]) -> Iterator[Any]:
    """Answers until none is next. Of that link only the cursor is used, so that the key goes nowhere else."""

    def following(answer: Any, cursor: str) -> str | None:
        link = (answer.get("links") or {}).get("next")
        if not link:
            return None
        query = parse_qs(urlsplit(str(link)).query)
        for name in ("page[cursor]", "page_cursor"):
            if name in query:
                return query[name][0]
        raise Refused("Klaviyo's link to the next page has no cursor: its paging has changed.")

    return pages(ask, "", following)


def _in(parameter: str, cursor: str) -> dict[str, str]:
    return {parameter: cursor} if cursor else {}
