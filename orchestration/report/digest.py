"""The week of a KRA owner as one mail: a self-contained HTML body, and the same in plain text. Built here, not sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from orchestration.language import Language
from orchestration.report.details import Detail, Pace, Period
from orchestration.report.page import Press
from orchestration.report.published import opened
from orchestration.report.reading import scorecard_of
from orchestration.report.reading_details import read_details
from orchestration.report.scorecard import Area, Scorecard

SHOWN_ALARMS = 6
"""KRIs of one KRA; a mail is read on a phone, and mail programs cut long ones off."""


@dataclass(frozen=True)
class Digest:
    """A mail to one owner. Without an address in the declarations, `email` is None."""

    owner: str
    email: str | None
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


def digests(published: Path, language: str = "en", link: str | None = None) -> list[Digest]:
    """One mail an owner, about all KRAs of theirs, from a published file.

    `link` is where the reports folder can be reached, for example `https://example.com/reports`; without it the mail
    has no links. Raises KeyError for a language without a catalogue, duckdb.Error for a file that cannot be read.
    """
    spoken = Language(language)
    with opened(published) as file:
        scorecard = scorecard_of(file, language)
        details = read_details(file, scorecard.areas)
    press = Press(scorecard, spoken)
    owners: dict[tuple[str, str | None], list[Area]] = {}
    for area in scorecard.areas:
        owners.setdefault((area.owner, area.email), []).append(area)
    return [
        _digest(press, spoken, scorecard, [(area, _rows(details[area.kra])) for area in areas], link)
        for areas in owners.values()
    ]


def _digest(
    press: Press, language: Language, scorecard: Scorecard, parts: list[tuple[Area, list[Row]]], link: str | None
) -> Digest:
    areas = [area for area, _ in parts]
    weeks = [row.week for _, rows in parts for row in rows if row.week]
    subject = _subject(areas, language)
    told = {
        "subject": subject,
        "owner": areas[0].owner,
        "parts": parts,
        "week": max(weeks, key=lambda week: week.ends_on, default=None),
        "shown_alarms": SHOWN_ALARMS,
        "link": f"{link.rstrip('/')}/{language.code}" if link else None,
        "stale": sorted({area.label for area in areas if any(each.stale_streams for each in area.standings)}),
    }
    html, text = press.page("digest.html.j2", **told), press.page("digest.txt.j2", **told)
    return Digest(areas[0].owner, areas[0].email, subject, html, text)


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
