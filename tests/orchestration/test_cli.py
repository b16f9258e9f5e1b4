"""What a person types, and what the command answers: the remedy in words, and an exit code that cron understands."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from connectors import all_sources
from connectors.load import read_loads
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.conftest import REPO
from tests.orchestration.conftest import SECOND, WRONG_KEY, Installation, Nights, days_of


@pytest.fixture(scope="module")
def vendors() -> Iterator[Sandbox]:
    with Sandbox(Company(SECOND, days=40)) as sandbox:
        yield sandbox


@pytest.fixture
def blank(tmp_path: Path) -> Installation:
    """The project as it is, with an empty data folder and nothing configured."""
    return Installation(REPO, {"KADRAN_DATA": str(tmp_path / "data"), "KADRAN_TODAY": str(SECOND)})


@pytest.fixture
def configured(blank: Installation, vendors: Sandbox) -> Installation:
    blank.settings |= {"KADRAN_HASH_KEY": "a key that only this test knows", **vendors.env()}
    return blank


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_check_says_who_answers(configured: Installation) -> None:
    done = configured.kadran("check", "zendesk")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "zendesk answers. 1 accounts:" in done.stdout
    assert "torrefino" in done.stdout


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("mailchimp", "MAILCHIMP_API_KEY"),
        ("hubspot", "HUBSPOT_ACCESS_TOKEN"),
        ("meta_ads", "META_ADS_ACCESS_TOKEN"),
        ("zendesk", "ZENDESK_API_TOKEN"),
    ],
)
def test_check_names_the_variable_of_a_wrong_credential_and_never_shows_it(
    configured: Installation, name: str, variable: str
) -> None:
    done = configured.kadran("check", name, **{variable: WRONG_KEY})
    assert done.returncode == 1
    assert f"{name}: Refused." in done.stdout
    assert variable in one_line(done.stdout)
    assert WRONG_KEY not in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_check_of_an_unconfigured_source_says_which_variable_turns_it_on(blank: Installation) -> None:
    done = blank.kadran("check", "hubspot")
    assert done.returncode == 1
    assert "hubspot is not configured. HUBSPOT_ACCESS_TOKEN is not set" in one_line(done.stdout)


def test_a_source_that_does_not_exist_is_answered_with_those_that_do(blank: Installation) -> None:
    done = blank.kadran("check", "facebook")
    assert done.returncode == 2
    assert "facebook is not a source" in one_line(done.stderr)
    assert "meta_ads" in done.stderr


def test_sources_lists_every_source_before_anything_is_loaded(blank: Installation) -> None:
    done = blank.kadran("sources")
    assert done.returncode == 0
    for name in all_sources():
        assert re.search(rf"^ *{name} .*never loaded", done.stdout, re.MULTILINE), done.stdout
    assert "set MAILCHIMP_API_KEY" in done.stdout


def test_sources_tells_last_days_and_what_is_in_trouble(nights: Nights) -> None:
    done = nights.installation.kadran("sources")
    assert done.returncode == 0
    table = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert "no: set HUBSPOT_ACCESS_TOKEN" in table["hubspot"]
    assert str(SECOND - timedelta(days=1)) in table["ecb"]
    assert "yes" in table["mailchimp"]
    assert "MAILCHIMP_API_KEY was refused" in one_line(done.stdout)
    assert "trouble" in table["source"]


def test_a_backfill_pulls_just_its_days_and_leaves_a_record(configured: Installation) -> None:
    since, until = SECOND - timedelta(days=9), SECOND - timedelta(days=7)
    words = ("backfill", "ga4", "--from", str(since), "--to", str(until), "--stream", "traffic_acquisition")
    done = configured.kadran(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    lake = Installation(Path(configured.settings["KADRAN_DATA"]).parent).lake
    assert {place.rsplit("/", 1)[-1] for place in days_of(lake)} == {str(since + timedelta(days=n)) for n in range(3)}
    (load,) = read_loads(lake).to_pylist()
    assert (load["stream"], load["since"], load["until"], load["error"]) == ("traffic_acquisition", since, until, None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2025-11-31", "--to", "2025-11-30"), "is not a day such as"),
        (("--from", "2025-11-20", "--to", "2025-11-10"), "2025-11-20 is after 2025-11-10"),
        (("--from", "2025-11-01", "--to", "2025-11-10", "--stream", "tickts"), "zendesk has no stream tickts"),
    ],
)
def test_a_backfill_that_makes_no_sense_is_refused(configured: Installation, words: tuple[str, ...], told: str) -> None:
    done = configured.kadran("backfill", "zendesk", *words)
    assert done.returncode == 2
    assert told in one_line(done.stderr.replace("│", " "))


def test_a_backfill_of_days_that_the_vendor_no_longer_has_says_so(configured: Installation) -> None:
    words = ("backfill", "search_console", "--from", "2020-01-01", "--to", "2020-01-02", "--stream", "search_daily")
    done = configured.kadran(*words)
    assert done.returncode == 1
    assert "the vendor keeps" in one_line(done.stdout)


def test_a_report_before_the_first_run_says_what_to_do(blank: Installation) -> None:
    done = blank.kadran("report")
    assert done.returncode == 1
    assert "Nothing is published yet: `kadran run` first." in done.stdout


def test_the_sandbox_in_the_foreground_prints_settings_that_work(blank: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = blank.start("sandbox", "--port", str(port), KADRAN_HISTORY_DAYS="20")
    try:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or "sandbox ready" not in lines[-1]:
            lines.append(process.stdout.readline().strip())
            assert lines[-1], process.stderr
        assert str(SECOND) in lines[-1]
        printed = dict(line.split("=", 1) for line in lines[:-1])
        assert {f"{name.upper()}_BASE_URL" for name in all_sources() if name != "files"} <= set(printed)
        answers = blank.kadran("check", "shopify", **printed)
        assert answers.returncode == 0, answers.stdout + answers.stderr
    finally:
        process.terminate()
        process.communicate()
