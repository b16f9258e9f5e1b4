"""One page as HTML text that needs nothing else: no network, no script, no font. It prints, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.language import LANGUAGES, MINUS, Language
from orchestration.language.templates import environment
from orchestration.report import figures, wording
from orchestration.report.bullet import bullet
from orchestration.report.chart import Chart, chart
from orchestration.report.details import KINDS, PERIODS, Detail
from orchestration.report.dial import dial
from orchestration.report.drivers import cuts
from orchestration.report.notes import notes
from orchestration.report.reading import DAYS
from orchestration.report.reading_details import SPAN
from orchestration.report.scorecard import AXES, STATUSES, Day, Scorecard, Standing
from orchestration.report.sparkline import Sparkline, sparkline

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 3
"""Members of one KRI that fired on many campaigns or pages; the others are folded away."""


@dataclass(frozen=True)
class Address:
    """Where a page is: its name in its language's folder; the entrance is a copy beside the folders."""

    name: str
    language: str
    is_entrance: bool = False

    @property
    def path(self) -> str:
        """From the reports folder."""
        return self.name if self.is_entrance else f"{self.language}/{self.name}"

    def to(self, name: str, language: str | None = None) -> str:
        """The link from here to a page of the same language, or of another one."""
        if self.is_entrance:
            return f"{language or self.language}/{name}"
        return name if language in (None, self.language) else f"../{language}/{name}"


class Press:
    """Prints the pages of one scorecard in one language."""

    def __init__(self, scorecard: Scorecard, language: Language) -> None:
        self._scorecard, self._language = scorecard, language
        printer = environment(TEMPLATES, language)
        printer.filters |= {
            "spelled": lambda name: wording.spelled(name, language),
            "member": lambda name: wording.member(name, language),
            "source": lambda name: wording.source(name, language),
            "streams": lambda names: wording.streams(names, language),
            "began": lambda risk: wording.began(risk, language),
            "figure": lambda value, standing: figures.figure(value, standing.unit, scorecard.currency, language),
            "effect": lambda value, standing: figures.effect(value, standing.unit, scorecard.currency, language),
            "change": lambda relative: figures.change(relative, language),
            "target": lambda standing: figures.target(standing, scorecard.currency, language),
            "gap": lambda standing: figures.gap(standing, language),
            "sparkline": self._sparkline,
            "weeks": self._weeks,
            "chart": self._chart,
            "cuts": cuts,
            "bullet": bullet,
            "notes": lambda detail: notes(detail, language),
            "dial": lambda areas: dial(areas, language),
        }
        printer.globals |= {
            "scorecard": scorecard,
            "languages": LANGUAGES,
            "figures": figures,
            "wording": wording,
            "statuses": STATUSES,
            "axis_names": AXES,
            "period_names": PERIODS,
            "kinds": KINDS,
            "shown": SHOWN,
            "days": DAYS,
            "span": SPAN,
            "minus": MINUS,
        }
        self._printer = printer

    def page(self, template: str, **told: Any) -> str:
        """A page, or another thing that people read, as text."""
        return self._printer.get_template(template).render(**told)

    def _sparkline(self, standing: Standing) -> Sparkline | None:
        last_day = self._scorecard.last_day
        return sparkline(standing.days, last_day, DAYS, standing.target) if last_day else None

    def _chart(self, detail: Detail) -> Chart | None:
        last_day, unit = self._scorecard.last_day, detail.standing.unit

        def written(level: float) -> str:
            return figures.figure(level, unit, self._scorecard.currency, self._language)

        return chart(detail, last_day, SPAN, written, self._language) if last_day else None

    def _weeks(self, standing: Standing, days: Sequence[Day], span: int) -> str:
        """What a line of the last `span` days shows, for those who do not see it."""
        levels = [day.week for day in days if day.week is not None]
        low, high, last = (
            figures.figure(level, standing.unit, self._scorecard.currency, self._language)
            for level in (min(levels), max(levels), levels[-1])
        )
        told = self._language.gettext(
            "%(kpi)s, weeks of the last %(days)d days: between %(low)s and %(high)s, at last %(last)s"
        )
        return told % {"kpi": standing.label, "days": span, "low": low, "high": high, "last": last}
