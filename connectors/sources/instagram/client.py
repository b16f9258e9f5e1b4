"""A session with the Graph API through one of Instagram's two doors."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal

from connectors.source import Row, settings_for
from connectors.sources._graph.client import Graph
from connectors.sources._graph.errors import Judge, Untold
from connectors.sources._graph.settings import GraphSettings
from connectors.sources._settings import Listed

HOSTS = {"facebook": "https://graph.facebook.com", "instagram": "https://graph.instagram.com"}
SCOPES = {
    "facebook": "instagram_basic, instagram_manage_insights, pages_read_engagement and pages_show_list",
    "instagram": "instagram_business_basic and instagram_business_manage_insights",
}


class InstagramSettings(GraphSettings):
    model_config = settings_for("instagram")

    login: Literal["facebook", "instagram"] = "facebook"
    """Where the token is from: Facebook Login (system users, too) or Instagram Login, whose tokens last 60 days."""
    account_ids: Listed = ()
    """Empty: every account that is connected to a Page of the token's user."""
    base_url: str = ""
    """Replaces the address of the login's host."""


@dataclass(frozen=True)
class Instagram:
    graph: Graph
    account_ids: tuple[str, ...] = ()
    is_instagram_login: bool = False
    dead: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Metrics that Meta no longer knows, by the kind of what is asked: one may be dead for stories only."""

    def insights(self, of: str, account: str, metrics: tuple[str, ...], **question: Any) -> list[Row]:
        """What is told of an account or a medium. A metric without data is left out by Meta, not 0."""
        asked = {"metric": ",".join(metrics), **question}
        return list(self.graph.ask("GET", f"{of}/insights", asked, account)["data"])


def connect(settings: InstagramSettings) -> Instagram:
    """Opens the client; asks nothing yet."""
    graph = Graph(
        base_url=settings.base_url or HOSTS[settings.login],
        token=settings.access_token.get_secret_value(),
        version=settings.api_version,
        judge=Judge("INSTAGRAM", SCOPES[settings.login], "account", gone=Untold),
        app_secret=settings.secret,
    )
    return Instagram(graph, settings.account_ids, settings.login == "instagram")
