"""One message to one owner: subject, text and HTML, from the news of a night."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from orchestration.alarms.alarm import Alarm
from orchestration.alerts.news import News
from orchestration.alerts.phrases import Speaker
from orchestration.language import Language
from orchestration.language.templates import environment

TEMPLATES = Path(__file__).parent / "templates"
MUTE = timedelta(days=30)
"""How long the mute that a message proposes."""


@dataclass(frozen=True)
class Message:
    """The same in two forms: `text` for chats and small screens, `html` for mail."""

    subject: str
    text: str
    html: str


def message(news: News, owner: str, night: date, speaker: Speaker, *, simulated: bool = False) -> Message:
    """What the owner reads. Needs news that are not empty."""
    language = speaker.language
    sections = _sections(news, language)
    counts = ", ".join(count for _, count, _ in sections)
    told = language.gettext("Kadran, %(day)s: %(counts)s") % {"day": language.day(night), "counts": counts}
    return _written(
        subject(told, language, simulated=simulated),
        "alert",
        language,
        owner=owner,
        sections=sections,
        waiting=news.waiting,
        say=speaker,
        first=next(alarm for _, _, alarms in sections for alarm in alarms).alarm_id,
        until=night + MUTE,
        to_answer=bool(news.opened or news.worsened),
    )


def trial(owner: str, language: Language) -> Message:
    """A message that shows that a route works."""
    said = language.gettext("Alerts for %(owner)s arrive here.") % {"owner": language.told(owner)}
    return _written(language.gettext("Kadran: a test"), "trial", language, said=said)


def subject(told: str, language: Language, *, simulated: bool) -> str:
    """A subject that does not pass made-up figures for real ones."""
    return language.gettext("[simulated] ") + told if simulated else told


def _sections(news: News, language: Language) -> list[tuple[str, str, tuple[Alarm, ...]]]:
    """What happened, how often in words, and to which alarms."""
    counted = {
        "opened": language.ngettext("%(num)d new alarm", "%(num)d new alarms", len(news.opened)),
        "worsened": language.ngettext("%(num)d alarm got worse", "%(num)d alarms got worse", len(news.worsened)),
        "closed": language.ngettext("%(num)d alarm closed", "%(num)d alarms closed", len(news.closed)),
    }
    return [
        (kind, told % {"num": len(alarms)}, alarms) for kind, told in counted.items() if (alarms := getattr(news, kind))
    ]


def _written(subject: str, template: str, language: Language, **told: object) -> Message:
    printer = environment(TEMPLATES, language)
    text, html = (printer.get_template(f"{template}.{form}.j2").render(told) for form in ("txt", "html"))
    return Message(subject, text, html)
