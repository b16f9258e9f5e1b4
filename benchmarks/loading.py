"""Rows per second and peak memory of loading: Kadran against dlt, on the same pages over HTTP, in one run.

make benchmark          dlt is installed into an environment of its own (benchmarks/requirements.txt)
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-benchmark" / "bin" / "python"
ROWS, MANY_ROWS = 200_000, 1_000_000


@contextmanager
def vendor(rows: int) -> Iterator[str]:
    """The pages, served by a process of their own."""
    command = [sys.executable, str(HERE / "pages.py"), str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def measure(python: str, script: str, rows: int) -> tuple[float, float]:
    """Rows per second and peak MiB of one loader in a fresh process."""
    with vendor(rows) as url, tempfile.TemporaryDirectory() as folder:
        command = [python, str(HERE / script), url, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    loaded, seconds, peak = map(float, done.stdout.split()[-3:])
    assert loaded == rows, f"{script} loaded {loaded:,.0f} of {rows:,} rows"
    return loaded / seconds, peak


def main() -> None:
    table = Table("loader", "rows", "rows/s", "peak MiB", "times dlt")
    theirs, their_peak = measure(str(PEER), "load_dlt.py", ROWS)
    table.add_row("dlt 1.31, Parquet, no nesting, 2 workers", f"{ROWS:,}", f"{theirs:,.0f}", f"{their_peak:,.0f}", "1")
    for rows in (ROWS, MANY_ROWS):
        ours, peak = measure(sys.executable, "load_kadran.py", rows)
        table.add_row("Kadran", f"{rows:,}", f"{ours:,.0f}", f"{peak:,.0f}", f"{ours / theirs:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
