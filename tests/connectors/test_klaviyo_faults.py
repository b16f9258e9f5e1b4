"""What Klaviyo's refusals, quotas, revisions and pages ask of us, and that a key never shows."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.klaviyo import SOURCE
from connectors.sources.klaviyo.client import Klaviyo, KlaviyoSettings, session
from sandbox.company import Company
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

WINDOW = Window(date(2026, 11, 1), date(2026, 11, 24))


@pytest.fixture(scope="module")
def klaviyo() -> Iterator[Sandbox]:
    with Sandbox(Company(date(2026, 11, 25), 30), only="klaviyo") as running:
        yield running


@pytest.fixture
def sandbox(klaviyo: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in klaviyo.env().items():
        monkeypatch.setenv(name, value)
    klaviyo.requests.clear()
    yield klaviyo
    klaviyo.heal()


def settings(url: str, **changed: Any) -> KlaviyoSettings:
    return KlaviyoSettings(api_key=(SecretStr("pk_one"),), base_url=url, **changed)


def fetched(stream: str, sessions: list[Klaviyo]) -> list[Any]:
    (account,) = SOURCE.accounts(sessions)
    pages: Any = SOURCE.stream(stream).fetch(sessions, account, WINDOW)
    return [row for page in pages for row in page]


@pytest.mark.parametrize("metric", ["No such event", "Refunded Order"])
def test_without_its_conversion_metric_nothing_passes_for_no_mail(
    sandbox: Sandbox, metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLAVIYO_CONVERSION_METRIC", metric)
    with pytest.raises(Refused, match=r"No metric .* set KLAVIYO_CONVERSION_METRIC to another .*Placed Order"):
        fetched("campaign_reports", connect(SOURCE))


def test_a_conversion_metric_may_be_an_id_and_must_be_one_where_names_repeat() -> None:
    two = [{"id": each, "attributes": {"name": "Placed Order"}} for each in ("Aa1", "Bb2")]
    answer = Scripted(body=json.dumps({"data": two, "links": {"next": None}}))
    with scripted(answer) as stage:
        assert session("pk_one", settings(stage.url, conversion_metric="Bb2")).conversions == "Bb2"
        with pytest.raises(Refused, match=r"Several metrics .* the id of one \(Aa1, Bb2\)"):
            _ = session("pk_one", settings(stage.url)).conversions


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("throttled", Unavailable, "Too many requests"),
        ("broken", Unavailable, "HTTP 503"),
        ("forbidden", Refused, r"may not read this .*campaigns:read"),
        ("retired", Refused, "no longer serves revision .* set KLAVIYO_API_VERSION"),
        ("gone", Refused, "HTTP 404 Not found"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    (client,) = connect(SOURCE)
    client.http.tries = 1
    sandbox.fail("klaviyo", "/api/lists", fault)
    with pytest.raises(kind, match=said):
        list(client.documents("lists"))


def test_throttling_is_waited_out_and_a_used_up_day_ends_the_run(sandbox: Sandbox) -> None:
    sandbox.fail("klaviyo", "flow-series", "throttled")
    assert len(fetched("flow_reports", connect(SOURCE))) == 2 * len(WINDOW)
    sandbox.fail("klaviyo", "campaign-values", "quota_used_up")
    with pytest.raises(Unavailable) as caught:
        fetched("campaign_reports", connect(SOURCE))
    assert caught.value.retry_after == 41_000
    assert sum(request.path.endswith("campaign-values-reports") for request in sandbox.requests) == 1


def test_a_revision_that_falls_forward_in_silence_is_refused(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLAVIYO_API_VERSION", "2023-10-15")
    with pytest.raises(Refused, match=r"2023-10-15 .*answered in 2026-07-15.* set KLAVIYO_API_VERSION"):
        SOURCE.accounts(connect(SOURCE))


def test_a_wrong_key_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLAVIYO_API_KEY", "pk_wrong_and_secret")
    with pytest.raises(Refused, match="KLAVIYO_API_KEY was refused") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "pk_wrong" not in str(caught.value)


def test_each_key_opens_an_account_and_two_keys_of_one_account_count_once() -> None:
    def about(name: str) -> Scripted:
        contact = {"organization_name": name}
        attributes = {"contact_information": contact, "timezone": "UTC", "preferred_currency": "USD"}
        return Scripted(body=json.dumps({"data": [{"id": name, "attributes": attributes}]}))

    with scripted(about("a"), about("b"), about("a")) as stage:
        keys = KlaviyoSettings(api_key=tuple(map(SecretStr, ("pk_1", "pk_2", "pk_3"))), base_url=stage.url)
        found = SOURCE.accounts(SOURCE.connect(keys))
    assert [account.id for account in found] == ["a", "b"]
    assert [headers["Authorization"][-4:] for _, _, headers in stage.requests] == ["pk_1", "pk_2", "pk_3"]


def test_pages_are_followed_by_their_cursor_and_the_key_goes_nowhere_else() -> None:
    def page(number: int, following: str | None) -> Scripted:
        return Scripted(body=json.dumps({"data": [{"id": str(number)}], "links": {"next": following}}))

    elsewhere = "https://elsewhere.example/api/flows?page%5Bcursor%5D=bmV4dA%3D%3D&sort=id"
    with scripted(page(1, elsewhere), page(2, None)) as stage:
        found = list(session("pk_one", settings(stage.url)).documents("flows", sort="id"))
    assert [each["data"][0]["id"] for each in found] == ["1", "2"]
    assert [path for _, path, _ in stage.requests][1] == "/api/flows?sort=id&page%5Bcursor%5D=bmV4dA%3D%3D"


def test_days_that_do_not_fit_the_question_are_refused() -> None:
    attributes = {"date_times": ["2026-11-01T00:00:00+00:00"], "results": []}
    series = Scripted(body=json.dumps({"data": {"attributes": attributes}, "links": {}}))
    metrics = Scripted(body=json.dumps({"data": [{"id": "Aa1", "attributes": {"name": "Placed Order"}}], "links": {}}))
    about = Scripted(body=json.dumps({"data": [{"id": "a"}]}))
    two = Window(date(2026, 11, 1), date(2026, 11, 2))
    with scripted(about, metrics, series) as stage:
        pages = SOURCE.stream("flow_reports").fetch([session("pk_one", settings(stage.url))], Account("a", "A"), two)
        with pytest.raises(Refused, match="1 days for the 2"):
            list(pages)
