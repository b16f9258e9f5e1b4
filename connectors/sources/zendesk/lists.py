"""The streams that come from lists: ratings, answers to surveys, groups, agents."""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources.zendesk import fetch
from connectors.sources.zendesk.desk import Desk


def _groups(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    return fetch.listed(desk, "groups.json", {})


def _agents(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    return fetch.listed(desk, "users.json", {"role[]": ["agent", "admin"]})


SATISFACTION_RATINGS = Stream(
    name="satisfaction_ratings",
    description="Ratings that requesters gave, where the account has the older kind of survey.",
    fetch=fetch.satisfaction_ratings,
    columns={
        "id": Type.INTEGER,
        "ticket_id": Type.INTEGER,
        "requester_id": Type.INTEGER,
        "assignee_id": Type.INTEGER,
        "group_id": Type.INTEGER,
        "score": Type.TEXT,
        "reason": Type.TEXT,
        "reason_id": Type.INTEGER,
        "created_at": Type.INSTANT,
        "updated_at": Type.INSTANT,
    },
    key=("id",),
    kind="changes",
    day="created_at",
    restates={1: 30},  # people change their minds, and add a comment later
    window_days=400,  # the list is always read to its end
    personal=("comment",),
    ignored=("url",),
    required=("ticket_id", "score"),
)

SURVEY_RESPONSES = Stream(
    name="survey_responses",
    description="Answers that requesters gave, where the account has the newer kind of survey.",
    fetch=fetch.survey_responses,
    columns={
        "id": Type.TEXT,
        "responder_id": Type.INTEGER,
        "answered_at": Type.INSTANT,
        "expires_at": Type.INSTANT,
        "subjects": Type.JSON,
        "survey.id": Type.TEXT,
        "survey.version": Type.INTEGER,
        "survey.state": Type.TEXT,
        "ratings": Type.JSON,
    },
    key=("id",),
    kind="changes",
    day="answered_at",
    restates={1: 30},
    window_days=400,
    personal=("answers",),
    ignored=("subject_zrns",),
    required=("ratings",),
)

GROUPS = Stream(
    name="groups",
    description="The groups of agents that tickets are assigned to.",
    fetch=_groups,
    columns={
        "id": Type.INTEGER,
        "name": Type.TEXT,
        "description": Type.TEXT,
        "is_public": Type.BOOLEAN,
        "default": Type.BOOLEAN,
        "deleted": Type.BOOLEAN,
        "created_at": Type.INSTANT,
        "updated_at": Type.INSTANT,
    },
    key=("id",),
    kind="snapshot",
    ignored=("url",),
    required=("name",),
)

AGENTS = Stream(
    name="agents",
    description="Who may answer tickets, without name or address.",
    fetch=_agents,
    columns={
        "id": Type.INTEGER,
        "role": Type.TEXT,
        "role_type": Type.INTEGER,
        "custom_role_id": Type.INTEGER,
        "default_group_id": Type.INTEGER,
        "active": Type.BOOLEAN,
        "suspended": Type.BOOLEAN,
        "restricted_agent": Type.BOOLEAN,
        "shared": Type.BOOLEAN,
        "shared_agent": Type.BOOLEAN,
        "moderator": Type.BOOLEAN,
        "only_private_comments": Type.BOOLEAN,
        "report_csv": Type.BOOLEAN,
        "is_billing_admin": Type.BOOLEAN,
        "ticket_restriction": Type.TEXT,
        "created_at": Type.INSTANT,
        "updated_at": Type.INSTANT,
    },
    key=("id",),
    kind="snapshot",
    personal=(
        "name",
        "email",
        "phone",
        "shared_phone_number",
        "photo",
        "alias",
        "signature",
        "details",
        "notes",
        "tags",
        "user_fields",
        "external_id",
        "organization_id",
        "locale",
        "locale_id",
        "time_zone",
        "iana_time_zone",
        "verified",
        "last_login_at",
        "two_factor_auth_enabled",
        "suspension_details",
    ),
    ignored=("url",),
    required=("role",),
)
