"""Transactional mail by day, and the lists as they are."""

from collections.abc import Iterator

from connectors.source import Account, Row, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.brevo.client import Brevo, session_of

DAYS_A_QUESTION = 30


def transactional_days(sessions: list[Brevo], account: Account, window: Window) -> Iterator[list[Row]]:
    """A page holds as many days as a question may span. Days without mail may be missing."""
    span = {"startDate": str(window.since), "endDate": str(window.until), "limit": DAYS_A_QUESTION, "sort": "asc"}
    answer = session_of(sessions, account).http.get("/v3/smtp/statistics/reports", params=span)
    yield answer.get("reports") or []


def lists(sessions: list[Brevo], account: Account, window: Window) -> Iterator[list[Row]]:
    yield from session_of(sessions, account).rows("/v3/contacts/lists", "lists", limit=50)


_COUNTS = typed(
    Type.INTEGER,
    "requests delivered hardBounces softBounces opens uniqueOpens clicks uniqueClicks spamReports blocked invalid "
    "unsubscribed",
)

TRANSACTIONAL_DAYS = Stream(
    name="transactional_days",
    description="Transactional mail of each day, all tags together: asked for, delivered, opened, clicked.",
    fetch=transactional_days,
    columns={"date": Type.DAY, **_COUNTS},
    key=("date",),
    day="date",
    restates={1: 7},
    window_days=DAYS_A_QUESTION,
    ranges=dict.fromkeys(_COUNTS, (0, None)),
    required=("requests",),
)

LISTS = Stream(
    name="lists",
    description="Every list with its contacts today. Brevo has given up two of the three counts: they are 0.",
    fetch=lists,
    columns={
        **typed(Type.TEXT, "name"),
        **typed(Type.INTEGER, "id folderId uniqueSubscribers totalSubscribers totalBlacklisted"),
    },
    key=("id",),
    kind="snapshot",
    ignored=("dynamicList",),
    ranges={"uniqueSubscribers": (0, None)},
    required=("name", "uniqueSubscribers"),
)
