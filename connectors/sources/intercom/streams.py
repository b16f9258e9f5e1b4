"""What is loaded from Intercom. What people write, and who they are, is left out."""

from connectors.source import ACCOUNTS, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.intercom.fetch import changed, whole

_LATE = {1: 7}
"""Ratings and statistics still change for days after a conversation was closed."""
_CONVERSATION = {
    **typed(Type.TEXT, "id state priority admin_assignee_id team_assignee_id contact_id"),
    **typed(Type.INSTANT, "created_at updated_at waiting_since snoozed_until"),
    **typed(Type.BOOLEAN, "open read ai_agent_participated"),
    **typed(Type.TEXT, "type id delivered_as", below="source"),
    **typed(Type.BOOLEAN, "redacted", below="source"),
    **typed(Type.INSTANT, "created_at", below="first_contact_reply"),
    **typed(Type.TEXT, "type", below="first_contact_reply"),
    # These durations leave out the hours in which the office is closed; the instants do not.
    **typed(Type.INTEGER, "time_to_assignment time_to_admin_reply time_to_first_close", below="statistics"),
    **typed(Type.INTEGER, "time_to_last_close median_time_to_reply handling_time", below="statistics"),
    **typed(Type.INTEGER, "count_reopens count_assignments count_conversation_parts", below="statistics"),
    **typed(Type.INSTANT, "first_contact_reply_at first_assignment_at first_admin_reply_at", below="statistics"),
    **typed(Type.INSTANT, "first_close_at last_assignment_at last_assignment_admin_reply_at", below="statistics"),
    **typed(Type.INSTANT, "last_contact_reply_at last_admin_reply_at last_close_at", below="statistics"),
    **typed(Type.INTEGER, "last_closed_by_id", below="statistics"),
    **typed(Type.INTEGER, "rating", below="conversation_rating"),
    **typed(Type.INSTANT, "created_at", below="conversation_rating"),
    **typed(Type.TEXT, "sla_name sla_status", below="sla_applied"),
    **typed(Type.TEXT, "resolution_state source_type", below="ai_agent"),
    **typed(Type.INTEGER, "rating", below="ai_agent"),
    "tags.tags": Type.JSON,
    "topics.topics": Type.JSON,
    "teammates.admins": Type.JSON,
}
_WRITTEN = (
    *("title", "custom_attributes", "ticket", "contacts", "conversation_parts", "first_contact_reply.url"),
    *(f"source.{field}" for field in ("subject", "body", "author", "attachments", "url")),
    *(f"conversation_rating.{field}" for field in ("remark", "contact", "teammate")),
    *(f"ai_agent.{field}" for field in ("rating_remark", "source_title", "content_sources", "last_answer_type")),
)
_ENVELOPES = ("type", "statistics.type", "tags.type", "topics.type", "topics.total_count", "teammates.type")

CONVERSATIONS = Stream(
    name="conversations",
    description="Conversations with their state, times and rating, without what was written.",
    fetch=changed("/conversations/search", "conversations", _CONVERSATION),
    columns=_CONVERSATION,
    key=("id",),
    kind="changes",
    day="updated_at",
    restates=_LATE,
    window_days=31,
    personal=_WRITTEN,
    ignored=(*_ENVELOPES, "linked_objects", "sla_applied.type"),
    ranges={"conversation_rating.rating": (1, 5), "statistics.count_reopens": (0, None)},
    required=("created_at", "state"),
)

_CONTACT = {
    **typed(Type.TEXT, "id workspace_id role owner_id language_override browser_language"),
    **typed(Type.HASHED, "email"),
    **typed(Type.TEXT, "country country_code", below="location"),
    **typed(Type.BOOLEAN, "has_hard_bounced unsubscribed_from_emails unsubscribed_from_sms"),
    **typed(Type.INSTANT, "created_at updated_at signed_up_at last_seen_at last_replied_at last_contacted_at"),
    **typed(Type.TEXT, "utm_campaign utm_content utm_medium utm_source utm_term"),
    **typed(Type.JSON, "tags.data companies.data"),
}
_DEVICES = (
    *("browser", "browser_version", "os"),
    *(f"android_{field}" for field in ("app_name", "app_version", "device", "os_version", "sdk_version")),
    *(f"ios_{field}" for field in ("app_name", "app_version", "device", "os_version", "sdk_version")),
)

CONTACTS = Stream(
    name="contacts",
    description="Users and leads, without names and addresses. Only loaded where INTERCOM_CONTACTS is true.",
    fetch=changed("/contacts/search", "data", _CONTACT, slack_days=1),
    columns=_CONTACT,
    key=("id",),
    kind="changes",
    day="updated_at",
    restates={1: 2},
    window_days=31,
    personal=(
        *("external_id", "email_domain", "phone", "formatted_phone", "name", "avatar", "custom_attributes", "referrer"),
        *(f"location.{field}" for field in ("region", "city", "continent_code")),
        *("social_profiles", "notes", "marked_email_as_spam", "last_email_opened_at", "last_email_clicked_at"),
        *_DEVICES,
    ),
    ignored=(
        *("type", "location.type", "opted_out_subscription_types", "opted_in_subscription_types", "sms_consent"),
        *("android_last_seen_at", "ios_last_seen_at"),
        *(f"{name}.{field}" for name in ("tags", "companies") for field in ("type", "url", "total_count", "has_more")),
    ),
    required=("role",),
)
TEAMS = Stream(
    name="teams",
    description="Teams to which conversations are given.",
    fetch=whole("/teams", "teams"),
    columns={**typed(Type.TEXT, "id name"), **typed(Type.JSON, "admin_ids")},
    key=("id",),
    kind="snapshot",
    ignored=("type", "admin_priority_level"),
)
TAGS = Stream(
    name="tags",
    description="Tags that conversations, contacts and companies may have.",
    fetch=whole("/tags", "data"),
    columns=typed(Type.TEXT, "id name"),
    key=("id",),
    kind="snapshot",
    ignored=("type", "applied_at", "applied_by"),
)

STREAMS = (ACCOUNTS, CONVERSATIONS, CONTACTS, TEAMS, TAGS)
