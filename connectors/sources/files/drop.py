"""What lies in the drop folder: `<folder>/<stream>/<name>.<ext>`, beside each file its sidecar `<name>.yml`, if any."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa

from connectors.errors import Refused
from connectors.sources.files import csv_file, parquet_file, xlsx_file
from connectors.sources.files.layout import Layout, named

FORMATS = {".csv": csv_file, ".csv.gz": csv_file, ".xlsx": xlsx_file, ".parquet": parquet_file}
BEING_WRITTEN = (".part", ".partial", ".tmp", ".crdownload")


@dataclass(frozen=True)
class Dropped:
    """One file with data, of the account that its name says."""

    path: Path
    ext: str

    @property
    def stream(self) -> str:
        return self.path.parent.name

    @property
    def account(self) -> str:
        return self.path.name.removesuffix(self.ext)

    @property
    def name(self) -> str:
        return named(self.path)

    @property
    def sidecar(self) -> Path:
        return self.path.with_name(f"{self.account}.yml")

    def layout(self) -> Layout:
        return Layout.read(self.sidecar) if self.sidecar.exists() else Layout()

    def changed_at(self) -> datetime | None:
        """When the file or its sidecar was last written, moved or copied here; None where nobody tells.

        A file keeps its old modification time when it is moved or copied with its times; its change time it does not.
        """
        stats = [path.stat() for path in (self.path, self.sidecar) if path.exists()]
        return datetime.fromtimestamp(max(max(stat.st_mtime, stat.st_ctime) for stat in stats), UTC)

    def fingerprint(self) -> Hashable:
        """Differs when the file is another one, or was written to."""
        stat = self.path.stat()
        return stat.st_ino, stat.st_size, stat.st_mtime_ns

    def batches(self, layout: Layout) -> Iterator[pa.RecordBatch]:
        found: Iterator[pa.RecordBatch] = FORMATS[self.ext].batches(self.path, layout)
        return found

    def place(self, layout: Layout, row: int) -> str:
        found: str = FORMATS[self.ext].place(self.path, layout, row)
        return found


@dataclass(frozen=True)
class Stray:
    """Something that is not read, the stream that it was probably meant for, and what to do about it."""

    path: str
    stream: str
    remedy: str


@dataclass(frozen=True)
class Drop:
    """The drop folder. `streams` names the folders that are read in it."""

    folder: Path
    streams: frozenset[str]

    def files(self) -> Sequence[Dropped]:
        """All files with data in the folders of streams, in the order of their paths."""
        found: list[Dropped] = []
        for path in visible(self.folder):
            if path.name in self.streams and path.is_dir():
                found += [Dropped(each, ext) for each in visible(path) if (ext := _format(each))]
        return found

    def file(self, stream: str, account: str) -> Dropped:
        """The one file of an account in a stream. Raises Refused with the remedy when there is not just one."""
        self.terms(account)
        found = [file for file in self.files() if (file.stream, file.account) == (stream, account)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(f"{' and '.join(named(file.path) for file in found)} share one name; keep one of them.")
        for stray in self.strays():
            if stray.path == account:
                raise Refused(f"{account} is not read: {stray.remedy}.")
        raise Refused(f"{stream}/{account} has been taken away while it was to be read.")

    def terms(self, account: str) -> tuple[str, str | None]:
        """The time zone and currency of an account: what one of its sidecars says holds for all its files.

        Raises Refused when they disagree, or when one cannot be read.
        """
        layouts = {file: file.layout() for file in self.files() if file.account == account}
        for key in ("time_zone", "currency"):
            said = {getattr(layout, key): file for file, layout in layouts.items() if getattr(layout, key)}
            if len(said) > 1:
                places = " and ".join(f"{named(file.sidecar)} says {value}" for value, file in said.items())
                raise Refused(f"An account has one {key}, but {places}.")
        zones = [layout.time_zone for layout in layouts.values() if layout.time_zone]
        currencies = [layout.currency for layout in layouts.values() if layout.currency]
        return next(iter(zones), "UTC"), next(iter(currencies), None)

    def strays(self) -> list[Stray]:
        """What lies there and is not read."""
        files, kinds = self.files(), sorted(self.streams)
        read = {file.path for file in files} | {file.sidecar for file in files}
        found = []
        for path in visible(self.folder):
            for each in visible(path) if path.is_dir() else [path]:
                if each not in read:
                    meant = get_close_matches(path.name, kinds, 1, cutoff=0.0)[0]
                    found.append(Stray(str(each.relative_to(self.folder)), meant, self.remedy(each)))
        return found

    def remedy(self, path: Path) -> str:
        """What is to be done about something that is not read."""
        if path.relative_to(self.folder).parts[0] not in self.streams:
            return f"a file lies in a folder of its kind, one of {', '.join(sorted(self.streams))}"
        if path.suffix == ".yml":
            return "there is no file of its name that it could describe"
        return f"save it as one of {', '.join(FORMATS)}"


def visible(folder: Path) -> Iterator[Path]:
    """What people put there: no lock files of offices, nothing that is still on its way."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith((".", "~$")) and not path.name.endswith(BEING_WRITTEN):
            yield path


def _format(path: Path) -> str | None:
    return next((ext for ext in sorted(FORMATS, key=len, reverse=True) if path.name.endswith(ext)), None)
