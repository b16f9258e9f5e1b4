"""Who may know whom, and what a module may weigh."""

import ast
from pathlib import Path

import pytest

from tests.conftest import REPO

PACKAGES = ("connectors", "sandbox", "orchestration")
MODULES = [path for package in PACKAGES for path in sorted((REPO / package).rglob("*.py"))]
BANNED = {
    "connectors": {"dagster", "dagster_dbt", "dbt", "orchestration", "sandbox", "great_expectations", "pandas"},
    "sandbox": {"dagster", "dagster_dbt", "dbt", "orchestration", "connectors", "requests"},
    "orchestration/kri": {"dagster", "connectors", "sandbox", "duckdb", "pandas", "requests"},
    "orchestration/registry.py": {"dagster", "connectors", "sandbox"},
    "orchestration": {"sandbox"},
}
MAY = {"orchestration/demo.py": {"sandbox"}}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "lib", "misc"}
LONGEST = 220


def name_of(path: Path) -> str:
    return str(path.relative_to(REPO))


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    name = name_of(path)
    for place, banned in BANNED.items():
        if name == place or name.startswith(f"{place}/"):
            assert imported(path) & banned <= MAY.get(name, set()), name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_belongs_in_it_and_holds_one_idea(path: Path) -> None:
    text = path.read_text()
    assert path.stem not in FORBIDDEN_NAMES
    assert ast.get_docstring(ast.parse(text)), f"{name_of(path)} has no docstring"
    assert len(text.splitlines()) <= LONGEST


def test_importing_touches_no_environment_network_or_clock() -> None:
    import subprocess
    import sys

    code = (
        "import os, socket, connectors\n"
        "os.environ.clear()\n"
        "socket.socket.connect = None\n"
        "assert len(connectors.all_sources()) >= 10\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPO, env={"PATH": ""})
