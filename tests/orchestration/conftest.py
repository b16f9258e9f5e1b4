"""An installation that tests type commands into, and two nights of it that several of them look back on."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import dagster as dg
import pytest

from connectors import all_sources
from connectors.lake import Lake
from connectors.months import days_in
from orchestration.settings import Kadran
from sandbox.company import Company
from sandbox.control import Answered
from sandbox.server import Sandbox
from tests.conftest import REPO

FIRST, SECOND = date(2025, 11, 24), date(2025, 11, 25)  # Dagster knows no partition of a day to come
HISTORY_DAYS = 60
CONFIGURED = ("mailchimp", "shopify", "zendesk")
"""Beside the ECB, which needs no setting. The other sources stay unconfigured."""
WRONG_KEY = "ffffffffffffffffffffffffffffffff-us20"
OWN = ("KADRAN_", "DAGSTER_", "DBT_", *(f"{name.upper()}_" for name in all_sources()))
MADE_BY_RUNS = shutil.ignore_patterns("target", "logs", "__pycache__")


@dataclass
class Installation:
    """A copy of the project with a data folder of its own. `settings` is all that its environment knows of Kadran."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def lake(self) -> Lake:
        return Lake(self.data / "lake")

    def start(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """Type `kadran ...`; settings given here count for this command only."""
        foreign = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        env = (
            foreign
            | {"KADRAN_DATA": str(self.data), "COLUMNS": "220", "PYTHONFAULTHANDLER": "1"}
            | self.settings
            | settings
        )
        env.pop("PYTHONPATH", None)
        command = [sys.executable, "-m", "orchestration.cli", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.home, env=env, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )

    def kadran(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        with self.start(*words, **settings) as process:
            try:
                said, complained = process.communicate(timeout=420)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGABRT)  # faulthandler tells where it hangs
                pytest.fail(f"kadran {' '.join(words)} hangs:\n{process.communicate()[1]}")
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


def install(home: Path, settings: Mapping[str, str]) -> Installation:
    for name in ("connectors", "orchestration", "sandbox", "dbt_project"):
        shutil.copytree(REPO / name, home / name, ignore=MADE_BY_RUNS)
    shutil.copy(REPO / "dagster.yaml", home)
    return Installation(home, dict(settings))


@dataclass(frozen=True)
class Nights:
    """What came of a first night that was killed and begun again, and of a second one with a wrong credential."""

    installation: Installation
    sandbox: Sandbox
    killed: int
    days_of_the_killed: int
    first: subprocess.CompletedProcess[str]
    first_requests: list[Answered]
    first_days: dict[str, float]
    second: subprocess.CompletedProcess[str]
    second_requests: list[Answered]
    second_days: dict[str, float]


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Two nights against one company; the vendors have a bad day in the first, a credential is wrong in the second.

    They take most of this suite's time, so all that can be learnt from them is learnt from one telling.
    """
    with Sandbox(Company(FIRST, days=HISTORY_DAYS + 20)) as sandbox:
        vendors = {name: value for name, value in sandbox.env().items() if name.split("_")[0].lower() in CONFIGURED}
        installation = install(
            tmp_path_factory.mktemp("installation"),
            vendors
            | {
                "ECB_BASE_URL": sandbox.env()["ECB_BASE_URL"],
                "KADRAN_HASH_KEY": "a key that only this test knows",
                "KADRAN_HISTORY_DAYS": str(HISTORY_DAYS),
                "KADRAN_TODAY": str(FIRST),
            },
        )
        killed = installation.start("run")
        _wait_until(lambda: len(days_of(installation.lake)) > 100, killed)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate()
        landed = len(days_of(installation.lake))

        sandbox.requests.clear()
        sandbox.fail("zendesk", r"/incremental/", "status", 1, status=429, headers={"Retry-After": "1"})
        sandbox.fail("zendesk", r"/incremental/", "html", 1)
        sandbox.fail("shopify", r"graphql", "status", 2, status=503)
        sandbox.fail("mailchimp", r"/reports", "cut", 1)
        sandbox.fail("ecb", r"/EXR/", "internal", 1)
        first = installation.kadran("run")
        first_requests = list(sandbox.requests)
        first_days = days_of(installation.lake)

        sandbox.heal()
        sandbox.requests.clear()
        sandbox.move_to(SECOND)
        installation.settings["KADRAN_TODAY"] = str(SECOND)
        second = installation.kadran("run", MAILCHIMP_API_KEY=WRONG_KEY)
        yield Nights(
            installation,
            sandbox,
            killed.returncode,
            landed,
            first,
            first_requests,
            first_days,
            second,
            list(sandbox.requests),
            days_of(installation.lake),
        )


def days_of(lake: Lake) -> dict[str, float]:
    """Every day of the lake as source/stream/account/day, and when it was pulled."""
    return {
        f"{path.parent.relative_to(lake.root)}/{day}": held.pulled.timestamp()
        for path in lake.root.glob("[!.k]*/*/*/*.parquet")
        for day, held in days_in(path).items()
    }


def _wait_until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = monotonic() + 120
    while not happened():
        assert process.poll() is None, process.communicate()
        assert monotonic() < until
        sleep(0.02)


@pytest.fixture
def kadran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kadran:
    """Settings of an installation of which nothing is configured, on the morning after the second night."""
    for name in [name for name in os.environ if name.startswith(OWN)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # no .env
    monkeypatch.setenv("KADRAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KADRAN_TODAY", str(SECOND))
    return Kadran()


@pytest.fixture
def instance(kadran: Kadran) -> Iterator[dg.DagsterInstance]:
    """Dagster's own memory, for one test."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture(scope="session")
def definitions() -> dg.Definitions:
    """What Dagster shows, from the project as it is."""
    from orchestration.warehouse import parse_if_changed

    parse_if_changed(Kadran())
    from orchestration.definitions import build_definitions

    return build_definitions()
