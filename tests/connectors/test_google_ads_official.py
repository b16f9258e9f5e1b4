"""Google Ads' own protos judge both sides: the fields that we select and the answers that the sandbox prints.

The official client speaks gRPC only and the sandbox REST, so its messages stand in for it: Google's JSON is by
definition what they parse.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.ads.googleads.v26.services.types.google_ads_service import GoogleAdsRow, SearchGoogleAdsStreamResponse
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

from connectors.settings import connect
from connectors.source import Stream, Type, Window
from connectors.sources.google_ads import SOURCE
from connectors.sources.google_ads.client import GoogleAds
from connectors.sources.google_ads.errors import REMEDIES, WAITS
from connectors.sources.google_ads.gaql import snake
from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.vendors.google_ads import ERRORS

TODAY = date(2026, 11, 25)
NOVEMBER = Window(date(2026, 11, 1), date(2026, 11, 24))
WHOLE = {FieldDescriptor.TYPE_INT32, FieldDescriptor.TYPE_INT64}
KINDS = {
    Type.INTEGER: WHOLE,
    Type.NUMBER: {FieldDescriptor.TYPE_DOUBLE},
    Type.BOOLEAN: {FieldDescriptor.TYPE_BOOL},
    Type.DAY: {FieldDescriptor.TYPE_STRING},
    Type.TEXT: {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_ENUM, FieldDescriptor.TYPE_INT64},
}
STREAMS = [pytest.param(stream, id=stream.name) for stream in SOURCE.streams if stream.name != "accounts"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=40), only="google_ads") as running:
        yield running


@pytest.fixture
def chunks_of(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Fetches a stream and returns the queries that were sent and the chunks that came back, as bytes."""
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)

    def fetch(stream: Stream) -> tuple[list[str], list[bytes]]:
        client = connect(SOURCE)
        (account, *_) = SOURCE.accounts(client)
        queries: list[str] = []
        chunks: list[bytes] = []
        ask = GoogleAds.ask

        def overhear(self: GoogleAds, customer: str, query: str, login: str | None = None) -> Iterator[bytes]:
            queries.append(query)
            for chunk in ask(self, customer, query, login):
                chunks.append(chunk)
                yield chunk

        monkeypatch.setattr(GoogleAds, "ask", overhear)
        assert len(list(stream.fetch(client, account, NOVEMBER))) == len(chunks) > 0
        return queries, chunks

    return fetch


def field_at(path: str) -> FieldDescriptor:
    """The field of a row at a GAQL path. (Python's messages spell `type` with an underscore behind it.)"""
    message, field = GoogleAdsRow.pb().DESCRIPTOR, None
    for name in path.split("."):
        field = message.fields_by_name.get(name) or message.fields_by_name[f"{name}_"]
        message = field.message_type
    assert field is not None
    return field


@pytest.mark.parametrize("stream", STREAMS)
def test_every_column_is_a_field_of_google_and_holds_its_type(stream: Stream) -> None:
    for path, kind in stream.columns.items():
        field = field_at(snake(path))
        if kind is Type.JSON:
            assert field.is_repeated, path
        else:
            assert not field.is_repeated, path
            assert field.type in KINDS[kind], path
    assert all(path.endswith(".resourceName") for path in stream.ignored)


@pytest.mark.parametrize("stream", STREAMS)
def test_googles_messages_read_what_the_sandbox_answers_and_would_print_the_same(
    stream: Stream, chunks_of: Any
) -> None:
    (query,), chunks = chunks_of(stream)
    for chunk in chunks:
        answer = json_format.Parse(chunk.decode(), SearchGoogleAdsStreamResponse.pb()())
        selected = re.fullmatch(r"SELECT (.+) FROM .+", query).group(1).split(", ")  # type: ignore[union-attr]
        assert [snake(path) for path in answer.field_mask.paths] == selected
        assert len(answer.results) > 0
        assert json_format.MessageToDict(answer) == json.loads(chunk)


def test_every_error_of_the_sandbox_is_one_of_googles(sandbox: Sandbox) -> None:
    for name, fault in ERRORS.items():
        for detail in fault.body[0]["error"]["details"]:
            kind = detail.pop("@type")
            assert kind.endswith("v26.errors.GoogleAdsFailure"), name
            json_format.ParseDict(detail, GoogleAdsFailure.pb()())
            detail["@type"] = kind


def test_every_error_code_that_we_know_is_one_of_googles() -> None:
    codes = GoogleAdsFailure.pb().DESCRIPTOR.fields_by_name["errors"].message_type.fields_by_name["error_code"]
    known = {value.name for field in codes.message_type.fields for value in field.enum_type.values}
    assert set(WAITS) | set(REMEDIES) <= known
