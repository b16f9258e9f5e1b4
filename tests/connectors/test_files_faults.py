"""A file that cannot be read says which, where and what to do; the others load, and what was loaded before is kept."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.sources.files import SOURCE

GOOD = "order_id,ordered_at\n1,2026-01-01\n2,2026-01-02\n"
WITH_LINES = 'order_id,when,note\n1,2017-01-01,"two\nlines"\n\n2,2017-13-01,x\n'
BINARY = b"order_id,ordered_at\n1,2026-01-01\n\xe9,2026-01-01\n"

FAULTS = {
    "a_date": (
        {"orders/olist.csv": WITH_LINES, "orders/olist.yml": "columns: {ordered_at: when}"},
        "orders/olist.csv line 5, column when: '2017-13-01' is not an INSTANT. Correct it, or say in orders/olist.yml",
    ),
    "a_date_in_another_form": (
        {"orders/x.csv": GOOD, "orders/x.yml": 'dates: {ordered_at: "%d/%m/%Y"}'},
        "orders/x.csv line 2, column ordered_at: '2026-01-01' is not an INSTANT",
    ),
    "a_date_from_several_columns": (
        {"orders/x.csv": "order_id,d,m\n1,3,13\n", "orders/x.yml": 'columns: {ordered_at: "2026-{m}-{d}"}'},
        "orders/x.csv line 2, column m + d: '2026-13-3' is not an INSTANT",
    ),
    "a_number": (
        {"orders/x.csv": "order_id,ordered_at,currency,revenue\n1,2026-01-01,EUR,1.5\n2,2026-01-01,EUR,$3\n"},
        "orders/x.csv line 3, column revenue: '$3' is not a MONEY",
    ),
    "half_a_thing": (
        {"orders/x.csv": "order_id,ordered_at,quantity\n1,2026-01-01,2.0\n2,2026-01-01,2.5\n"},
        "orders/x.csv line 3, column quantity: '2.5' is not an INTEGER",
    ),
    "an_address_where_a_number_was_due": (
        {"orders/x.csv": "order_id,ordered_at,quantity\n1,2026-01-01,jane@example.com\n"},
        "orders/x.csv line 2, column quantity: '...@...' is not an INTEGER",
    ),
    "an_address_for_an_id": (
        {"orders/x.csv": "order_id,ordered_at,customer_id\n1,2026-01-01,c\n1,2026-01-01,jane@example.com\n"},
        "orders/x.csv line 3, column customer_id: an e-mail address, which is not loaded",
    ),
    "no_key": ({"orders/x.csv": "order_id,ordered_at\n,2026-01-01\n"}, "orders/x.csv line 2, column order_id: empty"),
    "no_key_column": (
        {"orders/x.csv": "Order ID,ordered_at\n1,2026-01-01\n"},
        "orders/x.csv has no column order_id, which orders needs; say in orders/x.yml where it is",
    ),
    "money_without_currency": (
        {"orders/x.csv": "order_id,ordered_at,revenue\n1,2026-01-01,3\n"},
        "orders/x.csv has no column currency, which orders needs; say in orders/x.yml where it is (`currency: EUR`",
    ),
    "a_ragged_row": (
        {"orders/x.csv": GOOD + "3,2026-01-03,surplus\n"},
        "orders/x.csv line 4: 3 values, but the table has 2 columns",
    ),
    "an_open_quotation_mark": (
        {"orders/x.csv": GOOD + '"3,' + "2026-01-03\n" * 50_000},
        "orders/x.csv has a row of more than 256 KiB: a quotation mark is not closed",
    ),
    "another_encoding": ({"orders/x.csv": BINARY}, "orders/x.csv is not written in utf-8; say `encoding: cp1252`"),
    "no_rows": ({"orders/x.csv": "order_id,ordered_at\n"}, "orders/x.csv has no rows; what was loaded before is kept"),
    "nothing": ({"orders/x.csv": ""}, "orders/x.csv is empty"),
    "half_an_archive": ({"orders/x.csv.gz": b"\x1f\x8b\x08\x00\x00"}, "orders/x.csv.gz is not whole"),
    "half_a_workbook": ({"orders/x.xlsx": b"PK\x03\x04"}, "orders/x.xlsx is not a whole XLSX file"),
    "half_a_parquet_file": ({"orders/x.parquet": b"PAR1"}, "orders/x.parquet is not a whole Parquet file"),
    "a_misspelt_key": (
        {"orders/x.csv": GOOD, "orders/x.yml": "colums: {a: b}"},
        "orders/x.yml: 'colums' is not a key of a sidecar; its keys are columns, constants, dates, null",
    ),
    "a_value_of_another_kind": (
        {"orders/x.csv": GOOD, "orders/x.yml": "skip: some\ntime_zone: Paris"},
        "time_zone: 'Paris' is not an IANA time zone such as Europe/Paris",
    ),
    "no_yaml": ({"orders/x.csv": GOOD, "orders/x.yml": "columns: {a: b"}, "orders/x.yml is not YAML"),
    "a_column_that_is_not_ours": (
        {"orders/x.csv": GOOD, "orders/x.yml": "columns: {email: mail}"},
        "orders/x.yml: columns: orders has no column 'email'; it has order_id, customer_id",
    ),
    "a_column_that_is_not_theirs": (
        {"orders/x.csv": GOOD, "orders/x.yml": "columns: {status: state}"},
        "orders/x.csv has no column 'state', from which orders/x.yml takes status; it has order_id, ordered_at",
    ),
    "two_zones": (
        {"orders/x.csv": GOOD, "orders/x.yml": "time_zone: Asia/Tokyo", "deals/x.csv": "deal_id\n1\n"}
        | {"deals/x.yml": "time_zone: UTC"},
        "An account has one time_zone, but deals/x.yml says UTC and orders/x.yml says Asia/Tokyo",
    ),
    "two_files": ({"orders/x.csv": GOOD, "orders/x.xlsx": b""}, "orders/x.csv and orders/x.xlsx share one name"),
    "another_format": ({"orders/x.ods": b""}, "orders/x.ods is not read: save it as one of .csv, .csv.gz, .xlsx"),
    "a_misspelt_folder": ({"ordres/x.csv": GOOD}, "ordres/x.csv is not read: a file lies in a folder of its kind, one"),
    "a_sidecar_alone": ({"orders/y.yml": "skip: 1"}, "orders/y.yml is not read: there is no file of its name"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FILES_FOLDER", str(tmp_path / "drop"))
    (tmp_path / "drop").mkdir()
    return tmp_path


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for path, content in files.items():
        file = folder / "drop" / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def pull(folder: Path) -> list[Load]:
    return load(SOURCE, connect(SOURCE), Lake(folder / "lake"), datetime.now(UTC))


@pytest.mark.parametrize("name", FAULTS)
def test_the_remedy_is_in_the_sentence_and_only_that_file_fails(folder: Path, name: str) -> None:
    files, said = FAULTS[name]
    put(folder, {"orders/good.csv": GOOD} | files)
    loads = pull(folder)
    assert [one.error for one in loads if one.account == "good"] == [None, None]
    (error, *_) = [one.error for one in loads if one.stream == "orders" and one.account != "good"]
    assert error is not None
    assert error.startswith("Refused: ")
    assert said in error
    assert "example.com" not in error


def test_rows_that_were_loaded_before_stay_when_the_next_file_is_broken(folder: Path) -> None:
    put(folder, {"orders/shop.csv": GOOD})
    pull(folder)
    put(folder, {"orders/shop.csv": GOOD + "3,someday\n"})
    assert [one.error is None for one in pull(folder)] == [True, False]
    assert pq.read_table(folder / "lake/files/orders/shop")["order_id"].to_pylist() == ["1", "2"]


def test_the_place_in_a_workbook_is_the_row_of_its_sheet(folder: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["order_id", "ordered_at"], [], ["1", "2026-01-01"], ["2", "tomorrow"]):
        sheet.append(row)
    (folder / "drop/orders").mkdir()
    book.save(folder / "drop/orders/x.xlsx")
    assert "orders/x.xlsx row 4, column ordered_at: 'tomorrow'" in (pull(folder)[1].error or "")


def test_cells_beside_a_table_are_not_lost_in_silence(folder: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (["order_id", "ordered_at"], ["1", "2026-01-01", "see note"]):
        sheet.append(row)
    (folder / "drop/orders").mkdir()
    book.save(folder / "drop/orders/x.xlsx")
    assert "orders/x.xlsx row 2: it goes beyond the 2 columns" in (pull(folder)[1].error or "")


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    (folder / "drop").rmdir()
    with pytest.raises(Exception, match="FILES_FOLDER: there is no folder"):
        connect(SOURCE)
