"""Files that people drop: CSV, Excel and Parquet in a folder, for everything that has no API here.

`<folder>/<stream>/<name>.<ext>` is read whole when it changed, and filed under the day it was read; each name is an
account. docs/files.md tells people how to lay files out.
"""

from pathlib import Path

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources.files.drop import Drop
from connectors.sources.files.streams import STREAMS


class FilesSettings(Settings):
    model_config = settings_for("files")

    folder: Path


def connect(settings: FilesSettings) -> Drop:
    if not settings.folder.is_dir():
        raise Refused(f"FILES_FOLDER: there is no folder {settings.folder}.")
    return Drop(settings.folder, frozenset(stream.name for stream in STREAMS))


def accounts(drop: Drop) -> list[Account]:
    """An account for each name, and one for each stray, so that its load says why it is not read."""
    names = sorted({file.account for file in drop.files()})
    strays = [Account(stray.path, stray.path, streams=(stray.stream,)) for stray in drop.strays()]
    return [_account(drop, name) for name in names] + strays


def _account(drop: Drop, name: str) -> Account:
    files = [file for file in drop.files() if file.account == name]
    streams = tuple(sorted({file.stream for file in files}))
    changes = [at for file in files if (at := file.changed_at())]
    changed_at = max(changes) if len(changes) == len(files) else None
    try:
        time_zone, currency = drop.terms(name)
    except Refused:  # the loads of its streams say why; of the account itself nothing is known
        return Account(name, name, streams=streams, changed_at=changed_at)
    return Account(name, name, time_zone, currency, (ACCOUNTS.name, *streams), changed_at)


SOURCE = Source(
    name="files",
    title="Dropped files",
    settings=FilesSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, *STREAMS),
    concurrency=2,
)
