"""Asking Semrush: CSV whose status tells nothing, units that run out, and two generations of its API.

What is asked for belongs in streams.py.
"""

import csv
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from requests import PreparedRequest
from requests.auth import AuthBase

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import Row

ERROR = re.compile(r"ERROR\s+(\d+)\s*(?:::)?\s*(.*)")
NOTHING = "NOTHING FOUND"
WRONG_KEY = {110, 120, 402, 404}
NOT_IN_PLAN = {130, 131, 133, 134, 135, 136}
NO_UNITS = 132
TOO_FAST = 10.0
"""Seconds to stay away: Semrush says that it was too much, never for how long."""


class KeyInQuery(AuthBase):
    """The old API's key is a part of the URL."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.prepare_url(request.url, {"key": self._key})
        return request


class _WithoutKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = re.sub(r"\bkey=[^&\s\"]+", "key=***", record.getMessage()), ()
        return True


_without_keys = _WithoutKeys()


def keep_keys_out_of_logs() -> None:
    """The HTTP library logs whole URLs when it is told to debug."""
    logging.getLogger("urllib3.connectionpool").addFilter(_without_keys)


def judge(answer: Answer, setting: str = "SEMRUSH_API_KEY") -> SourceError | None:
    """Errors come as text with HTTP 200 (v3), or in an envelope that says whether to try again (v4)."""
    if said := ERROR.match(answer.text):
        return _named(int(said[1]), said[2].strip(), setting)
    if isinstance(answer.body, dict) and "error" in answer.body:
        return _enveloped(answer, setting)
    if answer.status != 200 or answer.body is not None:
        return judge_status(answer)
    if answer.text[:1] in ("", "<", "{", "[") or not answer.text.endswith(("\n", '"')):
        return Unavailable(f"HTTP 200 with something other than a whole table: {answer.text[:80]}")
    return None


def judge_balance(answer: Answer) -> SourceError | None:
    """The balance is a bare number with commas between thousands."""
    said = answer.text.strip() or str(answer.body)
    if answer.status == 200 and re.fullmatch(r"\d{1,3}(,\d{3})*|\d+", said):
        return None
    return judge(answer) or Unavailable(f"The balance of units is no number: {said[:80]}")


def _named(code: int, text: str, setting: str) -> SourceError | None:
    said = f"ERROR {code} :: {text}"
    if text.startswith(NOTHING):
        return None
    if code in (429, 500) or "LIMIT EXCEEDED" in text:
        return Unavailable(f"{said}.", TOO_FAST)
    if code in WRONG_KEY:
        return Refused(f"{setting} was refused ({said}). Copy the key from Subscription info > API units.")
    if code == NO_UNITS:
        return Refused(f"{said}. Buy API units or wait for their renewal; the days are pulled then.")
    if code in NOT_IN_PLAN:
        return Refused(f"{said}. The plan of this key does not give this report, or not so many: change the plan.")
    return Refused(f"{said}. Semrush does not take the request: check SEMRUSH_DOMAINS and SEMRUSH_DATABASES.")


def _enveloped(answer: Answer, setting: str) -> SourceError:
    fault, request = answer.body["error"], (answer.body.get("meta") or {}).get("request_id")
    known = fault if isinstance(fault, dict) else {"message": fault}
    said = f"HTTP {answer.status}: {known.get('message')}" + (f" (request {request})" if request else "")
    code = known.get("code", answer.status)
    if known.get("retryable", answer.status == 429 or answer.status >= 500):
        return Unavailable(f"{said}.", TOO_FAST if code == 429 else None)
    if code in (401, 403):
        return Refused(f"{said}. {setting} must be a key of this version of the API, whose plan has this report.")
    return Refused(f"{said}.")


@dataclass(frozen=True)
class Semrush:
    """`units` answers the balance; `v4` is there where backlinks are asked of the new API."""

    http: Http
    units: Http
    v4: Http | None
    domains: tuple[str, ...]
    competitors: tuple[str, ...]
    databases: tuple[str, ...]
    campaign_ids: tuple[str, ...]
    keywords: int
    traffic: bool

    def balance(self) -> int:
        """API units that are left. Asking costs none."""
        answer = self.units.ask("GET", "")
        return int((answer.text.strip() or str(answer.body)).replace(",", ""))

    def table(self, path: str, columns: Sequence[str], **params: Any) -> list[Row]:
        """The rows of a report. Cells are named by the columns asked for: the names in the header drift."""
        text = self.http.ask("GET", path, params={**params, "export_columns": ",".join(columns)}).text
        if ERROR.match(text):  # nothing found; every other error was raised
            return []
        header = text.partition("\n")[0]
        try:
            lines = csv.reader(io.StringIO(text), delimiter=";" if ";" in header else ",", strict=True)
            rows: list[Row] = [dict(zip(columns, line, strict=True)) for line in lines if line]
        except (csv.Error, ValueError):
            raise Unavailable(f"{params.get('type', path)}: a table that is cut, or not of these columns.") from None
        return rows[1:]

    def lines(self, path: str, columns: Sequence[str], price: int, limit: int, offset: int = 0, **params: Any) -> Any:
        """At most `limit` rows of a report that costs `price` units a row.

        When units run out, Semrush answers with fewer rows and no word. Raises Refused where that may be.
        """
        # The limit counts from the first row of all, not from the offset.
        span = {"display_limit": offset + limit, "display_offset": offset}
        rows = self.table(path, columns, **span, export_escape=1, **params)
        if len(rows) < limit and (left := self.balance()) < price:
            raise Refused(
                f"{params['type']}: {left} API units are left, so rows may be missing. Buy API units or wait for their "
                "renewal; the days are pulled then."
            )
        return rows

    def newest_first(
        self, path: str, columns: Sequence[str], price: int, since: date, limit: int, **params: Any
    ) -> Iterator[list[Row]]:
        """Pages of a report that runs from its newest day backwards, until one reaches `since`."""
        day = columns[0]

        def following(page: list[Row], offset: int) -> int | None:
            return offset + limit if len(page) == limit and day_of(page[-1][day]) > since else None

        return pages(lambda offset: self.lines(path, columns, price, limit, offset, **params), 0, following)


def day_of(text: str) -> date:
    """A day as Semrush writes it: 20260115, or seconds since 1970."""
    return date.fromisoformat(text) if len(text) == len("20260115") else datetime.fromtimestamp(int(text), UTC).date()
