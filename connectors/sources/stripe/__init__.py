"""Stripe: subscriptions, invoices, payments and the ledger of one or several accounts.

Of customers only an id, a country and a keyed hash of the e-mail remain.
"""

from collections.abc import Mapping

from connectors.errors import SourceError
from connectors.source import ACCOUNTS, Account, Source
from connectors.sources.stripe.catalogue import BALANCE_TRANSACTIONS, CUSTOMERS, SUBSCRIPTION_ITEMS, SUBSCRIPTIONS
from connectors.sources.stripe.session import Session, StripeSettings, account_of, connect
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
    found, faults = [], list[SourceError]()
    for name, session in client.items():
        try:
            found.append(account_of(name, session))
        except SourceError as fault:
            faults.append(fault)
            # What is known of its zone and currency stays as it was.
            found.append(Account(name, name, streams=tuple(stream.name for stream in STREAMS[1:])))
    if len(faults) == len(found):
        raise faults[0]
    return found


SOURCE = Source(
    name="stripe",
    title="Stripe",
    settings=StripeSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={"2026-10-28.endive": None},
)
