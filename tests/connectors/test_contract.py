"""What every source and stream keeps to. Walks the declarations: a new one is covered by being there."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import stamina
import yaml
from pydantic import SecretStr

from connectors import all_sources
from connectors.errors import NotConfigured, Refused, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.months import days_in
from connectors.settings import connect, read_settings, secrets_of
from connectors.source import ACCOUNTS, Source, Stream, Type
from sandbox.company import Company
from sandbox.drop import write_drop
from sandbox.server import Sandbox
from tests.conftest import REPO

SOURCES = [pytest.param(source, id=name) for name, source in all_sources().items()]
STREAMS = [
    pytest.param(source, stream, id=f"{name}.{stream.name}")
    for name, source in all_sources().items()
    for stream in source.streams
]
OVER_HTTP = [
    pytest.param(source, id=name)
    for name, source in all_sources().items()
    if "base_url" in source.settings.model_fields  # the others ask nobody
]
NOW = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC) + timedelta(hours=13)
HISTORY = 12
PERSONAL = re.compile(
    r"(^|[._])(e?_?mail|email_address|phone|first_?name|last_?name|full_?name|street|zip|ip)($|[._])", re.IGNORECASE
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(NOW.date(), days=40)) as running:
        yield running


@pytest.fixture
def configured(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Every source pointed at the sandbox, away from any .env file, with its waits cut short."""
    write_drop(sandbox.company, tmp_path / "drop")
    monkeypatch.chdir(tmp_path)
    for name, value in (sandbox.env() | {"FILES_FOLDER": str(tmp_path / "drop")}).items():
        monkeypatch.setenv(name, value)
    stamina.set_testing(True, attempts=2)
    yield sandbox
    stamina.set_testing(False)
    sandbox.heal()


def lake(folder: Path) -> Lake:
    return Lake(folder / "lake", SecretStr("a key for tests only"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*.parquet") if "kadran" not in path.parts}


@pytest.mark.parametrize(("source", "stream"), STREAMS)
def test_a_declaration_holds_together(source: Source, stream: Stream) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", stream.name)
    assert not stream.name.startswith(source.name)
    assert stream.description.endswith(".")
    assert stream.key
    columns = stream.columns
    assert set(stream.key) | set(stream.required) | set(stream.ranges) <= set(columns)
    assert not set(columns) & {"_day", "_account", "_loaded_at", "_extra"}
    assert not set(columns) & (set(stream.personal) | set(stream.ignored))
    if stream.kind == "snapshot":
        assert stream.day is None
    else:
        allowed = {Type.INSTANT} if stream.kind == "changes" else {Type.INSTANT, Type.DAY}
        assert stream.day is not None
        assert columns[stream.day] in allowed
    assert all(every >= 1 and back >= 1 for every, back in stream.restates.items())


@pytest.mark.parametrize(("source", "stream"), STREAMS)
def test_no_column_holds_a_persons_data_in_clear(source: Source, stream: Stream) -> None:
    in_clear = [name for name, kind in stream.columns.items() if PERSONAL.search(name) and kind is not Type.HASHED]
    assert in_clear == []


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_declares_its_accounts_and_guards_its_secrets(source: Source) -> None:
    assert source.streams[0] is ACCOUNTS
    assert len({stream.name for stream in source.streams}) == len(source.streams)
    for name, info in source.settings.model_fields.items():
        if re.search(r"(token|secret|password|api_key)s?$", name):
            assert "SecretStr" in str(info.annotation), f"{source.name}.{name} would be printed in clear"
        if name.endswith("_url") and isinstance(info.default, str) and info.default:
            assert info.default.startswith("https://")


@pytest.mark.parametrize("source", SOURCES)
def test_dbt_knows_exactly_the_streams_of_the_source_and_stages_each(source: Source) -> None:
    folder = REPO / "dbt_project" / "models" / "staging" / source.name
    declared = yaml.safe_load((folder / f"_{source.name}.yml").read_text())
    tables = {table["name"] for each in declared["sources"] if each["name"] == source.name for table in each["tables"]}
    streams = {stream.name for stream in source.streams}
    assert tables == streams, f"only in dbt: {tables - streams}; only in connectors: {streams - tables}"
    staged = {path.stem.removeprefix(f"stg_{source.name}__") for path in folder.glob("*.sql")}
    assert streams <= staged, f"no staging model for {streams - staged}"


@pytest.mark.parametrize("source", OVER_HTTP)
def test_an_unconfigured_source_says_which_variable_turns_it_on(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    required = [name for name, info in source.settings.model_fields.items() if info.is_required()]
    if not required:
        pytest.skip(f"{source.name} needs no credential")
    with pytest.raises(NotConfigured) as caught:
        read_settings(source)
    assert caught.value.variable.startswith(source.name.upper())
    if len(required) > 1:
        monkeypatch.setenv(f"{source.name.upper()}_{required[0].upper()}", "set")
        with pytest.raises(Refused, match=f"{source.name.upper()}_{required[1].upper()}"):
            read_settings(source)


@pytest.mark.parametrize("source", SOURCES)
def test_every_stream_loads_with_whole_unique_keys_on_their_days(
    source: Source, configured: Sandbox, tmp_path: Path
) -> None:
    client = connect(source)
    loads = load(source, client, lake(tmp_path), NOW, history_days=HISTORY)
    assert [str(one) for one in loads if one.error] == []
    every = {stream.name for stream in source.streams}
    assert {one.stream for one in loads} == {name for one in source.accounts(client) for name in one.streams or every}
    rows_of = dict.fromkeys((stream.name for stream in source.streams), 0)
    for stream in source.streams:
        for path in (tmp_path / "lake" / source.name / stream.name).glob("*/*.parquet"):
            table = pq.read_table(path, partitioning=None)
            rows_of[stream.name] += table.num_rows
            told = {day: held.rows for day, held in days_in(path).items() if held.rows}
            assert Counter(table["_day"].to_pylist()) == told
            keys = list(zip(*(table[column].to_pylist() for column in ("_day", *stream.key)), strict=True))
            assert len(set(keys)) == len(keys), f"{stream.name}: keys repeat on {path.stem}"
            for column in {*stream.key, *stream.required}:
                assert table[column].null_count == 0, f"{stream.name}.{column} is null on {path.stem}"
    assert rows_of["accounts"] >= 1
    assert sum(rows_of.values()) > rows_of["accounts"]


@pytest.mark.parametrize("source", OVER_HTTP)
@pytest.mark.parametrize("fault", ["html", "truncated", "cut", "status"])
def test_a_vendors_bad_day_never_becomes_an_empty_or_half_day(
    source: Source, fault: str, configured: Sandbox, tmp_path: Path
) -> None:
    client = connect(source)
    load(source, client, lake(tmp_path), NOW, history_days=2)
    before = files(tmp_path / "lake")
    detail = {"status": 500} if fault == "status" else {}
    configured.fail(source.name, "(?!.*token).*", fault, times=100_000, **detail)
    try:
        loads = load(source, client, lake(tmp_path), NOW, history_days=2)
    except (Unavailable, Refused):  # accounts could not be listed: the source failed as a whole
        loads = []
    kept = files(tmp_path / "lake")
    assert {name: kept.get(name) for name in before if "/accounts/" not in name} == {
        name: content for name, content in before.items() if "/accounts/" not in name
    }
    assert all(one.error for one in loads if one.stream != "accounts"), [str(one) for one in loads if not one.error]


@pytest.mark.parametrize("source", OVER_HTTP)
def test_no_secret_appears_in_an_error_a_log_or_the_lake(
    source: Source, configured: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secrets = [secret for secret in secrets_of(read_settings(source)) if len(secret) > 3]
    told: list[Load | str] = list(load(source, connect(source), lake(tmp_path), NOW, history_days=2))
    configured.fail(source.name, ".*", "status", times=100_000, status=403)
    try:
        told += load(source, connect(source), lake(tmp_path), NOW, history_days=2)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell
        told.append(repr(error))
    said = caplog.text + "\n".join(map(str, told))
    lake_bytes = b"".join(path.read_bytes() for path in (tmp_path / "lake").rglob("*.parquet"))
    for secret in secrets:
        assert secret not in said
        assert secret.encode() not in lake_bytes


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_with_dated_versions_uses_one_of_them_by_default(source: Source) -> None:
    if not source.versions:
        pytest.skip(f"{source.name} has no dated versions")
    assert source.settings.model_fields["api_version"].default in source.versions
