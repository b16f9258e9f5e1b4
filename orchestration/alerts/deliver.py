"""Who is told what tonight: the published alarms, each owner's route, and what each address was told before.

    <data>/alerts/told.json     by address, as "owner, KRA's route, place in it": the night and the alarms last told

An address that did not take its message, or that is in its quiet hours, keeps its old entry: what it missed is still
news when it is tried again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from pydantic import SecretStr

from orchestration.alarms.alarm import from_row
from orchestration.alarms.standing import Standing, standings
from orchestration.alarms.words import Word
from orchestration.alerts.delivery import Delivery
from orchestration.alerts.ledger import alone
from orchestration.alerts.message import message, trial
from orchestration.alerts.news import after, news
from orchestration.alerts.phrases import Speaker
from orchestration.alerts.routes import EVERYBODY_ELSE, Route, Routes, route_name
from orchestration.alerts.send import NotSent, kind_of, send
from orchestration.language import Language


@dataclass(frozen=True)
class Published:
    """What alerts read of a published file."""

    night: date
    rows: tuple[dict[str, object], ...]
    labels: dict[str, dict[str, str]]
    owners: dict[str, str]


def read_published(path: Path) -> Published:
    """Reads a published file once."""
    with duckdb.connect(str(path), read_only=True) as con:
        ((night,),) = con.execute("select night from reporting.published_version").fetchall()
        named = con.execute("select kpi, label_en, label_fr from reporting.dim_kpi").fetchall()
        owners = dict(con.execute("select kra, owner_name from reporting.dim_kra").fetchall())
        alarms = con.sql("from reporting.kri_alarms").to_arrow_table().to_pylist()
    labels = {"en": {kpi: en for kpi, en, _ in named}, "fr": {kpi: fr or en for kpi, en, fr in named}}
    return Published(night, tuple(alarms), labels, owners)


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
            yield Address(owner, routes[name], url, called(owner, name, url, place), tuple(own))


def called(owner: str, route: str, url: SecretStr, place: int) -> str:
    """The name of an address of a route on behalf of an owner, which holds nothing of the address."""
    return ", ".join([owner, *([route] if route not in (owner, EVERYBODY_ELSE) else []), f"{kind_of(url)} {place}"])


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
    with alone(ledger) as told:
        found = standings([from_row(row) for row in published.rows], words, now.astimezone(zone).date())
        for address in addresses(routes, found, delivery):
            before = told.of(address.name) or {"night": "", "alarms": {}}
            said = news(address.standings, before["alarms"], address.route)
            delivery.waiting += said.waiting
            if not said or before["night"] == str(published.night):
                delivery.nothing_new.append(address.name)
                continue
            if address.route.quiet and address.route.quiet.holds(now, address.route.time_zone or zone):
                delivery.quiet.append(address.name)
                continue
            code = address.route.language
            speaker = Speaker(Language(code), published.labels[code])
            text = message(said, address.owner, published.night, speaker, simulated=simulated)
            try:
                send(
                    address.url, text, severe=any(alarm.severity == "error" for alarm in (*said.opened, *said.worsened))
                )
            except NotSent as error:
                delivery.failed.append(f"{address.name}: {error}")
                continue
            delivery.sent.append(address.name)
            now_told = after(address.standings, before["alarms"], said)
            told.note(address.name, {"night": str(published.night), "alarms": now_told})
    return delivery


def try_routes(routes: Routes) -> Delivery:
    """Send a test message to every address of every route, whatever the hour."""
    delivery = Delivery()
    for name, route in routes.items():
        for place, url in enumerate(route.to, 1):
            tried = f"{name}, {kind_of(url)} {place}"
            try:
                send(url, trial(name, Language(route.language)))
            except NotSent as error:
                delivery.failed.append(f"{tried}: {error}")
            else:
                delivery.sent.append(tried)
    return delivery
