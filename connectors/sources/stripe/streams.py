"""The tables of Stripe. Money is in the smallest unit of its currency, whichever that is; staging knows."""

from dataclasses import replace

from connectors.source import Stream, Type
from connectors.sources._notation import typed, words
from connectors.sources.stripe import fetch
from connectors.sources.stripe.fetch import Kind

RESTATES = {1: 2, 28: 400}
"""Events tell what changed for 30 days only: whatever ran less often than that is read again by its creation."""
WINDOW_DAYS = 14
UTM = {f"utm_{name}": f"metadata.utm_{name}" for name in ("source", "medium", "campaign")}
"""All that is kept of what a shop's own code notes in `metadata`."""
PERSONAL = ("metadata", "description")


def stream(
    name: str, description: str, kind: Kind, has: dict[str, Type], *, personal: str = "", ignored: str = ""
) -> Stream:
    """A stream of changes. `personal` and `ignored` are fields parted by blanks, besides those that all kinds have."""
    has = {"id": Type.TEXT, "created": Type.INSTANT, "changed_at": Type.INSTANT, **has}
    kind = replace(kind, columns=has)
    return Stream(
        name=name,
        description=description,
        fetch=fetch.changed(kind),
        columns=has,
        key=("id",),
        kind="changes",
        day="changed_at",
        restates=RESTATES,
        window_days=WINDOW_DAYS,
        personal=(*PERSONAL, *words(personal)),
        ignored=("object", *words(ignored)),
    )


CHARGES = stream(
    "charges",
    "Payments, whether they succeeded or failed, with what of each was refunded.",
    Kind(
        "charges",
        "charge.captured charge.expired charge.failed charge.pending charge.refunded charge.succeeded charge.updated "
        "charge.dispute.created charge.dispute.closed charge.dispute.funds_reinstated charge.dispute.funds_withdrawn",
        lifted={
            **UTM,
            "payment_type": "payment_method_details.type",
            "card_brand": "payment_method_details.card.brand",
            "card_country": "payment_method_details.card.country",
        },
    ),
    {
        **typed(Type.TEXT, "balance_transaction currency customer failure_code invoice payment_intent status"),
        **typed(Type.TEXT, "outcome.type outcome.reason outcome.network_status payment_type card_brand card_country"),
        **typed(Type.TEXT, "utm_source utm_medium utm_campaign"),
        **typed(Type.INTEGER, "amount amount_captured amount_refunded application_fee_amount"),
        **typed(Type.BOOLEAN, "captured disputed livemode paid refunded"),
    },
    personal="billing_details payment_method_details receipt_email receipt_number receipt_url shipping source "
    "payment_method failure_message statement_descriptor statement_descriptor_suffix calculated_statement_descriptor "
    "fraud_details outcome.seller_message",
    ignored="application application_fee failure_balance_transaction on_behalf_of refunds review source_transfer "
    "transfer_data transfer_group outcome.advice_code outcome.network_advice_code outcome.network_decline_code "
    "outcome.risk_level outcome.risk_score outcome.rule level3 presentment_details radar_options customer_account "
    "destination dispute order transfer",
)

REFUNDS = stream(
    "refunds",
    "Money that was given back, by the charge that it had come with.",
    Kind("refunds", "refund.created refund.updated refund.failed charge.refund.updated"),
    {
        **typed(Type.TEXT, "balance_transaction charge currency payment_intent reason status failure_reason"),
        **typed(Type.INTEGER, "amount"),
    },
    personal="destination_details receipt_number payment_method next_action instructions_email customer "
    "customer_account",
    ignored="source_transfer_reversal transfer_reversal failure_balance_transaction pending_reason presentment_details",
)

DISPUTES = stream(
    "disputes",
    "Charges that their payers dispute with their banks, and how that stands.",
    Kind(
        "disputes",
        "charge.dispute.created charge.dispute.updated charge.dispute.closed charge.dispute.funds_reinstated "
        "charge.dispute.funds_withdrawn",
    ),
    {
        **typed(Type.TEXT, "charge currency payment_intent reason status"),
        **typed(Type.INTEGER, "amount"),
        **typed(Type.BOOLEAN, "is_charge_refundable livemode"),
    },
    personal="evidence payment_method_details",
    ignored="balance_transactions balance_transaction enhanced_eligibility_types evidence_details network_reason_code",
)

INVOICE = Kind(
    "invoices",
    "invoice.created invoice.deleted invoice.finalized invoice.finalization_failed invoice.marked_uncollectible "
    "invoice.overdue invoice.overpaid invoice.paid invoice.payment_action_required invoice.payment_failed "
    "invoice.payment_succeeded invoice.sent invoice.updated invoice.voided",
    expand=("payments",),
    lifted={**UTM, "subscription_of_parent": "parent.subscription_details.subscription", "parent_type": "parent.type"},
)
INVOICES = stream(
    "invoices",
    "Invoices with their totals, what was paid of them and by which payments.",
    replace(INVOICE, whole_inside={"payments": "invoice_payments"}),
    {
        **typed(Type.TEXT, "billing_reason collection_method currency customer latest_revision status parent_type"),
        **typed(Type.TEXT, "subscription_of_parent utm_source utm_medium utm_campaign"),
        **typed(Type.TEXT, "subscription charge payment_intent"),  # where versions before 2025-03-31 had them
        **typed(Type.INTEGER, "amount_due amount_overpaid amount_paid amount_remaining amount_shipping attempt_count"),
        **typed(Type.INTEGER, "ending_balance post_payment_credit_notes_amount pre_payment_credit_notes_amount"),
        **typed(Type.INTEGER, "starting_balance subtotal subtotal_excluding_tax total total_excluding_tax tax"),
        **typed(Type.BOOLEAN, "attempted auto_advance livemode paid paid_out_of_band"),
        **typed(Type.INSTANT, "due_date effective_at period_end period_start status_transitions.finalized_at"),
        **typed(Type.INSTANT, "status_transitions.marked_uncollectible_at status_transitions.paid_at"),
        **typed(Type.INSTANT, "status_transitions.voided_at"),
        **typed(Type.JSON, "payments.data total_discount_amounts total_taxes"),
    },
    personal="customer_address customer_email customer_name customer_phone customer_shipping customer_tax_ids "
    "customer_tax_exempt hosted_invoice_url invoice_pdf custom_fields footer number receipt_number shipping_details "
    "statement_descriptor last_finalization_error customer_account parent",
    ignored="account_country account_name account_tax_ids application automatic_tax automatically_finalizes_at "
    "default_payment_method default_source default_tax_rates discounts from_invoice issuer lines "
    "next_payment_attempt on_behalf_of payment_settings rendering shipping_cost test_clock "
    "total_pretax_credit_amounts webhooks_delivered_at confirmation_secret threshold_reason "
    "payments.object payments.has_more payments.url payments.total_count",
)

_LINE = {
    **typed(Type.TEXT, "id invoice currency price product subscription_of_parent subscription_item subscription"),
    **typed(Type.INTEGER, "amount subtotal quantity"),
    **typed(Type.MONEY, "pricing.unit_amount_decimal"),
    **typed(Type.BOOLEAN, "discountable livemode proration"),
    **typed(Type.INSTANT, "changed_at period.start period.end"),
    **typed(Type.JSON, "discount_amounts"),
}
INVOICE_LINES = Stream(
    name="invoice_lines",
    description="What each invoice charges for: the price, the subscription and the period of each line.",
    fetch=fetch.lines(
        replace(INVOICE, expand=()),
        Kind(
            "lines",
            lifted={
                "price": "pricing.price_details.price",
                "product": "pricing.price_details.product",
                "subscription_of_parent": "parent.subscription_item_details.subscription",
                "subscription_item": "parent.subscription_item_details.subscription_item",
                "proration": "parent.subscription_item_details.proration",
            },
            columns=_LINE,
        ),
    ),
    columns=_LINE,
    key=("invoice", "id"),
    kind="changes",
    day="changed_at",
    restates=RESTATES,
    window_days=WINDOW_DAYS,
    personal=PERSONAL,
    ignored=words(
        "object discounts parent pretax_credit_amounts taxes quantity_decimal plan type pricing.type "
        "pricing.price_details tax_amounts tax_rates"
    ),
    required=("changed_at",),
)
