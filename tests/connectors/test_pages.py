"""A page decodes to the same columns whether it comes as JSON text or as mappings, and nothing in it is lost."""

import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from pydantic import SecretStr

from connectors.decode import Decoder
from connectors.errors import Refused, Unavailable
from connectors.pages import GATHERED_BYTES
from connectors.source import Account, JsonRows, Page, Stream, Type

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
COLUMNS = {
    "id": Type.TEXT,
    "campaign.name": Type.TEXT,
    "campaign.budget.amount": Type.MONEY,
    "campaign.budget.rules": Type.JSON,
    "clicks": Type.INTEGER,
    "rate": Type.NUMBER,
    "is_on": Type.BOOLEAN,
    "day": Type.DAY,
    "changed_at": Type.INSTANT,
    "actions": Type.JSON,
    "owner": Type.HASHED,
}
TEXTS = ["", "a", "null", "Zürich", "日本語 🎯", 'say "hi"', "back\\slash", "a\nb\tc", "a\0b", "1,5", "é" * 300]
NESTED = [None, [], {}, [1, {"a": None}], {"b": [TEXTS, -0.5]}, "text", 7, True, [{"value": "1.50", "1d": [2**53]}]]
SPELLINGS: dict[str, list[Any]] = {
    "id": [*TEXTS, 7, 2**63, -3, True, 1.5, [1], {"a": "b"}],
    "campaign.name": TEXTS,
    "campaign.budget.amount": ["0.1", "5287.5999999999985", "-3", 14.35, 12, 123456789012345.67, "", 0.000001],
    "campaign.budget.rules": NESTED,
    "clicks": [0, "12", -5, "", 2**62, str(2**63 - 1), 3],
    "rate": ["1.5e-3", 2, 0.1, "7", -1e300, 1.0],
    "is_on": [True, False, "true", "false"],
    "day": ["2026-03-01", "2026-03-02T23:59:00Z", ""],
    "changed_at": ["2026-03-10T05:00:00+0100", "2026-03-10T04:00:00Z", ""],
    "actions": NESTED,
    "owner": [" Ann@Example.com ", "ann@example.com", "", 31],
}


def stream(columns: dict[str, Type] = COLUMNS, **changes: Any) -> Stream:
    return Stream("s", "", lambda *_: [], columns, ("id",), kind="snapshot", **changes)


def decoded(page: Page | list[Page], declared: Stream) -> tuple[pa.Table, set[str]]:
    decoder = Decoder(declared, Account("1", "One"), NOW, SecretStr("k"))
    batches = list(decoder.batches(page if isinstance(page, list) and not isinstance(page[0], dict) else [page]))
    return pa.Table.from_batches(batches, decoder.schema), decoder.extra


def outcome(page: Page) -> Any:
    """What lands, or why nothing does."""
    try:
        return comparable(decoded(page, stream())[0], stream())
    except Refused as refusal:
        return str(refusal)


def comparable(table: pa.Table, declared: Stream) -> list[dict[str, Any]]:
    """JSON is compared by its meaning: a text keeps the vendor's spelling of numbers and letters."""
    kept = {name for name, kind in declared.columns.items() if kind is Type.JSON} | {"_extra"}
    return [
        {name: json.loads(value) if name in kept and value is not None else value for name, value in row.items()}
        for row in table.to_pylist()
    ]


def nested(row: dict[str, Any]) -> dict[str, Any]:
    """{"a.b": 1} as {"a": {"b": 1}}."""
    found: dict[str, Any] = {}
    for path, value in row.items():
        *parents, name = path.split(".")
        node = found
        for parent in parents:
            node = node.setdefault(parent, {})
        node[name] = value
    return found


def some_rows(draw: random.Random) -> list[dict[str, Any]]:
    """A page of a vendor with moods: in each column one spelling or a mix, nulls, and fields that are left out."""
    spellings = {path: draw.sample(all_, draw.choice([1, 2, len(all_)])) for path, all_ in SPELLINGS.items()}
    gaps = {path: draw.choice([0.0, 0.3, 1.0]) for path in SPELLINGS}
    rows = []
    for _ in range(draw.choice([1, 2, 40])):
        row = {path: draw.choice(each) for path, each in spellings.items() if draw.random() >= gaps[path]}
        row |= {path: None for path in SPELLINGS if path not in row and draw.random() < 0.5}
        rows.append(nested(row))
        if draw.random() < 0.1:
            rows[-1]["campaign"] = None
    return rows


def printed(rows: list[dict[str, Any]], draw: random.Random) -> bytes:
    """The page in one of the ways in which vendors print JSON."""
    if draw.random() < 0.3:
        return json.dumps(rows, indent=2, ensure_ascii=draw.random() < 0.5).encode()
    return json.dumps(rows).encode() if draw.random() < 0.3 else orjson.dumps(rows)


@pytest.mark.parametrize("seed", range(150))
def test_text_and_mappings_decode_alike(seed: int) -> None:
    draw = random.Random(seed)
    rows = some_rows(draw)
    text = printed(rows, draw)
    assert outcome(JsonRows(text)) == outcome(rows)


@pytest.mark.parametrize("seed", range(30))
def test_fields_that_nobody_declared_are_kept_alike(seed: int) -> None:
    draw = random.Random(seed)
    rows = [{"id": str(number), "campaign": {"name": "c", "budget": {"amount": "1"}}} for number in range(20)]
    chosen: dict[str, Any] = draw.choice(rows)
    draw.choice([chosen, chosen["campaign"], chosen["campaign"]["budget"]])["fresh"] = draw.choice(NESTED)
    table, extra = decoded(JsonRows(printed(rows, draw)), stream())
    expected, unknown = decoded(rows, stream())
    assert extra == unknown
    assert len(extra) == 1
    assert table == expected
    assert sum(text is not None for text in table["_extra"].to_pylist()) == 1


def test_something_else_than_the_declared_object_is_kept() -> None:
    rows = [{"id": "1", "campaign": "paused"}, {"id": "2", "campaign": []}]
    for page in (rows, JsonRows(orjson.dumps(rows))):
        table, _ = decoded(page, stream({"id": Type.TEXT, "campaign.name": Type.TEXT}))
        assert table["_extra"].to_pylist() == ['{"campaign":"paused"}', None]


def test_a_persons_unknown_fields_are_kept_by_name_only() -> None:
    private = stream({"id": Type.TEXT}, personal=("name", "home.street"))
    text = b'[{"id": "1", "name": "Ann", "home": {"street": "Elm", "town": "Oslo"}, "phone": "0612"}]'
    (row,) = decoded(JsonRows(text), private)[0].to_pylist()
    assert json.loads(row["_extra"]) == {"home.town": None, "phone": None}
    (row,) = decoded(JsonRows(b'[{"id": "1", "name": "Ann", "home": {"street": "Elm"}}]'), private)[0].to_pylist()
    assert row == {"id": "1", "_day": None, "_account": "1", "_loaded_at": NOW, "_extra": None}


def test_money_is_what_the_vendor_wrote_in_numbers_too() -> None:
    text = b'[{"amount": 123456789012345.67}, {"amount": 14.35}, {"amount": "0.1"}, {"amount": 5}]'
    table, _ = decoded(JsonRows(text), stream({"amount": Type.MONEY}))
    told = ["123456789012345.670000", "14.350000", "0.100000", "5.000000"]
    assert [str(value) for value in table["amount"].to_pylist()] == told


@pytest.mark.parametrize("page", [[{"clicks": 1.5}], JsonRows(b'[{"clicks": 1.5}]')])
def test_a_part_of_a_whole_number_is_not_cut_off(page: Page) -> None:
    with pytest.raises(Refused, match="clicks is declared INTEGER"):
        decoded(page, stream({"clicks": Type.INTEGER}))


@pytest.mark.parametrize("text", [b'[{"id": "1"}, {"id"', b'[{"id": "\xff"}]', b'[{"id": "\\ud800"}]'])
def test_text_that_is_not_json_is_never_taken_for_rows(text: bytes) -> None:
    with pytest.raises(Unavailable, match="not JSON"):
        decoded(JsonRows(text), stream())


def test_a_json_column_keeps_the_vendors_digits_and_loses_the_printers_blanks() -> None:
    text = b'[{"actions": [\n  {"value": 1.50,\n "id": 123456789012345678901}\n]},\n {"actions": null}]'
    table, _ = decoded(JsonRows(text), stream())
    assert table["actions"].to_pylist() == ['[{"value":1.50,"id":123456789012345678901}]', None]


def test_pages_of_every_form_keep_their_order() -> None:
    pages: list[Page] = [
        JsonRows(b'[{"id": "1"}]'),
        JsonRows(b'[{"id": "2"}]'),
        [{"id": "3"}],
        JsonRows(b"[]"),
        JsonRows(b'[{"id": "4", "fresh": 1}]'),
        JsonRows(b'[{"id": "5"}]'),
        pa.RecordBatch.from_pydict({"id": ["6"]}),
        [],
        JsonRows(b'[{"id": "7"}]'),
    ]
    table, extra = decoded(pages, stream())
    assert table["id"].to_pylist() == list("1234567")
    assert extra == {"fresh"}


def test_small_pages_are_gathered_and_a_large_one_is_not_waited_with() -> None:
    small = JsonRows(orjson.dumps([{"id": str(number)} for number in range(10)]))
    large = JsonRows(orjson.dumps([{"id": "x" * GATHERED_BYTES}]))
    decoder = Decoder(stream(), Account("1", "One"), NOW, SecretStr("k"))
    assert [batch.num_rows for batch in decoder.batches([small] * 30 + [large] + [small] * 2)] == [301, 20]


def test_a_process_that_only_loads_text_does_not_pay_for_pandas(tmp_path: Path) -> None:
    program = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from connectors.lake import Lake
from connectors.source import Account, JsonRows, Stream, Type, Window
columns = {"day": Type.DAY, "id": Type.TEXT, "n": Type.INTEGER, "x": Type.NUMBER, "m": Type.MONEY, "j": Type.JSON}
stream = Stream("s", "", lambda *_: [], columns, ("id",), day="day")
pages = [
    JsonRows(b'[{"day": "2026-03-02", "id": "a", "n": "1", "x": 0.5, "m": "1.1", "j": [1]}]'),
    JsonRows(b'[{"day": "2026-03-01", "id": null, "n": 2, "x": "", "m": 2.2}]'),
]
window = Window(date(2026, 3, 1), date(2026, 3, 2))
for days in (window, Window(date(2026, 3, 2), date(2026, 3, 2)), window):
    rows = [page for page in pages if len(days) == 2 or b"03-02" in page.text]
    landed = Lake(Path(sys.argv[1])).write("s", stream, Account("1", "One"), days, rows, datetime.now(UTC))
assert sum(landed.rows.values()) == 2
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
