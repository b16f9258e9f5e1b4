"""Running Kadran without any account: the sandbox beside it, and every source pointed at it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from rich.console import Console

from orchestration.settings import PROJECT, Kadran
from sandbox.server import environment
from sandbox.vendors import all_vendors

LEAD_DAYS = 20
"""The simulated vendors hold more than is loaded, as real ones do."""


@contextmanager
def demo_environment(kadran: Kadran) -> Iterator[dict[str, str]]:
    """The environment of a run against the sandbox, which lives as long as the block."""
    kadran.root.mkdir(parents=True, exist_ok=True)
    port, drop = _free_port(), kadran.root / "drop"
    command = _command(kadran, port, drop)
    said = kadran.root / "sandbox.log"
    with said.open("wb") as log, subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=log) as server:  # noqa: S603
        try:
            _wait_for(server, f"http://127.0.0.1:{port}", said)
            yield _settings(f"http://127.0.0.1:{port}", drop)
        finally:
            server.terminate()


def _wait_for(server: subprocess.Popen[bytes], url: str, said: Path) -> None:
    while server.poll() is None:
        try:
            requests.get(f"{url}/_sandbox/health", timeout=60)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The sandbox did not start; {said} says why.")


def serve(kadran: Kadran, port: int, console: Console) -> None:
    """The sandbox in the foreground, after the settings that point at it."""
    drop = kadran.root / "drop"
    for name, value in sorted(_settings(f"http://127.0.0.1:{port}", drop).items()):
        console.print(f"{name}={value}", soft_wrap=True)
    command = _command(kadran, port, drop)
    os.chdir(PROJECT)
    os.execv(command[0], command)  # noqa: S606


def _command(kadran: Kadran, port: int, drop: Path) -> list[str]:
    options = {"--port": port, "--today": kadran.now.date(), "--days": kadran.history_days + LEAD_DAYS, "--drop": drop}
    return [sys.executable, "-m", "sandbox", *(str(word) for option in options.items() for word in option)]


def _settings(url: str, drop: Path) -> dict[str, str]:
    return environment(url, all_vendors()) | {
        "FILES_FOLDER": str(drop),
        "KADRAN_SANDBOX": "true",
        "KADRAN_HASH_KEY": os.environ.get("KADRAN_HASH_KEY", "the sandbox's people are made up"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
