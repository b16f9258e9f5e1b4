"""adAnalytics: reports of one account, in pieces that LinkedIn neither refuses nor cuts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connectors.errors import Refused
from connectors.http import Http
from connectors.source import Account, Row, Window
from connectors.sources._days import halves
from connectors.sources._linkedin.restli import by_token, urn
from connectors.sources._paging import batched
from connectors.sources._withdrawn import answered

METRICS_AT_ONCE = 18
"""A request may ask for 20 fields; dateRange and pivotValues are two of them."""
CUT_AT = 15_000
"""Elements. LinkedIn has no pages here: it drops what is more, and does not say so."""


@dataclass(frozen=True)
class Report:
    """A question: figures of each combination of pivots in each day or month."""

    pivots: tuple[str, ...]
    metrics: tuple[str, ...]
    granularity: str = "DAILY"


@dataclass(frozen=True)
class Ads:
    """What the fetchers ask. `account_ids` are those that are configured, none for all."""

    http: Http
    account_ids: tuple[str, ...] = ()
    demographics: tuple[str, ...] = ()
    readable: dict[str, Any] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    """Metrics that LinkedIn turned out not to know any more; they are not asked for again."""

    def look(self) -> None:
        """Lists the accounts in which the member has a role. Test accounts have no figures, and are left out."""
        listed = [row for page in by_token(self.http, "/rest/adAccounts", "q=search") for row in page]
        self.readable.clear()
        self.readable.update({str(row["id"]): row for row in listed if not row.get("test")})

    def urn_of(self, account: Account) -> str:
        """The account in a query. Raises Refused without a role in it: figures would come empty, not as an error."""
        if account.id not in self.readable:
            raise Refused(
                f"The member has no role in ad account {account.id}, or it is a test account: give the member the role "
                "Viewer in Campaign Manager, or correct LINKEDIN_ADS_ACCOUNT_IDS."
            )
        return urn("sponsoredAccount", account.id)


class Cut(Refused):
    """An answer that holds as much as LinkedIn gives, and may lack the rest."""


def rows(ads: Ads, report: Report, facet: str, window: Window) -> Iterator[list[Row]]:
    """The rows of a window; of shorter ones where there are too many for one answer."""
    try:
        yield _joined(ads, report, facet, window)
    except Cut:
        if len(window) == 1 or report.granularity != "DAILY":
            raise
        for half in halves(window):
            yield from rows(ads, report, facet, half)


def _joined(ads: Ads, report: Report, facet: str, window: Window) -> list[Row]:
    """All metrics of a report: more than a request may ask for are asked in parts that share pivots and dates."""
    found: dict[str, dict[str, Any]] = {}
    for metrics in batched(report.metrics, METRICS_AT_ONCE):
        elements = _elements(ads, report, metrics, facet, window)
        if len(elements) >= CUT_AT:
            raise Cut(f"{window} has {len(elements):,} rows by {', '.join(report.pivots)}: LinkedIn cuts such answers.")
        for element in elements:
            row = _row(element)
            found.setdefault(f"{row['date']} {' '.join(row['pivotValues'])}", {}).update(row)
    return list(found.values())


def _elements(ads: Ads, report: Report, metrics: Sequence[str], facet: str, window: Window) -> list[dict[str, Any]]:
    """One answer. Metrics that LinkedIn names in refusing the question are left out of it."""

    def ask(known: list[str]) -> list[dict[str, Any]]:
        answer = ads.http.get("/rest/adAnalytics", params=_query(report, known, facet, window))
        found: list[dict[str, Any]] = answer["elements"]
        return found

    return answered(ask, metrics, ads.withdrawn)


def _query(report: Report, metrics: list[str], facet: str, window: Window) -> str:
    if len(report.pivots) == 1:
        finder = f"q=analytics&pivot=(value:{report.pivots[0]})"
    else:
        finder = f"q=statistics&pivots=List({','.join(report.pivots)})"
    return (
        f"{finder}&timeGranularity=(value:{report.granularity})"
        f"&dateRange=(start:{_day(window.since)},end:{_day(window.until)})&{facet}"
        f"&fields={','.join(('dateRange', 'pivotValues', *metrics))}"
    )


def _day(day: date) -> str:
    return f"(year:{day.year},month:{day.month},day:{day.day})"


def _row(element: dict[str, Any]) -> dict[str, Any]:
    """The element with its first day as a date and, by their kinds, the urns of its pivots."""
    start = element["dateRange"]["start"]
    kinds = {text.split(":")[2]: text for text in element["pivotValues"] if text.startswith("urn:li:")}
    return {
        **element,
        "date": str(date(start["year"], start["month"], start["day"])),
        "campaign": kinds.get("sponsoredCampaign"),
        "creative": kinds.get("sponsoredCreative"),
    }
