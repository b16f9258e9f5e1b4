"""Who is told what tonight: the published alarms, each owner's route, and what each address was told before.

    <data>/alerts/told.json     by address, as "owner, KRA's route, place in it": the night and the alarms last told

An address that did not take its message, or that is in its quiet hours, keeps its old entry: what it missed is still
news when it is tried again.
"""

import fcntl
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from pydantic import SecretStr

from orchestration.alarms.alarm import from_row
from orchestration.alarms.standing import Standing, standings
from orchestration.alarms.words import Word
from orchestration.alerts.message import message, trial
from orchestration.alerts.news import after, news
from orchestration.alerts.phrases import Speaker
from orchestration.alerts.routes import Route, Routes, route_name
from orchestration.alerts.send import NotSent, kind_of, send
from orchestration.language import Language


@dataclass(frozen=True)
class Published:
    """What alerts read of a published file."""

    night: date
    currency: str
    rows: tuple[dict[str, object], ...]
    labels: dict[str, dict[str, str]]
    owners: dict[str, str]


@dataclass
class Delivery:
    """What became of the night's messages, each named by owner and service, never by address."""

    sent: list[str] = field(default_factory=list)
    nothing_new: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    no_route: list[str] = field(default_factory=list)
    waiting: int = 0
    """Alarms beyond the budgets."""


def read_published(path: Path) -> Published:
    """Reads a published file once."""
    with duckdb.connect(str(path), read_only=True) as con:
        ((night, currency),) = con.execute("select night, currency from reporting.published_version").fetchall()
        named = con.execute("select kpi, label_en, label_fr from reporting.dim_kpi").fetchall()
        owners = dict(con.execute("select kra, owner_name from reporting.dim_kra").fetchall())
        alarms = con.sql("from reporting.kri_alarms").to_arrow_table().to_pylist()
    labels = {"en": {kpi: en for kpi, en, _ in named}, "fr": {kpi: fr or en for kpi, en, fr in named}}
    return Published(night, currency, tuple(alarms), labels, owners)


@dataclass(frozen=True)
class Address:
    """One of a route's addresses, on behalf of one owner."""

    owner: str
    route: Route
    url: SecretStr
    name: str
    standings: tuple[Standing, ...]


def addresses(routes: Routes, found: Sequence[Standing], delivery: Delivery) -> Iterator[Address]:
    """One for each owner and address; alarms of KRAs that nobody listens to are counted."""
    together: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for standing in found:
        alarm = standing.alarm
        if (name := route_name(routes, alarm.kra, alarm.owner)) is not None:
            together[alarm.owner, name].append(standing)
        elif standing.wanted and alarm.owner not in delivery.no_route:
            delivery.no_route.append(alarm.owner)
    for (owner, name), own in sorted(together.items()):
        for place, url in enumerate(routes[name].to, 1):
            called = ", ".join([owner, *([name] if name not in (owner, "*") else []), f"{kind_of(url)} {place}"])
            yield Address(owner, routes[name], url, called, tuple(own))


def deliver(
    published: Published,
    routes: Routes,
    words: Sequence[Word],
    ledger: Path,
    now: datetime,
    zone: ZoneInfo,
    *,
    simulated: bool = False,
) -> Delivery:
    """Tell every address its news of the published night, at most once. `zone` is that of routes without their own."""
    delivery = Delivery()
    with _alone(ledger):
        told = json.loads(ledger.read_text()) if ledger.exists() else {}
        found = standings([from_row(row) for row in published.rows], words, now.astimezone(zone).date())
        for address in addresses(routes, found, delivery):
            before = told.get(address.name, {"night": "", "alarms": {}})
            said = news(address.standings, before["alarms"], address.route)
            delivery.waiting += said.waiting
            if not said or before["night"] == str(published.night):
                delivery.nothing_new.append(address.name)
                continue
            if address.route.quiet and address.route.quiet.holds(now, address.route.time_zone or zone):
                delivery.quiet.append(address.name)
                continue
            code = address.route.language
            speaker = Speaker(Language(code), published.currency, published.labels[code])
            text = message(said, address.owner, published.night, speaker, simulated=simulated)
            try:
                send(
                    address.url, text, severe=any(alarm.severity == "error" for alarm in (*said.opened, *said.worsened))
                )
            except NotSent as error:
                delivery.failed.append(f"{address.name}: {error}")
                continue
            delivery.sent.append(address.name)
            told[address.name] = {
                "night": str(published.night),
                "alarms": after(address.standings, before["alarms"], said),
            }
            _store(ledger, told)
    return delivery


@contextmanager
def _alone(ledger: Path) -> Iterator[None]:
    """A person and the night may tell at the same moment: the second one waits, and finds that all was said."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def try_routes(routes: Routes) -> Delivery:
    """Send a test message to every address of every route, whatever the hour."""
    delivery = Delivery()
    for name, route in routes.items():
        for place, url in enumerate(route.to, 1):
            called = f"{name}, {kind_of(url)} {place}"
            try:
                send(url, trial(name, Language(route.language)))
            except NotSent as error:
                delivery.failed.append(f"{called}: {error}")
            else:
                delivery.sent.append(called)
    return delivery


def _store(ledger: Path, told: dict[str, object]) -> None:
    beside = ledger.with_name(f".{ledger.name}.new")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(ledger)
