"""What Zendesk once really said lands without loss, and the usual Python client understands the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import requests
from requests.adapters import HTTPAdapter
from zenpy import Zenpy
from zenpy.lib.exception import APIException

from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Window
from connectors.sources.zendesk import SOURCE
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from sandbox.vendors.zendesk import lists
from tests.connectors.recorded import lost

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
SETTINGS = {"settings": {"localization": {"iana_time_zone": "Africa/Nairobi"}}}
SPRING_2026 = Window(date(2026, 5, 1), date(2026, 5, 10))


class Vendor:
    """Answers made of recordings; what leads to them is made up."""

    def __init__(self, folder: Path, env: pytest.MonkeyPatch) -> None:
        self.folder, self.env = folder, env

    def land(self, stream: str, path: str, body: Any, span: Window) -> list[dict[str, Any]]:
        """The rows that are in the lake after a load."""
        routes = []
        for name, answer in {path: body, "/account/settings.json$": SETTINGS}.items():
            file = self.folder / f"{len(routes)}.json"
            file.write_text(json.dumps(answer))
            routes.append(Recorded("GET", name, file))
        days = Window(NOW.date(), NOW.date()) if SOURCE.stream(stream).kind == "snapshot" else span
        with Replay(routes).serve() as url:
            self.env.setenv("ZENDESK_BASE_URL", url)
            (only,) = load(SOURCE, connect(SOURCE), Lake(self.folder), NOW, span=days, streams=[stream])
        assert only.error is None
        found: list[dict[str, Any]] = pq.read_table(self.folder / "zendesk" / stream).to_pylist()
        return found


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vendor:
    monkeypatch.chdir(tmp_path)
    for name in ("SUBDOMAIN", "EMAIL", "API_TOKEN"):
        monkeypatch.setenv(f"ZENDESK_{name}", "recorded")
    return Vendor(tmp_path, monkeypatch)


def recorded(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "zendesk" / name).read_text())


def body(shared: Path, name: str, place: int = 0) -> Any:
    return recorded(shared, name)[place]["response"]["body"]


@pytest.mark.parametrize(
    ("name", "place", "span"),
    [
        ("http_tickets.json", 0, SPRING_2026),
        ("http_list_tickets.json", 0, SPRING_2026),
        ("http_get_ticket.json", 0, SPRING_2026),
        ("http_search_tickets.json", 0, SPRING_2026),
        ("http_incremental_tickets_time_and_cursor.json", 1, Window(date(2023, 9, 18), date(2023, 9, 18))),
        ("http_incremental_tickets_time_and_cursor.json", 2, Window(date(2023, 9, 18), date(2023, 9, 18))),
    ],
)
def test_recorded_tickets_land_without_loss(shared: Path, vendor: Vendor, name: str, place: int, span: Window) -> None:
    said = body(shared, name, place)
    sent = said.get("tickets") or said.get("results") or [said["ticket"]]
    sent = [{field: value for field, value in each.items() if field != "result_type"} for each in sent]
    landed = vendor.land("tickets", "/tickets/cursor.json$", {"tickets": sent, "end_of_stream": True}, span)
    by_id = {row["id"]: row for row in landed}
    assert set(by_id) == {row["id"] for row in sent}
    assert [lost(row, by_id[row["id"]], SOURCE.stream("tickets")) for row in sent] == [[]] * len(sent)


@pytest.mark.parametrize("name", ["spec_ticket_metric.json", "airbyte_stateful_ticket_metrics.json"])
def test_recorded_metrics_land_beside_their_ticket(shared: Path, vendor: Vendor, name: str) -> None:
    said = recorded(shared, name)
    metrics = said.get("ticket_metric", said)
    ticket = body(shared, "http_tickets.json")["tickets"][0] | {"id": metrics["ticket_id"]}
    page = {"tickets": [ticket], "metric_sets": [metrics], "end_of_stream": True}
    (row,) = vendor.land("tickets", "/tickets/cursor.json$", page, SPRING_2026)
    assert lost({"metric_set": metrics}, row, SOURCE.stream("tickets")) == []


@pytest.mark.parametrize("name", ["spec_ticket_metric_event.json", "airbyte_ticket_metric_events.json"])
def test_recorded_metric_events_land_without_loss(shared: Path, vendor: Vendor, name: str) -> None:
    said = recorded(shared, name)
    (event,) = said.get("ticket_metric_events", [said])
    day = datetime.fromisoformat(event["time"]).date()
    page = {"ticket_metric_events": [event], "count": 1, "end_of_stream": True, "end_time": 0}
    (row,) = vendor.land("ticket_metric_events", "/ticket_metric_events.json$", page, Window(day, day))
    assert lost(event, row, SOURCE.stream("ticket_metric_events")) == []


@pytest.mark.parametrize("name", ["spec_satisfaction_rating.json", "airbyte_satisfaction_ratings.json"])
def test_recorded_ratings_land_without_loss_and_without_the_comment(shared: Path, vendor: Vendor, name: str) -> None:
    said = recorded(shared, name)
    (rating,) = said.get("satisfaction_ratings", [said])
    day = datetime.fromisoformat(rating["created_at"]).date()
    page = {"satisfaction_ratings": [rating], "meta": {"has_more": False}}
    (row,) = vendor.land("satisfaction_ratings", "/satisfaction_ratings.json$", page, Window(day, day))
    assert lost(rating, row, SOURCE.stream("satisfaction_ratings")) == []
    assert "Great support" not in str(row)


def test_a_recorded_survey_response_lands_without_what_was_written(shared: Path, vendor: Vendor) -> None:
    response = recorded(shared, "doc_csat_survey_response.json")
    written = {"type": "open_ended", "value": "Ask for Anna", "question": {"id": "2", "alias": "comment"}}
    rated = {"type": "rating_scale", "rating": 5, "rating_category": "good", "question": {"id": "1", "alias": "csat"}}
    moment = {"created_at": "2024-08-14T12:05:00.000Z", "updated_at": "2024-08-14T12:05:00.000Z"}
    response["answers"] += [written | moment, rated | moment]
    day = date(2024, 8, 14)
    page = {"survey_responses": [response], "meta": {"has_more": False}}
    (row,) = vendor.land("survey_responses", "/guide/survey_responses$", page, Window(day, day))
    assert lost(response, row, SOURCE.stream("survey_responses")) == []
    assert [each.get("rating") for each in json.loads(row["ratings"])] == [None, None, 5]
    assert row["answered_at"] == datetime(2024, 8, 14, 12, tzinfo=UTC)
    assert "Anna" not in str(row)


def test_recorded_groups_land_without_loss_though_the_last_page_links_to_a_next(shared: Path, vendor: Vendor) -> None:
    said = body(shared, "http_list_groups.json")
    (row,) = vendor.land("groups", "/groups.json$", said, SPRING_2026)
    assert lost(said["groups"][0], row, SOURCE.stream("groups")) == []


def test_recorded_users_land_without_loss_and_without_their_names(shared: Path, vendor: Vendor) -> None:
    people = body(shared, "http_users.json")["users"]
    landed = vendor.land("agents", "/users.json$", {"users": people, "meta": {"has_more": False}}, SPRING_2026)
    assert [lost(*pair, SOURCE.stream("agents")) for pair in zip(people, landed, strict=True)] == [[]] * len(people)
    assert not any(
        person["name"] in str(landed) or person["email"] in str(landed) for person in people if person["email"]
    )


class Loopback(HTTPAdapter):
    """Takes requests for zendesk.com to the sandbox; the client only knows https and a subdomain."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        there = request.copy()
        assert request.url is not None
        there.url = self.url + "/" + request.url.split("/", 3)[3]
        response = super().send(there, *args, **options)
        response.request = request
        return response


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(date(2026, 9, 16), 20), only="zendesk") as running:
        yield running


def client(sandbox: Sandbox, token: str | None = None) -> Zenpy:
    env = sandbox.env()
    session = requests.Session()
    session.mount("https://", Loopback(sandbox.url))
    token = token or env["ZENDESK_API_TOKEN"]
    return Zenpy(subdomain=env["ZENDESK_SUBDOMAIN"], email=env["ZENDESK_EMAIL"], token=token, session=session)


def test_zenpy_reads_the_export_to_its_end(sandbox: Sandbox) -> None:
    export = client(sandbox).tickets.incremental(start_time=1, per_page=100)
    found = {str(ticket.id): ticket.status for ticket in export}
    truth = sandbox.company.tickets.set_index("ticket_id")["status"].to_dict()
    assert {identity: found[identity] for identity in truth} == truth
    assert sum(each.path.endswith("cursor.json") for each in sandbox.requests) > 3


def test_zenpy_reads_ratings_page_after_page_and_groups(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LISTED", 40)
    ratings = list(client(sandbox).satisfaction_ratings(score="received"))
    truth = sandbox.company.tickets["satisfaction"].isin(["good", "bad"]).sum()
    assert len({rating.id for rating in ratings}) == len(ratings) == truth > 80
    assert [group.name for group in client(sandbox).groups()] == list(sandbox.company.ticket_groups["name"])


def test_zenpy_understands_the_sandboxs_refusal(sandbox: Sandbox) -> None:
    with pytest.raises(APIException, match="authenticate"):
        client(sandbox, token="wrong").groups()
