"""Reading an account: lists, which know only when things were created, and events, which know what changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.errors import Unavailable
from connectors.http import Http, pages
from connectors.source import Account, Fetch, Row, Type, Window
from connectors.sources._days import dated, epochs
from connectors.sources._paging import batched
from connectors.sources.stripe.client import Missing, Session

LISTED = 100
"""The largest page."""

Object = dict[str, Any]
Client = Mapping[str, Session]


@dataclass(frozen=True)
class Kind:
    """A kind of object: its list, the events that tell of a change, what its answers must hold beyond ids."""

    path: str
    events: str = ""
    """Types of events, at most 20: parted by blanks; their object is of this kind or names one of it."""
    expand: tuple[str, ...] = ()
    lifted: Mapping[str, str] = field(default_factory=dict)
    """By name: a field kept out of an object that is otherwise a person's."""
    columns: Mapping[str, Type] = field(default_factory=dict)
    whole_inside: Mapping[str, str] = field(default_factory=dict)
    """By member: where the list that an object holds can be read beyond its first ten."""

    def told(self, found: Object, **more: Any) -> Row:
        """The object with its lifted fields, and epoch seconds as the instants that they are."""
        for name, path in self.lifted.items():
            found[name] = _holder(found, path).get(path.rpartition(".")[2])
        return dated(found | more, self.columns)


def changed(kind: Kind) -> Fetch:
    """Fetches what was created in the window, and what changed in it: events name it for 30 days, and it is read anew.

    `changed_at` is the newest event in the window, or the creation. An event's own copy of the object is in whatever
    version the account had, so it is not used.
    """

    def fetch(client: Client, account: Account, window: Window) -> Iterator[list[Any]]:
        session = client[account.id]
        for page in _changed(session, kind, window):
            for member, path in kind.whole_inside.items():
                for each in (each for each in page if member in each):
                    parts = _parts(session.http, each[member], path, {kind.path[:-1]: each["id"]})
                    each[member] = {"data": [one for part in parts for one in part]}
            yield [kind.told(each) for each in page]

    return fetch


def _changed(session: Session, kind: Kind, window: Window) -> Iterator[list[Object]]:
    newest: dict[str, int] = {}
    for page in _listed(session.http, "events", _within(window) | {"types[]": kind.events.split()}):
        for event in page:
            about = event["data"]["object"]
            identity = about["id"] if about["object"] == kind.path[:-1] else about.get(kind.path[:-1])
            if identity:
                newest[identity] = max(event["created"], newest.get(identity, 0))
    for page in _listed(session.http, kind.path, _within(window) | session.expanding(kind.expand, "data.")):
        yield [each | {"changed_at": max(each["created"], newest.pop(each["id"], 0))} for each in page]
    for part in batched(list(newest.items()), LISTED):
        some = [_one(session, kind, identity, at) for identity, at in part]
        yield [each for each in some if each]


def _one(session: Session, kind: Kind, identity: str, changed_at: int) -> Object | None:
    try:
        found: Object = session.http.get(f"{kind.path}/{identity}", params=session.expanding(kind.expand))
    except Missing:  # a draft that was thrown away
        return None
    return found | {"changed_at": changed_at}


def created(kind: Kind) -> Fetch:
    """Fetches what was created in the window and never changes."""

    def fetch(client: Client, account: Account, window: Window) -> Iterator[list[Any]]:
        for page in _listed(client[account.id].http, kind.path, _within(window)):
            yield [kind.told(each) for each in page]

    return fetch


def whole(kind: Kind) -> Fetch:
    """Fetches all that there are, ended ones too."""

    def fetch(client: Client, account: Account, window: Window) -> Iterator[list[Any]]:
        for page in _whole(client[account.id], kind):
            yield [kind.told(each) for each in page]

    return fetch


def _whole(session: Session, kind: Kind) -> Iterator[list[Object]]:
    return _listed(session.http, kind.path, {"status": "all", **session.expanding(kind.expand, "data.")})


def lines(invoices: Kind, kind: Kind) -> Fetch:
    """Fetches the lines of every changed invoice."""

    def fetch(client: Client, account: Account, window: Window) -> Iterator[list[Any]]:
        session = client[account.id]
        for page in _changed(session, invoices, window):
            for each in page:
                more = {"invoice": each["id"], "changed_at": each["changed_at"]}
                for part in _parts(session.http, each["lines"], f"invoices/{each['id']}/lines", {}):
                    yield [kind.told(line, **more) for line in part]

    return fetch


def items(subscriptions: Kind, kind: Kind) -> Fetch:
    """Fetches the items of every subscription."""

    def fetch(client: Client, account: Account, window: Window) -> Iterator[list[Any]]:
        session = client[account.id]
        for page in _whole(session, subscriptions):
            for each in page:
                asked = {"subscription": each["id"]}
                for part in _parts(session.http, each["items"], "subscription_items", asked):
                    yield [kind.told(item, subscription=each["id"]) for item in part]

    return fetch


def _parts(http: Http, inside: Object, path: str, asked: Object) -> Iterator[list[Object]]:
    """A list inside an object, which is cut after ten: the whole of it is read at its own place."""
    return _listed(http, path, asked) if inside["has_more"] else iter([inside["data"]])


def _listed(http: Http, path: str, asked: Object) -> Iterator[list[Object]]:
    def ask(after: str) -> Object:
        place = {"starting_after": after} if after else {}
        try:
            page: Object = http.get(path, params={**asked, "limit": LISTED, **place})
        except Missing as fault:
            raise Unavailable(f"{path} changed while it was read: {fault}") if after else fault from None
        return page

    def following(page: Object, _: str) -> str | None:
        if not page["has_more"]:
            return None
        if not page["data"]:
            raise Unavailable(f"{path} promised more, and gave nothing.")
        last: str = page["data"][-1]["id"]
        return last

    for page in pages(ask, "", following):
        yield page["data"]


def _within(window: Window) -> Object:
    since, end = epochs(window)
    return {"created[gte]": since, "created[lt]": end}


def _holder(found: Object, path: str) -> Object:
    holder = found
    for name in path.split(".")[:-1]:
        holder = holder.get(name) or {}
    return holder
