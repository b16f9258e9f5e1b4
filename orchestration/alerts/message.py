"""One message to one owner: subject, text and HTML, from the news of a night."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.alerts.news import News
from orchestration.alerts.phrases import Speaker

MUTE = timedelta(days=30)
"""How long the mute that a message proposes."""
KINDS = ("opened", "worsened", "closed")


@dataclass(frozen=True)
class Message:
    """The same in two forms: `text` for chats and small screens, `html` for mail."""

    subject: str
    text: str
    html: str


def message(news: News, owner: str, night: date, speaker: Speaker, *, simulated: bool = False) -> Message:
    """What the owner reads. Needs news that are not empty."""
    sections = [(kind, speaker.count(kind, len(alarms)), alarms) for kind in KINDS if (alarms := getattr(news, kind))]
    counts = ", ".join(count for _, count, _ in sections)
    subject = speaker.phrase("subject", speaker.day(night), counts)
    if simulated:
        subject = speaker.phrase("simulated") + subject
    first = next(alarm for _, _, alarms in sections for alarm in alarms)
    given = {
        "owner": owner, "sections": sections, "waiting": news.waiting, "say": speaker,
        "first": first.alarm_id,
        "until": night + MUTE,
        "to_answer": bool(news.opened or news.worsened),
    }  # fmt: skip
    return Message(subject, _render("alert.txt.j2", given, escape=False), _render("alert.html.j2", given, escape=True))


def trial(owner: str, speaker: Speaker) -> Message:
    """A message that shows that a route works."""
    said = speaker.phrase("test_body", owner)
    return Message(speaker.phrase("test"), said, _render("alert_trial.html.j2", {"said": said}, escape=True))


def _render(template: str, given: dict[str, object], *, escape: bool) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=escape,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(given)
