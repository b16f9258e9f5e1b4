"""What a vendor's bad day, a wrong credential and a killed process do to a night, and what they do not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors import all_sources
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect, read_settings, secrets_of
from tests.orchestration.conftest import CONFIGURED, FIRST, HISTORY_DAYS, SECOND, WRONG_KEY, Nights, days_of


@pytest.fixture
def published(nights: Nights) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(nights.installation.data / "published" / "kadran.duckdb"), read_only=True)


@pytest.fixture(scope="module")
def undisturbed(nights: Nights, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """The lake of somebody who loaded the same first night on a good day."""
    key = SecretStr(nights.installation.settings["KADRAN_HASH_KEY"])
    lake = Lake(tmp_path_factory.mktemp("undisturbed"), key)
    noon = datetime(FIRST.year, FIRST.month, FIRST.day, 12, tzinfo=UTC)
    nights.sandbox.move_to(FIRST)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(lake.root)
        for name, value in nights.installation.settings.items():
            patch.setenv(name, value)
        for name in ("ecb", *CONFIGURED):
            source = all_sources()[name]
            loads = load(source, connect(source), lake, noon, history_days=HISTORY_DAYS)
            assert [str(one) for one in loads if one.error] == []
    yield lake
    nights.sandbox.move_to(SECOND)


def content(lake: Lake, place: str) -> pa.Table:
    """The rows of a day; `place` is source/stream/account/day."""
    account, day = place.rsplit("/", 1)
    month = pq.read_table(lake.root / account / f"{day[:7]}.parquet", partitioning=None)
    return month.filter(pc.equal(month["_day"], date.fromisoformat(day))).drop_columns("_loaded_at")


def test_a_night_that_was_killed_while_loading_is_finished_by_the_next_run(nights: Nights, undisturbed: Lake) -> None:
    assert nights.killed == -9
    whole = set(days_of(undisturbed))
    assert 100 < nights.days_of_the_killed < len(whole)
    assert nights.first.returncode == 0
    assert set(nights.first_days) == whole


def test_after_a_kill_and_a_vendors_bad_day_the_lake_is_that_of_a_good_one(nights: Nights, undisturbed: Lake) -> None:
    settled = [path for path, when in nights.second_days.items() if when == nights.first_days.get(path)]
    assert len(settled) > 500
    different = [
        place for place in settled if not content(nights.installation.lake, place).equals(content(undisturbed, place))
    ]
    assert different == []


def test_nothing_half_written_is_left_or_read(nights: Nights) -> None:
    folders = [path for path in nights.installation.lake.root.rglob("*") if path.is_dir()]
    assert not any(path.suffix == ".parquet" for path in folders)
    months = [path for path in nights.installation.lake.root.glob("*/*/*/*") if path.is_file()]
    assert all(path.suffix == ".parquet" and date.fromisoformat(f"{path.stem}-01") for path in months)


@pytest.mark.parametrize(
    ("vendor", "statuses"),
    [("zendesk", {429}), ("shopify", {503}), ("ecb", {500})],
)
def test_a_vendor_that_is_busy_or_ill_is_asked_again(nights: Nights, vendor: str, statuses: set[int]) -> None:
    answered = {request.status for request in nights.first_requests if request.vendor == vendor}
    assert statuses <= answered
    assert f"✓ load_{vendor}" in nights.first.stdout


def test_a_wrong_credential_names_its_variable_and_stops_no_other_source(nights: Nights) -> None:
    assert nights.second.returncode == 1
    assert "✗ load_mailchimp" in nights.second.stdout
    assert "MAILCHIMP_API_KEY was refused" in nights.second.stdout
    for job in ("load_ecb", "load_shopify", "load_zendesk", "transform"):
        assert f"✓ {job}" in nights.second.stdout
    assert "Failed: load_mailchimp." in nights.second.stdout


def test_a_refused_credential_is_tried_once_not_again_and_again(nights: Nights) -> None:
    asked = [request for request in nights.second_requests if request.vendor == "mailchimp"]
    assert 1 <= len(asked) <= 2  # is it wanted? and then the load
    assert {request.status for request in asked} == {401}


def test_the_scorecard_marks_what_a_failed_source_feeds_and_nothing_else(
    published: duckdb.DuckDBPyConnection,
) -> None:
    stale = "select distinct kpi from reporting.kra_scorecard where is_stale"
    fed = "select distinct kpi from reporting.kpi_sources where source = 'mailchimp'"
    marked = {name for (name,) in published.sql(stale).fetchall()}
    assert marked == {name for (name,) in published.sql(fed).fetchall()}
    assert {"open_rate", "list_growth"} <= marked
    why = "select distinct stale_streams from reporting.kra_scorecard where kpi = 'open_rate'"
    assert "mailchimp/campaign_reports" in published.sql(why).fetchall()[0][0]


def test_stale_figures_are_yesterdays_not_gone(published: duckdb.DuckDBPyConnection) -> None:
    figures = "select value from reporting.kra_scorecard where kpi = 'open_rate'"
    assert 0 < published.sql(figures).fetchall()[0][0] < 1


def test_what_was_loaded_before_the_credential_went_wrong_is_untouched(nights: Nights) -> None:
    now = nights.second_days
    before = {path: when for path, when in nights.first_days.items() if path.startswith("mailchimp/")}
    assert before
    assert {path: when for path, when in now.items() if path.startswith("mailchimp/")} == before


@pytest.fixture(scope="module")
def secrets(nights: Nights) -> set[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in nights.installation.settings.items():
            patch.setenv(name, value)
        found = {secret for name in CONFIGURED for secret in secrets_of(read_settings(all_sources()[name]))}
    return found | {WRONG_KEY, nights.installation.settings["KADRAN_HASH_KEY"]}


def test_no_secret_is_printed(nights: Nights, secrets: set[str]) -> None:
    assert len(secrets) >= 5
    said = nights.first.stdout + nights.first.stderr + nights.second.stdout + nights.second.stderr
    assert [secret for secret in secrets if secret in said] == []


def test_no_secret_is_kept_in_any_file_of_a_run(nights: Nights, secrets: set[str]) -> None:
    raw = {secret.encode() for secret in secrets}
    files = [path for path in nights.installation.data.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".db", ".html", ".json", ".duckdb", ".parquet"} <= kinds
    leaks = [
        str(path)
        for path in files
        if any(secret in bytes_ for bytes_ in [path.read_bytes()] for secret in raw)
        or (
            path.suffix == ".parquet"
            and ".landing" not in path.parts
            and any(secret in repr(_texts(path)) for secret in secrets)
        )
    ]
    assert leaks == []


def _texts(path: Path) -> list[object]:
    """Parquet is compressed: what its text columns say."""
    table = pq.read_table(path, partitioning=None)
    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]
    return [table.column(name).unique().to_pylist() for name in texts]


def test_check_says_which_variable_is_wrong(nights: Nights) -> None:
    wrong = nights.installation.kadran("check", "mailchimp", MAILCHIMP_API_KEY=WRONG_KEY)
    assert wrong.returncode == 1
    assert "MAILCHIMP_API_KEY was refused" in wrong.stdout
    assert WRONG_KEY not in wrong.stdout + wrong.stderr


def test_a_backfill_pulls_exactly_the_days_that_it_is_given(nights: Nights) -> None:
    lake = nights.installation.lake
    before = days_of(lake)
    span = [FIRST - timedelta(days=30), FIRST - timedelta(days=28)]
    words = ["backfill", "mailchimp", "--from", str(span[0]), "--to", str(span[1]), "--stream", "list_activity"]
    done = nights.installation.kadran(*words, KADRAN_TODAY=str(SECOND + timedelta(days=1)))
    assert done.returncode == 0, done.stdout + done.stderr
    after = days_of(lake)
    pulled = {path.split("/")[1:][0] + "/" + path.split("/")[-1] for path in after if after[path] != before.get(path)}
    assert pulled == {f"list_activity/{span[0] + timedelta(days=n)}" for n in range(3)}
