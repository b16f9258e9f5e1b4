"""`python -m connectors` shows what would land, and tells what is wrong in one line."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sandbox.company import Company
from sandbox.server import Sandbox
from tests.conftest import REPO

TODAY = datetime.now(UTC).date()


def screen(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "connectors", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=REPO, env=env | {"PATH": ""}, check=False)


def test_rows_come_as_json_lines_with_people_hashed() -> None:
    with Sandbox(Company(TODAY, days=10)) as sandbox:
        env = sandbox.env() | {"KADRAN_HASH_KEY": "k"}
        since = str(TODAY - timedelta(days=5))
        done = screen("hubspot", "contacts", since, str(TODAY - timedelta(days=1)), env=env)
        addresses = set(sandbox.company.contacts["email"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert all(len(row["properties.email"]) == 64 for row in rows if row["properties.email"])
    assert not any(address in done.stdout for address in addresses)


def test_a_mistake_is_one_line() -> None:
    done = screen("hubspot", "contact", "2026-01-01", env={})
    assert done.returncode == 1
    assert done.stderr.startswith("hubspot: hubspot has no stream 'contact'; it has accounts, ")
    assert "HUBSPOT_" in screen("hubspot", "contacts", "2026-01-01", env={}).stderr
