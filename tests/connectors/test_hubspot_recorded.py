"""What HubSpot once really said lands without loss, and HubSpot's own client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hubspot
import pyarrow.parquet as pq
import pytest
import stamina
from hubspot.crm.contacts import ApiException, BatchReadInputSimplePublicObjectId, PublicObjectSearchRequest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.hubspot import SOURCE, fetch
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost

SPRING = Window(date(2026, 2, 20), date(2026, 3, 20))
NOW = datetime(2026, 3, 21, 4, tzinfo=UTC)
DETAILS = {"portalId": 147893286, "timeZone": "US/Eastern", "companyCurrency": "USD"}
NOTHING = {"total": 0, "results": []}


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Vendor":
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "pat-recorded")
    return Vendor(tmp_path, monkeypatch)


class Vendor:
    """Answers made of recordings; what leads to them is made up."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env

    def says(self, path: str, *bodies: Any, method: str = "POST") -> list[Recorded]:
        """One answer after another to the same request."""
        found = []
        for body in bodies:
            file = self.folder / f"{len(list(self.folder.glob('*.json')))}.json"
            file.write_text(json.dumps(body))
            found.append(Recorded(method, path, file))
        return found

    def land(self, stream: str, *answers: Recorded, span: Window = SPRING) -> list[dict[str, Any]]:
        """The rows that are in the lake after a load."""
        declared = SOURCE.stream(stream)
        names = [path.removeprefix("properties.") for path in declared.columns if path.startswith("properties.")]
        routes = [
            *answers,
            *self.says("/account-info/v3/details$", DETAILS, method="GET"),
            *self.says("/crm/v3/properties/", {"results": [{"name": name} for name in names]}, method="GET"),
        ]
        days = Window(NOW.date(), NOW.date()) if declared.kind == "snapshot" else span
        with Replay(routes, once=True, empty=NOTHING).serve() as url:
            self.env.setenv("HUBSPOT_BASE_URL", url)
            lake = Lake(self.folder / "lake", SecretStr("a key for tests only"))
            (only,) = load(SOURCE, connect(SOURCE), lake, NOW, span=days, streams=[stream])
        assert only.error is None
        found: list[dict[str, Any]] = pq.read_table(self.folder / "lake" / "hubspot" / stream).to_pylist()
        return found

    def reads(self, records: fetch.Records, *answers: Recorded) -> list[Any]:
        """What the search gives to a fetcher."""
        with Replay(list(answers), once=True, empty=NOTHING).serve() as url:
            self.env.setenv("HUBSPOT_BASE_URL", url)
            return [row for page in fetch.changed(connect(SOURCE), records, [], SPRING) for row in page]


def recorded(shared: Path, name: str) -> Any:
    (exchange, *_) = json.loads((shared / "fixtures" / "hubspot" / name).read_text())
    return exchange["response"]["body"]


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("http_contacts.json", "contacts"),
        ("http_list_contacts.json", "contacts"),
        ("http_get_contact.json", "contacts"),
        ("http_deals.json", "deals"),
        ("http_search_deals.json", "deals"),
    ],
)
def test_recorded_records_land_without_loss(shared: Path, vendor: Vendor, name: str, stream: str) -> None:
    body = recorded(shared, name)
    sent = body.get("results", [body])
    answer = {"total": len(sent), "results": sorted(sent, key=lambda row: int(row["id"]))}
    landed = {row["id"]: row for row in vendor.land(stream, *vendor.says(f"/{stream}/search$", answer))}
    assert set(landed) == {row["id"] for row in sent}
    assert [lost(row, landed[row["id"]], SOURCE.stream(stream)) for row in sent] == [[]] * len(sent)


def test_a_recorded_search_is_walked_on_from_its_last_id(shared: Path, vendor: Vendor) -> None:
    body = recorded(shared, "http_search_deals.json")
    page = body | {"results": sorted(body["results"], key=lambda row: int(row["id"]))}
    found = vendor.reads(fetch.DEALS, *vendor.says("/deals/search$", page, NOTHING))
    assert found == page["results"]


def test_recorded_pipelines_land_without_loss(shared: Path, vendor: Vendor) -> None:
    body = recorded(shared, "http_fetch_pipelines.json")
    landed = vendor.land("pipeline_stages", *vendor.says("/pipelines/deals$", body, method="GET"))
    sent = [
        {**stage, "pipeline": {name: value for name, value in pipeline.items() if name != "stages"}}
        for pipeline in body["results"]
        for stage in pipeline["stages"]
    ]
    assert len(sent) == len(landed) > 0
    assert [lost(*pair, SOURCE.stream("pipeline_stages")) for pair in zip(sent, landed, strict=True)] == [[]] * len(
        sent
    )


def test_recorded_property_definitions_land_without_loss(shared: Path, vendor: Vendor) -> None:
    body = recorded(shared, "http_properties_companies_subset.json")
    landed = vendor.land("properties", *vendor.says("/properties/contacts$", body, method="GET"))
    of_contacts = {row["name"]: row for row in landed if row["objectType"] == "contacts"}
    assert set(of_contacts) == {row["name"] for row in body["results"]}
    for row in body["results"]:
        assert lost(row, of_contacts[row["name"]], SOURCE.stream("properties")) == []


def test_recorded_marketing_emails_land_without_loss_and_without_their_content(shared: Path, vendor: Vendor) -> None:
    body = recorded(shared, "http_list_marketing_emails.json")
    landed = vendor.land("email_stats", *vendor.says("/marketing/v3/emails$", body, method="GET"))
    pairs = list(zip(body["results"], landed, strict=True))
    assert [lost(*pair, SOURCE.stream("email_stats")) for pair in pairs] == [[]] * 4
    assert "plain_text.html" not in json.dumps(landed, default=str)


def test_the_contacts_of_a_deal_are_read_to_their_last_page(vendor: Vendor) -> None:
    deal = {"id": "7", "properties": {"hs_lastmodifieddate": "2026-03-01T10:00:00Z"}}
    many = {"from": {"id": "7"}, "to": [{"toObjectId": 1}], "paging": {"next": {"after": "MQ=="}}}
    last = {"from": {"id": "7"}, "to": [{"toObjectId": 2}]}
    answers = vendor.says("/associations/deals/contacts/batch/read$", {"results": [many]}, {"results": [last]})
    (only,) = vendor.land("deal_contacts", *vendor.says("/deals/search$", {"total": 1, "results": [deal]}), *answers)
    assert json.loads(only["to"]) == [{"toObjectId": 1}, {"toObjectId": 2}]


def test_a_batch_that_is_answered_in_part_is_refused(vendor: Vendor) -> None:
    deal = {"id": "7", "properties": {"hs_lastmodifieddate": "2026-03-01T10:00:00Z"}}
    part = {"results": [], "numErrors": 1, "errors": [{"category": "VALIDATION_ERROR", "message": "no"}]}
    routes = [
        *vendor.says("/deals/search$", {"total": 1, "results": [deal]}),
        *vendor.says("/batch/read$", part),
    ]
    with Replay(routes).serve() as url:
        vendor.env.setenv("HUBSPOT_BASE_URL", url)
        with pytest.raises(Refused, match="in part: VALIDATION_ERROR"):
            list(fetch.deal_contacts(connect(SOURCE), Account("1", "One"), SPRING))


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ({"total": 3, "results": [{"id": "10"}, {"id": "9"}]}, Refused, "no longer sorts"),
        ({"total": 3, "results": [{"id": "9"}, {"id": "10"}]}, Unavailable, "ended after 2 of 3"),
        ({"total": 3, "results": [], "paging": {"next": {"after": "2"}}}, Unavailable, "ended after 0 of 3"),
    ],
    ids=["sorted as text", "too few", "an empty page"],
)
def test_a_search_that_contradicts_itself_never_passes_for_whole(
    vendor: Vendor, answer: Any, kind: type[SourceError], said: str
) -> None:
    with stamina.set_testing(True, attempts=1), pytest.raises(kind, match=said):
        vendor.reads(fetch.CONTACTS, *vendor.says("/contacts/search$", answer))


@pytest.fixture(scope="module")
def client() -> Iterator[tuple[hubspot.HubSpot, Company]]:
    """HubSpot's own client, which cannot take a path in front of its own."""
    with Sandbox(Company(date(2026, 9, 16), 30), only="hubspot") as sandbox:
        token = sandbox.env()["HUBSPOT_ACCESS_TOKEN"]
        yield hubspot.HubSpot(access_token=token, host=sandbox.url), sandbox.company


def test_hubspots_client_lists_and_searches_contacts_over_several_pages(
    client: tuple[hubspot.HubSpot, Company],
) -> None:
    api, company = client
    everyone = api.crm.contacts.get_all(properties=["email", "lifecyclestage"])
    found = {contact.id: contact.properties["lifecyclestage"] for contact in everyone}
    truth = company.contacts.set_index("contact_id")["lifecycle"].to_dict()
    assert {identity: found[identity] for identity in truth} == truth
    asked = PublicObjectSearchRequest(
        filter_groups=[{"filters": [{"propertyName": "lifecyclestage", "operator": "EQ", "value": "customer"}]}],
        sorts=["hs_object_id"],
        properties=["createdate"],
        limit=10,
        after="0",
    )
    page = api.crm.contacts.search_api.do_search(public_object_search_request=asked)
    assert page.total == sum(stage == "customer" for stage in truth.values())
    assert page.paging.next.after == "10"


def test_hubspots_client_reads_history_associations_and_pipelines(client: tuple[hubspot.HubSpot, Company]) -> None:
    api, company = client
    first = company.deals.iloc[0]
    asked = BatchReadInputSimplePublicObjectId(
        inputs=[{"id": first.contact_id}], properties=["email"], properties_with_history=["lifecyclestage"]
    )
    (contact,) = api.crm.contacts.batch_api.read(asked).results
    assert contact.properties_with_history["lifecyclestage"][-1].value in ("lead", "subscriber")
    linked = api.crm.associations.v4.batch_api.get_page("deals", "contacts", {"inputs": [{"id": first.deal_id}]})
    assert str(linked.results[0].to[0].to_object_id) == first.contact_id
    (pipeline,) = api.crm.pipelines.pipelines_api.get_all("deals").results
    assert {"closedwon", "closedlost"} <= {stage.id for stage in pipeline.stages}


def test_hubspots_client_understands_the_sandboxs_errors(client: tuple[hubspot.HubSpot, Company]) -> None:
    api, _ = client
    with pytest.raises(ApiException) as caught:
        api.crm.contacts.basic_api.get_by_id("1")
    assert (caught.value.status, json.loads(caught.value.body)["category"]) == (404, "OBJECT_NOT_FOUND")
