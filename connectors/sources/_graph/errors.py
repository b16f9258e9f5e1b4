"""What Meta's error bodies mean. The status says little: rate limits come with 400, and a 200 can hold an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.sources._graph.quota import waits

TOO_MANY_CALLS = {4, 17, 32, 341, 613, *range(80000, 80009)}
BLOCKED_ACCOUNT = 2446079
"""Subcode after which an account stays closed for up to an hour."""
PASSING = {1, 2, 104, 960}
TOO_MUCH = {1487534, 1504018, 1504038, 2490547}
BAD_COMBINATION = {1504041, 1504042}
NO_METRIC, BEFORE_BUSINESS = 1504028, 2108006
WITHDRAWN_METRIC = re.compile(
    r"valid insights metric|metric\[\d+\] must be one of|metric is no longer supported"
    r"|not support the \w+ metric|metric \w+ is not supported",
    re.IGNORECASE,
)
SHORT_BLOCK, LONG_BLOCK = 120.0, 600.0
"""Seconds to stay away when the headers do not say for how long; there is never a Retry-After."""


class TooMuch(Refused):
    """The question is too big as it stands: a smaller page, a report in the background or fewer days may pass."""


class NotAMetric(Refused):
    """One of the metrics that were asked for does not exist, or no longer; Meta does not say which."""


class Untold(Refused):
    """Meta tells nothing of this object: it is gone, too small, or older than the business account."""


@dataclass(frozen=True)
class Judge:
    """Judges answers by the body first, then by the status, and names the remedy in the words of one source."""

    prefix: str
    """Of the source's settings: META_ADS."""
    scopes: str
    """What a token must be allowed to do."""
    thing: str
    """What the source reads: account, Page."""
    gone: type[Refused] = Refused
    """What an object that is not there raises."""

    def __call__(self, answer: Answer) -> SourceError | None:
        if isinstance(answer.body, dict) and "error" in answer.body:
            error = answer.body["error"]
            known = error if isinstance(error, dict) else {"message": error}
            return self.fault_of(known, answer.status, answer.headers)
        return judge_status(answer)

    def fault_of(self, error: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> SourceError:
        """The remedy for an error that Meta describes by code, subcode and message."""
        code, subcode = error.get("code"), error.get("error_subcode")
        message = ": ".join(str(text) for text in (error.get("message"), error.get("error_user_msg")) if text)
        said = f"{message.rstrip('. ') or 'No reason given'} (code {code}{f'/{subcode}' if subcode else ''})"
        if subcode in TOO_MUCH or "reduce the amount of data" in message:
            return TooMuch(f"{said}.")
        if subcode in BAD_COMBINATION:
            return Refused(f"{said}: the stream asks for fields and breakdowns that this version does not combine.")
        if code in TOO_MANY_CALLS:
            block = LONG_BLOCK if subcode == BLOCKED_ACCOUNT else SHORT_BLOCK
            return Unavailable(f"{said}.", max(block, *waits(headers).values()))
        if code == 190:
            return Refused(
                f"{self.prefix}_ACCESS_TOKEN was refused: {said}. Make a new system-user token with {self.scopes}."
            )
        if "appsecret_proof" in message:
            return Refused(f"{said}. {self.prefix}_APP_SECRET must be the secret of the app that made the token.")
        if subcode == NO_METRIC:
            return Refused(f"{said}. Meta withdrew every metric of this stream: upgrade Kadran.")
        if code == 100 and WITHDRAWN_METRIC.search(message):
            return NotAMetric(f"{said}.")
        if subcode == BEFORE_BUSINESS or "Not enough viewers" in message:
            return Untold(f"{said}.")
        remedy = f"{said}. Assign the {self.thing} to the token's system user with {self.scopes}, or correct the id."
        if code == 100 and subcode == 33:
            return self.gone(remedy)
        if _lacks_permission(code, message):
            return Refused(remedy)
        if error.get("is_transient") or (error.get("is_transient") is None and (code in PASSING or status >= 500)):
            return Unavailable(f"{said}.")
        return Refused(f"{said}.")


def _lacks_permission(code: Any, message: str) -> bool:
    return code == 10 or (isinstance(code, int) and 200 <= code <= 299) or "Missing permissions" in message
