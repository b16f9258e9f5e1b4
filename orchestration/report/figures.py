"""How figures are written for people: by unit, with as many digits as someone can use."""

from orchestration.report.scorecard import Standing

MISSING = "\N{EN DASH}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
STILL = 0.005
"""Relative changes below this are noise to a reader: shown, but neither good nor bad."""


def figure(value: float | None, unit: str, currency: str) -> str:
    """A figure with its unit."""
    if value is None:
        return MISSING
    match unit:
        case "percent":
            return f"{value:.2%}" if abs(value) < 0.1 else f"{value:.1%}"
        case "currency":
            return _money(value, currency)
        case "minutes":
            return _duration(value)
        case "hours":
            return _duration(60 * value)
        case "days":
            return f"{value:,.1f} days"
        case "ratio" | "position":
            return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"
    return _count(value)


def per_day(standing: Standing) -> bool:
    """Quantities are averages per day, so that months of different length compare."""
    return standing.additivity == "additive" and standing.value is not None


def target(standing: Standing, currency: str) -> str:
    """The target with the side of it that is wanted."""
    if standing.target is None:
        return MISSING
    side = "≥" if standing.better == "higher" else "≤"
    return f"{side} {figure(standing.target, standing.unit, currency)}"


def gap(standing: Standing) -> str:
    """How far the target is, in words."""
    if standing.gap is None:
        return ""
    if abs(standing.gap) < STILL:
        return "met"
    side = "better" if standing.gap < 0 else "short" if standing.better == "higher" else "over"
    return f"{_share(abs(standing.gap))} {side}"


def change(standing: Standing) -> str:
    """The relative change with an arrow for its sign; whether it is good is another question."""
    if standing.change is None:
        return MISSING
    if abs(standing.change) < STILL:
        return "→ steady"
    return f"{'▲' if standing.change > 0 else '▼'} {_share(abs(standing.change))}"


def verdict(standing: Standing) -> str:
    """What the change means for the business: good, bad or flat."""
    if standing.change is None or abs(standing.change) < STILL:
        return "flat"
    return standing.direction or "flat"


def _share(share: float) -> str:
    if share >= 9.995:
        return f"\N{MULTIPLICATION SIGN}{share + 1:,.0f}"
    return f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"


def _count(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}"


def _money(value: float, currency: str) -> str:
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    amount = f"{abs(value):,.0f}" if abs(value) >= 1000 else f"{abs(value):,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{amount}" if symbol else f"{sign}{amount} {currency}"


def _duration(minutes: float) -> str:
    if abs(minutes) < 60:
        return f"{minutes:.0f} min" if abs(minutes) >= 10 else f"{minutes:.1f} min"
    hours, rest = divmod(round(minutes), 60)
    if hours < 48:
        return f"{hours} h {rest:02d} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h"
