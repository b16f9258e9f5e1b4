"""The documents say what the code does: nothing is missing, nothing is invented, every link and example works."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError

from connectors import all_sources
from connectors import source as vocabulary
from connectors.errors import NotConfigured
from connectors.http import Http
from connectors.settings import read_settings
from connectors.source import Source
from orchestration.checks import check_declarations
from orchestration.registry import read_registry
from orchestration.settings import Kadran
from tests.conftest import REPO
from tests.dbt_runs import private_warehouse
from tests.documented import DOCUMENTS, TEXTS, commands, make_targets, rendered, restatements

README, ENV_EXAMPLE = REPO / "README.md", REPO / ".env.example"
EVERYTHING = [*DOCUMENTS, ENV_EXAMPLE]
SOURCES = [pytest.param(source, id=name) for name, source in all_sources().items()]
SHOWN = dict(re.findall(r"^# ([A-Z0-9]+_[A-Z0-9_]+)=(.*)$", ENV_EXAMPLE.read_text(), re.MULTILINE))
"""The settings in .env.example with the values that it shows."""


def by_name(path: Path) -> str:
    return str(path.relative_to(REPO))


def settings() -> Iterator[tuple[str, object]]:
    """Every setting that there is, with its default; None where it has none or an empty one."""
    for name, field in Kadran.model_fields.items():
        default = field.default.relative_to(REPO) if isinstance(field.default, Path) else field.default
        yield f"KADRAN_{name.upper()}", default
    for source in all_sources().values():
        for name, field in source.settings.model_fields.items():
            yield f"{source.name}_{name}".upper(), None if field.is_required() else field.default or None


def examples(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (REPO / document).read_text(), re.DOTALL | re.MULTILINE)


def rows(text: str, first: str) -> dict[str, list[str]]:
    """A table of a document by its first column; `first` is the beginning of its head."""
    lines = text[text.index(first) :].split("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]
    return {row[0].strip("`"): row[1:] for row in cells}


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_example_settings_name_every_setting_and_no_other() -> None:
    assert sorted(SHOWN) == sorted(name for name, _ in settings())


def test_the_example_settings_show_the_defaults() -> None:
    for name, default in settings():
        if default not in (None, ""):
            shown = ",".join(default) if isinstance(default, tuple) else str(default)
            assert SHOWN[name] == shown


def test_a_fresh_copy_of_the_example_settings_configures_nothing() -> None:
    assert dotenv_values(ENV_EXAMPLE) == {}


@pytest.mark.parametrize("source", SOURCES)
def test_the_example_values_are_such_as_the_settings_take(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SHOWN.items():
        if name.startswith((f"{source.name.upper()}_", "KADRAN_")) and value:
            monkeypatch.setenv(name, value)
    Kadran()
    faults = []
    try:
        source.settings()
    except ValidationError as error:
        faults = [fault for fault in error.errors(include_input=False) if fault["type"] != "missing"]
    assert faults == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_what_a_document_derives_from_declarations_is_up_to_date(document: Path) -> None:
    text = document.read_text()
    assert text == rendered(text), "run: python -m tests.documented"


def test_commands_make_targets_rules_settings_and_streams_are_all_documented() -> None:
    named = set(re.findall(r"^<!-- (\w+) -->$", "\n".join(each.read_text() for each in DOCUMENTS), re.MULTILINE))
    assert named - {"end"} == set(TEXTS)


@pytest.mark.parametrize("document", EVERYTHING, ids=by_name)
def test_no_document_names_a_command_that_does_not_exist(document: Path) -> None:
    text = document.read_text()
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *blocks])
    groups = {command.split()[0] for command in commands() if " " in command}
    typed = set(re.findall(rf"(?:^|bin/)kadran ((?:(?:{'|'.join(groups)}) )?[a-z]+)", code, re.MULTILINE))
    assert typed - groups <= {*commands()}
    assert set(re.findall(r"^make ([a-z]+)", code, re.MULTILINE)) <= {*make_targets()}


def test_the_readme_compares_every_source() -> None:
    text = README.read_text()
    meanings, access = rows(text, "| source | its day is cut in"), rows(text, "| source | API and version")
    assert sorted(meanings) == sorted(access) == sorted(all_sources())
    for name, source in all_sources().items():
        if rules := restatements(source):
            assert meanings[name][2].partition(";")[0] in rules
        if (version := source.settings.model_fields.get("api_version")) is not None:
            assert f"`{version.default}`" in access[name][0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            linked = (document.parent / path).resolve() if path else document
            assert linked.exists(), target
            assert linked.is_relative_to(REPO), target
            assert not anchor or anchor in anchors(linked), target


@pytest.mark.parametrize("document", EVERYTHING, ids=by_name)
def test_no_document_names_a_machines_folder_or_host(document: Path) -> None:
    text = document.read_text()
    assert re.findall(r"(?<![\w.$>])/(?:work|tmp|root|home|Users|srv|opt|mnt)\b\S*", text) == []
    defaults = " ".join(str(default) for _, default in settings())
    known = {*re.findall(r"https://([^/\s]+)", defaults), "127.0.0.1:3000", "keepachangelog.com", "semver.org"}
    hosts = set(re.findall(r"https?://([^/\s`)\"']+)", text))
    assert {host for host in hosts - known if not host.endswith("example.com")} == set()
    assert set(re.findall(r"\b(?:\d{1,3}\.){3}\d{1,3}\b", text)) <= {"127.0.0.1"}


def test_the_example_source_is_one() -> None:
    (example,) = examples("docs/add-a-source.md", "python")
    names: dict[str, object] = {**vars(vocabulary), "Http": Http, "SecretStr": SecretStr, "Iterator": Iterator}
    exec(example, names)
    source = names["SOURCE"]
    assert isinstance(source, Source)
    with pytest.raises(NotConfigured, match="EXAMPLE_ACCESS_TOKEN"):
        read_settings(source)


def test_the_example_kpi_works_as_it_stands(tmp_path: Path) -> None:
    entry, unit_test, kri = examples("docs/add-a-kpi.md", "yaml")
    (formula,) = examples("docs/add-a-kpi.md", "sql")
    name = yaml.safe_load(entry.replace("*kpi_columns", "[]"))[0]["name"]
    warehouse = private_warehouse(tmp_path, currency="EUR", today=date(2026, 11, 25))
    models = warehouse.project / "models"
    declared, listed = models / "kpis/paid_social/_paid_social.yml", models / "reporting/kpi_daily.sql"

    entry = entry.replace("kris:\n", f"kris:\n{kri}")
    text = declared.read_text().replace("\nunit_tests:\n", f"\n{entry}\n{unit_test}\n")
    declared.write_text(text)
    (models / "kpis/paid_social" / f"{name}.sql").write_text(formula)
    listed.write_text(listed.read_text().replace("] %}", f"    ref('{name}'),\n] %}}", 1))
    done = warehouse.dbt("build", "--empty", "--select", f"+{name}", "--exclude-resource-type", "test")

    assert done.succeeded, done.said
    assert f"PASS {name}::{yaml.safe_load(unit_test)['unit_tests'][0]['name']}" in done.said
    registry = read_registry(json.loads((warehouse.project / "target/manifest.json").read_text()))
    check_declarations(registry)
    assert registry.kpi(name).check_names == ("cost_inflation__campaign", "cost_inflation__anomaly", "off_target")


def test_the_example_target_is_one_of_the_seeds_rows() -> None:
    (example,) = examples("docs/add-a-kpi.md", "csv")
    head, row = example.splitlines()
    assert head == (REPO / "dbt_project/seeds/targets.csv").read_text().splitlines()[0]
    assert len(row.split(",")) == len(head.split(","))
