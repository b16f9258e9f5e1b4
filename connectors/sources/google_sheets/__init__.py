"""Google Sheets: tabs that people keep, for targets, budgets and costs; each is declared like a dropped file.

`<folder>/<stream>/<name>.yml` says which tab it is and how it is laid out, in the words of a file's sidecar; the name
is an account. Kinds, mapping and messages are those of the source `files`.
"""

from pathlib import Path

import requests
from pydantic import Field

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import ACCOUNTS, Account, Source, settings_for
from connectors.sources import files
from connectors.sources._google import GoogleAuth, GoogleSettings, either
from connectors.sources.google_sheets.sheets import SCOPE, Sheets, judge
from connectors.sources.google_sheets.tab import KINDS

PREFIX = "GOOGLE_SHEETS_"


class GoogleSheetsSettings(GoogleSettings):
    """The folder with a file for each tab. Spreadsheets are shared with the address of the account."""

    model_config = settings_for("google_sheets")

    folder: Path
    reads_per_minute: int = Field(60, gt=0)
    """Google's limit for a user."""
    base_url: str = "https://sheets.googleapis.com"


def connect(settings: GoogleSheetsSettings) -> Sheets:
    """Opens the client; asks nothing yet."""
    if not settings.folder.is_dir():
        raise Refused(f"{PREFIX}FOLDER: there is no folder {settings.folder}.")
    auth = GoogleAuth(settings.credentials(SCOPE), either(PREFIX))
    http = Http(
        settings.base_url,
        auth,
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.reads_per_minute / 60,
    )
    return Sheets(settings.folder, frozenset(KINDS), http, auth)


def accounts(sheets: Sheets) -> list[Account]:
    """An account for each name, as of files. Only the credential is tried; a closed tab fails by itself."""
    sheets.auth(requests.Request("GET", sheets.http.base_url).prepare())
    return files.accounts(sheets)


SOURCE = Source(
    name="google_sheets",
    title="Google Sheets",
    settings=GoogleSheetsSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, *KINDS.values()),
    concurrency=2,
)
