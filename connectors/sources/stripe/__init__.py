"""Stripe: subscriptions, invoices, payments and the ledger of one or several accounts.

Of customers only an id, a country and a keyed hash of the e-mail remain.
"""

from collections.abc import Mapping

from connectors.source import ACCOUNTS, Account, Source
from connectors.sources._accounts import one_at_least
from connectors.sources.stripe.catalogue import BALANCE_TRANSACTIONS, CUSTOMERS, SUBSCRIPTION_ITEMS, SUBSCRIPTIONS
from connectors.sources.stripe.client import Session, StripeSettings, account_of, connect
from connectors.sources.stripe.streams import CHARGES, DISPUTES, INVOICE_LINES, INVOICES, REFUNDS

STREAMS = (
    ACCOUNTS,
    CUSTOMERS,
    CHARGES,
    REFUNDS,
    DISPUTES,
    INVOICES,
    INVOICE_LINES,
    SUBSCRIPTIONS,
    SUBSCRIPTION_ITEMS,
    BALANCE_TRANSACTIONS,
)


def accounts(client: Mapping[str, Session]) -> list[Account]:
    """Every account there is a key for. One that cannot be reached stops no other: its streams then say why."""
    return one_at_least(client, account_of, STREAMS)


SOURCE = Source(
    name="stripe",
    title="Stripe",
    settings=StripeSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={"2026-10-28.endive": None},
)
