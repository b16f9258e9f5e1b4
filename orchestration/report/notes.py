"""What must be known to trust a KPI's figures: notes on its data, each a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.language import Language
from orchestration.report import wording
from orchestration.report.details import Detail, Known
from orchestration.report.figures import STILL
from orchestration.report.reading_revisions import NIGHTS

NEARLY = 0.035
"""A day that is closer than this to its final figure can be acted upon: 97 % in print."""
MUCH = 0.05
"""A correction that changes what somebody has decided on the figure."""


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
        yield (
            language.gettext("Old data from %(streams)s.")
            % {"streams": wording.streams(standing.stale_streams, language)},
            True,
        )
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
    if known := _milestones(detail.maturity):
        yield language.gettext("Usually a day shows %(known)s.") % {"known": _known(known, language)}, False
    if (late := detail.restated) and abs(late.change) >= STILL:
        told = language.ngettext(
            "Corrected after it had settled, in the last %(nights)d nights: %(num)d day (%(days)s), by %(change)s.",
            "Corrected after they had settled, in the last %(nights)d nights: %(num)d days (%(days)s), by %(change)s.",
            late.days,
        )
        days, change = language.days(late.starts_on, late.ends_on), language.percent(late.change, 1)
        signed = f"+{change}" if late.change > 0 else change
        yield told % {"nights": NIGHTS, "num": late.days, "days": days, "change": signed}, abs(late.change) >= MUCH
    if standing.additivity == "semi_additive":
        yield language.gettext("A level: a period shows its last one."), False
    if detail.sources:
        yield (
            language.gettext("Made of %(sources)s.")
            % {"sources": ", ".join(wording.source(name, language) for name in detail.sources)},
            False,
        )


def _milestones(maturity: tuple[Known, ...]) -> list[Known]:
    """The youngest age, and the one from which on nearly all is known, as long as something is missing at first."""
    if not maturity or abs(maturity[0].share - 1) < STILL:
        return []
    later = next((each for each in maturity if abs(each.share - 1) < NEARLY), maturity[-1])
    return list(dict.fromkeys((maturity[0], later)))


def _known(known: list[Known], language: Language) -> str:
    """Such as "82% of its final figure after 1 day, 97% after 3 days"."""
    first, *later = known
    told = language.ngettext(
        "%(share)s of its final figure after %(num)d day", "%(share)s of its final figure after %(num)d days", first.age
    ) % {"share": language.percent(first.share), "num": first.age}
    for each in later:
        after = language.ngettext("%(share)s after %(num)d day", "%(share)s after %(num)d days", each.age)
        told += ", " + after % {"share": language.percent(each.share), "num": each.age}
    return told
