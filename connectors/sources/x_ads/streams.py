"""What is loaded from X Ads. Money is in millionths of the campaign's currency."""

from collections.abc import Iterator
from functools import partial

from connectors.source import ACCOUNTS, Account, JsonRows, Stream, Type, Window
from connectors.sources._notation import typed, words
from connectors.sources.x_ads.client import XAds
from connectors.sources.x_ads.stats import fetch

COUNTS = (
    "impressions qualified_impressions engagements clicks url_clicks app_clicks card_engagements carousel_swipes likes "
    "retweets replies tweets_send follows unfollows poll_card_vote billed_engagements billed_charge_local_micro "
    "video_total_views video_content_starts video_cta_clicks video_views_25 video_views_50 video_views_75 "
    "video_views_100 video_3s100pct_views video_6s_views video_15s_views video_mrc_views"
)
CONVERSIONS = "conversion_purchases conversion_sign_ups conversion_site_visits conversion_downloads conversion_custom"
"""Objects: `metric` is their number, `order_quantity` that of items, `sale_amount` their value in millionths."""


def _daily(name: str, entity: str, description: str) -> Stream:
    metrics = typed(Type.INTEGER, COUNTS, below="metrics") | typed(Type.JSON, CONVERSIONS, below="metrics")
    return Stream(
        name=name,
        description=description,
        fetch=partial(fetch, entity),
        columns={"date": Type.DAY, "id": Type.TEXT, "placement": Type.TEXT, **metrics},
        key=("date", "id", "placement"),
        day="date",
        restates={1: 30},
        ranges=dict.fromkeys(("metrics.impressions", "metrics.billed_charge_local_micro"), (0, None)),
    )


CAMPAIGN_DAILY = _daily(
    "campaign_daily",
    "CAMPAIGN",
    "Delivery of each campaign by placement. Conversions come in for 30 days.",
)
PROMOTED_TWEET_DAILY = _daily("promoted_tweet_daily", "PROMOTED_TWEET", "Delivery of each promoted post by placement.")

LIFE = {
    "entity_status": Type.TEXT,
    "deleted": Type.BOOLEAN,
    **typed(Type.INSTANT, "created_at updated_at"),
}
BUDGET = {
    "currency": Type.TEXT,
    **typed(Type.INTEGER, "daily_budget_amount_local_micro total_budget_amount_local_micro"),
    **typed(Type.INSTANT, "start_time end_time"),
}


def _entities(name: str, description: str, columns: dict[str, Type], ignored: str = "", personal: str = "") -> Stream:
    def fetch_all(client: XAds, account: Account, window: Window) -> Iterator[JsonRows]:
        return client.each_page(f"accounts/{account.id}/{name}")

    return Stream(
        name=name,
        description=description,
        fetch=fetch_all,
        columns={"id": Type.TEXT, **columns, **LIFE},
        key=("id",),
        kind="snapshot",
        ignored=words(ignored),
        personal=words(personal),
    )


CAMPAIGNS = _entities(
    "campaigns",
    "Campaigns, deleted ones included, with their budget.",
    {
        **typed(Type.TEXT, "name funding_instrument_id effective_status budget_optimization purchase_order_number"),
        **BUDGET,
        **typed(Type.BOOLEAN, "servable standard_delivery"),
        **typed(Type.INTEGER, "duration_in_days frequency_cap"),
        "reasons_not_servable": Type.JSON,
    },
)
LINE_ITEMS = _entities(
    "line_items",
    "Line items, which other platforms call ad groups, deleted ones included.",
    {
        **typed(
            Type.TEXT, "campaign_id name objective goal product_type bid_strategy bid_type bid_unit charge_by pay_by"
        ),
        "optimization": Type.TEXT,
        **BUDGET,
        "bid_amount_local_micro": Type.INTEGER,
        "target_cpa_local_micro": Type.INTEGER,
        **typed(Type.JSON, "placements categories"),
    },
    ignored="advertiser_domain advertiser_user_id android_app_store_identifier ios_app_store_identifier "
    "audience_expansion automatically_select_bid creative_source primary_web_event_tag duration_in_days "
    "frequency_cap standard_delivery tracking_tags dynamic_product_ad_settings",
)
PROMOTED_TWEETS = _entities(
    "promoted_tweets",
    "Posts that line items promote, deleted ones included: the ads.",
    typed(Type.TEXT, "line_item_id tweet_id approval_status"),
)
FUNDING_INSTRUMENTS = _entities(
    "funding_instruments",
    "What pays for campaigns, and in which currency.",
    {
        **typed(Type.TEXT, "type currency"),
        **typed(Type.INTEGER, "credit_limit_local_micro credit_remaining_local_micro funded_amount_local_micro"),
        **typed(Type.INSTANT, "start_time end_time"),
        **typed(Type.BOOLEAN, "able_to_fund cancelled"),
    },
    ignored="io_header reasons_not_able_to_fund paused_at",
    personal="description",  # it may name the holder of a card and its last digits
)

STREAMS = (ACCOUNTS, CAMPAIGN_DAILY, PROMOTED_TWEET_DAILY, CAMPAIGNS, LINE_ITEMS, PROMOTED_TWEETS, FUNDING_INSTRUMENTS)
