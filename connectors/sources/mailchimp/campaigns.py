"""The tables about what was sent. The vendor's rates serve checks only: fractions, but percentages in `list_stats`."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed
from connectors.sources.mailchimp import fetch

_RECEPTION = {1: 30, 7: 90}
"""Opens and clicks come in for weeks after a campaign was sent."""
_DELIVERY = {
    **typed(Type.BOOLEAN, "enabled can_cancel", below="delivery_status"),
    **typed(Type.TEXT, "status", below="delivery_status"),
    **typed(Type.INTEGER, "emails_sent emails_canceled", below="delivery_status"),
}

CAMPAIGN_REPORTS = Stream(
    name="campaign_reports",
    description="What came of each campaign so far, filed under the day it was sent. The counts are cumulative.",
    fetch=fetch.campaign_reports,
    columns={
        **typed(Type.TEXT, "id campaign_title type list_id list_name subject_line preview_text"),
        **typed(Type.INSTANT, "send_time rss_last_send"),
        **typed(Type.BOOLEAN, "list_is_active"),
        **typed(Type.INTEGER, "emails_sent abuse_reports unsubscribed"),
        **typed(Type.INTEGER, "hard_bounces soft_bounces syntax_errors", below="bounces"),
        **typed(Type.INTEGER, "forwards_count forwards_opens", below="forwards"),
        **typed(Type.INTEGER, "opens_total unique_opens", below="opens"),
        **typed(Type.INTEGER, "proxy_excluded_opens proxy_excluded_unique_opens", below="opens"),
        **typed(Type.NUMBER, "open_rate proxy_excluded_open_rate", below="opens"),
        **typed(Type.INSTANT, "last_open", below="opens"),
        **typed(Type.INTEGER, "clicks_total unique_clicks unique_subscriber_clicks", below="clicks"),
        **typed(Type.NUMBER, "click_rate", below="clicks"),
        **typed(Type.INSTANT, "last_click", below="clicks"),
        **typed(Type.INTEGER, "recipient_likes unique_likes facebook_likes", below="facebook_likes"),
        **typed(Type.NUMBER, "sub_rate unsub_rate open_rate proxy_excluded_open_rate click_rate", below="list_stats"),
        **typed(Type.INTEGER, "total_orders", below="ecommerce"),
        **typed(Type.MONEY, "total_spent total_revenue", below="ecommerce"),
        **typed(Type.TEXT, "currency_code", below="ecommerce"),
        **_DELIVERY,
        **typed(Type.JSON, "timeseries industry_stats ab_split timewarp"),
    },
    key=("id",),
    day="send_time",
    restates=_RECEPTION,
    ignored=("_links", "share_report"),  # the latter is a link with its password
    ranges={"emails_sent": (0, None), "opens.open_rate": (0, 1), "clicks.click_rate": (0, 1)},
    required=("send_time", "emails_sent"),
)

LINK_CLICKS = Stream(
    name="link_clicks",
    description="Clicks on each link of a campaign so far, filed under the day the campaign was sent.",
    fetch=fetch.link_clicks,
    columns={
        **typed(Type.TEXT, "campaign_id id url"),
        **typed(Type.INSTANT, "send_time last_click"),
        **typed(Type.INTEGER, "total_clicks unique_clicks"),
        **typed(Type.NUMBER, "click_percentage unique_click_percentage"),
        **typed(Type.JSON, "ab_split"),
    },
    key=("campaign_id", "id"),
    day="send_time",
    restates=_RECEPTION,
    ignored=("_links",),
    ranges={"total_clicks": (0, None), "unique_clicks": (0, None)},
    required=("url",),
)

CAMPAIGNS = Stream(
    name="campaigns",
    description="Every campaign that exists, drafts included, with its list, subject and tracking.",
    fetch=fetch.whole("campaigns", sorted_by="create_time"),
    columns={
        **typed(Type.TEXT, "id parent_campaign_id type status content_type archive_url long_archive_url"),
        **typed(Type.INTEGER, "web_id emails_sent"),
        **typed(Type.INSTANT, "create_time send_time"),
        **typed(Type.BOOLEAN, "needs_block_refresh resendable"),
        **typed(Type.TEXT, "list_id list_name segment_text", below="recipients"),
        **typed(Type.BOOLEAN, "list_is_active", below="recipients"),
        **typed(Type.INTEGER, "recipient_count", below="recipients"),
        **typed(Type.JSON, "segment_opts", below="recipients"),
        **typed(Type.TEXT, "subject_line preview_text title to_name folder_id", below="settings"),
        **typed(Type.INTEGER, "template_id", below="settings"),
        **typed(Type.BOOLEAN, "use_conversation authenticate auto_footer inline_css", below="settings"),
        **typed(Type.BOOLEAN, "auto_tweet fb_comments timewarp drag_and_drop", below="settings"),
        **typed(Type.JSON, "auto_fb_post", below="settings"),
        **typed(Type.BOOLEAN, "opens html_clicks text_clicks goal_tracking ecomm360", below="tracking"),
        **typed(Type.TEXT, "google_analytics clicktale", below="tracking"),
        **typed(Type.INTEGER, "opens unique_opens clicks subscriber_clicks", below="report_summary"),
        **typed(Type.NUMBER, "open_rate click_rate", below="report_summary"),
        **typed(Type.INTEGER, "total_orders", below="report_summary.ecommerce"),
        **typed(Type.MONEY, "total_spent total_revenue", below="report_summary.ecommerce"),
        **_DELIVERY,
        **typed(Type.JSON, "variate_settings ab_split_opts rss_opts"),
    },
    key=("id",),
    kind="snapshot",
    personal=("settings.from_name", "settings.reply_to"),
    ignored=("_links",),
    required=("status", "create_time"),
)
