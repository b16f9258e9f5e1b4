"""The tables about who is written to: lists, how they grow, and on request their members."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed
from connectors.sources.mailchimp import fetch

LISTS = Stream(
    name="lists",
    description="Every list (audience) with its members today.",
    fetch=fetch.whole("lists", sorted_by="date_created"),
    columns={
        **typed(Type.TEXT, "id name permission_reminder visibility subscribe_url_short subscribe_url_long"),
        **typed(Type.INTEGER, "web_id"),
        **typed(Type.NUMBER, "list_rating"),
        **typed(Type.INSTANT, "date_created"),
        **typed(Type.BOOLEAN, "use_archive_bar double_optin has_welcome marketing_permissions"),
        **typed(Type.TEXT, "subject language", below="campaign_defaults"),
        **typed(Type.JSON, "modules"),
        **typed(Type.INTEGER, "member_count unsubscribe_count cleaned_count total_contacts", below="stats"),
        **typed(Type.INTEGER, "member_count_since_send unsubscribe_count_since_send", below="stats"),
        **typed(Type.INTEGER, "cleaned_count_since_send campaign_count merge_field_count", below="stats"),
        **typed(Type.INSTANT, "campaign_last_sent last_sub_date last_unsub_date", below="stats"),
        # Unlike those of the reports, these rates are percentages.
        **typed(Type.NUMBER, "avg_sub_rate avg_unsub_rate target_sub_rate open_rate click_rate", below="stats"),
    },
    key=("id",),
    kind="snapshot",
    personal=(
        "contact",
        "campaign_defaults.from_name",
        "campaign_defaults.from_email",
        "notify_on_subscribe",
        "notify_on_unsubscribe",
        "beamer_address",  # a mail to it goes to the whole list
    ),
    ignored=("_links", "email_type_option"),
    ranges={"stats.member_count": (0, None)},
    required=("name", "stats.member_count"),
)

LIST_GROWTH = Stream(
    name="list_growth",
    description="Members of each list at the end of each month (`subscribed`, a stock) and the month's movements.",
    fetch=fetch.list_growth,
    columns={
        **typed(Type.TEXT, "list_id month"),
        **typed(Type.INTEGER, "subscribed unsubscribed cleaned reconfirm pending deleted transactional"),
        **typed(Type.INTEGER, "existing imports optins"),  # deprecated by Mailchimp
    },
    key=("list_id", "month"),
    kind="snapshot",
    ignored=("_links",),
    ranges={"subscribed": (0, None)},
    required=("subscribed",),
)

LIST_ACTIVITY = Stream(
    name="list_activity",
    description="What happened in each list on each day of the account's zone; automations are left out by Mailchimp.",
    fetch=fetch.list_activity,
    columns={
        **typed(Type.TEXT, "list_id"),
        **typed(Type.DAY, "day"),
        **typed(Type.INTEGER, "emails_sent unique_opens recipient_clicks hard_bounce soft_bounce"),
        **typed(Type.INTEGER, "subs unsubs other_adds other_removes"),
    },
    key=("list_id", "day"),
    day="day",
    restates={1: 10},
    window_days=180,  # one answer holds all days that there are
    history_days=180,
    ignored=("_links",),
    ranges={"subs": (0, None), "unsubs": (0, None), "emails_sent": (0, None)},
)

_MEMBER = {
    **typed(Type.TEXT, "list_id"),
    **typed(Type.HASHED, "email_address"),
    **typed(Type.TEXT, "status language source sms_subscription_status"),
    **typed(Type.INSTANT, "last_changed timestamp_signup timestamp_opt sms_subscription_last_updated"),
    **typed(Type.BOOLEAN, "vip consents_to_one_to_one_messaging"),
    **typed(Type.INTEGER, "member_rating tags_count"),
    **typed(Type.JSON, "tags interests"),
    **typed(Type.NUMBER, "avg_open_rate avg_click_rate", below="stats"),
    **typed(Type.MONEY, "total_revenue", below="stats.ecommerce_data"),
    **typed(Type.INTEGER, "number_of_orders", below="stats.ecommerce_data"),
    **typed(Type.TEXT, "currency_code", below="stats.ecommerce_data"),
    **typed(Type.TEXT, "country_code", below="location"),
}

MEMBERS = Stream(
    name="members",
    description="Members of the lists, without names and addresses. Only loaded where MAILCHIMP_MEMBERS is true.",
    fetch=fetch.members(_MEMBER),
    columns=_MEMBER,
    key=("list_id", "email_address"),
    kind="changes",
    day="last_changed",
    window_days=7,
    personal=(
        "id",  # the MD5 of the address, which anybody can compute
        "unique_email_id",
        "contact_id",
        "web_id",
        "full_name",
        "email_type",
        "email_client",
        "merge_fields",
        "sms_phone_number",
        "ip_signup",
        "ip_opt",
        *(f"location.{field}" for field in ("latitude", "longitude", "gmtoff", "dstoff", "timezone", "region")),
        "unsubscribe_reason",
        "last_note",
    ),
    ignored=("_links",),
    required=("status", "last_changed"),
)
