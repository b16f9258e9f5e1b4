"""What rules say, in a language: sentences with figures by their unit, days as people say them, names as they are."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from orchestration.kri.phrase import Figure, Phrase, Said
from orchestration.language import MINUS, Language
from orchestration.report.figures import figure


def tell(said: Iterable[Phrase], language: Language, currency: str) -> str:
    """The sentences one after another; `currency` is the ISO code in which money is told."""
    return " ".join(
        language.gettext(phrase.text) % {name: _told(value, language, currency) for name, value in phrase.given.items()}
        for phrase in said
    )


def _told(value: Said, language: Language, currency: str) -> str:
    match value:
        case Figure(value=amount, unit="change"):
            return _change(amount, language)
        case Figure(value=amount, unit=unit, a_day=a_day):
            told = figure(amount if np.isfinite(amount) else None, unit, currency, language)
            return language.gettext("%(figure)s a day") % {"figure": told} if a_day else told
        case np.datetime64():
            return language.day(value.astype("datetime64[D]").astype(date))
    return str(value)


def _change(share: float, language: Language) -> str:
    """A relative change with its sign; many times as much is told as a factor."""
    if not np.isfinite(share):
        return "∞"
    if share > 9.995:
        return f"\N{MULTIPLICATION SIGN}{language.number(share + 1)}"
    told = language.percent(abs(share), 0 if abs(share) >= 0.1 else 1)
    return f"{MINUS if share < 0 else '+'}{told}"
