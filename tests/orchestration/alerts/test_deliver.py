"""Owners are told once, in time, by what takes the message; what was missed is told later."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from orchestration.alarms.alarm import Alarm
from orchestration.alarms.life import QUIET_NIGHTS
from orchestration.alarms.words import Word
from orchestration.alerts.deliver import Published, deliver, try_routes
from orchestration.alerts.delivery import Delivery
from orchestration.alerts.routes import Routes, read_routes
from tests.orchestration.alarms.nights import fired, live, night
from tests.orchestration.alerts.receivers import Mailbox, Webhook

PARIS = ZoneInfo("Europe/Paris")
LABELS = {"en": {"clicks": "Organic clicks"}, "fr": {"clicks": "Clics SEO"}}
CALM = [fired(state="calm")]


def published(number: int, *alarms: Alarm) -> Published:
    rows = tuple({**asdict(one), "state": "stale: words are read anew"} for one in alarms)
    return Published(night(number), rows, LABELS, {"organic_search": "SEO expert"})


class Office:
    """An installation with routes; `tell` is the asset's work on the morning after a night."""

    def __init__(self, ledger: Path, routes: Mapping[str, object]) -> None:
        self.ledger = ledger
        self.routes: Routes = read_routes(SecretStr(json.dumps(routes)))

    def tell(self, number: int, *alarms: Alarm, hour: int = 9, words: tuple[Word, ...] = ()) -> Delivery:
        day = night(number) + timedelta(days=1)
        now = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
        return deliver(published(number, *alarms), self.routes, words, self.ledger, now, PARIS)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "alerts" / "told.json"


def test_one_message_an_owner_and_night_and_only_when_there_is_news(ledger: Path, hook: Webhook) -> None:
    office = Office(ledger, {"SEO expert": hook.url})
    one, two = live([fired(), fired("spend")])
    assert office.tell(0, one, two).sent == ["SEO expert, json 1"]
    assert office.tell(0, one, two).nothing_new == ["SEO expert, json 1"]
    assert office.tell(0, one, two, *live([fired("cpc")])).sent == []  # found by a second run of the same night
    assert office.tell(1, one, two).sent == []
    assert [got["title"] for got in hook.got] == ["Kadran, 1 March 2026: 2 new alarms"]


def test_two_who_tell_at_the_same_moment_tell_once(ledger: Path, hook: Webhook) -> None:
    office, alarms = Office(ledger, {"*": hook.url}), live([fired()])
    hook.delay = 0.3
    with ThreadPoolExecutor(2) as pool:
        told = [done.sent for done in pool.map(lambda _: office.tell(0, *alarms), range(2))]
    assert sorted(told) == [[], ["SEO expert, json 1"]]
    assert len(hook.got) == 1


def test_it_is_told_when_it_gets_worse_and_when_it_is_over(ledger: Path, hook: Webhook) -> None:
    office = Office(ledger, {"*": hook.url})
    nights = [[fired()], [fired(severity="error")], *[CALM] * QUIET_NIGHTS]
    for number in range(len(nights)):
        office.tell(number, *live(*nights[: number + 1]))
    assert [got["title"].split(": ")[1] for got in hook.got] == ["1 new alarm", "1 alarm got worse", "1 alarm closed"]


def test_what_an_address_did_not_take_is_told_the_next_night_with_what_is_new_by_then(
    ledger: Path, hook: Webhook, box: Mailbox
) -> None:
    office = Office(ledger, {"*": [hook.url, box.url]})
    hook.status = 503
    first = office.tell(0, *live([fired()]))
    assert first.sent == ["SEO expert, mailto 2"]
    (failed,) = first.failed
    assert failed.startswith("SEO expert, json 1: ")
    assert "503" in failed
    hook.status = 200
    both = live([fired()], [fired(), fired("spend")])
    assert office.tell(1, *both).failed == []
    assert [got["title"].split(": ")[1] for got in hook.got] == ["2 new alarms"]
    assert [mail["Subject"].split(": ")[1] for mail in box.mails] == ["1 new alarm", "1 new alarm"]


def test_in_quiet_hours_nobody_is_told_and_after_them_everybody_is(ledger: Path, hook: Webhook) -> None:
    route = {"to": hook.url, "quiet": "20:00-08:00"}
    office = Office(ledger, {"SEO expert": route, "growth": route | {"time_zone": "America/New_York"}})
    alarms = live([fired(), fired("spend", kra="growth", owner="Director")])
    early = office.tell(0, *alarms, hour=5)
    assert (early.sent, early.quiet) == ([], ["Director, growth, json 1", "SEO expert, json 1"])
    assert office.tell(0, *alarms, hour=8).sent == ["SEO expert, json 1"]
    assert office.tell(0, *alarms, hour=13).quiet == ["Director, growth, json 1"]
    assert office.tell(0, *alarms, hour=14).sent == ["Director, growth, json 1"]
    assert len(hook.got) == 2


def test_what_is_acknowledged_while_it_waits_is_told_no_more(ledger: Path, hook: Webhook) -> None:
    office = Office(ledger, {"*": {"to": hook.url, "quiet": "20:00-08:00"}})
    (alarm,) = live([fired()])
    assert office.tell(0, alarm, hour=5).quiet
    ack = Word(datetime(2026, 3, 2, 4, 30, tzinfo=UTC), alarm.alarm_id, "ack")
    assert office.tell(0, alarm, words=(ack,)).sent == []
    assert hook.got == []


def test_beyond_the_budget_alarms_are_counted_and_told_on_the_nights_after(ledger: Path, hook: Webhook) -> None:
    office = Office(ledger, {"*": {"to": hook.url, "budget": 2}})
    alarms = live([fired(f"kpi_{number}") for number in range(5)])
    assert [office.tell(number, *alarms).waiting for number in range(4)] == [3, 1, 0, 0]
    assert "3 more wait" in hook.got[0]["message"]
    assert [got["title"].split(": ")[1] for got in hook.got] == ["2 new alarms", "2 new alarms", "1 new alarm"]


def test_each_owner_reads_their_own_alarms_in_their_language(ledger: Path, hook: Webhook, box: Mailbox) -> None:
    office = Office(ledger, {"SEO expert": {"to": hook.url, "language": "fr"}, "growth": box.url})
    office.tell(0, *live([fired(), fired("spend", kra="growth", owner="Director")]))
    assert "Clics SEO" in hook.got[0]["message"]
    assert "spend" not in hook.got[0]["message"]
    (mail,) = box.mails
    text = mail.get_body(("plain",))
    assert text is not None
    assert "Director" in text.get_content()
    assert "Organic clicks" not in text.get_content()


def test_alarms_that_nobody_listens_to_are_named_by_their_owner(ledger: Path, hook: Webhook) -> None:
    office = Office(ledger, {"growth": hook.url})
    assert office.tell(0, *live([fired()])).no_route == ["SEO expert"]


def test_the_memory_of_what_was_told_holds_no_address(ledger: Path, hook: Webhook) -> None:
    Office(ledger, {"*": hook.url}).tell(0, *live([fired()]))
    assert "sesame-4711" not in ledger.read_text()
    assert "a-secret-path" not in ledger.read_text()


def test_a_trial_goes_to_every_address_and_tells_which_one_fails(hook: Webhook, box: Mailbox) -> None:
    box.refuses = True
    routes = read_routes(SecretStr(json.dumps({"SEO expert": [hook.url, box.url]})))
    delivery = try_routes(routes)
    assert delivery.sent == ["SEO expert, json 1"]
    assert [failed.split(": ")[0] for failed in delivery.failed] == ["SEO expert, mailto 2"]
    assert hook.got[0]["message"] == "Alerts for SEO expert arrive here."
