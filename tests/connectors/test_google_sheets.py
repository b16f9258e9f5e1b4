"""Google Sheets: tabs are read as files are, whatever the locale, and a tab that is not right is not read in part."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
import stamina
from pydantic import SecretStr

from connectors.errors import Refused, Unavailable
from connectors.lake import Lake
from connectors.load import Load, load
from connectors.settings import connect
from connectors.sources.google_sheets import SOURCE, tab
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.google_sheets.tabs import SPREADSHEET, TARGETS

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 6, tzinfo=UTC)
LINK = f"https://docs.google.com/spreadsheets/d/{SPREADSHEET}/edit"


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(TODAY, days=90)


@pytest.fixture(scope="module")
def running(company: Company) -> Iterator[Sandbox]:
    with Sandbox(company, only="google_sheets") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    stamina.set_testing(True, attempts=1)
    yield running
    stamina.set_testing(False)
    running.heal()


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes a declaration into a folder of its own, which is then the one that is read."""

    def write(place: str, text: str) -> None:
        path = tmp_path / "declared" / f"{place}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        monkeypatch.setenv("GOOGLE_SHEETS_FOLDER", str(tmp_path / "declared"))

    return write


def run(folder: Path) -> dict[str, Load]:
    lake = Lake(folder / "lake", SecretStr("a key for tests only"))
    return {each.stream: each for each in load(SOURCE, connect(SOURCE), lake, NOW) if each.stream != "accounts"}


def rows(folder: Path, stream: str) -> pd.DataFrame:
    return pq.read_table(folder / "lake" / "google_sheets" / stream).to_pandas()


def test_targets_and_budgets_land_in_the_columns_of_files(sandbox: Sandbox, company: Company, tmp_path: Path) -> None:
    assert [each.error for each in run(tmp_path).values()] == [None, None]
    targets = rows(tmp_path, "targets").set_index("kpi")
    assert targets["target"].to_dict() == TARGETS
    assert set(targets["valid_to"]) == {date(2026, 12, 31)}
    budgets = rows(tmp_path, "budgets").set_index("channel")["budget"].astype(float)
    assert budgets.to_dict() == {"offline": 1250.5}
    assert set(rows(tmp_path, "budgets")["currency"]) == {"EUR"}, "the account's currency holds for all of its tabs"


@pytest.mark.parametrize("block", [7, 5_000])
def test_a_tab_in_our_own_layout_is_read_whole_in_any_number_of_requests(
    sandbox: Sandbox, company: Company, tmp_path: Path, declare: Any, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(tab, "BLOCK_ROWS", block)
    names = "{network: platform, published_on: post_date, snapshot_on: snapshot_date, clicks: link_clicks}"
    dates = '{published_on: "%d.%m.%Y", snapshot_on: "%d.%m.%Y"}'
    declare("influencer_posts/creators", f"spreadsheet: {LINK}\nsheet: '815'\ncolumns: {names}\ndates: {dates}")
    declare("ad_spend/fairs", f'spreadsheet: {LINK}#gid=99\ndates: {{date_day: "%d.%m.%Y"}}')
    assert [each.error for each in run(tmp_path).values()] == [None, None]
    posts, known = rows(tmp_path, "influencer_posts"), company.influencer_posts
    assert len(posts) == len(known) > 7
    assert posts["likes"].sum() == known["likes"].sum()
    assert float(posts["fee"].sum()) == pytest.approx(known["fee"].sum())
    assert set(rows(tmp_path, "ad_spend")["spend"].astype(float)) == {1250.5}


def test_a_tab_is_read_again_each_night(sandbox: Sandbox, tmp_path: Path) -> None:
    run(tmp_path)
    assert all(each.days == 1 for each in run(tmp_path).values())


@pytest.mark.parametrize(
    ("fault", "kind", "remedy"),
    [
        ("not_shared", Refused, "Share the spreadsheet"),
        ("not_found", Refused, "Check `spreadsheet`"),
        ("bad_range", Refused, "Check `sheet`"),
        ("quota", Unavailable, "Quota exceeded"),
        ("unavailable", Unavailable, "HTTP 503"),
    ],
)
def test_what_google_refuses_comes_with_the_remedy(
    sandbox: Sandbox, fault: str, kind: type[Exception], remedy: str
) -> None:
    sandbox.fail("google_sheets", "/v4/", fault)
    targets = connect(SOURCE).file("targets", "outlook")
    with pytest.raises(kind, match=remedy) as caught:
        targets.fingerprint()
    if isinstance(caught.value, Unavailable) and fault == "quota":
        assert caught.value.retry_after == 60


def test_a_tab_that_is_closed_fails_alone(sandbox: Sandbox, tmp_path: Path, declare: Any) -> None:
    declare("targets/closed", "spreadsheet: 1AnotherSpreadsheet000000000000")
    declare("ad_spend/fairs", f'spreadsheet: {LINK}#gid=99\ndates: {{date_day: "%d.%m.%Y"}}')
    loads = run(tmp_path)
    assert "HTTP 404: Requested entity was not found" in (loads["targets"].error or "")
    assert loads["ad_spend"].error is None


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("targets/plan", f"spreadsheet: {LINK}\nsheet: Plan", "has no tab 'Plan'; it has Targets (0), Fairs' budget"),
        ("targets/plan", "spreadsheet: my sheet", "neither a link to a Google spreadsheet nor its id"),
        ("targets/plan", "sheet: Plan", "spreadsheet: Field required"),
        ("targets/plan", f"spreadsheet: {LINK}\ntab: Plan", "its keys are columns, constants"),
        ("targets/plan", f"spreadsheet: {LINK}", "targets/plan.yml has no column dimension, which targets needs"),
        ("goals/plan", f"spreadsheet: {LINK}", "a file lies in a folder of its kind, one of ad_spend, budgets"),
    ],
)
def test_a_declaration_that_is_not_right_says_what_to_change(
    sandbox: Sandbox, tmp_path: Path, declare: Any, place: str, text: str, said: str
) -> None:
    declare(place, text)
    (only,) = run(tmp_path).values()
    assert said in (only.error or "")


class Spreadsheet:
    """Serves one tab with these values, as Google would: blanks at the ends of rows left out by the caller."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self._folder, self._env = folder, env

    def load(self, values: Any, told: Any = None) -> Load:
        size = {"rowCount": 1000, "columnCount": 26}
        tabs = told or [{"sheets": [{"properties": {"sheetId": 0, "title": "Sheet1", "gridProperties": size}}]}]
        answers = [("POST", "/token", [{"access_token": "ya29", "expires_in": 3599}])]
        answers += [("GET", "/values/", [{"values": values}]), ("GET", "/spreadsheets/[^/]+$", tabs)]
        routes = []
        for place, (method, path, bodies) in enumerate(answers):
            file = self._folder / f"answer{place}.json"
            file.write_text(json.dumps([{"request": {}, "response": {"status": 200, "body": each}} for each in bodies]))
            routes.append(Recorded(method, path, file))
        with Replay(routes).serve() as url:
            self._env.setenv("GOOGLE_SHEETS_BASE_URL", url)
            self._env.setenv("GOOGLE_SHEETS_TOKEN_URL", f"{url}/token")
            (only,) = run(self._folder).values()
        return only


@pytest.fixture
def spreadsheet(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spreadsheet:
    return Spreadsheet(tmp_path, monkeypatch)


HEADER = ["valid_from", "valid_to", "channel", "budget", "currency"]
DECEMBER = ["2026-12-01", "2026-12-31", "paid_search"]


def test_rows_that_end_early_and_blank_rows_are_no_error(
    spreadsheet: Spreadsheet, tmp_path: Path, declare: Any
) -> None:
    declare("budgets/plan", f"spreadsheet: {LINK}")
    values = [HEADER, [*DECEMBER, 100, "EUR"], [], ["2026-12-01", "2026-12-31", "", 50.25, "EUR"], ["", ""]]
    assert spreadsheet.load(values).error is None
    landed = rows(tmp_path, "budgets").set_index("row_number")
    assert landed["channel"].fillna("").to_dict() == {1: "paid_search", 2: ""}


def test_numbers_keep_their_value_beside_texts_with_other_signs(
    spreadsheet: Spreadsheet, tmp_path: Path, declare: Any
) -> None:
    declare("budgets/plan", f"spreadsheet: {LINK}\ndecimal: ','\nthousands: .")
    values = [HEADER, [*DECEMBER, 1250.5, "EUR"], [*DECEMBER, "1.250,50", "EUR"], [*DECEMBER, 13500, "EUR"]]
    assert spreadsheet.load(values).error is None
    assert rows(tmp_path, "budgets")["budget"].astype(float).tolist() == [1250.5, 1250.5, 13500]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([*DECEMBER, "#REF!", "EUR"], "row 3, column D: #REF!: its formula fails"),
        ([*DECEMBER, "13.500,00", "EUR"], "row 3, column budget: '13.500,00' is not a MONEY"),
        (["01/12/2026", *DECEMBER[1:], 9000, "EUR"], "row 3, column valid_from: '01/12/2026' is not a DAY"),
        (["", *DECEMBER[1:], 9000, "EUR"], "row 3, column valid_from: empty"),
        ([*DECEMBER, 9000, "EUR", "a note"], "row 3: it goes beyond the 5 columns"),
        ([*DECEMBER, 9000], "row 3, column currency: empty"),
    ],
)
def test_one_bad_cell_keeps_the_tab_out_and_is_named(
    spreadsheet: Spreadsheet, tmp_path: Path, declare: Any, row: list[Any], said: str
) -> None:
    declare("budgets/plan", f"spreadsheet: {LINK}")
    loaded = spreadsheet.load([HEADER, [*DECEMBER, 100, "EUR"], row])
    assert f"budgets/plan.yml {said}" in (loaded.error or "")
    assert not list((tmp_path / "lake" / "google_sheets" / "budgets").glob("*/*"))


def test_a_tab_that_is_changed_while_it_is_read_waits_for_the_next_run(spreadsheet: Spreadsheet, declare: Any) -> None:
    declare("budgets/plan", f"spreadsheet: {LINK}")
    sizes = [{"rowCount": count, "columnCount": 26} for count in (10, 10, 11)]
    told = [{"sheets": [{"properties": {"sheetId": 0, "title": "S", "gridProperties": size}}]} for size in sizes]
    assert "written to" in (spreadsheet.load([HEADER, [*DECEMBER, 100, "EUR"]], told).error or "")


def test_a_tab_without_rows_keeps_what_was_loaded(spreadsheet: Spreadsheet, declare: Any) -> None:
    declare("budgets/plan", f"spreadsheet: {LINK}")
    assert "has no rows" in (spreadsheet.load([HEADER]).error or "")
    assert "is empty" in (spreadsheet.load([]).error or "")


def recorded(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "google_sheets" / name).read_text())[0]["response"]["body"]


def test_recorded_values_land_without_loss(
    shared: Path, spreadsheet: Spreadsheet, tmp_path: Path, declare: Any
) -> None:
    header, *sent = recorded(shared, "http_rows.json")["values"]
    declare("ad_spend/class", f"spreadsheet: {LINK}\nconstants: {{date_day: 2026-01-01}}\nsheet: Class Data")
    assert spreadsheet.load([header, *sent], [recorded(shared, "http_worksheets.json")]).rows == len(sent)
    landed = rows(tmp_path, "ad_spend").sort_values("row_number")["_extra"].map(json.loads)
    assert [[row.get(name, "") for name in header] for row in landed] == [[*row, ""][: len(header)] for row in sent]


def test_a_recorded_tab_of_people_is_refused(shared: Path, spreadsheet: Spreadsheet, declare: Any) -> None:
    declare("ad_spend/people", f"spreadsheet: {LINK}\nconstants: {{date_day: 2026-01-01}}")
    loaded = spreadsheet.load(recorded(shared, "http_get_values.json")["values"])
    assert "column 'Email' seems to be about people" in (loaded.error or "")
    assert "john@example.com" not in (loaded.error or "")


def test_the_faults_of_a_plan_are_found_one_by_one(
    shared: Path, spreadsheet: Spreadsheet, tmp_path: Path, declare: Any
) -> None:
    columns = "{valid_from: period, valid_to: period, budget: value}"
    declare(
        "budgets/plan", f'spreadsheet: {LINK}\ncolumns: {columns}\ndates: {{valid_from: "%Y-%m", valid_to: "%Y-%m"}}'
    )
    file = shared / "fixtures" / "google_sheets" / "synthetic_targets_and_budgets.csv"
    plan = list(csv.reader(file.read_text().splitlines()))
    assert "row 3, column currency: empty" in (spreadsheet.load(plan).error or "")
    plan[2][4] = "EUR"
    assert "row 5, column value: '13.500,00' is not a MONEY" in (spreadsheet.load(plan).error or "")
    plan[4][3] = "13500"
    assert "row 7, column period: '01/12/2026' is not a DAY" in (spreadsheet.load(plan).error or "")
    plan[6][0] = "2026-12"
    assert spreadsheet.load(plan).error is None
    assert float(rows(tmp_path, "budgets")["budget"].sum()) == 12000 + 340 + 45000 + 13500 + 1000 + 9000


def test_googles_client_reads_the_sandbox(sandbox: Sandbox) -> None:
    discovery = pytest.importorskip("googleapiclient.discovery")
    credentials = pytest.importorskip("google.oauth2.credentials")
    token, where = credentials.Credentials("ya29.sandbox-access-token"), {"api_endpoint": sandbox.url}
    with discovery.build("sheets", "v4", credentials=token, client_options=where) as service:
        told = service.spreadsheets().get(spreadsheetId=SPREADSHEET).execute()
        ranges = ["'Fairs'' budget'!A3:E4", "Fairs!A1:A2"]
        found = service.spreadsheets().values().batchGet(spreadsheetId=SPREADSHEET, ranges=ranges).execute()
    assert [each["properties"]["title"] for each in told["sheets"]][:2] == ["Targets", "Fairs' budget"]
    (header, row), ((name,), (day,)) = (each["values"] for each in found["valueRanges"])
    assert (header[0], len(row), row[2], name, day) == ("Channel", 4, "01.12.2026", "date_day", "01.09.2026")
