"""Which days to pull: pure date arithmetic over what a stream declares and what the lake already has."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.errors import Refused
from connectors.source import Account, Stream, Window


def today_of(stream: Stream, account: Account, now: datetime) -> date:
    """The day that has not ended yet: in the account's zone, in UTC for streams of changes."""
    return now.astimezone(UTC if stream.kind == "changes" else ZoneInfo(account.time_zone)).date()


def due(
    stream: Stream,
    account: Account,
    loaded: Mapping[date, datetime],
    now: datetime,
    history_days: int,
    again_after: datetime | None = None,
) -> list[Window]:
    """The windows that a nightly run pulls: what is missing, what the vendor may have restated, what never settled.

    Changes are pulled up to this moment: an entity that changes today leaves the day it was filed under, and would be
    nowhere until tomorrow. Days of figures are pulled once they have ended. What was pulled since `again_after` rests.
    """
    fresh = {day for day, pulled in loaded.items() if again_after is not None and pulled >= again_after}
    today = today_of(stream, account, now)
    if stream.kind == "snapshot":
        return [] if today in fresh or _is_unchanged(account, loaded) else [Window(today, today)]
    wanted = history_days + stream.lead_days
    span = min(wanted, stream.history_days or wanted)
    youngest = 0 if stream.kind == "changes" else 1
    days = [today - timedelta(days=age) for age in range(span, youngest - 1, -1)]
    wanted_days = (day for day in days if day not in fresh and _is_due(day, stream, loaded.get(day), now, today))
    return windows(wanted_days, stream.window_days)


def _is_unchanged(account: Account, loaded: Mapping[date, datetime]) -> bool:
    return account.changed_at is not None and any(pulled > account.changed_at for pulled in loaded.values())


def _is_due(day: date, stream: Stream, pulled: datetime | None, now: datetime, today: date) -> bool:
    if pulled is None:
        return True
    age, resting = (today - day).days, (now - pulled).days
    if age > stream.settles_after:
        age_when_pulled = age - (now.date() - pulled.date()).days
        return age_when_pulled < stream.settles_after
    return any(age <= back and (every == 1 or resting >= every) for every, back in stream.restates.items())


def asked(stream: Stream, account: Account, span: Window, now: datetime) -> list[Window]:
    """The windows of a backfill. A snapshot has no past; days that have not ended are left out.

    Raises Refused when the vendor no longer holds the days.
    """
    today = today_of(stream, account, now)
    if stream.kind == "snapshot":
        return [Window(today, today)] if today in span else []
    if stream.history_days and span.since < today - timedelta(days=stream.history_days):
        oldest = today - timedelta(days=stream.history_days)
        raise Refused(f"{stream.name}: the vendor keeps {stream.history_days} days; ask for {oldest} or later.")
    last = today if stream.kind == "changes" else today - timedelta(days=1)
    return windows((day for day in span if day <= last), stream.window_days)


def windows(days: Iterable[date], longest: int) -> list[Window]:
    """Consecutive days joined into windows of at most `longest` days."""
    found: list[Window] = []
    for day in days:
        if found and (day - found[-1].until).days == 1 and len(found[-1]) < longest:
            found[-1] = Window(found[-1].since, day)
        else:
            found.append(Window(day, day))
    return found
