"""Mailchimp's errors and its paging by offset. What is asked for belongs in fetch.py."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.source import Row
from connectors.sources._paging import to_the_end


class Gone(Refused):
    """What was asked for does not exist, or no longer."""


def judge(answer: Answer) -> SourceError | None:
    """Mailchimp says what is wrong in a problem document; a 403 or 429 without one is its throttle."""
    problem = answer.body if isinstance(answer.body, dict) and "title" in answer.body else None
    if answer.status in (403, 429) and problem is None:
        return Unavailable(f"HTTP {answer.status} without a problem document: too many requests.")
    if problem is None or answer.status < 400 or answer.status == 429 or answer.status >= 500:
        return judge_status(answer)
    said = f"{problem['title']}: {problem.get('detail') or 'no detail'}"
    if answer.status == 401:
        return Refused(f"MAILCHIMP_API_KEY was refused ({said}) Make a new key and set it with its data centre.")
    return Gone(said) if answer.status == 404 else Refused(f"HTTP {answer.status} {said}")


@dataclass(frozen=True)
class Mailchimp:
    """One account. `members` tells whether its people are loaded one by one."""

    http: Http
    members: bool = False

    def rows(self, path: str, collection: str, *, count: int = 1000, **params: Any) -> Iterator[list[Row]]:
        """Every page of a collection, which must be sorted by what only rises."""
        # Links are most of the bytes of an answer.
        asked = {"exclude_fields": f"_links,{collection}._links", "count": count, **params}
        for answer in to_the_end(
            path,
            lambda offset: self.http.get(path, params=asked | {"offset": offset}),
            lambda answer: (len(answer[collection]), answer["total_items"]),
        ):
            yield answer[collection]

    def rows_below(self, path: str, collection: str, **params: Any) -> Iterator[list[Row]]:
        """The same below a campaign or list. One that was deleted since it was listed has no rows."""
        with suppress(Gone):
            yield from self.rows(path, collection, **params)

    def list_ids(self) -> list[str]:
        listed = self.rows("lists", "lists", fields="lists.id,total_items", exclude_fields=None)
        return [each["id"] for page in listed for each in page]
