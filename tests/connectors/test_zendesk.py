"""Zendesk: the tickets land whole with their times, changes move them, exports end where the window does."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.zendesk import SOURCE
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.zendesk import exports, lists

TODAY = date(2026, 9, 16)
DAYS = 40
ALL = Window(TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))
SPAM = 900_000_000
"""Ids from here on are the sandbox's own: one ticket a week that is deleted on the next day."""


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    yield running
    running.heal()
    running.move_to(TODAY)


def pull(folder: Path, *streams: str, today: date = TODAY, span: Window | None = ALL) -> list[Load]:
    now = datetime(today.year, today.month, today.day, 4, tzinfo=UTC)
    return load(SOURCE, connect(SOURCE), Lake(folder), now, span=span, streams=streams or None, history_days=DAYS)


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "zendesk" / stream).to_pylist()
    return found


def real(folder: Path) -> pd.DataFrame:
    return pd.DataFrame(row for row in rows(folder, "tickets") if row["id"] < SPAM)


def asked(sandbox: Sandbox, ending: str) -> int:
    return sum(each.path.endswith(ending) for each in sandbox.requests)


def test_every_ticket_arrives_with_its_metrics_over_several_pages(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "EXPORTED", 100)
    (only,) = pull(tmp_path, "tickets")
    assert only.error is None
    assert asked(sandbox, "/incremental/tickets/cursor.json") > 10
    landed, truth = real(tmp_path), sandbox.company.tickets
    both = truth.assign(id=truth["ticket_id"].astype(int)).merge(landed, on="id", suffixes=("", "_landed"))
    assert len(both) == len(truth) == len(landed)
    for column, path in {
        "first_reply_minutes": "reply_time_in_minutes.calendar",
        "full_resolution_minutes": "full_resolution_time_in_minutes.calendar",
        "requester_wait_minutes": "requester_wait_time_in_minutes.calendar",
        "reopens": "reopens",
        "replies": "replies",
    }.items():
        assert both[column].sum() == both[f"metric_set.{path}"].sum() > 0
        assert both[column].notna().sum() == both[f"metric_set.{path}"].notna().sum()
    assert (both["solved_at"].dropna() == both["metric_set.solved_at"].dropna()).all()
    assert (both["status"] == both["status_landed"]).all()
    assert (both["satisfaction"] == both["satisfaction_rating.score"]).all()


def test_a_ticket_that_only_the_system_changed_is_filed_under_that_change(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "tickets")
    closed = real(tmp_path).query("status == 'closed'")
    assert (closed["generated_timestamp"] - closed["updated_at"]).max() > pd.Timedelta(days=5)
    assert (closed["generated_timestamp"].dt.date == closed["_day"]).all()


def test_deleted_tickets_are_kept_as_deleted(sandbox: Sandbox, tmp_path: Path) -> None:
    pull(tmp_path, "tickets")
    spam = [row for row in rows(tmp_path, "tickets") if row["id"] >= SPAM]
    assert {row["status"] for row in spam} == {"deleted", "new"}
    assert all(row["metric_set.id"] is None for row in spam)


def test_a_changed_ticket_moves_and_its_newest_version_is_the_truth(sandbox: Sandbox, tmp_path: Path) -> None:
    for age in (3, 2, 1, 0):
        today = TODAY - timedelta(days=age)
        sandbox.move_to(today)
        assert [one.error for one in pull(tmp_path, "tickets", today=today, span=None)] == [None]
    landed, truth = real(tmp_path), sandbox.company.tickets
    assert landed["id"].duplicated().any(), "the old version stays under its old day"
    newest = landed.sort_values("generated_timestamp").drop_duplicates("id", keep="last").set_index("id")
    assert newest.loc[truth["ticket_id"].astype(int), "status"].tolist() == truth["status"].tolist()


def test_an_export_is_read_no_further_than_the_window(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "EXPORTED", 20)
    day = TODAY - timedelta(days=30)
    loads = pull(tmp_path, "tickets", "ticket_metric_events", span=Window(day, day))
    assert [one.error for one in loads] == [None, None]
    of_one_day = [one.rows / 20 + 3 for one in loads]
    assert asked(sandbox, "/incremental/tickets/cursor.json") <= of_one_day[0]
    assert asked(sandbox, "/incremental/ticket_metric_events.json") <= of_one_day[1]
    assert {str(row["time"].date()) for row in rows(tmp_path, "ticket_metric_events")} == {str(day)}


def test_events_on_the_seam_of_two_pages_come_once_and_none_is_missed(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "EXPORTED", 50)
    pull(tmp_path, "ticket_metric_events")
    found = rows(tmp_path, "ticket_metric_events")
    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids)) > 1000
    truth, start = sandbox.company.tickets, pd.Timestamp(ALL.since, tz="UTC")
    solved = (truth["solved_at"] >= start).sum()
    fulfilled = [row for row in found if (row["metric"], row["type"]) == ("requester_wait_time", "fulfill")]
    assert len(fulfilled) == solved > 0
    waited = sum(
        row["status.calendar"] for row in found if row["metric"] == "requester_wait_time" and row["status.calendar"]
    )
    assert waited == truth.loc[truth["solved_at"] >= start, "requester_wait_minutes"].sum()


def test_ratings_agree_with_the_company_page_after_page(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LISTED", 30)
    pull(tmp_path, "satisfaction_ratings")
    scores = pd.Series([row["score"] for row in rows(tmp_path, "satisfaction_ratings")]).value_counts().to_dict()
    truth = sandbox.company.tickets
    given = truth[truth["satisfaction_at"] >= pd.Timestamp(ALL.since, tz="UTC")]
    assert scores == given["satisfaction"].value_counts().to_dict()
    assert asked(sandbox, "/satisfaction_ratings.json") == -(-len(given) // 30)


def test_the_kind_of_survey_that_an_account_lacks_has_no_rows_and_is_no_fault(sandbox: Sandbox, tmp_path: Path) -> None:
    (only,) = pull(tmp_path, "survey_responses")
    assert (only.error, only.rows, only.days) == (None, 0, DAYS)


def test_the_lake_knows_nobody_and_nothing_that_was_written(sandbox: Sandbox, tmp_path: Path) -> None:
    loads = pull(tmp_path, span=None)
    assert [one.error for one in loads if one.error] == []
    said = json.dumps([rows(tmp_path, stream.name) for stream in SOURCE.streams], default=str)
    people = sandbox.company.tickets
    for text in {"@", *people["requester_name"], *people["subject"], "Kind regards", "sentiment", "Agent Number"}:
        assert text not in said
    assert [one.extra for one in loads if one.extra] == []


def test_the_account_says_where_its_days_end(sandbox: Sandbox) -> None:
    (account,) = SOURCE.accounts(connect(SOURCE))
    assert (account.id, account.time_zone, account.currency) == ("torrefino", "Europe/Berlin", None)
