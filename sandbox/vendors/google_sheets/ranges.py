"""Ranges in A1 notation, and how cells are shown in a spreadsheet of a German locale."""

import re
from datetime import date
from typing import Any

from sandbox.vendors.google_sheets.tabs import Cell, Tab

RANGE = re.compile(r"(?:(?P<title>'(?:[^']|'')*'|[^!']+)!)?(?P<from>[A-Z]*\d*)(?::(?P<to>[A-Z]*\d*))?")
EPOCH = date(1899, 12, 30)


class Unreadable(Exception):
    """A range that is none."""


def values(tabs: list[Tab], text: str, rendering: str, dates: str) -> dict[str, Any]:
    """A range with its values; blank cells at the ends of rows and of the range are left out."""
    tab, (top, left), (bottom, right) = _read(tabs, text)
    rows = [[_shown(cell, rendering, dates) for cell in row[left:right]] for row in tab.cells[top:bottom]]
    trimmed = [row[: _filled(row)] for row in rows]
    trimmed = trimmed[: _filled(trimmed)]
    told = {"range": text, "majorDimension": "ROWS"}
    return {**told, "values": trimmed} if trimmed else told


def _read(tabs: list[Tab], text: str) -> tuple[Tab, tuple[int, int], tuple[int, int]]:
    by_title = {tab.title: tab for tab in tabs}
    if text in by_title:
        return by_title[text], (0, 0), (len(by_title[text].cells), 26)
    found = RANGE.fullmatch(text)
    title = (found["title"] or f"'{tabs[0].title}'").strip("'").replace("''", "'") if found else ""
    if found is None or title not in by_title or not (found["from"] or found["to"]):
        raise Unreadable(text)
    (left, top), (right, bottom) = (_corner(found[end] or found["from"]) for end in ("from", "to"))
    return by_title[title], (max(top - 1, 0), max(left - 1, 0)), (bottom or len(by_title[title].cells), right or 26)


def _corner(text: str) -> tuple[int, int]:
    """Column and row from 1; 0 where the range is open."""
    letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", text).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column, int(digits or 0)


def _shown(cell: Cell, rendering: str, dates: str) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, date):
        is_number = rendering == "UNFORMATTED_VALUE" and dates != "FORMATTED_STRING"
        return (cell - EPOCH).days if is_number else f"{cell:%d.%m.%Y}"
    if rendering == "UNFORMATTED_VALUE" or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{cell:,}".translate(str.maketrans(",.", ".,"))


def _filled(cells: list[Any]) -> int:
    """How many there are up to the last that is not blank."""
    return max((place for place, cell in enumerate(cells, 1) if cell not in ("", [])), default=0)
