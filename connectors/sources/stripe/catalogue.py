"""The tables of who pays and for what: customers, subscriptions as they are now, and the ledger."""

from connectors.source import Stream, Type
from connectors.sources._notation import typed, words
from connectors.sources.stripe import fetch
from connectors.sources.stripe.fetch import Kind
from connectors.sources.stripe.streams import PERSONAL, UTM, stream

CUSTOMERS = stream(
    "customers",
    "Customers, known by id and a keyed hash of their e-mail.",
    Kind(
        "customers",
        "customer.created customer.updated customer.deleted",
        lifted={**UTM, "country": "address.country"},
    ),
    {
        **typed(Type.TEXT, "currency country utm_source utm_medium utm_campaign"),
        **typed(Type.INTEGER, "balance"),
        **typed(Type.BOOLEAN, "delinquent livemode deleted"),
        "email": Type.HASHED,
    },
    personal="address name phone shipping invoice_settings preferred_locales tax_exempt invoice_prefix "
    "individual_name business_name sources tax tax_ids customer_account",
    ignored="default_source discount next_invoice_sequence test_clock cash_balance invoice_credit_balance "
    "subscriptions account_balance default_currency",
)

_SUBSCRIPTION = {
    **typed(Type.TEXT, "id customer status currency collection_method latest_invoice schedule cancellation_reason"),
    **typed(Type.TEXT, "cancellation_feedback utm_source utm_medium utm_campaign"),
    **typed(Type.BOOLEAN, "cancel_at_period_end livemode"),
    **typed(Type.NUMBER, "application_fee_percent"),
    **typed(
        Type.INSTANT, "created start_date ended_at cancel_at canceled_at trial_start trial_end billing_cycle_anchor"
    ),
    **typed(Type.INSTANT, "current_period_start current_period_end"),  # which the items have since 2025-03-31
    **typed(Type.JSON, "discounts pause_collection"),
}
SUBSCRIPTIONS = Stream(
    name="subscriptions",
    description="Every subscription there ever was, as it is now.",
    fetch=fetch.whole(
        Kind(
            "subscriptions",
            # What a discount takes off stands in its coupon, three objects down.
            expand=("discounts", "discounts.source.coupon"),
            lifted={
                **UTM,
                "cancellation_reason": "cancellation_details.reason",
                "cancellation_feedback": "cancellation_details.feedback",
            },
            columns=_SUBSCRIPTION,
        )
    ),
    columns=_SUBSCRIPTION,
    key=("id",),
    kind="snapshot",
    personal=(*PERSONAL, "cancellation_details", "invoice_settings", "default_payment_method", "default_source"),
    ignored=words(
        "object application automatic_tax billing_cycle_anchor_config billing_mode billing_schedules "
        "billing_thresholds customer_account days_until_due default_tax_rates items managed_payments "
        "next_pending_invoice_item_invoice on_behalf_of payment_settings test_clock pending_invoice_item_interval "
        "pending_setup_intent pending_update plan quantity discount transfer_data trial_settings presentment_details"
    ),
    required=("customer", "status", "start_date"),
)

_ITEM = {
    **typed(Type.TEXT, "id subscription price.id price.product price.currency price.type price.billing_scheme"),
    **typed(Type.TEXT, "price.nickname price.recurring.interval price.recurring.usage_type"),
    **typed(Type.INTEGER, "quantity price.unit_amount price.recurring.interval_count"),
    **typed(Type.MONEY, "price.unit_amount_decimal"),
    **typed(Type.BOOLEAN, "price.active price.livemode"),
    **typed(Type.INSTANT, "created current_period_start current_period_end"),
    **typed(Type.JSON, "discounts"),
}
SUBSCRIPTION_ITEMS = Stream(
    name="subscription_items",
    description="What each subscription is of: the price, how many, and the period that runs.",
    fetch=fetch.items(Kind("subscriptions"), Kind("subscription_items", columns=_ITEM)),
    columns=_ITEM,
    key=("id",),
    kind="snapshot",
    personal=("metadata", "price.metadata"),
    ignored=words(
        "object plan billing_thresholds tax_rates price.object price.created price.lookup_key "
        "price.custom_unit_amount price.tax_behavior price.tiers_mode price.tiers price.transform_quantity "
        "price.currency_options price.recurring.meter price.recurring.trial_period_days "
        "price.recurring.aggregate_usage"
    ),
    required=("subscription", "price.id"),
)

_ENTRY = {
    **typed(Type.TEXT, "id type reporting_category currency source status balance_type"),
    **typed(Type.INTEGER, "amount fee net"),
    **typed(Type.NUMBER, "exchange_rate"),
    **typed(Type.INSTANT, "created available_on"),
}
BALANCE_TRANSACTIONS = Stream(
    name="balance_transactions",
    description="The ledger: each movement of the account's balance, with its fee, in the currency of settlement.",
    fetch=fetch.created(Kind("balance_transactions", columns=_ENTRY)),
    columns=_ENTRY,
    key=("id",),
    kind="changes",
    day="created",
    restates={1: 2},
    window_days=14,
    personal=("description",),
    ignored=("object", "fee_details"),
    required=("amount", "currency", "type"),
)
