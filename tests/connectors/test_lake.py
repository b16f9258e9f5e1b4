"""A day is replaced whole or not at all; raw stays raw; nothing of a person gets in."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.decode import to_array
from connectors.errors import NotConfigured, Refused, Unavailable
from connectors.lake import Lake
from connectors.landing import BUFFER_BYTES
from connectors.source import Account, Page, Settings, Source, Stream, Type, Window

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
ACCOUNT = Account("act/1", "First")
FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)
BOTH = Window(FIRST, SECOND)


def stream(**changes: object) -> Stream:
    declared: dict[str, object] = {
        "name": "campaign_daily",
        "description": "",
        "fetch": lambda *_: [],
        "columns": {"campaign.id": Type.TEXT, "clicks": Type.INTEGER, "spend": Type.MONEY, "date": Type.DAY},
        "key": ("campaign.id", "date"),
        "day": "date",
    }
    return Stream(**(declared | changes))  # type: ignore[arg-type]


def row(day: date, clicks: object = 1, **more: object) -> dict[str, object]:
    return {"campaign": {"id": "c1"}, "clicks": clicks, "spend": "1.10", "date": str(day), **more}


def write(lake: Lake, pages: list[Page] | Iterator[Page], declared: Stream | None = None, **options: bool) -> None:
    lake.write("ads", declared or stream(), ACCOUNT, BOTH, pages, NOW, **options)


def read(lake: Lake, day: date) -> list[dict[str, object]]:
    month = pq.read_table(lake.folder("ads", "campaign_daily", ACCOUNT) / f"{day:%Y-%m}.parquet")
    return month.filter(pc.equal(month["_day"], day)).to_pylist()


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_rows_land_under_their_day_account_and_source(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(SECOND, "7"), row(FIRST)], [row(FIRST, 3)]])
    assert files(tmp_path) == {"ads/campaign_daily/act%2F1/2026-03.parquet"}
    assert [found["clicks"] for found in read(lake, FIRST)] == [1, 3]
    (only,) = read(lake, SECOND)
    assert (only["campaign.id"], only["clicks"], str(only["spend"])) == ("c1", 7, "1.100000")
    assert (only["_account"], only["_day"], only["_loaded_at"], only["_extra"]) == ("act/1", SECOND, NOW, None)


def test_a_day_on_which_nothing_happened_is_told_without_rows(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(FIRST)]])
    assert read(lake, SECOND) == []
    assert set(lake.loaded("ads", "campaign_daily", ACCOUNT)) == {FIRST, SECOND}


def test_a_failing_vendor_leaves_the_old_days_and_no_traces(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(FIRST, 1), row(SECOND, 1)]])

    def breaks() -> Iterator[Page]:
        yield [row(FIRST, 2)]
        raise Unavailable("gone")

    with pytest.raises(Unavailable):
        write(lake, breaks())
    assert [found["clicks"] for found in read(lake, FIRST)] == [1]
    assert len(files(tmp_path)) == 1


def test_a_month_that_cannot_be_written_fails_the_whole_window(tmp_path: Path) -> None:
    lake = Lake(tmp_path)

    def blocks() -> Iterator[Page]:
        (landing,) = (tmp_path / ".landing").iterdir()
        (landing / "2026-03.parquet").mkdir()
        yield [row(FIRST), row(SECOND)]

    with pytest.raises(OSError, match=r"2026-03\.parquet"):
        write(lake, blocks())
    assert files(tmp_path) == set()


def test_rows_larger_than_the_buffer_land_whole(tmp_path: Path) -> None:
    lake, text = Lake(tmp_path), "x" * 10_000
    numbers = range(5 * BUFFER_BYTES // len(text) // 2)
    pages: list[Page] = [[row(day, number, goal=text) for day in BOTH] for number in numbers]
    write(lake, pages, stream(columns=stream().columns | {"goal": Type.TEXT}))
    for day in BOTH:
        landed = read(lake, day)
        assert [found["clicks"] for found in landed] == list(numbers)
        assert {found["goal"] for found in landed} == {text}


def test_a_run_killed_at_any_moment_leaves_only_whole_days(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(FIRST, 1), row(SECOND, 1)]])

    def dies() -> Iterator[Page]:
        for _ in range(3):
            yield [row(FIRST, 2)] * 1000
        os._exit(9)

    if (child := os.fork()) == 0:
        write(lake, dies())
    os.waitpid(child, 0)
    readable = [path for path in tmp_path.rglob("*.parquet") if ".landing" not in path.parts]
    assert len(readable) == 1
    assert [found["clicks"] for day in BOTH for found in read(lake, day)] == [1, 1]
    write(lake, [[row(FIRST, 2), row(SECOND, 2)]])
    assert [found["clicks"] for day in BOTH for found in read(lake, day)] == [2, 2]


@pytest.mark.parametrize("fewer", [0, 9])
def test_a_full_day_is_not_replaced_by_an_empty_or_much_smaller_one_unless_forced(tmp_path: Path, fewer: int) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(FIRST)] * 20])
    with pytest.raises(Refused, match="would shrink from 20 rows"):
        write(lake, [[row(FIRST)] * fewer])
    assert len(read(lake, FIRST)) == 20
    write(lake, [[row(FIRST)] * fewer], force=True)
    assert len(read(lake, FIRST)) == fewer


def test_a_row_of_another_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2026-03-03 came in the answer for 2026-03-01 to 2026-03-02"):
        write(Lake(tmp_path), [[row(date(2026, 3, 3))]])


def test_a_row_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="have no date"):
        write(Lake(tmp_path), [[row(FIRST) | {"date": None}]])


def test_a_value_of_another_type_is_refused_with_its_column(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="column clicks is declared INTEGER"):
        write(Lake(tmp_path), [[row(FIRST, "many")]])


def test_a_field_that_nobody_declared_is_kept(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    write(lake, [[row(FIRST, bidding="tCPA"), row(FIRST) | {"campaign": {"id": "c2", "goal": {"x": 1}}}]])
    assert [found["_extra"] for found in read(lake, FIRST)] == ['{"bidding":"tCPA"}', '{"campaign.goal":{"x":1}}']


def test_personal_data_is_dropped_hashed_and_never_kept_as_unknown(tmp_path: Path) -> None:
    private = stream(columns={"id": Type.TEXT, "email": Type.HASHED, "date": Type.DAY}, personal=("name",), key=("id",))
    lake = Lake(tmp_path, SecretStr("k" * 32))
    people = [
        {"id": "1", "email": " Ann@Example.com ", "name": "Ann", "phone": "0612345678", "date": str(FIRST)},
        {"id": "2", "email": "ann@example.com", "name": "Ann", "date": str(FIRST)},
        {"id": "3", "email": "", "date": str(FIRST)},
    ]
    write(lake, [people], private)
    found = read(lake, FIRST)
    assert found[0]["email"] == found[1]["email"] != found[2]["email"] is None
    assert found[0]["_extra"] == '{"phone":null}'
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*.parquet")).lower()
    assert not any(word in str(found).lower() for word in ("ann", "0612345678"))
    assert b"example.com" not in content


def test_personal_data_without_a_hash_key_is_not_loaded(tmp_path: Path) -> None:
    private = stream(columns={"email": Type.HASHED, "date": Type.DAY}, key=("email",))
    with pytest.raises(NotConfigured, match="KADRAN_HASH_KEY"):
        write(Lake(tmp_path), [[{"email": "a@b.c", "date": str(FIRST)}]], private)


def test_an_unconfigured_source_is_an_empty_table(tmp_path: Path) -> None:
    Lake(tmp_path).prepare(Source("ads", "Ads", Settings, lambda _: None, lambda _: [], (stream(),)))
    table = pq.read_table(tmp_path / "ads" / "campaign_daily" / "_schema.parquet")
    assert table.num_rows == 0
    assert table.column_names == [*stream().columns, "_day", "_account", "_loaded_at", "_extra"]


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        (Type.INTEGER, ["1", "", None, "-3"], [1, None, None, -3]),
        (Type.INTEGER, [1.0, 2.0], [1, 2]),
        (Type.NUMBER, ["1.5e-3", 2], [0.0015, 2.0]),
        (Type.TEXT, ["a", 7, None, True], ["a", "7", None, "true"]),
        (Type.BOOLEAN, ["true", "false", None], [True, False, None]),
        (Type.DAY, ["20260301", "20260302"], [FIRST, SECOND]),
        (Type.DAY, ["2026-03-01T23:59:00Z", None], [FIRST, None]),
        (Type.INSTANT, ["2026-03-10T05:00:00+0100", "2026-03-10T04:00:00Z"], [NOW, NOW]),
        (Type.JSON, [{"a": [1]}, None, "x"], ['{"a":[1]}', None, '"x"']),
    ],
)
def test_vendors_spellings_are_parsed_and_not_converted(kind: Type, sent: list, kept: list) -> None:
    mixed = kind is Type.NUMBER
    array = to_array([str(value) if mixed else value for value in sent], kind)
    assert array.type == kind.arrow
    assert array.to_pylist() == kept


def test_money_is_exact() -> None:
    texts = to_array(["0.1", "58705.229999999996", ""], Type.MONEY).to_pylist()
    assert list(map(str, texts)) == ["0.100000", "58705.230000", "None"]
    assert str(to_array([14.35], Type.MONEY)[0].as_py()) == "14.350000"


def test_what_a_killed_run_left_is_swept_up_a_day_later(tmp_path: Path) -> None:
    lake, source = Lake(tmp_path), Source("ads", "Ads", Settings, lambda _: None, lambda _: [], (stream(),))
    young, old = tmp_path / ".landing" / "young", tmp_path / ".landing" / "old"
    for left in (young, old):
        left.mkdir(parents=True)
        (left / "2026-03-01.parquet").touch()
    os.utime(old, (0, 0))
    lake.prepare(source)
    assert young.exists()
    assert not old.exists()


def test_a_load_that_ends_while_another_sweeps_up_hurts_nobody(tmp_path: Path) -> None:
    """The other's folder is seen, and gone when it is looked at: as a link that leads nowhere."""
    (tmp_path / ".landing").mkdir()
    (tmp_path / ".landing" / "gone").symlink_to(tmp_path / "nowhere")
    Lake(tmp_path).prepare(Source("ads", "Ads", Settings, lambda _: None, lambda _: [ACCOUNT], (stream(),)))
    assert (tmp_path / "ads" / "campaign_daily" / "_schema.parquet").exists()
