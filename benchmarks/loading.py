"""Rows per second and peak memory of loading: Kadran against dlt, on the same pages over HTTP, in one run.

make benchmark          dlt is installed into an environment of its own (benchmarks/requirements.txt)

Each loader runs in a fresh process against a fresh server; of several runs in turn, the fastest of each counts.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-benchmark" / "bin" / "python"
ROWS, MANY_ROWS, RUNS = 200_000, 1_000_000, 3


@dataclass(frozen=True, order=True)
class Run:
    """What one loader took."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    rows: int


@contextmanager
def vendor(rows: int) -> Iterator[str]:
    """The pages, served by a process of their own."""
    command = [sys.executable, str(HERE / "pages.py"), str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def measure(python: str | Path, script: str, rows: int) -> Run:
    with vendor(rows) as url, tempfile.TemporaryDirectory() as folder:
        command = [str(python), str(HERE / script), url, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    loaded, seconds, cpu_seconds, peak = map(float, done.stdout.split()[-4:])
    assert loaded == rows, f"{script} loaded {loaded:,.0f} of {rows:,} rows"
    return Run(seconds, cpu_seconds, peak, rows)


def main() -> None:
    dlt, kadran, many = [], [], []
    for _ in track(range(RUNS), "Loading"):
        dlt.append(measure(PEER, "load_dlt.py", ROWS))
        kadran.append(measure(sys.executable, "load_kadran.py", ROWS))
        many.append(measure(sys.executable, "load_kadran.py", MANY_ROWS))
    peer = min(dlt)
    table = Table("loader", "rows", "rows/s", "times dlt", "CPU s/M rows", "peak MiB")
    table.caption = "dlt at its best settings: Parquet, no nesting, two workers, large buffers"
    for name, run in (("dlt 1.31", peer), ("Kadran", min(kadran)), ("Kadran", min(many))):
        speed = run.rows / run.seconds
        table.add_row(
            name,
            f"{run.rows:,}",
            f"{speed:,.0f}",
            f"{speed / (peer.rows / peer.seconds):.1f}",
            f"{run.cpu_seconds / run.rows * 1e6:.1f}",
            f"{run.peak_mib:.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
