"""The folder of declared tabs, and what Google's errors mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.sources._google import GoogleAuth, fault_of, said
from connectors.sources.files.drop import Drop, visible
from connectors.sources.google_sheets.tab import Tab

SCOPE = "https://www.googleapis.com/auth/spreadsheets.readonly"
A_MINUTE = 60.0
"""Seconds after which the quota is whole again; Google does not say how long to wait."""
REMEDIES = {
    400: "Check `sheet` in the file that declares the tab.",
    401: "Authorise the account again and set GOOGLE_SHEETS_REFRESH_TOKEN or GOOGLE_SHEETS_KEY_FILE.",
    403: "Share the spreadsheet with the account, and turn the Sheets API on in its Cloud project.",
    404: "Check `spreadsheet` in the file that declares the tab.",
}


@dataclass(frozen=True)
class Sheets(Drop):
    """A drop folder whose files are declarations; what they declare lies at Google."""

    http: Http
    auth: GoogleAuth

    def files(self) -> Sequence[Tab]:
        """All tabs that are declared, in the order of the paths."""
        folders = (path for path in visible(self.folder) if path.name in self.streams and path.is_dir())
        return [Tab(each, ".yml", self.http) for path in folders for each in visible(path) if each.suffix == ".yml"]

    def remedy(self, path: Path) -> str:
        if path.relative_to(self.folder).parts[0] not in self.streams:
            return super().remedy(path)
        return "a tab is declared in a file whose name ends in .yml"


def judge(answer: Answer) -> SourceError | None:
    """Judge by the status; Google's message goes along, what to do about it is added."""
    fault = fault_of(answer)
    if fault is None or answer.status >= 500:
        return judge_status(answer)
    told = said(answer, fault)
    if answer.status == 429 or (answer.status == 403 and "quota" in told.lower()):
        return Unavailable(told, A_MINUTE)
    return Refused(f"{told} {REMEDIES.get(answer.status, '')}".strip())
