"""Which accounts a source loads, when settings name some and a credential opens others."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from connectors.errors import SourceError
from connectors.source import ACCOUNTS, Account, Stream

Opened = TypeVar("Opened")


def wanted(ids: Iterable[str], found: Mapping[str, Account], streams: Iterable[Stream]) -> list[Account]:
    """The accounts that settings name, or without any all that were found."""
    unknown = tuple(streams)
    return [found.get(id_) or unread(id_, unknown) for id_ in ids or found]


def unread(id_: str, streams: Iterable[Stream], time_zone: str = "UTC") -> Account:
    """An account that cannot be read. It stays in the list, so that its own loads fail and say why, and stop no other.

    It has no row among the accounts: nothing is known of it, and what was known stays as it was.
    """
    return Account(id_, id_, time_zone, streams=tuple(stream.name for stream in streams if stream is not ACCOUNTS))


def one_at_least(
    all_of_them: Mapping[str, Opened], look: Callable[[str, Opened], Account], streams: Iterable[Stream]
) -> list[Account]:
    """The account behind each name, unread where it cannot be reached. Raises the first fault when none can."""
    found, faults, unknown = list[Account](), list[SourceError](), tuple(streams)
    for name, each in all_of_them.items():
        try:
            found.append(look(name, each))
        except SourceError as fault:
            faults.append(fault)
            found.append(unread(name, unknown))
    if faults and len(faults) == len(found):
        raise faults[0]
    return found
