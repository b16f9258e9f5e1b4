"""The weekly digest to owners, along the same routes as alerts, once a week and address, whatever the hour.

<data>/alerts/digests.json     by address, named as for alerts: the ISO week in which it was sent a digest last
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from orchestration.alerts.deliver import called
from orchestration.alerts.delivery import Delivery
from orchestration.alerts.ledger import alone
from orchestration.alerts.message import Message, subject
from orchestration.alerts.routes import Routes, route_name
from orchestration.alerts.send import NotSent, send
from orchestration.language import ENGLISH, Language
from orchestration.report.digest import Digest, Week

Planned = tuple[str | None, Digest]
"""A digest and the name of its route; None where nobody listens."""


def planned(published: Path, routes: Routes, today: date, link: str | None = None) -> Iterator[Planned]:
    """One digest for each owner and route of theirs, in the route's language, about the KRAs that take it."""
    english = Week(published, ENGLISH.code, link, today)
    weeks = {ENGLISH.code: english}
    together: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for area in english.areas:
        together[area.owner, route_name(routes, area.kra, area.owner)].append(area.kra)
    for (_, name), kras in together.items():
        code = routes[name].language if name else ENGLISH.code
        if code not in weeks:
            weeks[code] = Week(published, code, link, today)
        yield name, weeks[code].digest(kras)


def send_week(
    published: Path, routes: Routes, ledger: Path, today: date, *, link: str | None = None, simulated: bool = False
) -> Delivery:
    """Send every address its digest, unless it has that of this week. One that is not taken is due until it is."""
    delivery = Delivery()
    week = f"{today:%G-W%V}"
    with alone(ledger) as told:
        for name, digest in planned(published, routes, today, link):
            if name is None:
                delivery.no_route.append(digest.owner)
                continue
            title = subject(digest.subject, Language(routes[name].language), simulated=simulated)
            for place, url in enumerate(routes[name].to, 1):
                address = called(digest.owner, name, url, place)
                if told.of(address) == week:
                    delivery.sent_before.append(address)
                    continue
                try:
                    send(url, Message(title, digest.text, digest.html))
                except NotSent as error:
                    delivery.failed.append(f"{address}: {error}")
                    continue
                delivery.sent.append(address)
                told.note(address, week)
    return delivery


def write_week(published: Path, routes: Routes, folder: Path, today: date, link: str | None = None) -> list[Path]:
    """Write the mails that would be sent, one file each, and send nothing. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, digest in planned(published, routes, today, link):
        parts = (digest.owner, name if name not in (digest.owner, "*") else None)
        words = (re.sub(r"\W+", "-", part.lower()).strip("-") for part in parts if part)
        written.append(folder / f"{'-'.join(words)}.html")
        written[-1].write_text(digest.html, encoding="utf-8")
    return written
