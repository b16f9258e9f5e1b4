"""LinkedIn Pages: what a page publishes without paying, who follows it, and who visits it."""

from connectors.errors import Refused
from connectors.source import Account, Source, settings_for
from connectors.sources._accounts import unread
from connectors.sources._linkedin.access import VERSIONS, Ids, LinkedinSettings, open_session
from connectors.sources._linkedin.restli import by_offset
from connectors.sources.linkedin_pages.fetch import Pages
from connectors.sources.linkedin_pages.streams import STREAMS

GRANT = (
    "The app needs the scopes r_organization_admin and r_organization_social, and the member must be an administrator "
    "of the page."
)


class LinkedinPagesSettings(LinkedinSettings):
    model_config = settings_for("linkedin_pages")

    organization_ids: Ids = ()
    """Empty: every page that the member administers."""


def connect(settings: LinkedinPagesSettings) -> Pages:
    return Pages(open_session(settings, GRANT), settings.organization_ids)


def accounts(client: Pages) -> list[Account]:
    """The pages that are configured, or all that the member administers. LinkedIn cuts days in UTC everywhere.

    A page that cannot be read stays in the list, so that its own loads say why, and stop no other.
    """
    query = "q=roleAssignee&role=ADMINISTRATOR&state=APPROVED"
    ids = client.organization_ids or tuple(
        row["organization"].rpartition(":")[2]
        for page in by_offset(client.http, "/rest/organizationAcls", query)
        for row in page
    )
    if not ids:
        raise Refused(f"LINKEDIN_PAGES_ACCESS_TOKEN opens no page. {GRANT}")
    return [_account(client, id_) for id_ in ids]


def _account(client: Pages, id_: str) -> Account:
    try:
        name = client.http.get(f"/rest/organizations/{id_}")["localizedName"]
    except Refused:
        return unread(id_, STREAMS)
    return Account(id_, name)


SOURCE = Source(
    name="linkedin_pages",
    title="LinkedIn Pages",
    settings=LinkedinPagesSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions=VERSIONS,
)
