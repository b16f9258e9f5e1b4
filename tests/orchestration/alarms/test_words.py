"""What persons say of alarms: one plain file, theirs to edit, read each night."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.alarms.standing import Standing, precision, standings, unknown_alarms
from orchestration.alarms.words import Word, add_word, read_words
from tests.orchestration.alarms.nights import fired, live, night

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TODAY = NOW.date()


def said(word: str, alarm: str, **known: object) -> Word:
    return Word(**{"said_at": NOW, "alarm": alarm, "word": word} | known)  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kri_words.csv"


def test_what_is_said_is_read_as_it_was_said(file: Path) -> None:
    words = [
        said("ack", "a1", note='"seen", with, commas'),
        said("mute", "a1", until=date(2026, 4, 1), said_by="ada"),
        said("true", "a2"),
    ]
    for word in words:
        add_word(file, word)
    assert read_words(file) == (words, [])
    assert file.read_text().startswith("said_at,alarm,word,until,note,said_by\n")


def test_nobody_said_anything_yet(file: Path) -> None:
    assert read_words(file) == ([], [])


def test_a_line_written_by_hand_in_a_french_spreadsheet_is_read_and_added_to(file: Path) -> None:
    file.write_text("said_at;alarm;word;note\n2026-03-01;a1;FALSE;un test", encoding="utf-8-sig")
    add_word(file, said("ack", "a2"))
    words, mistakes = read_words(file)
    assert mistakes == []
    assert [(word.alarm, word.word, word.note) for word in words] == [("a1", "false", "un test"), ("a2", "ack", "")]


def test_a_line_that_cannot_be_read_is_told_with_its_number_and_the_others_count(file: Path) -> None:
    file.write_text(
        "said_at,alarm,word,until\n2026-03-01,a1,silence,\n2026-03-01,a1,mute,\nyesterday,a1,ack,\n"
        "2026-03-01,a1,mute,1/4/2026\n2026-03-01,,ack,\n2026-03-01,a1,ack,\n"
    )
    words, mistakes = read_words(file)
    assert [word.word for word in words] == ["ack"]
    assert [mistake.split(":")[0] for mistake in mistakes] == [f"kri_words.csv, line {n}" for n in range(2, 7)]
    assert "'silence' is not one of ack, mute, true, false" in mistakes[0]


def test_a_file_without_its_columns_says_which(file: Path) -> None:
    file.write_text("alarm,what\na1,ack\n")
    assert read_words(file)[1] == [
        "kri_words.csv has no column said_at, word; its first line is said_at,alarm,word,until,note,said_by."
    ]


def test_a_word_about_no_alarm_is_told() -> None:
    assert unknown_alarms(live([fired()]), [said("ack", "a404")]) == ["No alarm is called a404 (ack, 2026-03-02)."]


def only(*words: str, today: date = TODAY, **known: object) -> Standing:
    alarms = live([fired()])
    (one,) = standings(alarms, [said(word, alarms[0].alarm_id, **known) for word in words], today)
    return one


def test_an_alarm_is_open_until_somebody_acknowledges_it() -> None:
    assert (only().state, only().rank) == ("open", 1)
    assert only("ack", note="seen").state == "acknowledged"
    assert only("ack", note="seen").note == "seen"


def test_an_acknowledged_alarm_that_gets_worse_is_open_again() -> None:
    alarms = live([fired()], [], [fired(severity="error")])
    before = [said("ack", alarms[0].alarm_id, said_at=NOW)]
    assert [one.state for one in standings(alarms, before, night(3))] == ["open"]
    after = [*before, said("ack", alarms[0].alarm_id, said_at=NOW + timedelta(days=2))]
    assert [one.state for one in standings(alarms, after, night(4))] == ["acknowledged"]


def test_a_mute_holds_up_to_and_including_its_day() -> None:
    assert only("mute", until=date(2026, 3, 5), today=date(2026, 3, 5)).state == "muted"
    assert only("mute", until=date(2026, 3, 5), today=date(2026, 3, 6)).state == "open"
    assert only("mute", until=date(2026, 3, 5)).rank is None


def test_a_mute_holds_for_what_comes_back_on_the_same_figures_and_for_nothing_else() -> None:
    first, *_ = live([fired()])
    back, other = sorted(live(*[[]] * 9, [fired(), fired("spend")]), key=lambda alarm: alarm.kpi)
    mute = [said("mute", first.alarm_id, until=night(30))]
    states = {one.alarm: one.state for one in standings([first, back, other], mute, night(10))}
    assert (states[back], states[other]) == ("muted", "open")


def test_the_last_label_counts_and_a_false_alarm_asks_for_nobody() -> None:
    assert only("true", "false").label == "false"
    assert (only("false").wanted, only("false").rank) == (False, None)
    assert only("false", "true").rank == 1


def test_the_most_severe_alarm_of_an_owner_stands_first_and_missed_targets_behind() -> None:
    missed = fired("spend", kri="off_target", observed=1.0, expected=9.0)
    alarms = live([missed, fired(severity="error"), fired("cpc", observed=3.0, expected=1.0)])
    ranks = {one.alarm.kpi: one.rank for one in standings(alarms, [], TODAY)}
    assert ranks == {"clicks": 1, "cpc": 2, "spend": 3}


def test_precision_is_the_share_of_labelled_alarms_that_were_a_risk() -> None:
    alarms = [*live([fired()]), *live([], [fired()]), *live([], [], [fired()]), *live([], [], [], [fired()])]
    words = [said(word, a.alarm_id) for word, a in zip(("true", "true", "false"), alarms, strict=False)]
    (row,) = precision(standings(alarms, words, TODAY))
    assert (row.kri, row.kpi, row.alarms, row.labelled_true, row.labelled_false) == ("drop", "clicks", 4, 2, 1)
    assert row.precision == pytest.approx(2 / 3)
    (unlabelled,) = precision(standings(alarms, [], TODAY))
    assert unlabelled.precision is None


def test_the_ids_of_alarms_are_never_numbers_to_a_spreadsheet() -> None:
    assert all(alarm.alarm_id[0] == "a" for alarm in live([fired(f"kpi {n}") for n in range(50)]))
