"""The scorecard as one HTML file that needs nothing else: no network, no script, no font. It prints, too."""

import os
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.report import figures
from orchestration.report.dial import dial
from orchestration.report.reading import DAYS, read_scorecard
from orchestration.report.scorecard import AXES, STATUSES, Scorecard, Standing, spoken
from orchestration.report.sparkline import Sparkline, sparkline

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 3
"""Members of one KRI that fired on many campaigns or pages; the others are folded away."""
LOUDEST = 6
"""KRIs that stand at the top of the page, too."""


def write_scorecard(published: Path, page: Path) -> Path:
    """Write the page of a published file, whole or not at all. Returns the page."""
    text = render(read_scorecard(published))
    page.parent.mkdir(parents=True, exist_ok=True)
    beside = page.with_name(f".{page.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(page)
    return page


def render(scorecard: Scorecard) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": spoken,
        "figure": lambda value, standing: figures.figure(value, standing.unit, scorecard.currency),
        "sparkline": lambda standing: _sparkline(standing, scorecard.last_day),
        "weeks": lambda standing: _weeks(standing, scorecard.currency),
        "dial": dial,
    }
    environment.globals |= {"figures": figures, "statuses": STATUSES, "shown": SHOWN, "days": DAYS}
    return environment.get_template("scorecard.html.j2").render(
        scorecard=scorecard,
        loudest=[pair for pair in scorecard.alarms[:LOUDEST] if pair[1].first.severity == "error"],
        axes=[(AXES[axis], list(areas)) for axis, areas in groupby(scorecard.areas, key=lambda area: area.axis)],
    )


def _sparkline(standing: Standing, last_day: date | None) -> Sparkline | None:
    return sparkline(standing.days, last_day, DAYS, standing.target) if last_day else None


def _weeks(standing: Standing, currency: str) -> str:
    """What the line shows, for those who do not see it."""
    levels = [day.week for day in standing.days if day.week is not None]
    low, high, last = (
        figures.figure(level, standing.unit, currency) for level in (min(levels), max(levels), levels[-1])
    )
    return f"{standing.label}, weeks of the last {DAYS} days: between {low} and {high}, at last {last}"
