"""What a person types about alarms is told back in one sentence and kept."""

import re
from datetime import timedelta

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from orchestration import kri_cli
from orchestration.alarms.words import read_words
from orchestration.kri_cli import kri_app
from orchestration.settings import Kadran
from tests.orchestration.alerts.receivers import webhook
from tests.orchestration.warehouse import NIGHT, VERSION, Company, event, remembered_of

EVENTS = [event("organic_clicks", "off_target", reason="It fell."), event("total_spend", "rise", severity="error")]


@pytest.fixture
def installation(kadran: Kadran, monkeypatch: pytest.MonkeyPatch) -> Kadran:
    """An installation whose last night had two alarms."""
    from orchestration.publish import publish

    monkeypatch.setenv("KADRAN_TODAY", str(NIGHT + timedelta(days=1)))
    monkeypatch.setattr(kri_cli, "console", Console(highlight=False, width=200))
    built = Company(events={NIGHT: EVENTS}).build(kadran.root)
    with duckdb.connect(str(built)) as con:
        con.execute(
            "insert into reporting.kpi_targets (kpi, dimension, member, valid_from, target, warn, fail) "
            "values ('organic_clicks', 'total', 'total', '2025-01-01', 15000, 0.05, 0.15)"
        )
    publish(built, remembered_of(kadran.root), kadran.published, VERSION)
    return Kadran()


def typed(*words: str, fails: bool = False) -> str:
    done: Result = CliRunner().invoke(kri_app, list(words))
    assert (done.exit_code != 0) is fails, done.output
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.output).split())


def ids() -> dict[str, str]:
    return {kri: found for found, kri in re.findall(r"(a[0-9a-f]{9}) .*?(off_target|rise):", typed("list", "--all"))}


def test_the_list_shows_what_asks_for_somebody_the_most_severe_first(installation: Kadran) -> None:
    said = typed("list")
    assert said.index("rise: total_spend") < said.index("off_target: organic_clicks")
    assert "It fell." in said


def test_what_is_said_is_kept_and_shown(installation: Kadran) -> None:
    known = ids()
    assert known["rise"] in typed("ack", known["rise"][:6], "--note", "seen")
    typed("mute", known["off_target"], "--until", "2026-12-31")
    typed("label", known["rise"], "--true")
    words, mistakes = read_words(installation.kri_words)
    assert [(word.alarm, word.word) for word in words] == [
        (known["rise"], "ack"),
        (known["off_target"], "mute"),
        (known["rise"], "true"),
    ]
    assert (words[0].note, str(words[1].until), mistakes) == ("seen", "2026-12-31", [])
    assert "acknowledged, true" in typed("list")
    assert "off_target" not in typed("list")


def test_mistakes_are_told_with_the_way_out(installation: Kadran) -> None:
    assert "`kadran kri list --all` shows them" in typed("ack", "zzz", fails=True)
    assert "is not a day such as 2026-01-31" in typed("mute", ids()["rise"], "--until", "soon", fails=True)
    assert "Missing option" in typed("label", ids()["rise"], fails=True)
    assert "KADRAN_ALERTS is not set" in typed("notify", fails=True)
    assert not installation.kri_words.exists()


def test_notify_tells_once_and_a_test_goes_to_every_address(
    installation: Kadran, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as hook:
        monkeypatch.setenv("KADRAN_ALERTS", f'{{"SEO expert": "{hook.url}"}}')
        assert "sent: SEO expert, json 1" in typed("notify", "--test")
        assert "sent: SEO expert, json 1" in typed("notify")
        assert "nothing new: SEO expert, json 1" in typed("notify")
        hook.status = 500
        assert "failed: SEO expert, json 1" in typed("notify", "--test", fails=True)
    assert [got["title"] for got in hook.got] == ["Kadran: a test", "Kadran, 31 March 2026: 2 new alarms"]


def test_a_backtest_is_told_as_a_table_and_as_a_page(installation: Kadran) -> None:
    days = "--from", "2026-03-01", "--to", "2026-03-31"
    said = typed("backtest", "organic_clicks", "--kri", "off_target", *days)
    assert "off_target (gap_to_target): 1 alarm in 31 nights" in said
    assert "worse than the target of 15,000" in said
    assert "known now" in said
    assert (installation.reports / "backtest_organic_clicks_off_target.html").exists()


def test_a_backtest_of_nothing_says_what_there_is(installation: Kadran) -> None:
    days = "--from", "2026-03-01", "--to", "2026-03-31"
    assert "is not a KPI; there are" in typed("backtest", "clicks", *days, fails=True)
    assert "has no KRI rise; it has" in typed("backtest", "organic_clicks", "--kri", "rise", *days, fails=True)
    assert "no figures of organic_clicks by hat" in typed(
        "backtest", "organic_clicks", "--by", "hat", *days, fails=True
    )
    assert "knows no wran" in typed("backtest", "organic_clicks", "--set", "wran=1", *days, fails=True)
    assert "is after" in typed("backtest", "organic_clicks", "--from", "2026-04-01", "--to", "2026-03-01", fails=True)


def test_before_the_first_night_it_says_what_to_do(kadran: Kadran) -> None:
    assert "Nothing is published yet: `kadran run` first." in typed("list", fails=True)
