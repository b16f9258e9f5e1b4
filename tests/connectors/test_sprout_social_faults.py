"""Sprout Social's errors are named for their remedy, and the shapes of its answers land without loss."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.answer import Answer
from connectors.errors import Refused, SourceError, Unavailable
from connectors.lake import Lake
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources._withdrawn import BadQuestion, mentioned
from connectors.sources.sprout_social import SOURCE, SproutSocialSettings
from connectors.sources.sprout_social.client import Sprout, judge
from connectors.sources.sprout_social.fetch import nested
from sandbox.company import Company
from sandbox.replay import Recorded, Replay
from sandbox.server import Sandbox
from tests.connectors.recorded import lost

TODAY = date(2026, 11, 25)
DAY = date(2024, 1, 1)


@pytest.fixture(scope="module")
def sprout() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, 10), only="sprout_social") as running:
        yield running


@pytest.fixture
def sandbox(sprout: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in sprout.env().items():
        monkeypatch.setenv(name, value)
    sprout.requests.clear()
    yield sprout
    sprout.heal()


def impatient() -> Sprout:
    client: Sprout = connect(SOURCE)
    client.http.tries = 1
    return client


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("bad_metric", BadQuestion, "HTTP 400: bad metric"),
        ("not_ready", Unavailable, "not ready yet"),
        ("wrong_token", Refused, r"Unauthorized \(request 3f0c9a51\). SPROUT_SOCIAL_TOKEN was refused"),
        ("not_permitted", Refused, "API needs the Advanced plan"),
        ("missing", Refused, "HTTP 404: Not found"),
        ("too_fast", Unavailable, "HTTP 429"),
        ("overloaded", Unavailable, "HTTP 503"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    sandbox.fail("sprout_social", "metadata/customer", fault)
    with pytest.raises(kind, match=said):
        impatient().profiles("42")


def test_too_many_requests_are_waited_out_for_a_minute(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.fail("sprout_social", "metadata/customer", "too_fast")
    with pytest.raises(Unavailable) as caught:
        impatient().profiles("42")
    assert caught.value.retry_after == 60
    monkeypatch.setattr("connectors.sources.sprout_social.client.A_MINUTE", 0.01)
    sandbox.fail("sprout_social", "metadata/customer", "too_fast")
    assert len(connect(SOURCE).profiles("42")) == 4


def test_a_refusal_that_names_nothing_we_asked_for_is_not_tried_in_another_way(sandbox: Sandbox) -> None:
    sandbox.fail("sprout_social", "analytics/profiles", "bad_metric")
    week = Window(date(2026, 11, 18), date(2026, 11, 24))
    with pytest.raises(Refused, match="bad metric"):
        list(SOURCE.stream("profile_daily").fetch(impatient(), Account("42", "42"), week))
    assert [request.status for request in sandbox.requests] == [200, 400]


def test_a_name_is_only_found_where_it_stands_alone() -> None:
    names = ["impressions", "lifetime.impressions", "impressions_unique"]
    assert mentioned("no such metric: 'lifetime.impressions'.", names) == {"lifetime.impressions"}
    assert mentioned("impressions_unique,impressions", names) == {"impressions", "impressions_unique"}
    assert mentioned("bad metric", names) == set()


def test_a_wrong_token_or_app_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPROUT_SOCIAL_TOKEN", "wrong-and-secret")
    with pytest.raises(Refused, match="SPROUT_SOCIAL_TOKEN was refused") as caught:
        SOURCE.accounts(impatient())
    assert "wrong-and-secret" not in str(caught.value)
    monkeypatch.delenv("SPROUT_SOCIAL_TOKEN")
    monkeypatch.setenv("SPROUT_SOCIAL_CLIENT_ID", "app")
    monkeypatch.setenv("SPROUT_SOCIAL_CLIENT_SECRET", "also-secret")
    with pytest.raises(Refused, match="SPROUT_SOCIAL_CLIENT_ID and its secret were refused") as caught:
        SOURCE.accounts(impatient())
    assert "also-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("stream", "shape", "day"), [("profile_daily", "profiles", "reporting_period"), ("posts", "posts", "created_time")]
)
def test_the_shapes_of_analytics_land_without_loss(
    shared: Path, tmp_path: Path, stream: str, shape: str, day: str
) -> None:
    folder = shared / "fixtures" / "sprout_social"
    metadata = json.loads((folder / "shape_metadata_customer.json").read_text())
    (tmp_path / "one.json").write_text(json.dumps({"data": metadata["data"][:1]}))
    answer = folder / f"shape_analytics_{shape}.json"
    routes = [Recorded("GET", "metadata/customer$", tmp_path / "one.json")]
    declared, account, window = SOURCE.stream(stream), Account("42", "42"), Window(DAY, DAY)
    with Replay([*routes, Recorded("POST", f"analytics/{shape}$", answer)]).serve() as url:
        settings = SproutSocialSettings(customer_ids=("42",), token=SecretStr("recorded"), base_url=url)
        pages = declared.fetch(SOURCE.connect(settings), account, window)
        loaded_at = datetime(2024, 1, 2, tzinfo=UTC)
        Lake(tmp_path / "lake").write("sprout_social", declared, account, window, pages, loaded_at)
    (landed,) = pq.read_table(tmp_path / "lake" / "sprout_social" / stream).to_pylist()
    (sent,) = json.loads(answer.read_text())["data"]
    whole: dict[str, Any] = {**sent, "metrics": nested(sent["metrics"])}
    if stream == "profile_daily":
        dimensions = whole.pop("dimensions")
        whole |= {day: dimensions["reporting_period.by(day)"], "customer_profile_id": "7"}
        assert landed["customer_profile_id"] == "7"
    assert lost(whole, landed, declared) == []
    assert "Hello" not in repr(landed)


def test_the_shapes_of_metadata_are_read(shared: Path, tmp_path: Path) -> None:
    folder = shared / "fixtures" / "sprout_social"
    routes = [
        Recorded("GET", "metadata/client$", folder / "shape_metadata_client.json"),
        Recorded("GET", "metadata/customer$", folder / "shape_metadata_customer.json"),
    ]
    with Replay(routes).serve() as url:
        settings = SproutSocialSettings(customer_ids=("42",), token=SecretStr("recorded"), base_url=url)
        client: Sprout = SOURCE.connect(settings)
        (account,) = SOURCE.accounts(client)
        profiles = client.profiles(account.id)
    assert (account.id, account.name, account.time_zone) == ("42", "42", "UTC")
    assert [profile["native_id"] for profile in profiles] == ["1234", "5678"]


def test_the_shape_of_an_error_is_a_wrong_request(shared: Path) -> None:
    error = json.loads((shared / "fixtures" / "sprout_social" / "shape_error_400.json").read_text())
    assert isinstance(judge(Answer(error["status"], {}, error["body"])), BadQuestion)
