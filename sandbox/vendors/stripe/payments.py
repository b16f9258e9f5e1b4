"""Stripe's objects of money that moves, field by field: charges, refunds, disputes and the entries of the ledger."""

from typing import Any

from sandbox.vendors.stripe.answers import Row
from sandbox.vendors.stripe.billing import cents, epoch

EUR_A_DOLLAR = 0.92


def charge(identity: str, intent: str, at: Any, amount: int, currency: str, **more: Any) -> Row:
    return {
        "id": identity,
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "balance_transaction": f"txn_{identity}",
        "billing_details": {"address": {"city": "Berlin"}, "email": "pay@office.example.com", "name": "Ines Adler"},
        "captured": True,
        "created": epoch(at),
        "currency": currency.lower(),
        "customer": None,
        "description": "Coffee for Ines Adler",
        "disputed": False,
        "failure_code": None,
        "livemode": True,
        "metadata": {},
        "outcome": {"network_status": "approved_by_network", "reason": None, "risk_level": "normal"}
        | {"seller_message": "Payment complete.", "type": "authorized"},
        "paid": True,
        "payment_intent": intent,
        "payment_method": f"pm_{identity}",
        "payment_method_details": {
            "card": {"brand": "visa", "country": "DE", "fingerprint": "AOB934RVNwzk6xtn", "last4": "4242"},
            "type": "card",
        },
        "receipt_email": "pay@office.example.com",
        "receipt_url": f"https://pay.stripe.example/receipts/{identity}",
        "refunded": False,
        "status": "succeeded",
        **more,
    }


def of_invoice(each: Any) -> list[Row]:
    """The tries to have an invoice paid: one that failed, and the one that succeeded."""
    found, intent, owner = [], f"pi_{each.invoice_id}", f"cus_{each.subscription_id}"
    amount = cents(each.total)
    if each.failed_at == each.failed_at:
        failed = {"paid": False, "captured": False, "amount_captured": 0, "status": "failed"}
        failed |= {"failure_code": "card_declined", "balance_transaction": None, "customer": owner}
        found.append(charge(f"ch_{each.invoice_id}f", intent, each.failed_at, amount, each.currency, **failed))
    if each.paid_at == each.paid_at:
        back = cents(each.refund)
        said = {"amount_refunded": back, "refunded": back == amount, "disputed": each.disputed_at == each.disputed_at}
        found.append(
            charge(
                f"ch_{each.invoice_id}",
                intent,
                each.paid_at,
                amount,
                each.currency,
                customer=owner,
                metadata={},
                **said,
            )
        )
    return found


def refund(each: Any) -> Row:
    identity = f"re_{each.invoice_id}"
    return {
        "id": identity,
        "object": "refund",
        "amount": cents(each.refund),
        "balance_transaction": f"txn_{identity}",
        "charge": f"ch_{each.invoice_id}",
        "created": epoch(each.refunded_at),
        "currency": each.currency.lower(),
        "destination_details": {"card": {"reference": "7932565074279207", "type": "refund"}, "type": "card"},
        "metadata": {},
        "payment_intent": f"pi_{each.invoice_id}",
        "reason": "requested_by_customer",
        "receipt_number": None,
        "status": "succeeded",
    }


def dispute(each: Any) -> Row:
    identity = f"du_{each.invoice_id}"
    return {
        "id": identity,
        "object": "dispute",
        "amount": cents(each.total),
        "balance_transactions": [],
        "charge": f"ch_{each.invoice_id}",
        "created": epoch(each.disputed_at),
        "currency": each.currency.lower(),
        "evidence": {"customer_name": "Ines Adler", "customer_email_address": "pay@office.example.com"},
        "evidence_details": {"due_by": 1_900_000_000, "has_evidence": False},
        "is_charge_refundable": False,
        "livemode": True,
        "metadata": {},
        "payment_intent": f"pi_{each.invoice_id}",
        "reason": "unrecognized",
        "status": "needs_response",
    }


def entry(source: Row, kind: str, sign: int) -> Row:
    """What an object does to the balance, which is in euros."""
    rate = EUR_A_DOLLAR if source["currency"] == "usd" else None
    amount = sign * round(source["amount"] * (rate or 1))
    fee = round(amount * 0.015) + 25 if kind == "charge" else 0
    return {
        "id": f"txn_{source['id']}",
        "object": "balance_transaction",
        "amount": amount,
        "available_on": source["created"] + 3 * 86_400,
        "balance_type": "payments",
        "created": source["created"],
        "currency": "eur",
        "description": "Coffee for Ines Adler",
        "exchange_rate": rate,
        "fee": fee,
        "fee_details": [],
        "net": amount - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "available",
        "type": "adjustment" if kind == "dispute" else kind,
    }
