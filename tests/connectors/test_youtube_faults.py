"""YouTube on its bad days: each error has the right remedy, whatever its status says."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
import stamina

from connectors.answer import Answer
from connectors.errors import Refused, Unavailable
from connectors.settings import connect
from connectors.source import Row, Window
from connectors.sources.youtube import SOURCE
from connectors.sources.youtube.client import Youtube, judge
from sandbox.company import Company
from sandbox.company.videos import CHANNEL
from sandbox.faults import Fault
from sandbox.server import Sandbox

TODAY = date(2026, 11, 25)
WEEK = Window(date(2026, 11, 10), date(2026, 11, 16))
REPORTS = "/v2/reports"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, days=20), only="youtube") as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Youtube]:
    monkeypatch.chdir(tmp_path)
    for name, value in sandbox.env().items():
        monkeypatch.setenv(name, value)
    stamina.set_testing(True, attempts=1)
    opened = connect(SOURCE)
    SOURCE.accounts(opened)
    sandbox.requests.clear()
    yield opened
    stamina.set_testing(False)
    sandbox.heal()


def read(client: Youtube, stream: str = "channel_daily") -> int:
    (account,) = SOURCE.accounts(client)
    return sum(len(cast("list[Row]", page)) for page in SOURCE.stream(stream).fetch(client, account, WEEK))


@pytest.mark.parametrize("fault", ["quota_exceeded", "daily_limit", "daily_requests"])
def test_a_quota_of_the_day_ends_the_run_until_midnight_pacific(client: Youtube, sandbox: Sandbox, fault: str) -> None:
    sandbox.fail("youtube", REPORTS, fault)
    with pytest.raises(Unavailable, match="quota of the day is used up") as caught:
        read(client)
    assert caught.value.retry_after is not None
    there = datetime.now(UTC) + timedelta(seconds=caught.value.retry_after)
    assert there.astimezone(ZoneInfo("America/Los_Angeles")).strftime("%H:%M") in ("00:00", "23:59")
    assert read(client) == len(WEEK)


@pytest.mark.parametrize(("fault", "seconds"), [("rate_limited", 60), ("too_many_requests", 41)])
def test_a_quota_of_the_minute_is_waited_for_as_long_as_youtube_says(
    client: Youtube, sandbox: Sandbox, fault: str, seconds: float
) -> None:
    sandbox.fail("youtube", REPORTS, fault)
    with pytest.raises(Unavailable) as caught:
        read(client)
    assert caught.value.retry_after == seconds
    stamina.set_testing(True, attempts=3)
    sandbox.fail("youtube", REPORTS, fault, times=2)
    assert read(client) == len(WEEK)


@pytest.mark.parametrize("fault", ["forbidden", "no_permission"])
def test_a_missing_right_is_named_with_its_scopes_and_never_tried_again(
    client: Youtube, sandbox: Sandbox, fault: str
) -> None:
    stamina.set_testing(True, attempts=3)
    sandbox.fail("youtube", REPORTS, fault, times=9)
    with pytest.raises(Refused, match=r"must grant yt-analytics\.readonly .* YOUTUBE_REVENUE=false"):
        read(client, "revenue_daily")
    assert [each.path for each in sandbox.requests].count(REPORTS) == 1


def test_a_query_that_is_not_supported_is_refused(client: Youtube, sandbox: Sandbox) -> None:
    sandbox.fail("youtube", REPORTS, "not_supported")
    with pytest.raises(Refused, match="The query is not supported"):
        read(client)


@pytest.mark.parametrize("fault", ["backend_error", "html", "truncated", "cut"])
def test_an_ill_server_is_unavailable_and_is_asked_again(client: Youtube, sandbox: Sandbox, fault: str) -> None:
    sandbox.fail("youtube", REPORTS, fault)
    with pytest.raises(Unavailable):
        read(client)
    stamina.set_testing(True, attempts=3)
    sandbox.fail("youtube", REPORTS, fault, times=2)
    assert read(client) == len(WEEK)


def test_an_access_token_that_ended_early_is_renewed_once(client: Youtube, sandbox: Sandbox) -> None:
    sandbox.fail("youtube", REPORTS, "unauthenticated")
    assert read(client) == len(WEEK)
    assert [request.path for request in sandbox.requests].count("/token") == 1
    sandbox.fail("youtube", REPORTS, "unauthenticated", times=9)
    with pytest.raises(Refused, match="set YOUTUBE_REFRESH_TOKEN"):
        read(client)


def test_an_owner_without_a_channel_learns_how_to_authorise(client: Youtube, sandbox: Sandbox) -> None:
    sandbox.fail("youtube", "/channels", Fault("status", 200, body={"kind": "youtube#channelListResponse"}))
    with pytest.raises(Refused, match="has no channel: authorise as the channel"):
        SOURCE.accounts(client)


@pytest.mark.parametrize("body", [{}, {"columnHeaders": [{"name": "day"}, {"name": "views"}], "rows": [["x", 1]]}])
def test_an_answer_to_another_question_is_refused(client: Youtube, sandbox: Sandbox, body: dict[str, object]) -> None:
    sandbox.fail("youtube", REPORTS, Fault("status", 200, body=body))
    with pytest.raises(Refused, match="The report has the columns"):
        read(client)


def test_every_recorded_error_has_the_remedy_that_was_noted_with_it(shared: Path) -> None:
    recorded = json.loads((shared / "fixtures/youtube/errors.json").read_text())
    recorded.append({"http": 403, "body": json.loads(
        (shared / "fixtures/youtube/data_api_error_permission_403.json").read_text()), "action": "fatal"})  # fmt: skip
    assert len(recorded) == 8
    for each in recorded[1:]:  # the first is the token endpoint's
        fault = judge(Answer(each["http"], {}, each["body"]))
        assert isinstance(fault, Unavailable if each["action"].startswith("stop") else Refused), each["action"]


def test_days_in_which_nothing_happened_are_an_answer_without_rows(client: Youtube, sandbox: Sandbox) -> None:
    access = client.by_account[CHANNEL[0]]
    tomorrow = Window(TODAY, TODAY)
    assert list(access.report(CHANNEL[0], tomorrow, ("day",), ("views",))) == [[]]
