"""What `kadran new` begins runs at once, changes no line that was there, and is not accepted before it is filled in."""

import difflib
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from orchestration.kri import RULES, check_parameters
from orchestration.scaffold.draft import Mistake
from orchestration.scaffold.kri import new_kri
from orchestration.scaffold.yaml_text import add_entry, add_kri, declared
from tests.conftest import REPO
from tests.dbt_runs import DbtRun, Warehouse
from tests.orchestration.conftest import SECOND, Installation, install

KRAS = sorted((REPO / "dbt_project" / "models" / "kpis").glob("*/_*.yml"))
KPIS = "dbt_project/models/kpis"
LIST = "dbt_project/models/reporting/kpi_daily.sql"
FORMULA = "--sum spend_reporting --over clicks --by platform --by campaign_name"
COMMANDS = {
    "kpi": f"kpi social_ad_click_cost --kra paid_social {FORMULA}",
    "by": "kri cost_inflation --kpi social_ad_click_cost --rule change --by campaign",
    "target": "kri off_target --kpi social_ad_click_cost --rule gap_to_target",
    "kra": "kra referral",
    "guess": "kpi referral_visits --kra referral --fact fct_web_daily",
}
ODD = """models:
  - name: a
    config:
      meta:
        kpi: {unit: count}  # why
        note: >-
          Two

          lines

# the tests
unit_tests:
  - name: t"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A private copy of the project, in which things are begun one after the other."""
    return install(tmp_path_factory.mktemp("project"), {"KADRAN_TODAY": str(SECOND)})


def begin(project: Installation, words: str) -> str:
    done = project.kadran("new", *words.split())
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def dbt(project: Installation, *words: str) -> DbtRun:
    project.data.mkdir(exist_ok=True)
    return Warehouse(project.data, project.home / "dbt_project", "EUR", SECOND).dbt(*words)


def added(before: str, after: str) -> list[str]:
    """The lines that are new. Fails where any other line changed or moved."""
    marked = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert [line for line in marked if line.startswith("- ")] == []
    return [line[2:] for line in marked if line.startswith("+ ")]


def one_line(text: str) -> str:
    return re.sub(r"[\s│]+", " ", text)


@pytest.fixture(scope="module")
def begun(project: Installation) -> dict[str, str]:
    """A KPI with two KRIs, and a KRA with a KPI: what each command said."""
    return {what: begin(project, words) for what, words in COMMANDS.items()}


@pytest.fixture(scope="module")
def built(project: Installation, begun: dict[str, str]) -> DbtRun:
    """Everything that the new KPIs are made of, their unit tests, and the list of all KPIs."""
    chosen = ("+social_ad_click_cost", "+referral_visits")
    return dbt(project, "build", "--empty", "--select", *chosen, "--exclude-resource-type", "test")


def test_a_kpi_is_an_entry_a_formula_a_unit_test_and_a_line_and_says_what_to_fill_in(
    project: Installation, begun: dict[str, str]
) -> None:
    said = begun["kpi"]
    assert re.findall(r"_paid_social\.yml:\d+: (\w+): .*FILL IN", said) == ["description", "label", "better"]
    assert "dbt build" in said
    assert "--select +social_ad_click_cost" in said

    lines = added((REPO / LIST).read_text(), (project.home / LIST).read_text())
    assert lines == ["    ref('social_ad_click_cost'),", "    ref('referral_visits'),"]
    listed = (project.home / LIST).read_text()
    assert listed.index("'video_completion_rate'") < listed.index("'social_ad_click_cost'") < listed.index("'sessions'")

    text = (project.home / KPIS / "paid_social/_paid_social.yml").read_text()
    added((REPO / KPIS / "paid_social/_paid_social.yml").read_text(), text)
    assert declared(text)["models"][-1] == "social_ad_click_cost"
    assert declared(text)["unit_tests"][-1] == "social_ad_click_cost_is_added_up"


def test_a_kpi_that_was_just_begun_is_built_by_dbt_and_passes_its_unit_test(built: DbtRun) -> None:
    assert built.succeeded, built.said
    assert "PASS social_ad_click_cost::social_ad_click_cost_is_added_up" in built.said
    assert "PASS referral_visits::referral_visits_is_added_up" in built.said


def test_nothing_is_accepted_before_it_is_filled_in(project: Installation, built: DbtRun) -> None:
    done = project.kadran("lint")
    assert done.returncode == 1
    said = one_line(done.stdout)
    assert "KPI social_ad_click_cost: still to fill in: description, label.fr, better." in said
    assert "KPI social_ad_click_cost, KRI cost_inflation: still to fill in: warn, fail." in said
    assert "KPI referral_visits: still to fill in: description, its SQL, label.fr, better." in said
    assert "KRA referral: still to fill in: description, owner.email, owner.name, axis, label.fr, role.en," in said
    assert "Traceback" not in done.stdout + done.stderr


def test_what_is_filled_in_is_accepted_and_a_wrong_target_is_not(
    project: Installation, built: DbtRun, tmp_path: Path
) -> None:
    home = install(tmp_path, {"KADRAN_TODAY": str(SECOND)}).home
    subprocess.run(["cp", "-r", str(project.home / "dbt_project"), str(home)], check=True)
    for path in (*home.glob(f"{KPIS}/paid_social/_*.yml"), *home.glob(f"{KPIS}/referral/*")):
        text = path.read_text().replace("better: FILL IN", "better: higher").replace("axis: FILL IN", "axis: awareness")
        text = text.replace("warn: FILL IN, fail: FILL IN", "warn: 0.1, fail: 0.2")
        path.write_text(text.replace("FILL IN", "Filled in"))
    filled = Installation(home, project.settings)
    done = filled.kadran("lint")
    assert done.returncode == 0, done.stdout + done.stderr
    kras, kpis = (int(number) for number in re.findall(r"(\d+) K[RP][AI]s", done.stdout)[:2])
    assert (kras, kpis) == (len(KRAS) + 1, len(list((REPO / KPIS).glob("*/*.sql"))) + 2)

    with open(home / "dbt_project/seeds/targets.csv", "a") as targets:
        targets.write("referral_visits,country,FR,2026-01-01,,5,0.1,0.2\n")
    done = filled.kadran("lint")
    assert done.returncode == 1
    assert "the KPI referral_visits has no dimension 'country'; it has only a total." in one_line(done.stdout)


def test_a_source_that_was_just_begun_pulls_is_staged_and_says_what_is_left(project: Installation) -> None:
    said = begin(project, "source plausible")
    (project.home / "tests").mkdir(exist_ok=True)
    for name in ("__init__.py", "conftest.py", "connectors/__init__.py"):
        path = project.home / "tests" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((REPO / "tests" / name).read_text())
    (project.home / "pyproject.toml").write_text((REPO / "pyproject.toml").read_text())
    python = re.findall(r"^  (\S+\.py)$", said, re.MULTILINE)
    assert len(python) == 3

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, cwd=project.home, capture_output=True, text=True, check=False)

    for words in (("ruff", "check"), ("ruff", "format", "--check")):
        done = run(*words, *python)
        assert done.returncode == 0, done.stdout + done.stderr
    done = run("pytest", "-p", "no:cacheprovider", "tests/connectors/test_plausible.py")
    assert set(re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE)) == {"test_nothing_is_left_to_fill_in"}
    assert "3 passed" in done.stdout
    assert "connectors/sources/plausible.py:1: " in done.stdout
    assert "plausible" in project.kadran("sources").stdout

    compiled = dbt(project, "compile", "--select", "staging.plausible", "--no-introspect")
    assert compiled.succeeded, compiled.said


def test_the_commands_of_the_guides_begin_what_they_say(tmp_path: Path) -> None:
    project = install(tmp_path, {"KADRAN_TODAY": str(SECOND)})
    texts = "\n".join(path.read_text() for path in sorted((REPO / "docs").glob("*.md")))
    commands = re.findall(r"^\.venv/bin/kadran new (.+?)(?: +#.*)?$", texts, re.MULTILINE)
    assert {command.split()[0] for command in commands} >= {"kpi", "kri", "kra"}
    for command in commands:
        assert "Written:" in begin(project, command)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("kpi Clicks --kra email", "'Clicks' is no name"),
        ("kpi revenue --kra email", "There is a model revenue already; names are unique over all KRAs."),
        ("kpi clicks --kra mail", "There is no KRA 'mail'; there are "),
        (
            "kpi clicks --kra email --fact fct_mail",
            "There is no fact 'fct_mail'; say --fact with one of fct_",
        ),
        ("kpi clicks --kra email --sum opened", "fct_email_sends has no column 'opened' to add up: emails_sent,"),
        (
            "kpi clicks --kra email --by clicks_total",
            "fct_email_sends has no column 'clicks_total' to cut by: platform,",
        ),
        ("kri loss --kpi revenues --rule limit", "There is no KPI 'revenues'; `kadran new kpi revenues --kra ..."),
        ("kri loss --kpi revenue --rule limits", "There is no rule 'limits'; there are anomaly, mix_shift,"),
        ("kri loss --kpi revenue --rule limit --by page", "revenue is not cut by 'page'; it is cut by sales_channel,"),
        ("kra email", "There is a KRA email already."),
        ("source ecb", "connectors/sources/ecb.py exists already."),
        ("source shopify", "There is a source shopify already."),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence_and_nothing_is_written(
    project: Installation, words: str, told: str
) -> None:
    def written() -> dict[Path, float]:
        return {path: path.stat().st_mtime for path in project.home.rglob("*.[sy][qm]l")}

    before = written()
    done = project.kadran("new", *words.split())
    assert done.returncode == 2
    assert told in one_line(done.stderr)
    assert written() == before


@pytest.mark.parametrize("path", KRAS, ids=lambda path: path.parent.name)
def test_adding_to_the_projects_yaml_changes_no_other_line(path: Path) -> None:
    text = path.read_text()
    read = yaml.safe_load(text)
    for number, model in enumerate(read["models"]):
        longer = add_kri(text, model["name"], "{kri: new, rule: silence}")
        assert set(added(text, longer)) <= {"        kris:", "          - {kri: new, rule: silence}"}
        now = yaml.safe_load(longer)
        assert now["models"][number]["config"]["meta"]["kris"][-1] == {"kri": "new", "rule": "silence"}
        now["models"][number] = model
        assert now == read
    for section in ("models", "unit_tests", "exposures"):
        longer = add_entry(text, section, "  - name: last\n    description: Last.\n")
        added(text, longer)
        assert yaml.safe_load(longer)[section] == [*read.get(section, []), {"name": "last", "description": "Last."}]


def test_comments_text_blocks_and_files_that_end_early_stay_as_they_are() -> None:
    longer = add_kri(ODD, "a", "{kri: b, rule: c}")
    assert longer == ODD.replace("          lines\n", "          lines\n        kris:\n          - {kri: b, rule: c}\n")
    assert add_entry(ODD, "models", "  - name: z") == ODD.replace("lines\n\n#", "lines\n\n  - name: z\n\n#")
    assert add_entry(ODD, "unit_tests", "  - name: z") == f"{ODD}\n\n  - name: z\n"


def test_yaml_that_is_written_in_another_way_is_left_alone() -> None:
    text = "models:\n  - name: a\n    config: {meta: {kris: [{kri: b}]}}\n"
    with pytest.raises(Mistake, match="Write kris of a as a list"):
        add_kri(text, "a", "{kri: c}")
    with pytest.raises(Mistake, match="No entry under models has the name b"):
        add_kri(text, "b", "{kri: c}")


@pytest.mark.parametrize("rule", RULES)
def test_a_kri_names_every_parameter_of_its_rule_and_no_other(rule: str) -> None:
    (text,) = new_kri(REPO, "fear", "revenue", rule, None).texts.values()
    (revenue,) = (model for model in yaml.safe_load(text)["models"] if model["name"] == "revenue")
    entry = revenue["config"]["meta"]["kris"][-1]
    assert (entry.pop("kri"), entry.pop("rule", "anomaly")) == ("fear", rule)
    check_parameters(rule, entry)
