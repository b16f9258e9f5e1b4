"""A pull that stops goes on where it stopped; what a vendor withdraws, and what it will turn off, is told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from connectors.errors import Unavailable
from connectors.lake import Lake
from connectors.load import Load, load, read_loads
from connectors.source import Account, Page, Settings, Source, Stream, Type, Window, Withdrawn
from connectors.versions import retiring

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
AN_HOUR_LATER = NOW + timedelta(hours=1)
HISTORY = 12


class Vendor:
    """Answers windows of days until its quota ends, and remembers which it was asked for."""

    def __init__(self, quota: int) -> None:
        self.quota = quota
        self.asked: list[Window] = []

    def fetch(self, account: Account, window: Window) -> Iterator[Page | Withdrawn]:
        self.asked.append(window)
        if self.quota == 0:
            raise Unavailable("the quota of the day is used up", retry_after=4 * 3600)
        self.quota -= 1
        yield Withdrawn("views")
        yield [{"d": str(day), "clicks": 1} for day in window]


class VersionedSettings(Settings):
    api_version: str = "v1"


def source(**changes: object) -> Source:
    stream = Stream(
        name="daily",
        description="",
        fetch=lambda client, account, window: client.fetch(account, window),
        columns={"d": Type.DAY, "clicks": Type.INTEGER, "views": Type.INTEGER},
        key=("d",),
        day="d",
        restates={1: HISTORY},
        window_days=3,
    )
    named = [Account("1", "One")]
    declared = {"settings": VersionedSettings, "streams": (stream,), "accounts": lambda _: named, **changes}
    return Source(name="ads", title="Ads", connect=lambda _: None, **declared)  # type: ignore[arg-type]


def pull(vendor: Vendor, lake: Lake, now: datetime = NOW, again_after: datetime | None = None) -> Load:
    (only,) = load(source(), vendor, lake, now, history_days=HISTORY, again_after=again_after)
    return only


def test_a_quota_that_ends_in_the_middle_loses_nothing_and_the_next_try_goes_on_there(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = pull(Vendor(quota=2), lake)
    assert (first.days, first.error) == (6, "Unavailable: the quota of the day is used up")
    again = Vendor(quota=10)
    second = pull(again, lake, AN_HOUR_LATER, again_after=NOW)
    assert (second.days, second.error) == (6, None)
    assert [str(window) for window in again.asked] == ["2026-03-04 to 2026-03-06", "2026-03-07 to 2026-03-09"]
    assert len(lake.loaded("ads", "daily", Account("1", "One"))) == HISTORY


def test_the_next_night_pulls_again_what_the_vendor_may_have_restated(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    pull(Vendor(quota=10), lake)
    assert pull(Vendor(quota=10), lake, NOW + timedelta(days=1)).days == HISTORY


def test_a_withdrawn_column_is_null_and_named_while_the_others_load(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    done = pull(Vendor(quota=10), lake)
    assert (done.withdrawn, done.error) == ("views", None)
    assert read_loads(lake)["withdrawn"].to_pylist() == ["views"]
    month = pq.read_table(lake.folder("ads", "daily", Account("1", "One")) / "2026-03.parquet", partitioning=None)
    assert (month["clicks"].to_pylist(), month["views"].to_pylist()) == ([1] * 9, [None] * 9)


def test_a_long_load_tells_how_far_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "connectors")
    accounts = [Account("1", "One"), Account("2", "Two")]
    load(source(accounts=lambda _: accounts), Vendor(quota=4), Lake(tmp_path), NOW, history_days=6)
    said = [record.getMessage() for record in caplog.records]
    of = {name: [each for each in said if each.startswith(f"ads/daily of {name}: ")] for name in "12"}
    assert of["2"][0] == "ads/daily of 2: 2026-03-04 to 2026-03-06, 1 of 2"
    assert of["1"][-1].startswith("ads/daily of 1: 6 rows of 6 days (2026-03-04 to 2026-03-09) in ")
    assert of["1"][-1].endswith(" s (account 1 of 2)")
    assert {record.source for record in caplog.records} == {"ads"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ({"v1": date(2026, 5, 9), "v2": None}, "Ads turns v1 off on 2026-05-09: set ADS_API_VERSION to v2."),
        ({"v1": date(2026, 5, 9)}, "Ads turns v1 off on 2026-05-09: upgrade Kadran, or try a newer ADS_API_VERSION."),
        ({"v1": date(2026, 5, 10), "v2": None}, None),
        ({"v1": None}, None),
        ({}, None),
    ],
)
def test_a_version_that_ends_within_60_days_is_told_with_the_remedy(
    versions: dict[str, date | None], told: str | None
) -> None:
    assert retiring(source(versions=versions), VersionedSettings(), NOW.date()) == told
