"""What a table must offer to be mapped into the columns of a stream, wherever it lies: in a file, in a spreadsheet."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from connectors.sources.files.layout import Layout


class Table(Protocol):
    """A table with a line of names, and the sidecar that says how it is laid out."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def sidecar(self) -> Path:
        """Where a person says how it is laid out."""

    def layout(self) -> Layout:
        """What the sidecar says."""

    def fingerprint(self) -> Hashable:
        """Differs when the table is another one, or was written to."""

    def batches(self, layout: Layout) -> Iterator[pa.RecordBatch]:
        """The rows in order, as texts or in types of its own."""

    def place(self, layout: Layout, row: int) -> str:
        """Where a person finds the row of that number (from 1)."""
