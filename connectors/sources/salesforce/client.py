"""The org behind the credentials: settings, its session, queries, and which objects and fields may be read."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr

from connectors.errors import Refused, Unavailable
from connectors.http import Http, pages
from connectors.settings import secrets_of
from connectors.source import Row, Settings, settings_for
from connectors.sources._oauth import Bearer, judge_grant
from connectors.sources._settings import Listed
from connectors.sources.salesforce.errors import judge
from connectors.sources.salesforce.login import Login, grant_of

log = logging.getLogger(__name__)


class SalesforceSettings(Settings):
    """An external client app of one org, and one of three ways to sign in with it."""

    model_config = settings_for("salesforce")

    domain: str
    """The org's My Domain, such as `example.my.salesforce.com`."""
    client_id: str
    client_secret: SecretStr | None = None
    """Alone: the client credentials flow."""
    refresh_token: SecretStr | None = None
    """With the client: the refresh token flow."""
    username: str = ""
    key_file: Path | None = None
    """With `username`: the JWT bearer flow, signed with this private key (PEM)."""
    currency: str = ""
    """Of an org that has one currency, which its API does not tell."""
    mql_statuses: Listed = ()
    sql_statuses: Listed = ()
    """Statuses of leads that marketing, and sales, call qualified."""
    mql_field: str = ""
    sql_field: str = ""
    """Fields of leads with the time when they were qualified, where the org has such."""
    api_version: str = "v66.0"
    api_reserve: float = Field(default=0.1, ge=0, lt=1)
    """Share of the org's daily requests that is left to others."""
    base_url: str = ""
    """Where the org signs in, when that is not its My Domain."""


def connect(settings: SalesforceSettings) -> "Org":
    """The org; who signs in shows at the first request. Raises Refused when no way to sign in is complete."""
    base_url = settings.base_url or f"https://{settings.domain.removeprefix('https://').rstrip('/')}"
    endpoint = Http(f"{base_url}/services/oauth2/token", secrets=secrets_of(settings), judge=judge_grant)
    return Org(settings, Login(endpoint, grant_of(settings)))


@dataclass
class Org:
    """What the fetchers ask."""

    settings: SalesforceSettings
    login: Login
    _fields: dict[str, frozenset[str]] = field(default_factory=dict, init=False)

    @cached_property
    def http(self) -> Http:
        """The instance on which the org lies is told when signing in."""
        told = self.login()
        auth = Bearer(lambda: str(self.login()["access_token"]), told["access_token"])
        return Http(told["instance_url"], auth, judge=judge(self.settings.api_reserve))

    @property
    def _data(self) -> str:
        return f"/services/data/{self.settings.api_version}"

    def rows(self, soql: str) -> Iterator[list[Row]]:
        """What a query finds, deleted and archived records too, page by page."""
        read = 0

        def ask(following: str) -> Any:
            if following:
                return self.http.get(following)
            return self.http.get(f"{self._data}/queryAll", params={"q": soql})

        for answer in pages(ask, "", lambda answer, _: None if answer["done"] else answer["nextRecordsUrl"]):
            read += len(answer["records"])
            if answer["done"] and read < answer["totalSize"]:
                raise Unavailable(f"A query ended after {read} of {answer['totalSize']} records.")
            yield answer["records"]

    def find(self, names: Iterable[str], sobject: str, *conditions: str) -> Iterator[list[Row]]:
        """Records of a type that meet all conditions."""
        where = ["WHERE", " AND ".join(conditions)] if conditions else []
        return self.rows(" ".join(["SELECT", ", ".join(names), "FROM", sobject, *where]))

    @cached_property
    def objects(self) -> frozenset[str]:
        """The objects that exist here and that the user may see."""
        return frozenset(each["name"] for each in self.http.get(f"{self._data}/sobjects")["sobjects"])

    def readable(self, name: str, wanted: Mapping[str, Any], needed: tuple[str, ...]) -> list[str]:
        """The wanted fields that exist here and that the user may read: a query for any other is refused whole.

        Raises Refused when a needed one is missing; any other is left out and named in the log.
        """
        if name not in self._fields:
            described = self.http.get(f"{self._data}/sobjects/{name}/describe")["fields"]
            self._fields[name] = frozenset(each["name"] for each in described)
            if missing := [each for each in wanted if each not in self._fields[name]]:
                log.info("This org's %s has no readable %s: those columns stay empty.", name, ", ".join(missing))
        here = self._fields[name]
        if lost := sorted(set(needed) - here):
            raise Refused(
                f"{name} has no readable {', '.join(lost)}. Give the integration user's permission set the right to "
                "read them (field-level security), or correct the setting that names them."
            )
        return [each for each in wanted if each in here]
