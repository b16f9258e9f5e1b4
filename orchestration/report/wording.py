"""What the pages and the terminal say about risks and sources, in sentences."""

import re

from connectors import all_sources
from orchestration.language import ENGLISH, Language, word
from orchestration.report.scorecard import Risk, Trouble

REMEDIES = {
    "NotConfigured": word("Waits for its settings."),
    "Refused": word("Someone must act; it is not tried again by itself before the next night."),
    "Unavailable": word("Nothing to do: the next night tries again."),
}
MEMBERS = {
    "(elsewhere)": word("elsewhere"),
    "paid_search": word("Paid search"),
    "paid_social": word("Paid social"),
    "organic_search": word("Organic search"),
    "cross_network": word("Cross-network"),
    "desktop": word("desktop"),
    "tablet": word("tablet"),
    "day 30": word("day 30"),
    "day 60": word("day 60"),
    "day 90": word("day 90"),
}
"""By what facts call them."""
NAMED_STREAMS = 4


def spelled(name: str, language: Language = ENGLISH) -> str:
    """A KRI or a dimension by its name in the declarations; those that the catalogue knows are translated."""
    return language.gettext(name.replace("_", " ").capitalize())


def member(name: str, language: Language = ENGLISH) -> str:
    """A member of a dimension is called what its source calls it, but for sources and what facts name themselves."""
    return language.gettext(MEMBERS[name]) if name in MEMBERS else source(name, language)


def source(name: str, language: Language = ENGLISH) -> str:
    """A source by its title; one that is no longer declared by its name."""
    known = all_sources().get(name)
    return language.told(known.title) if known else name


def streams(names: str, language: Language = ENGLISH) -> str:
    """Streams as the scorecard lists them, `source/stream`, with the titles of their sources."""
    return re.sub(r"(\w+)/(\w+)", lambda found: f"{source(found[1], language)} ({found[2]})", names)


def began(risk: Risk, language: Language = ENGLISH) -> str:
    """When it began, as a sentence."""
    if risk.since:
        return language.gettext("Since %(day)s.") % {"day": language.day(risk.since, year=False)}
    if risk.nights == 1:
        return language.gettext("New tonight.")
    return language.ngettext("For %(num)d night.", "For %(num)d nights.", risk.nights) % {"num": risk.nights}


def touched(trouble: Trouble, language: Language = ENGLISH) -> str:
    """The streams that it touches, by name when they are few."""
    if len(trouble.streams) <= NAMED_STREAMS:
        return ", ".join(trouble.streams)
    number = len(trouble.streams)
    return language.ngettext("%(num)d stream", "%(num)d streams", number) % {"num": number}


def reason(trouble: Trouble, language: Language = ENGLISH) -> str:
    """What the last attempt said, or how long ago one succeeded."""
    if trouble.error:
        return trouble.error
    if trouble.last_success:
        return language.gettext("not loaded since %(day)s.") % {"day": language.day(trouble.last_success.date())}
    return language.gettext("never loaded.")


def remedy(error: str | None, language: Language = ENGLISH) -> str:
    """What it takes, which is what errors are named for."""
    known = REMEDIES.get((error or "").split(":")[0])
    return language.gettext(known) if known else ""
