"""A session with the Graph API that acts as the Pages: figures are told to nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import Refused
from connectors.source import settings_for
from connectors.sources._graph.client import Graph
from connectors.sources._graph.errors import Judge
from connectors.sources._graph.settings import GraphSettings
from connectors.sources._settings import Listed

SCOPES = "pages_show_list, pages_read_engagement and read_insights"
PAGE_FIELDS = "id,name,access_token,fan_count,followers_count"


class FacebookPagesSettings(GraphSettings):
    model_config = settings_for("facebook_pages")

    page_ids: Listed = ()
    """Empty: every Page that the token's user manages."""
    base_url: str = "https://graph.facebook.com"


@dataclass(frozen=True)
class Pages:
    """`graph` acts as the token's user; `dead` are metrics that Meta no longer knows."""

    graph: Graph
    page_ids: tuple[str, ...] = ()
    dead: set[str] = field(default_factory=set)
    _as_page: dict[str, Graph] = field(default_factory=dict, repr=False)

    def acting_as(self, page_id: str) -> Graph:
        """Raises Refused when the token may not act as the Page."""
        if page_id not in self._as_page:
            self.keep(self.look_at(page_id))
        return self._as_page[page_id]

    def look_at(self, page_id: str) -> Mapping[str, Any]:
        return self.graph.ask("GET", page_id, {"fields": PAGE_FIELDS}, page_id)

    def keep(self, row: Mapping[str, Any]) -> None:
        """Remembers the Page's own token, which stands beside its name where the user has a task there."""
        if "access_token" not in row:
            raise Refused(
                f"FACEBOOK_PAGES_ACCESS_TOKEN may not act as Page {row['id']}: give its user the task ANALYZE there "
                f"and the token {SCOPES}, or name other Pages in FACEBOOK_PAGES_PAGE_IDS."
            )
        self._as_page[row["id"]] = self.graph.acting_as(row["access_token"])


def connect(settings: FacebookPagesSettings) -> Pages:
    """Opens the client; asks nothing yet."""
    graph = Graph(
        base_url=settings.base_url,
        token=settings.access_token.get_secret_value(),
        version=settings.api_version,
        judge=Judge("FACEBOOK_PAGES", SCOPES, "Page"),
        app_secret=settings.secret,
    )
    return Pages(graph, settings.page_ids)
