"""What the vendors' contracts recommend is loaded, or left out for a reason that is told."""

from pathlib import Path

import pytest

from connectors import all_sources
from connectors.source import Source
from tests.sheets import (
    FIELDS_LEFT_OUT,
    LEFT_OUT,
    LOADED_AS,
    Recommended,
    missing_fields,
    recommended,
    sheet_of,
    stream_of,
)

SHEETS = {name: sheet for name in all_sources() if (sheet := sheet_of(name))}
SOURCES = [pytest.param(all_sources()[name], sheet, id=name) for name, sheet in SHEETS.items()]


@pytest.mark.usefixtures("shared")
def test_the_sheets_are_read() -> None:
    read = {name: recommended(name, sheet) for name, sheet in SHEETS.items()}
    assert sum(len(row.names) for rows in read.values() for row in rows) > 160
    assert sum(len(row.fields) for rows in read.values() for row in rows) > 400


@pytest.mark.parametrize(("source", "sheet"), SOURCES)
def test_every_recommended_stream_is_loaded_or_left_out_for_a_reason(source: Source, sheet: Path) -> None:
    names = {name for row in recommended(source.name, sheet) for name in row.names}
    lost = {name for name in names if stream_of(source, name) is None}
    assert lost == set(LEFT_OUT.get(source.name, {}))
    assert set(LOADED_AS.get(source.name, {})) <= names
    assert set(LOADED_AS.get(source.name, {}).values()) <= {stream.name for stream in source.streams}


@pytest.mark.parametrize(("source", "sheet"), SOURCES)
def test_every_recommended_field_is_a_column_or_left_out_for_a_reason(source: Source, sheet: Path) -> None:
    lost = {field for row in recommended(source.name, sheet) for field in missing_fields(source, row)}
    assert lost == set(FIELDS_LEFT_OUT.get(source.name, {}))


def test_names_and_fields_of_a_table_are_read_as_they_are_meant(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.md"
    sheet.write_text(
        "| stream | path |\n|---|---|\n| first table | x |\n\n"
        "| stream | key | fields |\n| --- | --- | --- |\n"
        "| x_ads (opt-in), _ad_sets / other | id | metrics.clicks, cost_micros (in micros) |\n"
    )
    names = ("x_ads", "x_ad_sets", "other")
    assert recommended("ga4", sheet) == [Recommended(names, ("clicks", "cost_micros"))]
    assert recommended("brevo", sheet) == [Recommended(names)]
