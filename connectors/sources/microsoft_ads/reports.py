"""Reports: ordered, waited for, downloaded as a ZIP with one CSV in it, and read a batch at a time."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from connectors.errors import Refused, Unavailable
from connectors.http import Http
from connectors.source import Account, Type, Window
from connectors.sources._reports import judge_download, looks
from connectors.sources.microsoft_ads.client import MicrosoftAds

BLOCK_BYTES = 1 << 20
NOTHING = "--"
"""Written where a keyword has no quality score."""


@dataclass(frozen=True)
class Report:
    """A report by day. Every column that is no measure splits its rows."""

    kind: str
    columns: dict[str, Type]

    def order(self, account: str, window: Window) -> dict[str, Any]:
        return {
            "ReportRequest": {
                "Type": f"{self.kind}ReportRequest",
                "ReportName": self.kind,
                "Format": "Csv",
                "FormatVersion": "2.0",  # without it, thousands have commas
                "ReturnOnlyCompleteData": False,
                "ExcludeReportHeader": True,
                "ExcludeReportFooter": True,
                "ExcludeColumnHeaders": False,
                "Aggregation": "Daily",
                "Scope": {"AccountIds": [account]},
                "Time": {
                    "CustomDateRangeStart": _day(window.since),
                    "CustomDateRangeEnd": _day(window.until),
                    "ReportTimeZone": "GreenwichMeanTimeDublinEdinburghLisbonLondon",
                },
                "Columns": list(self.columns),
            }
        }


def fetch(report: Report, client: MicrosoftAds, account: Account, window: Window) -> Iterator[pa.RecordBatch]:
    """The rows of a report. One that fails in the making is ordered a second time."""
    try:
        request, url = _made(report, client, account.id, window)
    except _Failed:
        request, url = _made(report, client, account.id, window)
    if url is None:  # made, and without a row
        return
    with tempfile.TemporaryFile() as file:
        try:
            _download(url, file)
        except Refused:  # a link opens for five minutes, and the report can be had for two days
            url = _status(client, account.id, request).get("ReportDownloadUrl")
            if url is None:
                raise
            _download(url, file)
        yield from _rows(report, file)


class _Failed(Unavailable):
    """Microsoft gave up on a report."""


def _made(report: Report, client: MicrosoftAds, account: str, window: Window) -> tuple[str, str | None]:
    """The id of a completed report and the link to it; None when it has no rows."""
    path = "Reporting/v13/GenerateReport/Submit"
    request = client.ask("reporting", path, report.order(account, window), account).get("ReportRequestId")
    if not request:
        raise Refused(f"Microsoft took the order of a {report.kind} report but gave no id to it.")
    for _ in looks(f"The {report.kind} report of {window}", client.poll_seconds):
        status = _status(client, account, request)
        match status.get("Status"):
            case "Success":
                return request, status.get("ReportDownloadUrl")
            case "Pending":
                continue
            case "Error":
                raise _Failed(f"Microsoft could not make the {report.kind} report of {window} (request {request}).")
            case other:
                raise Refused(f"The {report.kind} report has a status that is not known: {other}.")
    raise AssertionError("looking ends with an answer or an exception")


def _status(client: MicrosoftAds, account: str, request: str) -> dict[str, Any]:
    answer = client.ask("reporting", "Reporting/v13/GenerateReport/Poll", {"ReportRequestId": request}, account)
    status: dict[str, Any] = answer["ReportRequestStatus"]
    return status


def _download(url: str, file: IO[bytes]) -> None:
    file.seek(0)
    file.truncate()
    with Http(url, judge=judge_download).stream("GET", "") as chunks:
        file.writelines(chunks)


def _rows(report: Report, file: IO[bytes]) -> Iterator[pa.RecordBatch]:
    try:
        with zipfile.ZipFile(file) as archive:
            (name,) = archive.namelist()
            with archive.open(name) as table:
                yield from _batches(report, table)
    except (zipfile.BadZipFile, EOFError) as error:
        raise Unavailable(f"The {report.kind} report came as a broken archive: {error}") from None
    except (pa.ArrowInvalid, ValueError) as error:
        raise Refused(f"The {report.kind} report is not the table that was asked for: {error}") from None


def _batches(report: Report, table: IO[bytes]) -> Iterator[pa.RecordBatch]:
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(report.columns, pa.string()), null_values=[NOTHING], strings_can_be_null=True
    )
    parse = csv.ParseOptions(newlines_in_values=True)
    with csv.open_csv(table, csv.ReadOptions(block_size=BLOCK_BYTES), parse, convert) as batches:
        if missing := report.columns.keys() - set(batches.schema.names):
            raise Refused(f"The {report.kind} report came without {', '.join(sorted(missing))}.")
        for batch in batches:
            columns = [_written(batch.column(name), report.columns.get(name)) for name in batch.schema.names]
            yield pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _written(texts: pa.Array, kind: Type | None) -> pa.Array:
    """A blank number is no number; some percentages have their sign and some do not."""
    if kind in (None, Type.TEXT):
        return texts
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), pc.utf8_rtrim(texts, "%"))


def _day(day: date) -> dict[str, int]:
    return {"Year": day.year, "Month": day.month, "Day": day.day}
