"""Alarms are followed from night to night in files, and can be made anew from the nights' events."""

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.alarms.nights import every_alarm, follow, write_tables
from orchestration.alarms.standing import standings
from orchestration.kri_events import Event, write_events
from tests.orchestration.alarms.nights import ADDED, fired, live, night


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Ten nights: one KRI fires on all of them, another on the first two."""
    folder = tmp_path / "events"
    for number in range(10):
        tell(folder, number, [fired(since=night(0))] + [fired("spend", member="EU")] * (number < 2))
    return folder


def tell(folder: Path, number: int, said: list[Event]) -> None:
    write_events([replace(one, night=night(number)) for one in said], folder, night(number))


def test_night_by_night_comes_to_the_same_as_all_at_once(tmp_path: Path, events: Path) -> None:
    for number in range(10):
        follow(events, tmp_path / "one", night(number), ADDED)
    follow(events, tmp_path / "all", night(9), ADDED)
    one, every = every_alarm(tmp_path / "one", night(9)), every_alarm(tmp_path / "all", night(9))
    assert one == every
    assert [(alarm.kpi, alarm.nights, alarm.closed_on) for alarm in every] == [
        ("clicks", 10, None),
        ("spend", 2, night(8)),
    ]


def test_a_night_that_runs_again_says_the_same_and_one_with_other_events_replaces_it(
    tmp_path: Path, events: Path
) -> None:
    before = follow(events, tmp_path / "nights", night(9), ADDED)
    assert follow(events, tmp_path / "nights", night(9), ADDED) == before
    tell(events, 9, [])
    (alarm,) = follow(events, tmp_path / "nights", night(9), ADDED)
    assert (alarm.nights, alarm.last_fired_on) == (9, night(8))


def test_an_alarm_keeps_its_id_when_the_events_of_its_first_night_are_let_go(tmp_path: Path, events: Path) -> None:
    (before,) = [a for a in follow(events, tmp_path / "nights", night(8), ADDED) if a.kpi == "clicks"]
    (events / f"{night(0)}.parquet").unlink()
    (after,) = follow(events, tmp_path / "nights", night(9), ADDED)
    assert (after.alarm_id, after.opened_on, after.nights) == (before.alarm_id, night(0), 10)


def test_a_night_is_not_told_what_comes_after_it(tmp_path: Path, events: Path) -> None:
    follow(events, tmp_path / "nights", night(9), ADDED)
    (alarm,) = [one for one in every_alarm(tmp_path / "nights", night(1)) if one.kpi == "spend"]
    assert alarm.closed_on is None
    follow(events, tmp_path / "early", night(1), ADDED)
    assert max((tmp_path / "early").iterdir()).stem == str(night(1))


def test_the_tables_have_their_columns_even_without_an_alarm(tmp_path: Path) -> None:
    tables = {name: tmp_path / name for name in ("kri_alarms", "kri_precision")}
    write_tables(tables, [])
    alarms = pq.read_table(tmp_path / "kri_alarms" / "kri_alarms.parquet")
    assert alarms.num_rows == 0
    assert {"alarm_id", "kra", "owner", "kri", "kpi", "dimension", "member", "opened_on", "last_fired_on", "closed_on",
            "severity", "nights", "reason", "members", "state", "label"} <= {*alarms.column_names}  # fmt: skip
    write_tables(tables, standings(live([fired("cpc", "EU"), fired("cpc", "UK")]), [], night(1)))
    (row,) = pq.read_table(tmp_path / "kri_alarms" / "kri_alarms.parquet").to_pylist()
    assert (row["state"], row["label"], row["rank"], sorted(row["members"])) == ("open", None, 1, ["EU", "UK"])
    (counted,) = pq.read_table(tmp_path / "kri_precision" / "kri_precision.parquet").to_pylist()
    assert (counted["kri"], counted["alarms"], counted["precision"]) == ("drop", 1, None)
