"""How figures are written for people: by unit, with as many digits as someone can use."""

from orchestration.language import ENGLISH, Language
from orchestration.report.scorecard import Standing

MISSING = "\N{EN DASH}"
STILL = 0.005
"""Relative changes below this are noise to a reader: shown, but neither good nor bad."""


def figure(value: float | None, unit: str, currency: str, language: Language = ENGLISH) -> str:
    """A figure with its unit."""
    if value is None:
        return MISSING
    match unit:
        case "percent":
            return language.percent(value, 2 if abs(value) < 0.1 else 1)
        case "currency":
            return language.money(value, currency, 0 if abs(value) >= 1000 else 2)
        case "minutes":
            return _duration(value, language)
        case "hours":
            return _duration(60 * value, language)
        case "days":
            return language.gettext("%(number)s days") % {"number": language.number(value, 1)}
        case "ratio" | "position":
            return language.number(value, 2 if abs(value) < 10 else 1)
    return language.number(value, 0 if abs(value) >= 100 or value == int(value) else 1)


def effect(value: float | None, unit: str, currency: str, language: Language = ENGLISH) -> str:
    """A difference between two figures, with its sign; of rates in percent, in percentage points."""
    if value is None:
        return MISSING
    told = figure(value, unit, currency, language)
    if unit == "percent":
        told = language.gettext("%(number)s pp") % {"number": language.number(100 * value, 2)}
    return f"+{told}" if value > 0 and any(digit in told for digit in "123456789") else told


def per_day(standing: Standing) -> bool:
    """Quantities are averages per day, so that months of different length compare."""
    return standing.additivity == "additive" and standing.value is not None


def target(standing: Standing, currency: str, language: Language = ENGLISH) -> str:
    """The target with the side of it that is wanted."""
    if standing.target is None:
        return MISSING
    return f"{side(standing.better)} {figure(standing.target, standing.unit, currency, language)}"


def side(better: str) -> str:
    """A target is a floor or a ceiling."""
    return "≥" if better == "higher" else "≤"


def gap(standing: Standing, language: Language = ENGLISH) -> str:
    """How far the target is, in words."""
    if standing.gap is None:
        return ""
    if abs(standing.gap) < STILL:
        return language.gettext("met")
    share = {"share": _share(abs(standing.gap), language)}
    if standing.gap < 0:
        return language.gettext("%(share)s better") % share
    if standing.better == "higher":
        return language.gettext("%(share)s short") % share
    return language.gettext("%(share)s over") % share


def change(relative: float | None, language: Language = ENGLISH) -> str:
    """The relative change with an arrow for its sign; whether it is good is another question."""
    if relative is None:
        return MISSING
    if abs(relative) < STILL:
        return "→ " + language.gettext("steady")
    return f"{'▲' if relative > 0 else '▼'} {_share(abs(relative), language)}"


def verdict(relative: float | None, better: str) -> str:
    """What a change means for the business: good, bad or flat."""
    if relative is None or abs(relative) < STILL:
        return "flat"
    return "good" if (relative > 0) == (better == "higher") else "bad"


def _share(share: float, language: Language) -> str:
    if share >= 9.995:
        return f"\N{MULTIPLICATION SIGN}{language.number(share + 1)}"
    return language.percent(share, 0 if share >= 0.1 else 1)


def _duration(minutes: float, language: Language) -> str:
    if abs(minutes) < 60:
        return f"{language.number(minutes, 0 if abs(minutes) >= 10 else 1)} min"
    sign = "\N{MINUS SIGN}" if minutes < 0 else ""
    hours, rest = divmod(round(abs(minutes)), 60)
    if hours < 48:
        return f"{sign}{hours} h {rest:02d} min"
    days, hours = divmod(hours, 24)
    return sign + language.gettext("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
