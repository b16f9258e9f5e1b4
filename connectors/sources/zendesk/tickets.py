"""The streams that come from incremental exports: tickets with their metrics, and what happened to their clocks."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed, words
from connectors.sources.zendesk import fetch

CLOCKS = words("reply_time first_resolution_time full_resolution_time agent_wait_time requester_wait_time on_hold_time")
"""What a metric set measures in minutes: around the clock (`calendar`) and in the account's hours (`business`)."""

TICKETS = Stream(
    name="tickets",
    description="Tickets with their metrics, under the day of their last change of any kind; deleted ones included.",
    fetch=fetch.tickets,
    columns={
        **typed(Type.INTEGER, "id"),
        **typed(Type.TEXT, "external_id"),
        **typed(Type.INSTANT, "created_at updated_at generated_timestamp"),
        **typed(Type.TEXT, "status"),
        **typed(Type.INTEGER, "custom_status_id"),
        **typed(Type.TEXT, "priority type via.channel"),
        **typed(Type.INTEGER, "requester_id submitter_id assignee_id organization_id group_id brand_id ticket_form_id"),
        **typed(Type.INTEGER, "problem_id"),
        **typed(Type.BOOLEAN, "has_incidents is_public"),
        **typed(Type.INSTANT, "due_at"),
        **typed(Type.BOOLEAN, "from_messaging_channel"),
        **typed(Type.TEXT, "support_type"),
        **typed(Type.INTEGER, "satisfaction_rating.id"),
        **typed(Type.TEXT, "satisfaction_rating.score satisfaction_rating.reason"),
        **typed(Type.INTEGER, "satisfaction_rating.reason_id metric_set.id"),
        **typed(Type.INSTANT, "metric_set.updated_at"),
        **typed(Type.INTEGER, "metric_set.group_stations metric_set.assignee_stations metric_set.reopens"),
        **typed(Type.INTEGER, "metric_set.replies"),
        **typed(Type.INSTANT, "metric_set.initially_assigned_at metric_set.assigned_at metric_set.solved_at"),
        **typed(Type.INSTANT, "metric_set.status_updated_at metric_set.custom_status_updated_at"),
        **typed(Type.INSTANT, "metric_set.assignee_updated_at metric_set.requester_updated_at"),
        **typed(Type.INSTANT, "metric_set.latest_comment_added_at"),
        **typed(Type.JSON, "metric_set.reply_time_in_seconds"),
        **{
            f"metric_set.{each}_in_minutes.{hours}": Type.INTEGER
            for each in CLOCKS
            for hours in ("calendar", "business")
        },
    },
    key=("id",),
    kind="changes",
    day="generated_timestamp",
    restates={1: 2},  # the export holds back the newest minute
    # What was written, by whom and to whom; tags and fields may hold what a machine read between the lines.
    personal=words(
        "subject raw_subject description recipient via.source tags custom_fields fields collaborator_ids follower_ids "
        "email_cc_ids satisfaction_rating.comment"
    ),
    ignored=words(
        "url encoded_id forum_topic_id followup_ids sharing_agreement_ids allow_channelback allow_attachments "
        "metric_set.url metric_set.ticket_id metric_set.created_at metric_set.generated_timestamp"
    ),
    required=("created_at", "status"),
)

TICKET_METRIC_EVENTS = Stream(
    name="ticket_metric_events",
    description="What started, paused, fulfilled or breached a ticket's clocks, and when.",
    fetch=fetch.metric_events,
    columns={
        **typed(Type.INTEGER, "id ticket_id"),
        **typed(Type.TEXT, "metric"),
        **typed(Type.INTEGER, "instance_id"),
        **typed(Type.TEXT, "type"),
        **typed(Type.INSTANT, "time"),
        **typed(Type.INTEGER, "status.calendar status.business"),
        **typed(Type.JSON, "sla group_sla"),
        **typed(Type.BOOLEAN, "deleted"),
    },
    key=("id",),
    kind="changes",
    day="time",
    restates={1: 2},
    required=("ticket_id", "metric", "type"),
)
