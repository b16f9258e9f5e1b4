"""A message says what a person needs, in the owner's language, as text and as HTML."""

from dataclasses import replace
from datetime import date, timedelta

from orchestration.alarms.alarm import Alarm
from orchestration.alerts.message import Message, message, trial
from orchestration.alerts.news import News
from orchestration.alerts.phrases import Speaker
from orchestration.language import Language
from tests.orchestration.alarms.nights import FIRST, fired, live

SINCE = date(2026, 2, 1)
EN = Speaker(Language("en"), {"cpc": "Cost per click", "spend": "Spend <b>"})
FR = Speaker(Language("fr"), {"cpc": "Coût par clic", "spend": "Dépenses"})


def alarm(**known: object) -> Alarm:
    said = {"kri": "cost_inflation", "unit": "currency", "since": SINCE, "observed": 1234.5, "expected": 0.8}
    events = [
        fired("cpc", name, **(said | {"low": 0.7, "high": 0.9, "reason": "1234.50 on a day."} | known))
        for name in ("EU", "UK")
    ]
    (one,) = live([*events, fired("spend", "UK", since=SINCE, observed=1.0, expected=1.0)])
    return one


def written(said: News, speaker: Speaker, **known: bool) -> Message:
    return message(said, "Traffic manager", FIRST, speaker, **known)


def test_it_names_the_risk_the_figure_the_member_since_when_why_and_what_to_answer() -> None:
    one = alarm()
    said = written(News(opened=(one,), waiting=4), EN)
    assert said.subject == "Kadran, 1 March 2026: 1 new alarm"
    for text in (said.text, said.html):
        for wanted in ("Traffic manager", "Cost inflation", "Cost per click of EU and 1 other", "since 1 February 2026",
                       "1234.50 on a day.", one.alarm_id, "kadran kri ack", "4 more wait"):  # fmt: skip
            assert wanted in text
    assert "+ Spend <b>" in said.text
    assert "Spend &lt;b&gt;" in said.html


def test_in_french_the_reason_is_told_in_french() -> None:
    said = written(News(worsened=(alarm(severity="error", reason_fr="Coût par clic trop élevé."),)), FR)
    assert said.subject == "Kadran, 1er mars 2026\xa0: 1 alarme aggravée"
    for wanted in ("Hausse des coûts", "depuis le 1er février 2026", "grave", "Coût par clic", "et 1 autre"):
        assert wanted in said.text
    assert "Coût par clic trop élevé." in said.text
    assert "on a day" not in said.text
    assert 'lang="fr"' in said.html


def test_what_moved_on_the_same_days_at_others_is_named() -> None:
    said = written(News(opened=(replace(alarm(), alongside=("spend",)),)), FR)
    assert "Les mêmes jours, dans d'autres KRA\xa0: Dépenses." in said.text
    assert "Dépenses" in said.html


def test_a_night_that_told_no_french_is_told_as_it_was() -> None:
    said = written(News(opened=(alarm(reason="Share of mobile 40% -> 60%."),)), FR)
    assert "Share of mobile 40% -> 60%." in said.text


def test_what_closed_says_how_long_it_was_on_and_asks_for_nothing() -> None:
    closed = replace(alarm(), closed_on=FIRST + timedelta(days=5))
    said = written(News(closed=(closed, closed)), EN)
    assert said.subject == "Kadran, 1 March 2026: 2 alarms closed"
    assert "from 1 February 2026 to 1 March 2026" in said.text
    assert "kadran kri" not in said.text


def test_a_message_about_simulated_data_says_so() -> None:
    assert written(News(opened=(alarm(),)), EN, simulated=True).subject.startswith("[simulated] Kadran")
    assert written(News(opened=(alarm(),)), FR, simulated=True).subject.startswith("[simulé] Kadran")


def test_a_trial_names_whom_it_is_for() -> None:
    assert trial("SEO expert", Language("en")).text == "Alerts for SEO expert arrive here."
