"""One tab of a spreadsheet, read as a table of cells.

Numbers and booleans come as such and dates as they are shown, so that neither depends on the locale of the spreadsheet
but the form of dates, which the declaration can say. Blank cells at the end of a row or of the tab do not come at all.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Self
from urllib.parse import quote

import pyarrow as pa
from openpyxl.utils import get_column_letter
from pydantic import AfterValidator

from connectors.errors import Refused
from connectors.http import Http
from connectors.sources.files import cells
from connectors.sources.files.audience import INFLUENCER_POSTS
from connectors.sources.files.drop import Dropped
from connectors.sources.files.layout import Layout
from connectors.sources.files.streams import AD_SPEND, BUDGETS, TARGETS

KINDS = {stream.name: stream for stream in (TARGETS, BUDGETS, AD_SPEND, INFLUENCER_POSTS)}
"""What tabs can hold."""
BLOCK_ROWS = 5_000
"""Rows asked for at once; an answer should stay below some two megabytes."""
FAILED = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "Loading..."}
"""What a cell shows whose formula fails."""
PEOPLE = re.compile(
    r"(^|[\W_])(e-?mails?|(tele|télé)?phone|telefon|mobile)([\W_]*(address|adresse|number|nummer|no|nr))?\.?$",
    re.IGNORECASE,
)
"""Names of columns that hold addresses or numbers of people."""
FIELDS = "sheets(properties(sheetId,title,index,gridProperties(rowCount,columnCount)))"

_LINK, _ID = re.compile(r"/d/([\w-]+)(?:.*[#?&]gid=(\d+))?"), re.compile(r"[\w-]{20,}")


def _known_spreadsheet(text: str) -> str:
    if not _LINK.search(text) and not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is neither a link to a Google spreadsheet nor its id")
    return text


class Declaration(Layout):
    """A sidecar that also says which tab it is about: `sheet` is its title, or its number (gid)."""

    spreadsheet: Annotated[str, AfterValidator(_known_spreadsheet)]
    """The link to it, which may name the tab by its gid, or the id in that link."""

    @property
    def address(self) -> tuple[str, str]:
        """The spreadsheet's id, and the gid in the link or nothing."""
        link = _LINK.search(self.spreadsheet)
        return (link[1], link[2] or "") if link else (self.spreadsheet, "")


@dataclass(frozen=True)
class Tab(Dropped):
    """A tab as a file declares it."""

    http: Http = field(compare=False)

    def layout(self) -> Declaration:
        return Declaration.read(self.path)

    def changed_at(self) -> None:
        """Nobody tells without access to all of the user's files: a tab is read in full each night."""

    def fingerprint(self) -> Hashable:
        """Differs when the tab was replaced, renamed, or got more rows or fewer."""
        return _Grid.of(self)

    def batches(self, layout: Layout) -> Iterator[pa.RecordBatch]:
        for batch in cells.batches(self._rows(layout), layout, self.name):
            self._refuse_people(batch.schema.names, layout)
            yield batch

    def place(self, layout: Layout, row: int) -> str:
        return cells.place(self._rows(layout), layout, row)

    def _rows(self, layout: Layout) -> cells.Rows:
        grid = _Grid.of(self)
        for first in range(layout.skip + 1, grid.rows + 1, BLOCK_ROWS):
            values = grid.values(self.http, first, min(first + BLOCK_ROWS - 1, grid.rows))
            for number, row in enumerate(values, first):
                filled = [None if cell == "" else cell for cell in row]
                for column, cell in enumerate(filled, 1):
                    if cell in FAILED and cell not in layout.null:
                        place = f"{self.name} row {number}, column {get_column_letter(column)}"
                        raise Refused(f"{place}: {cell}: its formula fails. Mend it, or say `null: [{cell!r}]`.")
                if any(cell is not None for cell in filled):
                    yield number, filled

    def _refuse_people(self, names: list[str], layout: Layout) -> None:
        wanted = {*KINDS[self.stream].personal, *layout.columns.values()}
        if found := [name for name in names if PEOPLE.search(name) and name not in wanted]:
            raise Refused(
                f"{self.name}: column {found[0]!r} seems to be about people, and is not loaded. Take it out of the tab "
                "(another tab can show the rest of its columns), or name it in `columns` if it is not."
            )


@dataclass(frozen=True)
class _Grid:
    """A tab as it is now. Its number outlives its title."""

    spreadsheet: str
    number: int
    title: str
    rows: int
    columns: int

    @classmethod
    def of(cls, tab: Tab) -> Self:
        """Raises Refused when the spreadsheet has no such tab."""
        layout = tab.layout()
        spreadsheet, gid = layout.address
        answer = tab.http.get(f"v4/spreadsheets/{spreadsheet}", params={"fields": FIELDS})
        grids = [each["properties"] for each in answer["sheets"] if "gridProperties" in each["properties"]]
        for each in grids:
            if _is_meant(each, layout.sheet or gid):
                size = each["gridProperties"]
                return cls(spreadsheet, each["sheetId"], each["title"], size["rowCount"], size["columnCount"])
        titles = ", ".join(f"{each['title']} ({each['sheetId']})" for each in grids)
        raise Refused(f"{tab.name}: the spreadsheet has no tab {layout.sheet or gid!r}; it has {titles}.")

    def values(self, http: Http, first: int, last: int) -> list[list[Any]]:
        """The cells of some rows; the last ones are missing where they are blank."""
        title = self.title.replace("'", "''")
        asked = {
            "majorDimension": "ROWS",
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "FORMATTED_STRING",
        }
        where = quote(f"'{title}'!{first}:{last}", safe="")
        answer = http.get(f"v4/spreadsheets/{self.spreadsheet}/values/{where}", params=asked)
        found: list[list[Any]] = answer.get("values") or []
        return found


def _is_meant(properties: dict[str, Any], tab: str) -> bool:
    return not tab or tab in (properties["title"], str(properties["sheetId"]))
