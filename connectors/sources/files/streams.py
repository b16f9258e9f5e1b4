"""The kinds of files there are, with their columns. A new kind is one more `kind(...)` here, and its staging model."""

from connectors.sources.files.audience import (
    INFLUENCER_POSTS,
    PODCAST_AUDIENCE,
    SOCIAL_MESSAGES,
    SOCIAL_POSTS,
    VIDEO_AUDIENCE,
)
from connectors.sources.files.kinds import AT_LEAST_0, PERSON, columns, kind

AD_SPEND = kind(
    "ad_spend",
    "What an ad platform without a connector cost and brought, a row a day and whatever else the file tells apart.",
    columns(
        DAY="date_day",
        TEXT="platform channel ad_account_id campaign_id campaign_name ad_group_id ad_group_name ad_id ad_name "
        "placement device country currency",
        INTEGER="impressions clicks video_views",
        NUMBER="conversions leads",
        MONEY="spend conversions_value",
    ),
    required=("date_day",),
    ranges={"impressions": AT_LEAST_0, "clicks": AT_LEAST_0},
)

LEADS = kind(
    "leads",
    "People or firms that asked for something, and when they became qualified (MQL, SQL) and customers.",
    columns(
        TEXT="lead_id customer_id source medium campaign landing_page country status",
        INSTANT="created_at mql_at sql_at customer_at",
    ),
    key=("lead_id",),
    required=("created_at",),
    personal=PERSON,
)

DEALS = kind(
    "deals",
    "Sales in the making and made: what they are worth, when they closed and whether they were won.",
    columns(
        TEXT="deal_id lead_id customer_id source pipeline stage currency",
        MONEY="amount",
        INSTANT="created_at closed_at",
        BOOLEAN="is_won",
    ),
    key=("deal_id",),
    personal=(*PERSON, "deal_name"),
)

CUSTOMERS = kind(
    "customers",
    "Customers by number. Where a shop gives each order a number of its own, person_id says who is the same person.",
    columns(TEXT="customer_id person_id country region segment", INSTANT="created_at"),
    key=("customer_id",),
    personal=PERSON,
)

ORDERS = kind(
    "orders",
    "Orders of a shop. Revenue is what the customer paid for the goods: after discounts, without shipping and tax.",
    columns(
        TEXT="order_id customer_id status source utm_source utm_medium utm_campaign promo_code country currency",
        INTEGER="quantity",
        MONEY="revenue discounts shipping tax refunded",
        INSTANT="ordered_at approved_at shipped_at delivered_at delivery_due_at",
        BOOLEAN="is_cancelled is_test",
    ),
    key=("order_id",),
    required=("ordered_at",),
    personal=PERSON,
)

ORDER_LINES = kind(
    "order_lines",
    "The items of orders: the price of one, what was taken off and what shipping it cost.",
    columns(
        TEXT="order_id product_id product_name sku category currency",
        INTEGER="line_number",
        NUMBER="quantity",
        MONEY="price discount shipping",
    ),
    key=("order_id", "line_number"),
)

ORDER_PAYMENTS = kind(
    "order_payments",
    "Payments of orders; an order may be paid in several parts.",
    columns(
        TEXT="order_id method currency",
        INTEGER="payment_number installments",
        MONEY="amount",
        INSTANT="paid_at",
    ),
    key=("order_id", "payment_number"),
    required=("amount",),
)

ORDER_REVIEWS = kind(
    "order_reviews",
    "What customers say of an order, from 1 (bad) to 5 (good).",
    columns(TEXT="review_id order_id", INTEGER="score", INSTANT="created_at answered_at"),
    key=("review_id", "order_id"),
    required=("score",),
    ranges={"score": (1.0, 5.0)},
    personal=PERSON,
)

TICKETS = kind(
    "tickets",
    "Requests to customer service with their times to first reply and to solution.",
    columns(
        TEXT="ticket_id status priority channel group_id satisfaction",
        INTEGER="reopens replies",
        NUMBER="first_reply_minutes full_resolution_minutes requester_wait_minutes",
        INSTANT="created_at updated_at solved_at",
    ),
    key=("ticket_id",),
    required=("created_at",),
    personal=(*PERSON, "subject", "requester_name", "requester_email"),
)

TICKET_EVENTS = kind(
    "ticket_events",
    "What happened to tickets, event by event, where a help desk only gives its log.",
    columns(TEXT="ticket_id activity group_id", INSTANT="occurred_at"),
    required=("ticket_id", "occurred_at"),
    personal=(*PERSON, "agent", "requester_name", "requester_email"),
)

TARGETS = kind(
    "targets",
    "What a KPI is to reach in a period, and where its owner is warned; dimension and member as in the KPI's rows.",
    columns(TEXT="kpi dimension member unit", NUMBER="target warn fail", DAY="valid_from valid_to"),
    key=("kpi", "dimension", "member", "valid_from"),
)

BUDGETS = kind(
    "budgets",
    "What may be spent from one day to another, on a platform or on one of its campaigns.",
    columns(
        TEXT="platform channel campaign_id campaign_name currency",
        MONEY="budget",
        DAY="valid_from valid_to",
    ),
    required=("valid_from", "valid_to", "budget"),
    ranges={"budget": AT_LEAST_0},
)

MARKET_SIZES = kind(
    "market_sizes",
    "What is spent in a market from one day to another, at us and at everybody else.",
    columns(TEXT="market currency", MONEY="market_size", DAY="valid_from valid_to"),
    required=("valid_from", "valid_to", "market_size"),
    ranges={"market_size": AT_LEAST_0},
)

EVENTS = kind(
    "events",
    "What happens around the figures: promotions, releases of tracking, changes of prices.",
    columns(TEXT="kind name country kpi", DAY="starts_on ends_on"),
    required=("kind", "name", "starts_on"),
)

STREAMS = (
    *(AD_SPEND, LEADS, DEALS, CUSTOMERS, ORDERS, ORDER_LINES, ORDER_PAYMENTS, ORDER_REVIEWS, SOCIAL_POSTS),
    *(SOCIAL_MESSAGES, INFLUENCER_POSTS, VIDEO_AUDIENCE, PODCAST_AUDIENCE, TICKETS, TICKET_EVENTS, TARGETS, BUDGETS),
    *(MARKET_SIZES, EVENTS),
)
