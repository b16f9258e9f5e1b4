"""What must be known to trust a KPI's figures: notes on its data, each a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.language import Language
from orchestration.report.details import Detail


@dataclass(frozen=True)
class Note:
    """`language` is the code of the language of the text: English for what nobody translated."""

    text: str
    language: str
    is_loud: bool = False
    """The figure is older or smaller than it looks."""


def notes(detail: Detail, language: Language) -> list[Note]:
    """Loud ones first."""
    told = [Note(text, language.code, loud) for text, loud in _told(detail, language)]
    if detail.standing.caveat:
        caveat = detail.standing.caveat
        told.append(Note(language.told(caveat), language.code if language.knows(caveat) else "en"))
    return sorted(told, key=lambda note: not note.is_loud)


def _told(detail: Detail, language: Language) -> Iterator[tuple[str, bool]]:
    standing = detail.standing
    if standing.stale_streams:
        yield language.gettext("Old data from %(streams)s.") % {"streams": standing.stale_streams}, True
    if detail.thresholded_days:
        told = language.ngettext(
            "At least: GA4 withheld rows of few users on %(num)d of the last 28 days.",
            "At least: GA4 withheld rows of few users on %(num)d of the last 28 days.",
            detail.thresholded_days,
        )
        yield told % {"num": detail.thresholded_days}, True
    if standing.as_of:
        told = language.ngettext(
            "Settled up to %(day)s; a day may change until it is %(num)d day old.",
            "Settled up to %(day)s; a day may change until it is %(num)d days old.",
            detail.matures_after,
        )
        yield told % {"day": language.day(standing.as_of), "num": detail.matures_after}, False
    else:
        yield language.gettext("No settled day has a figure yet."), True
    if detail.known_at_first and detail.known_at_first[1] < 0.995:
        age, share = detail.known_at_first
        told = language.ngettext(
            "When a day is %(num)d day old, %(share)s of its final figure is known.",
            "When a day is %(num)d days old, %(share)s of its final figure is known.",
            age,
        )
        yield told % {"num": age, "share": language.percent(share)}, False
    if standing.additivity == "semi_additive":
        yield language.gettext("A level: a period shows its last one."), False
    if detail.sources:
        yield language.gettext("Made of %(sources)s.") % {"sources": ", ".join(detail.sources)}, False
