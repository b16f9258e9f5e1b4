"""docs/files.md tells people exactly what the declarations say."""

import re

import pytest
import yaml

from connectors.source import Stream, Type
from connectors.sources.files import kinds
from connectors.sources.files.layout import Layout
from connectors.sources.files.origins import ROW_NUMBER
from connectors.sources.files.streams import STREAMS
from tests.conftest import REPO

TEXT = (REPO / "docs" / "files.md").read_text()
SECTIONS = dict(re.findall(r"### (\w+)\n\n(.*?)(?=\n##|\Z)", TEXT, re.DOTALL))
WORDS = {
    Type.TEXT: "texts",
    Type.INTEGER: "whole numbers",
    Type.NUMBER: "numbers",
    Type.MONEY: "amounts",
    Type.DAY: "days",
    Type.INSTANT: "instants",
    Type.BOOLEAN: "booleans",
}


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def test_every_kind_of_file_is_described_and_no_other() -> None:
    assert list(SECTIONS) == [stream.name for stream in STREAMS]


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_the_columns_of_a_kind_are_listed_with_those_that_no_row_goes_without(stream: Stream) -> None:
    section = SECTIONS[stream.name]
    assert section.startswith(stream.description)
    told = {word: names.split(", ") for word, names in re.findall(r"- ([a-z ]+): (.*)", section)}
    columns = {name.strip("*"): word for word, names in told.items() for name in names}
    assert columns == {name: WORDS[kind] for name, kind in stream.columns.items() if name != ROW_NUMBER}
    bold = {name.strip("*") for names in told.values() for name in names if name.startswith("**")}
    assert bold == {*stream.key, *stream.required} - {ROW_NUMBER}


def test_every_key_of_a_sidecar_is_explained() -> None:
    table = TEXT[TEXT.index("| key |") : TEXT.index("```yaml")]
    keys = [key for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)]
    assert keys == list(Layout.model_fields)


def test_the_examples_work() -> None:
    orders = next(stream for stream in STREAMS if stream.name == "orders")
    sidecar = Layout.model_validate(yaml.load(example("yaml"), Loader=yaml.BaseLoader))
    assert set(sidecar.columns) <= set(orders.columns)
    names = {"kind": kinds.kind, "columns": kinds.columns}
    exec(example("python"), names)
    declared = names["MARKET_SIZES"]
    assert isinstance(declared, Stream)
    assert declared.columns["valid_from"] is Type.DAY
