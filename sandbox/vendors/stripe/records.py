"""All that the account holds on one day, from the company's subscriptions: lists of objects, the newest first."""

from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any

from sandbox.company import Company
from sandbox.vendors.stripe import billing, invoicing, payments
from sandbox.vendors.stripe.answers import Row
from sandbox.vendors.stripe.billing import epoch

REMEMBERED = 30 * 86_400
FORGOTTEN_VERSION = "2022-11-15"
"""Of the account, which nobody upgraded: events are told in it, whatever version is asked for."""


class Records:
    """Made when first asked for."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.now = int(datetime.combine(company.today, time(), UTC).timestamp())
        self._by_id: dict[str, dict[str, Row]] = {}

    def by_id(self, name: str) -> dict[str, Row]:
        """Objects by id; a customer who was deleted is still known to have been one."""
        if name not in self._by_id:
            self._by_id[name] = {row["id"]: row for row in getattr(self, name)}
            if name == "customers":
                self._by_id[name] |= {
                    identity: {"id": identity, "object": "customer", "deleted": True} for identity in self.deleted
                }
        return self._by_id[name]

    @cached_property
    def account(self) -> Row:
        dashboard = {"display_name": self.company.name, "timezone": self.company.time_zone}
        return {
            "id": "acct_1Torrefino",
            "object": "account",
            "country": "DE",
            "default_currency": self.company.currency.lower(),
            "email": "owner@example.org",
            "settings": {"dashboard": dashboard},
            "type": "standard",
        }

    @cached_property
    def deleted(self) -> dict[str, int]:
        """Customers who asked to be forgotten, a while after their subscription ended, and when."""
        ended = self.company.office_subscriptions.dropna(subset=["ended_at"])
        asked = {
            f"cus_{each.subscription_id}": int(each.ended_at.timestamp()) + 3 * 86_400
            for each in ended.itertuples(index=False)
            if int(each.subscription_id) % 5 == 0
        }
        return {identity: at for identity, at in asked.items() if at < self.now}

    @cached_property
    def customers(self) -> list[Row]:
        found = [billing.customer(each) for each in self._subscriptions]
        return _newest_first([each for each in found if each["id"] not in self.deleted])

    @cached_property
    def subscriptions(self) -> list[Row]:
        latest: dict[str, Any] = {}
        for each in sorted(self._invoices, key=lambda each: each.created_at):
            latest[each.subscription_id] = each
        late = {
            each.subscription_id
            for each in self._invoices
            if each.failed_at == each.failed_at and each.paid_at != each.paid_at
        }
        return _newest_first(
            [
                billing.subscription(each, latest.get(each.subscription_id), each.subscription_id in late)
                for each in self._subscriptions
            ]
        )

    @cached_property
    def subscription_items(self) -> list[Row]:
        return _newest_first([item for each in self.subscriptions for item in each["items"]])

    @cached_property
    def invoices(self) -> list[Row]:
        return _newest_first([invoicing.invoice(each) for each in self._invoices])

    @cached_property
    def invoice_payments(self) -> list[Row]:
        return _newest_first([payment for each in self.invoices for payment in each["payments"]])

    @cached_property
    def charges(self) -> list[Row]:
        of_invoices = [charge for each in self._invoices for charge in payments.of_invoice(each)]
        machines = [
            payments.charge(f"ch_{each.sale_id}", f"pi_{each.sale_id}", each.sold_at, billing.cents(each.total), "EUR")
            | {"metadata": {"utm_source": "bing", "utm_medium": "cpc", "utm_campaign": "machines"}}
            for each in self.company.machine_sales.itertuples(index=False)
        ]
        return _newest_first(of_invoices + machines)

    @cached_property
    def refunds(self) -> list[Row]:
        return _newest_first([payments.refund(each) for each in self._invoices if each.refund])

    @cached_property
    def disputes(self) -> list[Row]:
        return _newest_first(
            [payments.dispute(each) for each in self._invoices if each.disputed_at == each.disputed_at]
        )

    @cached_property
    def balance_transactions(self) -> list[Row]:
        paid = [payments.entry(each, "charge", 1) for each in self.charges if each["paid"]]
        back = [payments.entry(each, "refund", -1) for each in self.refunds]
        return _newest_first(paid + back + [payments.entry(each, "dispute", -1) for each in self.disputes])

    @cached_property
    def events(self) -> list[Row]:
        """What happened to objects in the last 30 days, in the words of the account's own version."""
        found: list[tuple[str, int | None, Row]] = []
        for each in self._subscriptions:
            owner = {"id": f"cus_{each.subscription_id}", "object": "customer"}
            of = {"id": f"sub_{each.subscription_id}", "object": "subscription", "plan": {"amount": 1}, "quantity": 1}
            found += [("customer.created", epoch(each.started_at), owner)]
            found += [("customer.updated", epoch(each.upgraded_at), owner)]
            found += [("customer.deleted", self.deleted.get(owner["id"]), owner)]
            found += [("customer.subscription.created", epoch(each.started_at), of)]
            found += [("customer.subscription.deleted", epoch(each.ended_at), of)]
        for each in self._invoices:
            bill = {"id": f"in_{each.invoice_id}", "object": "invoice", "subscription": f"sub_{each.subscription_id}"}
            tried = {"id": f"ch_{each.invoice_id}", "object": "charge", "invoice": bill["id"], "amount_refunded": 0}
            claim = {"id": f"du_{each.invoice_id}", "object": "dispute", "charge": tried["id"]}
            found += [("invoice.created", epoch(each.created_at), bill)]
            found += [("invoice.payment_failed", epoch(each.failed_at), bill)]
            found += [("charge.failed", epoch(each.failed_at), {**tried, "id": f"{tried['id']}f"})]
            found += [("invoice.paid", epoch(each.paid_at), bill), ("charge.succeeded", epoch(each.paid_at), tried)]
            found += [("charge.refunded", epoch(each.refunded_at), tried)]
            found += [("refund.created", epoch(each.refunded_at), {"id": f"re_{each.invoice_id}", "object": "refund"})]
            found += [("charge.dispute.created", epoch(each.disputed_at), claim)]
        return _newest_first(
            [
                {
                    "id": f"evt_{kind.replace('.', '')}{about['id']}",
                    "object": "event",
                    "api_version": FORGOTTEN_VERSION,
                    "created": at,
                    "data": {"object": about},
                    "livemode": True,
                    "type": kind,
                }
                for kind, at, about in found
                if at is not None and self.now - REMEMBERED <= at < self.now
            ]
        )

    @cached_property
    def _subscriptions(self) -> list[Any]:
        return list(self.company.office_subscriptions.itertuples(index=False))

    @cached_property
    def _invoices(self) -> list[Any]:
        return list(self.company.subscription_invoices.itertuples(index=False))


def _newest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["created"], row["id"]), reverse=True)
