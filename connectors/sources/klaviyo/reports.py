"""What came of campaigns and flows, by the day of sending. Each report is one of 225 that an account has a day."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.errors import Refused
from connectors.source import Account, Row, Stream, Type, Window
from connectors.sources._notation import typed, words
from connectors.sources.klaviyo.client import Klaviyo, session_of

log = logging.getLogger(__name__)

_COUNTS = (
    "recipients delivered bounced failed opens opens_unique clicks clicks_unique unsubscribes unsubscribe_uniques "
    "spam_complaints conversions conversion_uniques"
)
_MONEY = "conversion_value"
_COLUMNS = {
    **typed(Type.DAY, "date"),
    **typed(Type.INTEGER, _COUNTS, below="statistics"),
    **typed(Type.MONEY, _MONEY, below="statistics"),
    **typed(Type.TEXT, "conversion_metric_id"),
}
_RANGES = dict.fromkeys(words(_COUNTS, below="statistics"), (0, None))
_RECEPTION = {1: 30, 7: 90}
"""Opens come in for weeks, and orders are attributed to a mail for days."""
SENDING_DAYS = 3
"""A campaign that is sent by each recipient's clock, or in batches, goes on after the day it started on."""


def campaign_reports(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    """One question covers all campaigns of the window, and the days on which the last of them were still sent."""
    klaviyo, zone = session_of(sessions, account), ZoneInfo(account.time_zone)
    sent = dict(_sent(klaviyo, zone))
    question = _question(klaviyo, window.since, window.until + timedelta(days=SENDING_DAYS))
    for answer in klaviyo.asked("campaign-values-reports", question):
        rows = [(sent.get(row["groupings"]["campaign_id"]), row) for row in answer["results"]]
        if lost := [row["groupings"]["campaign_id"] for day, row in rows if day is None]:
            log.warning("Klaviyo no longer lists %s: deleted campaigns have no day, and are left out.", ", ".join(lost))
        yield [_row(row, day, klaviyo) for day, row in rows if day in window]


def _sent(klaviyo: Klaviyo, zone: ZoneInfo) -> Iterator[tuple[str, date]]:
    """The day each campaign was sent: its report does not tell."""
    wanted = klaviyo.campaigns(**{"fields[campaign]": "send_time"})
    for campaign in (each for page in wanted for each in page["data"]):
        if moment := campaign["attributes"]["send_time"]:
            yield campaign["id"], datetime.fromisoformat(moment).astimezone(zone).date()


def flow_reports(sessions: list[Klaviyo], account: Account, window: Window) -> Iterator[list[Row]]:
    """Figures come as lists along the days of the window, in their order."""
    klaviyo = session_of(sessions, account)
    grouped = ["flow_id", "flow_message_id", "send_channel", "flow_name", "flow_message_name"]
    question = _question(klaviyo, window.since, window.until) | {"interval": "daily", "group_by": grouped}
    for answer in klaviyo.asked("flow-series-reports", question):
        if len(answer["date_times"]) != len(window):
            raise Refused(f"Klaviyo answered {len(answer['date_times'])} days for the {len(window)} of {window}.")
        for series in answer["results"]:
            by_day = [
                {"groupings": series["groupings"], "statistics": dict(zip(series["statistics"], values, strict=True))}
                for values in zip(*series["statistics"].values(), strict=True)
            ]
            yield [_row(row, day, klaviyo) for day, row in zip(window, by_day, strict=True)]


def _question(klaviyo: Klaviyo, since: date, until: date) -> dict[str, Any]:
    """Both ends are included, whole days of the account's zone: the offset must be there and is ignored."""
    return {
        "timeframe": {"start": f"{since}T00:00:00+00:00", "end": f"{until}T23:59:59+00:00"},
        "conversion_metric_id": klaviyo.conversions,
        "statistics": [*words(_COUNTS), _MONEY],
        "filter": 'equals(send_channel,"email")',
    }


def _row(row: Row, day: date | None, klaviyo: Klaviyo) -> Row:
    return {**row, "date": str(day), "conversion_metric_id": klaviyo.conversions}


CAMPAIGN_REPORTS = Stream(
    name="campaign_reports",
    description="What came of each e-mail campaign so far, filed under the day it was sent. The counts are cumulative.",
    fetch=campaign_reports,
    columns={
        **typed(Type.TEXT, "campaign_id campaign_message_id send_channel", below="groupings"),
        **_COLUMNS,
    },
    key=("groupings.campaign_id", "groupings.campaign_message_id", "groupings.send_channel"),
    day="date",
    restates=_RECEPTION,
    window_days=180,  # a question may span a year
    ranges=_RANGES,
    required=("statistics.recipients",),
)

FLOW_REPORTS = Stream(
    name="flow_reports",
    description="What came of the mails that each message of a flow sent on a day. Recipients of several days repeat.",
    fetch=flow_reports,
    columns={
        **typed(Type.TEXT, "flow_id flow_name flow_message_id flow_message_name send_channel", below="groupings"),
        **_COLUMNS,
    },
    key=("groupings.flow_id", "groupings.flow_message_id", "groupings.send_channel", "date"),
    day="date",
    restates=_RECEPTION,
    window_days=60,  # as many days as a question by day may span
    ranges=_RANGES,
    required=("statistics.recipients",),
)
