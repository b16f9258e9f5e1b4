"""TikTok's envelope, errors and paging."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.source import Account, Row
from connectors.sources._paging import batched
from connectors.sources._withdrawn import BadQuestion

ROWS_A_PAGE, ADVERTISERS_A_REQUEST = 1000, 100
PARTLY = 20001
TOO_MANY = {40100, 40132}
"""We keep the limit by the second ourselves, so one that is met is that of the minute (or of the UTC day)."""
PASSING = {40202, 40700, 50000, 50002, 60001, 61000, *range(51000, 52000)}
FIVE_MINUTES = 300.0
"""To stay away after a limit by the minute and after 50002, as TikTok asks; it sends no Retry-After."""


class NoAccess(Refused):
    """The token is good, but not for this advertiser or endpoint."""


def judge(answer: Answer) -> SourceError | None:
    """TikTok says what is wrong by the body's `code`, with HTTP status 200."""
    fault = judge_status(answer)
    code = answer.body.get("code") if isinstance(answer.body, dict) else None
    if code in (0, PARTLY) or (code is None and fault):
        return fault
    if code is None:
        return Unavailable("An answer without a code.")
    said = f"{str(answer.body.get('message') or 'No reason given').rstrip('. ')} (code {code})."
    if code in TOO_MANY or code == 50002:
        return Unavailable(said, FIVE_MINUTES)
    if code in PASSING:
        return Unavailable(said)
    if code in (40102, 40104, 40105):
        return Refused(f"TIKTOK_ADS_ACCESS_TOKEN was refused: {said} Authorise the app again and set its new token.")
    if code == 40001:
        return NoAccess(f"{said} Give the app the scopes Reporting and Ads Management, and authorise it again.")
    if code == 40002:
        return BadQuestion(f"{said} Where it is about the advertiser, correct TIKTOK_ADS_ADVERTISER_IDS.")
    return Refused(said)


@dataclass(frozen=True)
class TikTok:
    """A session with the API, for the advertisers that are named."""

    http: Http
    advertiser_ids: tuple[str, ...]
    gone: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Metrics that TikTok no longer knows, by account, kind and level of a report."""

    def ask(self, path: str, **params: Any) -> Any:
        """One answer. Lists and objects among the parameters go out as JSON; paths end with a slash."""
        texts = {name: each if isinstance(each, str) else orjson.dumps(each).decode() for name, each in params.items()}
        return self.http.get(f"open_api/v1.3/{path}/", params=texts)

    def rows(self, path: str, **params: Any) -> Iterator[list[Row]]:
        """Every page of a list. Raises Unavailable when it came in part, or changed while it was read."""

        def ask(page: int) -> Any:
            answer = self.ask(path, page=page, page_size=ROWS_A_PAGE, **params)
            if answer["code"] == PARTLY:
                raise Unavailable(f"{path}: only a part came: {answer.get('message')}.")
            return answer["data"]

        def following(data: Any, page: int) -> int | None:
            return page + 1 if page < data["page_info"]["total_page"] else None

        read, totals = 0, set[int]()
        for data in pages(ask, 1, following):
            read += len(data["list"])
            totals.add(data["page_info"]["total_number"])
            yield data["list"]
        if totals != {read}:
            raise Unavailable(f"{path}: {read} rows came where {max(totals)} were announced.")

    def advertisers(self) -> dict[str, Account]:
        """Those that the token opens, by id."""
        parts = batched(self.advertiser_ids, ADVERTISERS_A_REQUEST)
        return {row["advertiser_id"]: _account(row) for part in parts for row in self._about(part)}

    def _about(self, ids: Sequence[str]) -> list[Row]:
        try:
            found: list[Row] = self.ask("advertiser/info", advertiser_ids=ids)["data"]["list"]
        except (NoAccess, BadQuestion):  # one id spoils the answer for all
            return [row for id_ in ids for row in self._about([id_])] if len(ids) > 1 else []
        return found


def _account(row: Row) -> Account:
    """Days are cut in `timezone` (Etc/GMT-8 is UTC+8, all year), whatever display_timezone says."""
    try:
        ZoneInfo(row["timezone"])
    except (KeyError, ValueError):
        raise Refused(f"Advertiser {row['advertiser_id']} has an unknown time zone: {row['timezone']}.") from None
    return Account(row["advertiser_id"], row["name"], row["timezone"], row["currency"])
