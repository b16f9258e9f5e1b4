"""What each address was told last, by name: a file of its own, read and written by one teller at a time."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Ledger:
    """Entries by address name; an entry is on the disk as soon as it is noted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def of(self, name: str) -> Any:
        """What the address was told last; None before the first time."""
        return self._told.get(name)

    def note(self, name: str, told: object) -> None:
        self._told[name] = told
        beside = self._path.with_name(f".{self._path.name}.new")
        beside.write_text(json.dumps(self._told, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(self._path)


@contextmanager
def alone(path: Path) -> Iterator[Ledger]:
    """The ledger in that file. When a person and a schedule tell at the same moment, the second one waits, and finds
    that all was said."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Ledger(path)
