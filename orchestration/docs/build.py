"""Puts the site's pages together and lets MkDocs make HTML of them, in the data folder."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from connectors import all_sources
from orchestration.declarations import Registry
from orchestration.docs.pages import pages
from orchestration.docs.targets import targets
from orchestration.lint import declared
from orchestration.report.scorecard import AXES
from orchestration.settings import DBT_PROJECT, PROJECT, Kadran
from orchestration.warehouse import DBT, dbt_environment

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(#[^)\s]*)?\)")
ALSO = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    ".env.example": "env.example.txt",
    "LICENSE": "license.txt",
}
"""Files beside the guides that these lead to, by the name that they have on the site."""


class NoSite(Exception):
    """The site could not be made; the message says why."""


def build(kadran: Kadran) -> Path:
    """Make the site anew; returns its first page. Raises Mistaken, and NoSite when MkDocs is missing or complains."""
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        raise NoSite("MkDocs is not installed: .venv/bin/uv pip install --python .venv/bin/python --group docs")
    registry, folder = declared(kadran), kadran.root / "docs"
    written = folder / "pages"
    shutil.rmtree(written, ignore_errors=True)
    every = guides(PROJECT) | pages(registry, all_sources(), targets(kadran), kadran.currency)
    for name, text in every.items():
        (written / name).parent.mkdir(parents=True, exist_ok=True)
        (written / name).write_text(text, encoding="utf-8")
    _models(kadran, written / "dbt.html")
    settings = folder / "mkdocs.yml"
    settings.write_text(
        yaml.safe_dump(_settings(registry, every), sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--config-file",
        str(settings),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NoSite(f"MkDocs could not make the site:\n{done.stdout}{done.stderr}")
    return folder / "html" / "index.html"


def _models(kadran: Kadran, page: Path) -> None:
    """Add dbt's own page of all models, with columns, SQL and lineage. It is made from the manifest alone."""
    project = str(DBT_PROJECT)
    command = [DBT, "docs", "generate", "--static", "--no-compile", "--empty-catalog", "--project-dir", project]
    done = subprocess.run(command, env=dbt_environment(kadran), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NoSite(f"dbt could not make its page of all models:\n{done.stdout[-3000:]}")
    shutil.copy(DBT_PROJECT / "target" / "static_index.html", page)


def guides(project: Path) -> dict[str, str]:
    """What people wrote, with links that hold on the site."""
    found = {name: project / name for name in ALSO} | {
        f"docs/{path.name}": path for path in (project / "docs").glob("*.md")
    }
    return {_place(name): _relinked(path.read_text(encoding="utf-8")) for name, path in found.items() if path.exists()}


def _place(name: str) -> str:
    """Where a file of the project is on the site; it has no folder for guides."""
    name = name.removeprefix("../").removeprefix("docs/")
    return ALSO.get(name, name)


def _relinked(text: str) -> str:
    return LINK.sub(lambda link: f"]({_place(link[1])}{link[2] or ''})", text)


def _settings(registry: Registry, every: dict[str, str]) -> dict[str, Any]:
    """mkdocs.yml with the places of this build, the KRAs, and the guides that its menu does not name."""
    settings: dict[str, Any] = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    order = list(AXES)
    kras = sorted(registry.kras, key=lambda kra: (order.index(kra.meta.axis), kra.name))
    named = yaml.safe_dump(settings["nav"])
    rest = sorted(name for name in every if name.endswith(".md") and "/" not in name and name not in named)
    areas = {"KRAs": [{kra.meta.label.en: f"kras/{kra.name}.md"} for kra in kras]}
    more = [{"More": rest}] if rest else []
    return settings | {"docs_dir": "pages", "site_dir": "html", "nav": [*settings["nav"], areas, *more]}
