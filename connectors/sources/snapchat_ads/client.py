"""Snapchat's errors, its rows that are wrapped twice, and its paging by links."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import Row
from connectors.sources._days import until_reset
from connectors.sources._withdrawn import BadQuestion


def judge(answer: Answer) -> SourceError | None:
    """An error has a code and two messages. It may come with 200, for the whole request or for a part of it."""
    fault = judge_status(answer)
    if not isinstance(answer.body, dict):
        return fault or Refused("An answer that is no object.")
    failed = str(answer.body.get("request_status", "")).upper() == "ERROR"
    if fault is None and not failed:
        return None
    reason = answer.body.get("debug_message") or answer.body.get("display_message") or "No reason given"
    said = f"{str(reason).rstrip('. ')} (HTTP {answer.status}, {answer.body.get('error_code', 'no code')})."
    if isinstance(fault, Unavailable):
        reset = until_reset(answer.headers, "X-Rate-Limit-Reset")
        return Unavailable(said, fault.retry_after if fault.retry_after is not None else reset)
    if answer.status == 401:
        return Refused(f"SNAPCHAT_ADS_REFRESH_TOKEN is not enough: {said} Authorise it with snapchat-marketing-api.")
    if answer.status in (403, 404):
        remedy = "Give the token's user a role in the ad account, or correct SNAPCHAT_ADS_AD_ACCOUNT_IDS"
        return Refused(f"{said} {remedy}.")
    return BadQuestion(said)


@dataclass(frozen=True)
class Snapchat:
    """A session with the API. `ad_account_ids` are the ad accounts that are named; empty = all."""

    http: Http
    ad_account_ids: tuple[str, ...]
    gone: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Fields that Snapchat no longer knows, by account and breakdown."""

    def rows(self, path: str, kind: str, of: str | None = None, **params: Any) -> Iterator[list[Row]]:
        """Every page of a list: `{of: [{kind: row}]}`. Raises Refused when a row of it has failed."""

        asked = {"limit": 1000, **params}

        def ask(query: str) -> Any:
            return self.http.get(path, params=asked | dict(parse_qsl(query)))

        def following(answer: Any, _: str) -> str | None:
            link = (answer.get("paging") or {}).get("next_link")
            return urlsplit(link).query if link else None  # its host may be another one, which our token is not for

        for answer in pages(ask, "", following):
            yield [_opened(wrapped, kind) for wrapped in answer[of or f"{kind}s"]]


def _opened(wrapped: Row, kind: str) -> Row:
    if str(wrapped.get("sub_request_status")).upper() != "SUCCESS":
        reason = wrapped.get("sub_request_error_reason") or wrapped.get("debug_message") or "no reason given"
        raise Refused(f"A part of the answer failed ({wrapped.get('sub_request_status')}): {reason}.")
    row: Row = wrapped[kind]
    return row
