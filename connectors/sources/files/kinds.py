"""How a kind of file is declared: its columns by type, its key, and what of it is about people."""

from collections.abc import Iterable, Mapping

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources.files.drop import Drop
from connectors.sources.files.mapping import read
from connectors.sources.files.origins import ROW_NUMBER

PERSON = ("email", "name", "first_name", "last_name", "phone", "address", "company", "comment", "comment_title")
"""Columns about people that tables of customers tend to have. They are dropped, whatever they hold."""

AT_LEAST_0 = (0.0, None)


def columns(**names: str) -> dict[str, Type]:
    """Columns by type: columns(TEXT="order_id status", MONEY="revenue")."""
    return {name: Type[kind] for kind, words in names.items() for name in words.split()}


def kind(
    name: str,
    description: str,
    columns: Mapping[str, Type],
    *,
    key: tuple[str, ...] = (ROW_NUMBER,),
    required: tuple[str, ...] = (),
    ranges: Mapping[str, tuple[float | None, float | None]] | None = None,
    personal: tuple[str, ...] = (),
) -> Stream:
    """A kind of file. Rows without an id of their own are told apart by their number in the file, the default key."""

    def fetch(drop: Drop, account: Account, window: Window) -> Iterable[Page]:
        return read(drop.file(name, account.id), stream, account)

    stream = Stream(
        name=name,
        description=description,
        fetch=fetch,
        columns={ROW_NUMBER: Type.INTEGER, **columns},
        key=key,
        kind="snapshot",
        required=required,
        ranges=ranges or {},
        personal=personal,
    )
    return stream
