"""What people drop is read whole, in our layout or in theirs, and only when it changed."""

import gzip
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.decode import Decoder
from connectors.errors import NotConfigured, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect, read_settings
from connectors.source import Account, Stream, Type, Window
from connectors.sources.files import SOURCE
from tests.conftest import REPO

HEADER = ["order_id", "customer_id", "ordered_at", "currency", "revenue", "quantity", "is_cancelled", "city"]
ORDERS = [
    ["1", "c1", datetime.fromisoformat("2026-01-31 23:30"), "EUR", Decimal("19.90"), 2, False, "Lyon"],
    ["2", "c2", datetime.fromisoformat("2026-02-01"), "EUR", Decimal("1000.000001"), None, True, None],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "drop"))
    (tmp_path / "drop").mkdir()
    return tmp_path


def put(folder: Path, path: str, content: str | bytes) -> Path:
    file = folder / "drop" / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def pull(folder: Path, span: Window | None = None) -> list[Load]:
    return load(SOURCE, connect(SOURCE), Lake(folder / "lake"), datetime.now(UTC), span=span)


def table(folder: Path, stream: str, account: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / "lake" / "files" / stream / account, partitioning=None).to_pylist()


def columns(folder: Path, stream: str, account: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in table(folder, stream, account)]


def as_csv(rows: list[list[Any]]) -> str:
    texts = [["" if value is None else str(value) for value in row] for row in [HEADER, *rows]]
    return "".join(",".join(row) + "\n" for row in texts)


def in_format(folder: Path, ext: str) -> None:
    (folder / "drop" / "orders").mkdir()
    path = folder / "drop" / "orders" / f"shop{ext}"
    if ext == ".csv":
        path.write_text(as_csv(ORDERS))
    elif ext == ".csv.gz":
        path.write_bytes(gzip.compress(as_csv(ORDERS).encode()))
    elif ext == ".parquet":
        columns = dict(zip(HEADER, map(list, zip(*ORDERS, strict=True)), strict=True))
        pq.write_table(pa.table(columns), path)
    else:
        book = openpyxl.Workbook()
        for row in [HEADER, *ORDERS, [None] * len(HEADER)]:
            book.active.append(row)
        book.save(path)


@pytest.mark.parametrize("ext", [".csv", ".csv.gz", ".xlsx", ".parquet"])
def test_a_file_in_our_layout_needs_no_word_about_it_in_any_format(folder: Path, ext: str) -> None:
    in_format(folder, ext)
    assert [one.error for one in pull(folder)] == [None, None]
    told = ("row_number", "order_id", "ordered_at", "revenue", "quantity", "is_cancelled")
    assert columns(folder, "orders", "shop", *told) == [
        (1, "1", datetime(2026, 1, 31, 23, 30, tzinfo=UTC), Decimal("19.900000"), 2, False),
        (2, "2", datetime(2026, 2, 1, tzinfo=UTC), Decimal("1000.000001"), None, True),
    ]


def test_a_foreign_file_is_read_as_its_sidecar_says(folder: Path) -> None:
    put(
        folder,
        "ad_spend/radio.csv",
        "Été 2026\n\nTag;Monat;Kampagne;Kosten;Klicks;Umsatz\n"
        "1;March;Frühling;1.234,56;1.000;-\n31;March;Frühling;0,5;7;12,00\n".encode("cp1252"),
    )
    put(
        folder,
        "ad_spend/radio.yml",
        "skip: 2\nencoding: cp1252\ndelimiter: ;\ndecimal: ','\nthousands: .\nnull: ['-']\ncurrency: EUR\n"
        'columns: {date_day: "{Tag} {Monat} 2026", campaign_name: Kampagne, spend: Kosten, clicks: Klicks,'
        ' conversions_value: Umsatz, ad_id: "ad-{row_number}"}\n'
        'dates: {date_day: "%d %B %Y"}\nconstants: {platform: radio, channel: "NO"}\n',
    )
    assert [one.error for one in pull(folder)] == [None, None]
    told = (
        "date_day",
        "campaign_name",
        "spend",
        "clicks",
        "conversions_value",
        "currency",
        "platform",
        "channel",
        "ad_id",
    )
    assert columns(folder, "ad_spend", "radio", *told) == [
        (date(2026, 3, 1), "Frühling", Decimal("1234.560000"), 1000, None, "EUR", "radio", "NO", "ad-1"),
        (date(2026, 3, 31), "Frühling", Decimal("0.500000"), 7, Decimal("12.000000"), "EUR", "radio", "NO", "ad-2"),
    ]


def test_a_table_of_blanks_without_names_is_read_too(folder: Path) -> None:
    put(folder, "orders/old.csv", " 00001 19970101  1   11.77\n 00002  19970112 12   12.00 \n")
    put(
        folder,
        "orders/old.yml",
        "delimiter: whitespace\nheader: [customer_id, day, quantity, revenue]\ncurrency: USD\n"
        'columns: {order_id: "{row_number}", ordered_at: day}\n',
    )
    assert [one.error for one in pull(folder)] == [None, None]
    assert columns(folder, "orders", "old", "order_id", "customer_id", "ordered_at", "quantity", "revenue") == [
        ("1", "00001", datetime(1997, 1, 1, tzinfo=UTC), 1, Decimal("11.770000")),
        ("2", "00002", datetime(1997, 1, 12, tzinfo=UTC), 12, Decimal("12.000000")),
    ]


def test_the_sheet_and_the_lines_above_the_table_can_be_named(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing to see here"])
    sheet = book.create_sheet("Budget 2026")
    for row in (["Budget"], [], ["from", "to", "euros"], [date(2026, 1, 1), date(2026, 1, 31), 1200.5]):
        sheet.append(row)
    (folder / "drop" / "budgets").mkdir()
    book.save(folder / "drop" / "budgets" / "plan.xlsx")
    sidecar = "sheet: Budget 2026\nskip: 2\ncurrency: EUR\ncolumns: {valid_from: from, valid_to: to, budget: euros}\n"
    put(folder, "budgets/plan.yml", sidecar)
    assert [one.error for one in pull(folder)] == [None, None]
    told = columns(folder, "budgets", "plan", "valid_from", "valid_to", "budget")
    assert told == [(date(2026, 1, 1), date(2026, 1, 31), Decimal("1200.500000"))]


def test_nothing_in_a_file_is_lost(folder: Path) -> None:
    put(folder, "ad_spend/x.csv", "date_day,age,status,clicks\n2026-01-01,30-34,on,5\n2026-01-02,,off,6\n")
    put(folder, "ad_spend/x.yml", "columns: {clicks: age}\nnull: ['30-34']\n")
    loads = pull(folder)
    assert loads[1].extra == "clicks (file), status"
    extra = [orjson.loads(text) for (text,) in columns(folder, "ad_spend", "x", "_extra")]
    assert extra == [{"clicks (file)": "5", "status": "on"}, {"clicks (file)": "6", "status": "off"}]


def test_of_people_only_numbers_are_kept_and_unknown_columns_by_name_only(folder: Path) -> None:
    put(folder, "leads/fair.csv", "lead_id,created_at,email,shoe_size\n1,2026-01-01,jane@example.com,Jane 38\n")
    assert pull(folder)[1].error is None
    assert columns(folder, "leads", "fair", "lead_id", "_extra") == [("1", '{"shoe_size":null}')]
    lake = b"".join(path.read_bytes() for path in (folder / "lake").rglob("*.parquet"))
    assert b"example.com" not in lake
    assert b"Jane" not in lake


def test_clock_times_are_those_of_the_accounts_zone_unless_they_carry_an_offset(folder: Path) -> None:
    put(
        folder,
        "orders/paris.csv",
        "order_id,ordered_at\n1,2026-07-01 10:00\n2,2026-01-01T10:00:00\n3,2026-07-01T10:00:00Z\n"
        "4,2026-07-01 10:00:00 +0900\n5,2026-07-01 10:00:00 UTC\n6,2026-10-25 02:30\n",
    )
    put(folder, "orders/paris.yml", "time_zone: Europe/Paris\n")
    put(folder, "order_reviews/paris.csv", "review_id,order_id,score,created_at\n1,1,5,20260701\n")
    assert [one.error for one in pull(folder)] == [None] * 3
    assert [instant.strftime("%m-%d %H:%M") for (instant,) in columns(folder, "orders", "paris", "ordered_at")] == [
        *("07-01 08:00", "01-01 09:00", "07-01 10:00", "07-01 01:00", "07-01 10:00", "10-25 00:30")
    ]
    midnight = datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert columns(folder, "order_reviews", "paris", "created_at") == [(midnight,)]


def test_files_of_one_name_are_one_account_and_streams_without_a_file_cost_nothing(folder: Path) -> None:
    put(folder, "orders/shop.csv", "order_id,ordered_at\n1,2026-01-01\n")
    put(folder, "order_reviews/shop.csv", "review_id,order_id,score\n1,1,5\n")
    put(folder, "order_reviews/shop.yml", "time_zone: Asia/Tokyo\ncurrency: JPY\n")
    put(folder, "tickets/desk.csv", "ticket_id,created_at\n1,2026-01-01\n")
    loads = pull(folder)
    assert {(one.account, one.stream) for one in loads} == {
        *(("desk", "accounts"), ("desk", "tickets")),
        *(("shop", "accounts"), ("shop", "orders"), ("shop", "order_reviews")),
    }
    (account,) = columns(folder, "accounts", "shop", "id", "time_zone", "currency")
    assert account == ("shop", "Asia/Tokyo", "JPY")
    written = {str(path.relative_to(folder / "lake/files").parent) for path in (folder / "lake/files").glob("*/*/*")}
    assert written == {"accounts/desk", "accounts/shop", "orders/shop", "order_reviews/shop", "tickets/desk"}
    assert len(list((folder / "lake/files").glob("*/_schema.parquet"))) == len(SOURCE.streams)


def test_a_file_is_read_again_only_when_it_or_its_sidecar_changed(folder: Path) -> None:
    file = put(folder, "orders/shop.csv", "order_id,ordered_at\n1,2026-01-01\n")
    assert [one.rows for one in pull(folder)] == [1, 1]
    assert [(one.rows, one.error) for one in pull(folder)] == [(0, None), (0, None)]
    put(folder, "orders/shop.yml", "time_zone: Europe/Paris\n")
    assert [one.rows for one in pull(folder)] == [1, 1]
    newer = file.with_name("shop.part")
    newer.write_text("order_id,ordered_at\n1,2026-01-01\n2,2026-01-02\n")
    os.utime(newer, (0, 0))  # copied with its times, from a time long before the last run
    newer.replace(file)
    assert [one.rows for one in pull(folder)] == [1, 2]


def test_whoever_asks_for_today_gets_every_file_read_again(folder: Path) -> None:
    put(folder, "orders/shop.csv", "order_id,ordered_at\n1,2026-01-01\n")
    pull(folder)
    today = datetime.now(UTC).date()
    assert [one.rows for one in pull(folder, span=Window(today, today))] == [1, 1]


def test_what_is_still_being_written_is_not_read(folder: Path) -> None:
    put(folder, "orders/shop.csv.part", "order_id,ord")
    put(folder, "orders/.hidden.csv", "order_id,ord")
    put(folder, "orders/~$shop.xlsx", "lock")
    assert pull(folder) == []
    file = put(folder, "orders/shop.csv", "order_id,ordered_at\n" + "1,2026-01-01\n" * 60_000)
    drop = connect(SOURCE)
    (account,) = SOURCE.accounts(drop)
    pages = iter(SOURCE.stream("orders").fetch(drop, account, Window(date(2026, 1, 1), date(2026, 1, 1))))
    next(pages)
    with file.open("a") as more:
        more.write("2,2026-01-01\n")
    with pytest.raises(Unavailable, match=r"orders/shop.csv was written to while it was read"):
        list(pages)


def test_memory_does_not_grow_with_the_file(folder: Path) -> None:
    code = (
        "import resource, sys, pathlib\nfrom datetime import datetime, UTC\n"
        "from connectors.lake import Lake\nfrom connectors.load import load\nfrom connectors.settings import connect\n"
        "from connectors.sources.files import SOURCE\nroot = pathlib.Path(sys.argv[1])\n"
        "def peak(rows):\n"
        "    with (root / 'drop/orders/big.csv').open('w') as file:\n"
        "        file.write('order_id,customer_id,ordered_at,currency,revenue\\n')\n"
        "        file.writelines(f'{n},{n % 999},2026-01-31 10:00:00,EUR,{n}.25\\n' for n in range(rows))\n"
        "    loads = load(SOURCE, connect(SOURCE), Lake(root / 'lake'), datetime.now(UTC))\n"
        "    assert [one.error for one in loads] == [None, None] and loads[1].rows == rows\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(*(peak(rows) for rows in (300_000, 1_200_000)))\n"
    )
    (folder / "drop" / "orders").mkdir()
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    ran = subprocess.run([sys.executable, "-c", code, folder], check=True, capture_output=True, text=True, env=env)
    small, big = (int(peak) >> 10 for peak in ran.stdout.split())
    assert big - small < 40, f"{small} MiB became {big} MiB"


def test_without_a_folder_the_source_is_not_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotConfigured) as caught:
        read_settings(SOURCE)
    assert caught.value.variable == "FILES_FOLDER"


def test_rows_and_arrow_batches_decode_alike() -> None:
    kinds = {"a.b": Type.MONEY, "who": Type.HASHED, "day": Type.DAY, "absent": Type.TEXT}
    stream = Stream("s", "", lambda *_: [], kinds, ("day",), kind="snapshot", personal=("name",))
    decoder = Decoder(stream, Account("1", "One"), datetime.now(UTC), SecretStr("k"))
    rows = [
        {"a": {"b": "1.5"}, "who": " A@b.c", "day": "2026-01-31", "name": "N", "x": "1"},
        {"a": {"b": None}, "who": None, "day": None},
    ]
    columns = {
        "a.b": ["1.5", None],
        "who": [" A@b.c", None],
        "day": ["2026-01-31", None],
        "name": ["N", None],
        "x": ["1", None],
    }
    assert [*decoder.batches([pa.RecordBatch.from_pydict(columns)])] == [*decoder.batches([rows])]
