"""The digest reaches each owner once a week, in their language, in the form that their service takes."""

# ruff: noqa: RUF001  # days are written with the signs of print

import json
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from orchestration.alerts.delivery import Delivery
from orchestration.alerts.routes import read_routes
from orchestration.alerts.weekly import send_week, write_week
from tests.orchestration.alerts.receivers import Mailbox, Webhook
from tests.orchestration.in_depth import publish_in_depth
from tests.orchestration.warehouse import NIGHT, Company, event

MONDAY = date(2026, 4, 6)
LINK = "https://example.com/reports"


class Office:
    """An installation with a published file and routes; `send` is what the schedule does on a day."""

    def __init__(self, home: Path, routes: Mapping[str, object], company: Company | None = None) -> None:
        self.published = publish_in_depth(company or Company(), home)
        self.ledger = home / "alerts" / "digests.json"
        self.routes = read_routes(SecretStr(json.dumps(routes)))

    def send(self, day: date = MONDAY, *, simulated: bool = False) -> Delivery:
        return send_week(self.published, self.routes, self.ledger, day, link=LINK, simulated=simulated)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_mail_carries_html_and_text_and_is_one_mail_however_long(tmp_path: Path, box: Mailbox) -> None:
    many = [event("organic_clicks", f"risk_{number}", reason="It fell again and again. " * 400) for number in range(6)]
    office = Office(tmp_path, {"SEO expert": box.url}, Company(events={NIGHT: many}))
    assert office.send().sent == ["SEO expert, mailto 1"]
    (mail,) = box.mails
    assert mail["Subject"] == "Organic search: 0 of 1 on target, 6 KRIs fired"
    html, text = body(mail, "html"), body(mail, "plain")
    assert len(html) > 50_000
    assert "Your week, 16–22 Mar 2026</h1>" in html
    assert f'href="{LINK}/en/kra-organic_search.html"' in html
    assert html.rstrip().endswith("</html>")
    for told in ("Your week, 16–22 Mar 2026", "Organic clicks", "86,420", "off target"):
        assert told in text


def test_a_chat_is_told_the_short_text(tmp_path: Path, hook: Webhook) -> None:
    office = Office(tmp_path, {"SEO expert": hook.url})
    assert office.send().sent == ["SEO expert, json 1"]
    (got,) = hook.got
    assert got["title"] == "Organic search: 0 of 1 on target, 0 KRIs fired"
    assert "- Organic clicks: 86,420 (▼ 4.0%), off target" in got["message"]
    assert "<" not in got["message"]
    assert len(got["message"]) < 500


def test_each_owner_reads_their_own_kras_in_their_language(tmp_path: Path, hook: Webhook, box: Mailbox) -> None:
    office = Office(tmp_path, {"SEO expert": {"to": hook.url, "language": "fr"}, "growth": box.url})
    delivery = office.send()
    assert delivery.sent == ["SEO expert, json 1", "Marketing director, growth, mailto 1"]
    assert delivery.no_route == ["Support lead"]
    assert hook.got[0]["message"].startswith("Votre semaine, 16–22 mars 2026\nExpert SEO\n")
    assert "GROWTH" not in hook.got[0]["message"]
    assert "Total spend" in body(box.mails[0], "html")
    assert "Organic clicks" not in body(box.mails[0], "html")


def test_quiet_hours_do_not_hold_a_digest_back(tmp_path: Path, hook: Webhook) -> None:
    office = Office(tmp_path, {"*": {"to": hook.url, "quiet": "00:00-23:59"}})
    assert len(office.send().sent) == 3


def test_an_address_gets_one_a_week_whoever_sends_it(tmp_path: Path, hook: Webhook) -> None:
    office = Office(tmp_path, {"SEO expert": hook.url})
    hook.delay = 0.3
    with ThreadPoolExecutor(2) as pool:
        assert sorted(done.sent for done in pool.map(lambda _: office.send(), range(2))) == [[], ["SEO expert, json 1"]]
    hook.delay = 0.0
    assert office.send(MONDAY + timedelta(days=6)).sent_before == ["SEO expert, json 1"]
    assert len(hook.got) == 1
    assert office.send(MONDAY + timedelta(days=7)).sent == ["SEO expert, json 1"]


def test_what_an_address_did_not_take_is_told_and_sent_again_without_the_others(
    tmp_path: Path, hook: Webhook, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(tmp_path, {"SEO expert": [hook.url, box.url]})
    hook.status = 503
    with caplog.at_level(logging.DEBUG):
        first = office.send()
    assert first.sent == ["SEO expert, mailto 2"]
    (failed,) = first.failed
    assert failed.startswith("SEO expert, json 1: ")
    assert "503" in failed
    for said in (failed, caplog.text, office.ledger.read_text()):
        assert "sesame-4711" not in said
        assert "a-secret-path" not in said
    hook.status = 200
    again = office.send(MONDAY + timedelta(days=1))
    assert (again.sent, again.sent_before) == (["SEO expert, json 1"], ["SEO expert, mailto 2"])
    assert (len(hook.got), len(box.mails)) == (1, 1)


def test_a_digest_of_simulated_figures_says_so(tmp_path: Path, hook: Webhook) -> None:
    Office(tmp_path, {"SEO expert": {"to": hook.url, "language": "fr"}}).send(simulated=True)
    assert hook.got[0]["title"].startswith("[simulé] Organic search")


def test_a_dry_run_writes_every_owners_mail_and_sends_none(tmp_path: Path, hook: Webhook) -> None:
    office = Office(tmp_path, {"SEO expert": {"to": hook.url, "language": "fr"}, "growth": hook.url})
    written = write_week(office.published, office.routes, tmp_path / "digests", MONDAY)
    names = [path.name for path in written]
    assert names == ["seo-expert.html", "support-lead.html", "marketing-director-growth.html"]
    assert "Votre semaine" in written[0].read_text()
    assert hook.got == []
    assert not office.ledger.exists()
