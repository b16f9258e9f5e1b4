"""The streams that come from lists: ratings, answers to surveys, groups, agents."""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources._notation import typed, words
from connectors.sources.zendesk import fetch
from connectors.sources.zendesk.client import Desk


def _groups(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    return fetch.listed(desk, "groups.json", {})


def _agents(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    return fetch.listed(desk, "users.json", {"role[]": ["agent", "admin"]})


SATISFACTION_RATINGS = Stream(
    name="satisfaction_ratings",
    description="Ratings that requesters gave, where the account has the older kind of survey.",
    fetch=fetch.satisfaction_ratings,
    columns={
        **typed(Type.INTEGER, "id ticket_id requester_id assignee_id group_id"),
        **typed(Type.TEXT, "score reason"),
        **typed(Type.INTEGER, "reason_id"),
        **typed(Type.INSTANT, "created_at updated_at"),
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
        **typed(Type.TEXT, "id"),
        **typed(Type.INTEGER, "responder_id"),
        **typed(Type.INSTANT, "answered_at expires_at"),
        **typed(Type.JSON, "subjects"),
        **typed(Type.TEXT, "survey.id"),
        **typed(Type.INTEGER, "survey.version"),
        **typed(Type.TEXT, "survey.state"),
        **typed(Type.JSON, "ratings"),
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
        **typed(Type.INTEGER, "id"),
        **typed(Type.TEXT, "name description"),
        **typed(Type.BOOLEAN, "is_public default deleted"),
        **typed(Type.INSTANT, "created_at updated_at"),
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
        **typed(Type.INTEGER, "id"),
        **typed(Type.TEXT, "role"),
        **typed(Type.INTEGER, "role_type custom_role_id default_group_id"),
        **typed(Type.BOOLEAN, "active suspended restricted_agent shared shared_agent moderator only_private_comments"),
        **typed(Type.BOOLEAN, "report_csv is_billing_admin"),
        **typed(Type.TEXT, "ticket_restriction"),
        **typed(Type.INSTANT, "created_at updated_at"),
    },
    key=("id",),
    kind="snapshot",
    personal=words(
        "name email phone shared_phone_number photo alias signature details notes tags user_fields external_id "
        "organization_id locale locale_id time_zone iana_time_zone verified last_login_at two_factor_auth_enabled "
        "suspension_details"
    ),
    ignored=("url",),
    required=("role",),
)
