"""The languages of pages, mails and alerts: words from a catalogue, dates and numbers as readers write them.

fr.po    French by what it is in English: words of templates and modules, and of declarations (KRAs, KPIs, KRIs)
"""

from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

LOCALES = {"en": "en_GB", "fr": "fr_FR"}
"""By the code of a language; of English, the one that writes the day before the month."""
MINUS = "\N{MINUS SIGN}"


def word(text: str) -> str:
    """Marks a text that stands in the catalogue and is translated where it is shown."""
    return text


def counted(text: str) -> str:
    """Marks one that is the same in English of one thing and of several, and may differ elsewhere."""
    return text


class Language:
    """Texts are looked up by what they are in English. Raises KeyError for a code that is not in LOCALES."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.translations = _catalogue(code)
        self.gettext, self.ngettext = self.translations.gettext, self.translations.ngettext
        self._locale = Locale.parse(LOCALES[code])

    def told(self, declared: str) -> str:
        """A text of the declarations; one that the catalogue does not know is told as it is declared."""
        return self.gettext(_in_one_line(declared))

    def told_each(self, declared: str) -> str:
        """Several of them, separated by commas."""
        return ", ".join(map(self.told, declared.split(", ")))

    def knows(self, declared: str) -> bool:
        """Whether a text of the declarations can be told in this language."""
        return self.code == "en" or self.told(declared) != _in_one_line(declared)

    @property
    def name(self) -> str:
        """What its readers call it."""
        return (self._locale.get_language_name(self.code) or self.code).capitalize()

    def day(self, day: date, year: bool = True) -> str:
        """A day as people say it: 25 November 2026."""
        told = format_date(day, "long" if year else "d MMMM", self._locale)
        return told.replace("1", "1er", 1) if self.code == "fr" and day.day == 1 else told

    def month(self, day: date) -> str:
        """The month alone, as an axis names it."""
        return format_date(day, "LLL", self._locale)

    def days(self, since: date, until: date) -> str:
        """A span of days: 16-22 Nov 2026."""
        return self.day(since) if since == until else format_interval(since, until, "yMMMd", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """A day and a clock time, in UTC."""
        return f"{format_date(moment, 'medium', self._locale)}, {moment:%H:%M} UTC"

    def number(self, value: float, digits: int = 0) -> str:
        return self._signed(value, _pattern(f"#,##0{_fraction(digits)}"))

    def percent(self, share: float, digits: int = 0) -> str:
        """0.5 is 50 %."""
        return self._signed(share, _pattern(self._with_digits(self._locale.percent_formats[None].pattern, digits)))

    def money(self, amount: float, currency: str, digits: int = 2) -> str:
        """`currency` is an ISO code; one without a sign of its own is named by it."""
        written = self._with_digits(self._locale.currency_formats["standard"].pattern.split(";")[0], digits)
        if get_currency_symbol(currency, self._locale) == currency:
            written = f"{written.strip('¤').strip()}\N{NO-BREAK SPACE}¤"
        return self._signed(amount, _pattern(written), currency)

    def _signed(self, value: float, pattern: NumberPattern, currency: str | None = None) -> str:
        told = pattern.apply(abs(value), self._locale, currency=currency, currency_digits=False)
        return f"{MINUS}{told}" if value < 0 and any(digit in told for digit in "123456789") else told

    def _with_digits(self, pattern: str, digits: int) -> str:
        return pattern.replace(".00", "").replace("#0", f"#0{_fraction(digits)}")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _fraction(digits: int) -> str:
    return f".{'0' * digits}" if digits else ""


@cache
def _pattern(text: str) -> NumberPattern:
    return parse_pattern(text)


@cache
def _catalogue(code: str) -> NullTranslations:
    """English needs none: its words are the keys."""
    path = Path(__file__).with_name(f"{code}.po")
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


ENGLISH = Language("en")
LANGUAGES = tuple(Language(code) for code in LOCALES)
