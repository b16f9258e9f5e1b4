"""One request to GA4: retries, the meaning of its errors, its token quota. What is asked for is in reports.py."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
import stamina
from google.analytics.data_v1beta import BetaAnalyticsDataClient
from google.analytics.data_v1beta.types import RunReportResponse
from google.api_core.exceptions import GoogleAPICallError
from google.auth.exceptions import GoogleAuthError
from google.protobuf.json_format import ParseError

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, worth_retrying
from connectors.sources._days import PACIFIC, until_midnight
from connectors.sources._google import credential_fault, either

PREFIX = "GA4_"
HOUR = 3600.0
RESERVE = 100
"""Tokens left to those who look at the same property by hand; a request mostly costs less than 10."""


@dataclass
class Quota:
    """What the last answers said about the tokens of each property, shared by all threads."""

    _empty_until: dict[str, tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, number: str) -> None:
        """Raises Unavailable while the property's tokens are nearly used up, so that nothing is asked in vain."""
        until, what = self._empty_until.get(number, (0.0, ""))
        if (wait := until - time.monotonic()) > 0:
            raise Unavailable(f"Property {number} has nearly used up its tokens per {what}.", wait)

    def note(self, number: str, told: Any) -> None:
        """Reads the `property_quota` of an answer."""
        for name, what, wait in (
            ("tokens_per_day", "day", until_midnight(PACIFIC)),
            ("tokens_per_hour", "hour", HOUR),
            ("tokens_per_project_per_hour", "hour and Cloud project", HOUR),
        ):
            status = getattr(told, name)
            if told.HasField(name) and status.remaining < max(RESERVE, 2 * status.consumed):
                with self._lock:
                    known = self._empty_until.get(number, (0.0, ""))
                    self._empty_until[number] = max(known, (time.monotonic() + wait, what))


@dataclass(frozen=True)
class Ga4:
    """The official client of the Data API, and the Admin API for the properties' names."""

    data: BetaAnalyticsDataClient
    admin: Http
    property_ids: tuple[str, ...]
    page_rows: int
    quota: Quota = field(default_factory=Quota)

    def run_report(self, number: str, report: Mapping[str, Any]) -> Any:
        """One answer as the plain protobuf message: proto-plus costs ten times as much to read."""
        request = {"property": f"properties/{number}", "return_property_quota": True, **report}
        # The client itself never retries. Each 500 or 503 counts against 10 server errors an hour: few, slow tries.
        for attempt in stamina.retry_context(
            on=worth_retrying, attempts=5, timeout=None, wait_initial=1.0, wait_max=64.0
        ):
            with attempt:
                self.quota.check(number)
                answer = self._ask(number, request)
                if answer.HasField("property_quota"):
                    self.quota.note(number, answer.property_quota)
                return answer
        raise AssertionError("stamina ends with an answer or an exception")

    def _ask(self, number: str, request: Mapping[str, Any]) -> Any:
        try:
            return RunReportResponse.pb(self.data.run_report(request, timeout=120.0))
        except GoogleAPICallError as error:
            raise _judged(error, number) from None
        except GoogleAuthError as error:
            raise credential_fault(error, either(PREFIX)) from None
        except requests.RequestException as error:
            raise Unavailable(f"Property {number}: {type(error).__name__}.") from None
        except (ParseError, UnicodeDecodeError):
            raise Unavailable(f"Property {number}: the answer is not whole JSON.") from None
        except AttributeError:  # from api_core, which trips over an error body that is not in Google's form
            raise Unavailable(f"Property {number}: something between Google and us answers with an error.") from None


def _judged(error: GoogleAPICallError, number: str) -> SourceError:
    # Its message is "POST <url>: <what Google says>"; an error without a body has only the code.
    said = error.message.partition(": ")[2][:300] or error.message[:80]
    fault = f"Property {number}: HTTP {error.code}: {said}"
    if error.code == 429:
        return Unavailable(fault, _patience(said))
    if error.code >= 500 or error.code == 408:
        return Unavailable(fault)
    if error.code == 401:
        return Refused(f"{fault} Authorise the account again and set {either(PREFIX)}.")
    if error.code == 403:
        return Refused(f"{fault} Add the account as a Viewer of the property, or take it out of {PREFIX}PROPERTY_IDS.")
    return Refused(fault)


def _patience(said: str) -> float:
    """Seconds to wait after a 429. Google sends no Retry-After; only its text says which of six quotas is used up."""
    text = said.lower()
    if "concurrent" in text:
        return 30.0
    if "per day" in text:
        return until_midnight(PACIFIC)
    if "thresholded" in text or "server errors" in text:
        return HOUR
    return HOUR / 2
