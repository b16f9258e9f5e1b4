"""Stripe's invoices, field by field: their lines, and the payments that settled them."""

from typing import Any

from sandbox.vendors.stripe.answers import Row
from sandbox.vendors.stripe.billing import PRODUCT, cents, epoch


def invoice(each: Any) -> Row:
    """A draft for an hour, then open until it is paid."""
    paid, subtotal, taken_off = each.paid_at == each.paid_at, cents(each.subtotal), cents(each.discount)
    finalized = epoch(each.paid_at) if each.failed_at != each.failed_at else epoch(each.failed_at)
    total, identity = cents(each.total), f"in_{each.invoice_id}"
    return {
        "id": identity,
        "object": "invoice",
        "amount_due": total,
        "amount_overpaid": 0,
        "amount_paid": total if paid else 0,
        "amount_remaining": 0 if paid else total,
        "amount_shipping": 0,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": not paid,
        "billing_reason": f"subscription_{each.reason}",
        "collection_method": "charge_automatically",
        "created": epoch(each.created_at),
        "currency": each.currency.lower(),
        "customer": f"cus_{each.subscription_id}",
        "customer_address": {"city": "Berlin", "line1": "Rostweg 7"},
        "customer_email": f"office.{each.subscription_id}@office.example.com",
        "customer_name": "Office of somebody",
        "due_date": None,
        "hosted_invoice_url": f"https://invoice.stripe.example/i/{identity}",
        "invoice_pdf": f"https://pay.stripe.example/invoice/{identity}/pdf",
        "lines": lines(each, identity),
        "livemode": True,
        "metadata": {},
        "parent": {
            "quote_details": None,
            "subscription_details": {"metadata": {}, "subscription": f"sub_{each.subscription_id}"},
            "type": "subscription_details",
        },
        "payments": [payment(each, identity)] if paid else [],
        "period_end": epoch(each.created_at),
        "period_start": epoch(each.created_at),
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "status": "paid" if paid else "open" if finalized else "draft",
        "status_transitions": {
            "finalized_at": finalized,
            "marked_uncollectible_at": None,
            "paid_at": epoch(each.paid_at),
            "voided_at": None,
        },
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_discount_amounts": [{"amount": taken_off, "discount": "di_1"}] if taken_off else [],
        "total_excluding_tax": subtotal - taken_off,
        "total_taxes": [{"amount": cents(each.tax), "tax_behavior": "exclusive", "type": "tax_rate_details"}],
    }


def payment(each: Any, identity: str) -> Row:
    return {
        "id": f"inpay_{each.invoice_id}",
        "object": "invoice_payment",
        "amount_paid": cents(each.total),
        "created": epoch(each.paid_at),
        "currency": each.currency.lower(),
        "invoice": identity,
        "livemode": True,
        "payment": {"payment_intent": f"pi_{each.invoice_id}", "type": "payment_intent"},
        "status": "paid",
    }


def lines(each: Any, identity: str) -> list[Row]:
    """One line for a month; an upgrade gives back what is left of the old plan and charges the new one's."""
    subtotal = cents(each.subtotal)
    amounts = [-subtotal, 2 * subtotal] if each.reason == "update" else [subtotal]
    start = epoch(each.created_at) or 0
    return [
        {
            "id": f"il_{each.invoice_id}{place}",
            "object": "line_item",
            "amount": amount,
            "currency": each.currency.lower(),
            "description": f"{each.quantity} x Coffee for the office ({each.plan})",
            "discount_amounts": [],
            "discountable": each.reason != "update",
            "discounts": [],
            "invoice": identity,
            "livemode": True,
            "metadata": {},
            "parent": {
                "invoice_item_details": None,
                "subscription_item_details": {
                    "invoice_item": None,
                    "proration": each.reason == "update",
                    "subscription": f"sub_{each.subscription_id}",
                    "subscription_item": f"si_{each.subscription_id}",
                },
                "type": "subscription_item_details",
            },
            "period": {"end": start + 30 * 86_400, "start": start},
            "pricing": {
                "price_details": {"price": f"price_{each.plan}_{each.currency.lower()}", "product": PRODUCT},
                "type": "price_details",
                "unit_amount_decimal": str(amount // each.quantity),
            },
            "quantity": int(each.quantity),
            "subtotal": amount,
            "taxes": [],
        }
        for place, amount in enumerate(amounts)
    ]
