"""What goes wrong at Salesforce, and what it once really said: errors lead to remedies, recorded rows lose nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import requests
import stamina
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.salesforce import SOURCE
from connectors.sources.salesforce.errors import judge
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.vendors.salesforce import ENV, SECRET
from tests.connectors.recorded import lost
from tests.connectors.scripted import Scripted, Stage, scripted

TODAY = date(2026, 11, 25)
WEEK = Window(date(2026, 11, 18), TODAY)
HOUR = 3600


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 40), only="salesforce") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    running.requests.clear()
    yield running
    running.heal()


FAULTS = {
    "limit": (Unavailable, HOUR, "TotalRequests Limit exceeded"),
    "locator_gone": (Unavailable, HOUR, "INVALID_QUERY_LOCATOR"),
    "almost_used_up": (Unavailable, HOUR, "used 14900 of its 15000 requests.*SALESFORCE_API_RESERVE leaves 10%"),
    "locked_row": (Unavailable, None, "UNABLE_TO_LOCK_ROW"),
    "down": (Unavailable, None, "HTTP 503 SERVER_UNAVAILABLE"),
    "metering": (Refused, None, "Exempt from Transaction Security"),
    "api_disabled": (Refused, None, "permission API Enabled"),
    "slow_query": (Refused, None, "QUERY_TIMEOUT"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_leads_to_its_remedy(sandbox: Sandbox, fault: str) -> None:
    kind, wait, said = FAULTS[fault]
    sandbox.fail("salesforce", "/queryAll", fault)
    with stamina.set_testing(True, attempts=1), pytest.raises(SourceError, match=said) as caught:
        SOURCE.accounts(connect(SOURCE))
    assert isinstance(caught.value, kind)
    assert getattr(caught.value, "retry_after", None) == wait


def test_a_query_for_what_is_hidden_names_the_right_to_grant(sandbox: Sandbox) -> None:
    org = connect(SOURCE)
    with pytest.raises(Refused, match=r"INVALID_FIELD: No such column 'Rating'.*field-level security"):
        list(org.find(("Id", "Rating"), "Lead"))
    with pytest.raises(Refused, match=r"INVALID_TYPE.*or switch its feature on"):
        list(org.find(("Id",), "Quote"))


@pytest.mark.parametrize(
    ("header", "stops"),
    [
        ("api-usage=899/1000", False),
        ("api-usage=901/1000", True),
        ("per-app-api-usage=99/100(appName=x);api-usage=1/1000", False),
        ("api-usage=1/1000; per-app-api-usage=250/250(appName=x)", False),
        ("", False),
    ],
)
def test_the_share_of_requests_that_is_left_to_others_is_not_touched(header: str, stops: bool) -> None:
    fault = judge(0.1)(Answer(200, {"sforce-limit-info": header}, {"records": []}))
    assert isinstance(fault, Unavailable) == stops


def test_a_session_that_ended_is_renewed_once_and_the_load_goes_on(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fail("salesforce", "/queryAll", "session_ended")
    assert SOURCE.accounts(connect(SOURCE))[0].name == "Torrefino US"
    paths = [request.path for request in sandbox.requests]
    assert sum(path.endswith("/oauth2/token") for path in paths) == 2
    sandbox.fail("salesforce", "/queryAll", "session_ended", times=2)
    with pytest.raises(Refused, match=r"INVALID_SESSION_ID.*session policies"):
        SOURCE.accounts(connect(SOURCE))


def test_used_up_requests_end_the_run_at_once_and_stop_no_stream_before(sandbox: Sandbox, tmp_path: Path) -> None:
    client = connect(SOURCE)
    SOURCE.accounts(client)
    sandbox.requests.clear()
    sandbox.fail("salesforce", "/sobjects/Lead/", "limit", times=9)
    lake, now = Lake(tmp_path, SecretStr("a key for tests only")), datetime(2026, 11, 25, 14, tzinfo=UTC)
    loads = load(SOURCE, client, lake, now, span=WEEK, streams=["leads", "opportunities"])
    found = {one.stream: one.error for one in loads}
    assert "REQUEST_LIMIT_EXCEEDED" in str(found["leads"])
    assert found["opportunities"] is None
    assert sum(request.path.endswith("/Lead/describe") for request in sandbox.requests) == 1


def test_wrong_credentials_name_what_to_check_and_tell_no_secret(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESFORCE_CLIENT_SECRET", "wrong-0123456789")
    with pytest.raises(Refused, match=r"invalid_grant.*Check SALESFORCE_DOMAIN, and SALESFORCE_CLIENT_ID") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "0123456789" not in str(caught.value)


def test_a_sign_in_that_answers_without_a_token_is_tried_another_time(sandbox: Sandbox) -> None:
    sandbox.fail("salesforce", "/oauth2/token", Fault("status", 200, body={"maintenance": True}))
    with pytest.raises(Unavailable, match="without a token"):
        SOURCE.accounts(connect(SOURCE))


def told(*answers: Any) -> list[Scripted]:
    return [Scripted(body=json.dumps(answer)) for answer in answers]


class Vendor:
    """Answers with recorded bodies, after signing in and describing the fields that are in them."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder = folder
        env.chdir(folder)
        for name, value in ENV.items():
            env.setenv(name, value)
        self.env = env

    def reads(self, stream: str, window: Window, fields: list[str], *bodies: Any) -> tuple[Stage, list[dict[str, Any]]]:
        described = {"fields": [{"name": each} for each in fields]}
        with scripted(*told(described, *bodies)) as stage:
            token = {"access_token": "recorded", "instance_url": stage.url}
            with scripted(*told(token)) as door:
                self.env.setenv("SALESFORCE_BASE_URL", door.url)
                client = connect(SOURCE)
                assert client.http.base_url == stage.url
            lake = Lake(self.folder / "lake", SecretStr("a key for tests only"))
            pages = SOURCE.stream(stream).fetch(client, Account("org", "Org", "UTC", "USD"), window)
            now = datetime(2026, 5, 6, tzinfo=UTC)
            lake.write("salesforce", SOURCE.stream(stream), Account("org", "Org"), window, pages, now)
        return stage, pq.read_table(self.folder / "lake" / "salesforce" / stream).to_pylist()


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    return Vendor(tmp_path, monkeypatch)


def body(shared: Path, name: str) -> dict[str, Any]:
    (exchange,) = json.loads((shared / "fixtures" / "salesforce" / f"http_{name}.json").read_text())
    found: dict[str, Any] = exchange["response"]["body"]
    return found


def test_recorded_opportunities_land_without_loss(vendor: Vendor, shared: Path) -> None:
    recorded = body(shared, "opportunities")
    sent = recorded["records"]
    answer = {**recorded, "totalSize": len(sent)}  # the recording was cut
    day = date(2026, 5, 1)
    fields = ["Id", "IsDeleted", "CreatedDate", "Amount", "StageName", "CloseDate", "OwnerId", "SystemModstamp"]
    _, landed = vendor.reads("opportunities", Window(day, day), [*fields, "IsClosed", "IsWon"], answer)
    by_id = {row["Id"]: row for row in landed}
    assert len(by_id) == len(sent) > 3
    for row in sent:
        assert lost(row, by_id[row["Id"]], SOURCE.stream("opportunities")) == []
        assert by_id[row["Id"]]["_extra"] is None
    assert not any("Generator" in str(row) for row in landed)


def test_a_recorded_locator_is_followed_below_the_instance(vendor: Vendor, shared: Path) -> None:
    last = body(shared, "retrieve_query_more")
    stamp = {"SystemModstamp": "2026-05-06T11:57:44.000+0000"}
    last = {**last, "totalSize": len(last["records"]) + 1, "records": [each | stamp for each in last["records"]]}
    following = "/services/data/v60.0/query/0r8xx5R2sM3DgWhASK-2000"
    first = {"totalSize": last["totalSize"], "done": False, "nextRecordsUrl": following}
    first["records"] = [{"Id": "001dM00003jU9GxQAK", **stamp}]
    day = date(2026, 5, 6)
    stage, landed = vendor.reads("crm_accounts", Window(day, day), ["Id", "SystemModstamp"], first, last)
    assert len(landed) == last["totalSize"]
    assert stage.requests[-1][1] == following
    assert all(row["_extra"] is None and "Pagination" not in str(row) for row in landed)


def test_a_query_that_ends_early_never_passes_for_whole(vendor: Vendor) -> None:
    row = {"Id": "1", "SystemModstamp": "2026-05-06T11:57:44.000+0000"}
    cut = {"totalSize": 2, "done": True, "records": [row]}
    day = date(2026, 5, 6)
    with pytest.raises(Unavailable, match="ended after 1 of 2 records"):
        vendor.reads("crm_accounts", Window(day, day), ["Id", "SystemModstamp"], cut)


def test_a_record_that_changed_while_it_was_read_comes_with_its_new_day(vendor: Vendor) -> None:
    stamps = ("2026-05-06T23:59:59.000+0000", "2026-05-07T00:00:01.000+0000")
    found = [{"Id": str(place), "SystemModstamp": each} for place, each in enumerate(stamps)]
    day = date(2026, 5, 6)
    answer = {"totalSize": 2, "done": True, "records": found}
    _, landed = vendor.reads("crm_accounts", Window(day, day), ["Id", "SystemModstamp"], answer)
    assert [row["Id"] for row in landed] == ["0"]


def test_the_recorded_limits_and_versions_are_those_that_the_sandbox_speaks(sandbox: Sandbox, shared: Path) -> None:
    org = connect(SOURCE)
    limits = org.http.get("/services/data/v60.0/limits")
    assert limits["DailyApiRequests"].keys() == body(shared, "get_limits")["DailyApiRequests"].keys()


def test_a_widely_used_client_reads_the_sandbox(sandbox: Sandbox) -> None:
    simple_salesforce = pytest.importorskip("simple_salesforce")
    asked = {"grant_type": "client_credentials", "client_id": ENV["SALESFORCE_CLIENT_ID"], "client_secret": SECRET}
    token = requests.post(f"{sandbox.url}/services/oauth2/token", data=asked, timeout=9).json()["access_token"]

    class Plain(requests.adapters.HTTPAdapter):
        """This client knows https only."""

        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            request.url = request.url.replace("https://", "http://", 1)
            return super().send(request, *args, **kwargs)

    session = requests.Session()
    session.mount("https://", Plain())
    client = simple_salesforce.Salesforce(instance_url=sandbox.url, session_id=token, session=session)
    found = client.query_all("SELECT Id, Status FROM Lead", include_deleted=True)
    assert found["totalSize"] == len(found["records"]) == len(sandbox.company.wholesale_leads)
    assert "Status" in {each["name"] for each in client.Lead.describe()["fields"]}
    with pytest.raises(simple_salesforce.exceptions.SalesforceMalformedRequest, match="INVALID_FIELD"):
        client.query("SELECT Rating FROM Lead")
