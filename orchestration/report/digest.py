"""The week of a KRA owner as one message: a self-contained HTML mail, and a short text for chats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from orchestration.language import Language
from orchestration.report.details import Detail, Pace, Period
from orchestration.report.page import Press
from orchestration.report.published import opened
from orchestration.report.reading import scorecard_of
from orchestration.report.reading_details import read_details
from orchestration.report.scorecard import Area

SHOWN_ALARMS, BRIEF_ALARMS = 6, 3
"""KRIs of one KRA in the mail and in the text. Both are read on a phone, and mail programs cut long mails off."""
LATE = timedelta(days=2)
"""A published night that is older than this when a digest is made is told as old."""


@dataclass(frozen=True)
class Digest:
    """What one owner is told."""

    owner: str
    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Row:
    """One KPI: its last whole week where it has periods, and where its month will end."""

    detail: Detail
    week: Period | None
    month: Pace | None

    @property
    def was(self) -> str | None:
        """The status of a week ago, where it was another one."""
        before = self.detail.status_before
        return before if before != self.detail.standing.status else None

    @property
    def is_news(self) -> bool:
        """Whether it stands in the short text, too."""
        return self.detail.standing.status in ("warning", "off_target") or self.was is not None


class Week:
    """What a published file tells of the last week, in one language.

    `link` is where the reports folder can be reached, for example `https://example.com/reports`; without it there are
    no links. `today` is the day on which it is told; without it no file is too old. Raises KeyError for a language
    without a catalogue, duckdb.Error for a file that cannot be read.
    """

    def __init__(self, published: Path, language: str = "en", link: str | None = None, today: date | None = None):
        self._language = Language(language)
        with opened(published) as file:
            scorecard = scorecard_of(file, language)
            self._details = read_details(file, scorecard.areas)
        self.areas = scorecard.areas
        self._press = Press(scorecard, self._language)
        self._link = f"{link.rstrip('/')}/{language}" if link else None
        self._late = today is not None and today - scorecard.night > LATE

    def digests(self) -> list[Digest]:
        """One an owner, about all KRAs of theirs."""
        owners = dict.fromkeys(area.owner for area in self.areas)
        return [self.digest(area.kra for area in self.areas if area.owner == owner) for owner in owners]

    def digest(self, kras: Iterable[str]) -> Digest:
        """About these KRAs, which have one owner."""
        wanted = set(kras)
        areas = [area for area in self.areas if area.kra in wanted]
        parts = [(area, _rows(self._details[area.kra])) for area in areas]
        weeks = [row.week for _, rows in parts for row in rows if row.week]
        subject, owner = _subject(areas, self._language), areas[0].owner
        told = {
            "subject": subject,
            "owner": owner,
            "parts": parts,
            "week": max(weeks, key=lambda week: week.ends_on, default=None),
            "shown_alarms": SHOWN_ALARMS,
            "brief_alarms": BRIEF_ALARMS,
            "link": self._link,
            "late": self._late,
            "stale": sorted({area.label for area in areas if any(each.stale_streams for each in area.standings)}),
        }
        html, text = (self._press.page(f"digest.{form}.j2", **told) for form in ("html", "txt"))
        return Digest(owner, subject, html, text)


def _subject(areas: list[Area], language: Language) -> str:
    judged = sum(area.count(status) for area in areas for status in ("on_target", "warning", "off_target"))
    on_target, fired = sum(area.count("on_target") for area in areas), sum(len(area.alarms) for area in areas)
    told = language.gettext("%(kras)s: %(on_target)d of %(judged)d on target") % {
        "kras": ", ".join(area.label for area in areas),
        "on_target": on_target,
        "judged": judged,
    }
    return f"{told}, " + language.ngettext("%(num)d KRI fired", "%(num)d KRIs fired", fired) % {"num": fired}


def _rows(details: Iterable[Detail]) -> list[Row]:
    return [
        Row(
            detail,
            next((period for period in detail.periods if period.period == "iso_week" and period.is_complete), None),
            next((pace for pace in detail.paces if pace.period == "month"), None),
        )
        for detail in details
    ]
