"""Stripe's objects of who pays for what month by month, field by field: customers, prices, subscriptions."""

from typing import Any

from sandbox.vendors.stripe.answers import Row

PRODUCT = "prod_OfficeCoffee"


def epoch(moment: Any) -> int | None:
    return None if moment != moment else int(moment.timestamp())


def cents(amount: float) -> int:
    return round(amount * 100)


def customer(each: Any) -> Row:
    address = {"city": "Berlin", "country": each.country, "line1": "Rostweg 7", "postal_code": "10115", "state": None}
    return {
        "id": f"cus_{each.subscription_id}",
        "object": "customer",
        "address": address | {"line2": None},
        "balance": 0,
        "created": epoch(each.started_at),
        "currency": each.currency.lower(),
        "default_source": None,
        "delinquent": False,
        "description": f"Office of {each.last_name}",
        "discount": None,
        "email": each.email,
        "invoice_prefix": each.subscription_id[-8:],
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None},
        "livemode": True,
        "metadata": {"utm_source": "google", "seats": "12"},
        "name": f"{each.first_name} {each.last_name}",
        "next_invoice_sequence": 2,
        "phone": "+49305550100",
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def price(plan: str, currency: str, monthly: float) -> Row:
    recurring = {"interval": "month", "interval_count": 1, "meter": None, "usage_type": "licensed"}
    return {
        "id": f"price_{plan}_{currency.lower()}",
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": 1_700_000_000,
        "currency": currency.lower(),
        "custom_unit_amount": None,
        "livemode": True,
        "lookup_key": None,
        "metadata": {},
        "nickname": plan,
        "product": PRODUCT,
        "recurring": {**recurring, "trial_period_days": None},
        "tax_behavior": "exclusive",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": cents(monthly),
        "unit_amount_decimal": str(cents(monthly)),
    }


def subscription(each: Any, latest: Any, is_late: bool) -> Row:
    """As it is now; an invoice that waits for its second try makes it past due."""
    ended = each.ended_at == each.ended_at
    identity = f"sub_{each.subscription_id}"
    began = epoch(latest.created_at if latest is not None else each.started_at) or 0
    item: Row = {
        "id": f"si_{each.subscription_id}",
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": epoch(each.started_at),
        "current_period_end": began + 30 * 86_400,
        "current_period_start": began,
        "discounts": [],
        "metadata": {},
        "price": price(each.plan, each.currency, each.price),
        "quantity": int(each.quantity),
        "subscription": identity,
        "tax_rates": [],
    }
    return {
        "id": identity,
        "object": "subscription",
        "billing_cycle_anchor": epoch(each.started_at),
        "cancel_at": None,
        "cancel_at_period_end": not ended and each.cancelled_at == each.cancelled_at,
        "canceled_at": epoch(each.cancelled_at),
        "cancellation_details": {
            "comment": "Our office moved",
            "feedback": "unused",
            "reason": "cancellation_requested",
        }
        if each.cancelled_at == each.cancelled_at
        else {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": epoch(each.started_at),
        "currency": each.currency.lower(),
        "customer": f"cus_{each.subscription_id}",
        "default_payment_method": f"pm_{each.subscription_id}",
        "description": None,
        "discounts": [discount(each, identity)] if each.coupon else [],
        "ended_at": epoch(each.ended_at),
        "items": [item],
        "latest_invoice": f"in_{latest.invoice_id}" if latest is not None else None,
        "livemode": True,
        "metadata": {},
        "pause_collection": None,
        "schedule": None,
        "start_date": epoch(each.started_at),
        "status": "canceled" if ended else "past_due" if is_late else "active",
        "trial_end": None,
        "trial_start": None,
    }


def discount(each: Any, identity: str) -> Row:
    coupon = {"id": "WELCOME", "object": "coupon", "percent_off": float(each.coupon), "amount_off": None}
    coupon |= {"currency": None, "duration": "forever", "name": "Welcome", "valid": True}
    return {
        "id": f"di_{each.subscription_id}",
        "object": "discount",
        "end": None,
        "source": {"type": "coupon", "coupon": coupon},
        "start": epoch(each.started_at),
        "subscription": identity,
    }
