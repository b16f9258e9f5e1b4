"""Mailchimp's mailings and lists land as the company knows them, and its errors are named for their remedy."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pydantic import SecretStr

from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http
from connectors.lake import Lake
from connectors.load import load
from connectors.settings import connect
from connectors.source import Account, Window
from connectors.sources.mailchimp import SOURCE, MailchimpSettings
from connectors.sources.mailchimp.client import Mailchimp
from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.connectors.scripted import Scripted, scripted

TODAY = date(2026, 11, 25)
DAYS = 60
HASH_KEY = "a key for tests only"
EVERYTHING = Window(TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))


@pytest.fixture(scope="module")
def mailchimp() -> Iterator[Sandbox]:
    with Sandbox(Company(TODAY, DAYS), only="mailchimp") as running:
        yield running


@pytest.fixture
def sandbox(mailchimp: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    monkeypatch.chdir(tmp_path)
    for name, value in mailchimp.env().items():
        monkeypatch.setenv(name, value)
    mailchimp.requests.clear()
    yield mailchimp
    mailchimp.heal()
    mailchimp.move_to(TODAY)


def land(folder: Path, *streams: str, today: date = TODAY) -> None:
    lake, now = Lake(folder / "lake", SecretStr(HASH_KEY)), datetime.combine(today, time(3), UTC)
    loads = load(SOURCE, connect(SOURCE), lake, now, history_days=DAYS, streams=streams or None)
    assert [str(one) for one in loads if one.error] == []


def rows(folder: Path, stream: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / "lake" / "mailchimp" / stream).to_pylist()
    return found


def truth(sandbox: Sandbox) -> dict[str, Any]:
    return {each.campaign_id: each for each in sandbox.company.email_campaigns.itertuples(index=False)}


def test_a_report_says_what_is_known_of_its_mailing_today(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaign_reports")
    sent, landed = truth(sandbox), {row["id"]: row for row in rows(tmp_path, "campaign_reports")}
    assert len(landed) == len(sent) > 15
    for campaign_id, row in landed.items():
        mailing = sent[campaign_id]
        share = sandbox.company.known_share((TODAY - mailing.sent_at.date()).days, "email")
        assert row["send_time"] == mailing.sent_at
        assert row["emails_sent"] == mailing.emails_sent
        assert row["bounces.hard_bounces"] == mailing.hard_bounces
        assert row["opens.unique_opens"] == round(mailing.unique_opens * share)
        assert row["clicks.unique_subscriber_clicks"] == round(mailing.unique_subscriber_clicks * share)
        assert (row["ecommerce.total_orders"], float(row["ecommerce.total_revenue"])) == (
            mailing.orders,
            mailing.revenue,
        )
        assert row["_day"] == mailing.sent_at.date()


def test_clicks_that_come_later_are_pulled_until_they_settle(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaign_reports")
    early = {row["id"]: row["clicks.clicks_total"] for row in rows(tmp_path, "campaign_reports")}
    later = TODAY + timedelta(days=31)
    sandbox.move_to(later)
    land(tmp_path, "campaign_reports", today=later)
    settled = {row["id"]: row["clicks.clicks_total"] for row in rows(tmp_path, "campaign_reports")}
    both = {each: mailing.clicks_total for each, mailing in truth(sandbox).items() if each in early}
    assert {each: settled[each] for each in both} == both
    assert sum(early[each] for each in both) < sum(both.values())


def test_the_clicks_on_the_links_of_a_campaign_add_up_to_its_report(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaign_reports", "link_clicks")
    by_link: dict[str, int] = {}
    for row in rows(tmp_path, "link_clicks"):
        by_link[row["campaign_id"]] = by_link.get(row["campaign_id"], 0) + row["total_clicks"]
    assert by_link == {row["id"]: row["clicks.clicks_total"] for row in rows(tmp_path, "campaign_reports")}


def test_the_links_of_a_campaign_that_was_just_deleted_are_passed_over(sandbox: Sandbox, tmp_path: Path) -> None:
    gone = min(truth(sandbox))
    sandbox.fail(
        "mailchimp", f"/reports/{gone}/click-details", Fault("status", 404, body={"title": "Resource Not Found"})
    )
    land(tmp_path, "link_clicks")
    assert {row["campaign_id"] for row in rows(tmp_path, "link_clicks")} == set(truth(sandbox)) - {gone}


def test_campaigns_land_with_their_utm_value_and_without_their_sender(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "campaigns")
    landed = {row["id"]: row for row in rows(tmp_path, "campaigns")}
    drafts = {each for each, row in landed.items() if row["status"] == "save"}
    assert set(landed) - drafts == set(truth(sandbox))
    assert all(landed[each]["tracking.google_analytics"] == sent.utm_campaign for each, sent in truth(sandbox).items())
    assert all(landed[draft]["send_time"] is None for draft in drafts)
    assert "post@example.org" not in repr(landed)


def test_lists_their_months_and_their_days_are_the_companys(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "lists", "list_growth", "list_activity")
    company = sandbox.company
    sizes = dict(company.lists[["list_id", "member_count"]].itertuples(index=False))
    assert {row["id"]: row["stats.member_count"] for row in rows(tmp_path, "lists")} == sizes
    months = {(each.list_id, each.month): each.subscribed for each in company.list_months.itertuples(index=False)}
    assert {(row["list_id"], row["month"]): row["subscribed"] for row in rows(tmp_path, "list_growth")} == months
    counters = [name for name in company.list_days if name not in ("date", "list_id")]
    days = {
        (day["list_id"], day["date"].date()): [day[name] for name in counters]
        for day in company.list_days.to_dict("records")
    }
    landed = {(row["list_id"], row["day"]): [row[name] for name in counters] for row in rows(tmp_path, "list_activity")}
    assert landed == days


def test_members_are_known_by_a_keyed_hash_and_by_nothing_else(sandbox: Sandbox, tmp_path: Path) -> None:
    land(tmp_path, "members")
    people = sandbox.company.customers
    expected = {hmac.new(HASH_KEY.encode(), email.encode(), hashlib.sha256).hexdigest() for email in people["email"]}
    landed = rows(tmp_path, "members")
    assert {row["email_address"] for row in landed} == expected
    assert len(landed) == len(expected)
    said = repr(landed)
    assert "@" not in said
    assert not any(name in said for name in people["last_name"].unique())
    assert not any(hashlib.md5(email.encode()).hexdigest() in said for email in people["email"])


def test_members_are_left_alone_unless_they_are_asked_for(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAILCHIMP_MEMBERS")
    land(tmp_path)
    assert rows(tmp_path, "members") == []
    assert not any("members" in request.path for request in sandbox.requests)
    assert len(rows(tmp_path, "lists")) == 2


def test_members_are_read_to_the_last_over_many_pages_and_none_twice(sandbox: Sandbox) -> None:
    (account,) = SOURCE.accounts(client := connect(SOURCE))
    pages = list(SOURCE.stream("members").fetch(client, account, EVERYTHING))
    addresses = [row["email_address"] for page in pages for row in page]
    assert sorted(addresses) == sorted(sandbox.company.customers["email"])
    assert len(pages) > 5


def test_members_who_all_changed_in_one_second_are_read_by_offset() -> None:
    def page(numbers: range) -> Scripted:
        people = [{"email_address": f"m{n}@example.org", "last_changed": "2026-11-20T10:00:07+00:00"} for n in numbers]
        return Scripted(body=json.dumps({"members": people}))

    lists = Scripted(body='{"lists": [{"id": "a1"}], "total_items": 1}')
    with scripted(lists, page(range(500)), page(range(500)), page(range(500, 520))) as stage:
        fetched = SOURCE.stream("members").fetch(Mailchimp(Http(stage.url), True), Account("a", "A"), EVERYTHING)
        found = [row["email_address"] for part in fetched for row in part]
    assert found == [f"m{n}@example.org" for n in range(520)]
    assert "offset=500" in stage.requests[-1][1]


def test_a_collection_is_paged_by_offset_to_its_end(sandbox: Sandbox) -> None:
    found = [row["id"] for page in connect(SOURCE).rows("reports", "reports", count=4) for row in page]
    assert sorted(found) == sorted(truth(sandbox))
    assert len(sandbox.requests) == -(-len(found) // 4)


@pytest.mark.parametrize(
    "second",
    ['{"reports": [{"id": "c"}], "total_items": 3}', '{"reports": [], "total_items": 4}'],
    ids=["fewer in all", "an empty page"],
)
def test_a_collection_that_shrinks_while_it_is_read_never_passes_for_whole(second: str) -> None:
    first = '{"reports": [{"id": "a"}, {"id": "b"}], "total_items": 4}'
    with scripted(Scripted(body=first), Scripted(body=second)) as stage, pytest.raises(Unavailable, match="shrank"):
        list(Mailchimp(Http(stage.url)).rows("reports", "reports", count=2))


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("rate_limited", Unavailable, "HTTP 429"),
        ("throttled", Unavailable, "HTTP 403 without a problem document"),
        ("throttled_silently", Unavailable, "HTTP 429 without a problem document"),
        ("broken", Unavailable, "HTTP 500"),
        ("forbidden", Refused, "Forbidden: You are not permitted"),
    ],
)
def test_an_error_is_named_for_its_remedy(sandbox: Sandbox, fault: str, kind: type[SourceError], said: str) -> None:
    client = connect(SOURCE)
    client.http.tries = 1
    sandbox.fail("mailchimp", "/3.0/lists", fault)
    with pytest.raises(kind, match=said):
        client.list_ids()


def test_throttling_is_waited_out(sandbox: Sandbox) -> None:
    sandbox.fail("mailchimp", "/3.0/lists", "throttled")
    assert len(connect(SOURCE).list_ids()) == 2
    assert [request.status for request in sandbox.requests] == [403, 200]


def test_a_wrong_key_is_named_and_not_shown(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILCHIMP_API_KEY", "wrong-and-secret-us20")
    with pytest.raises(Refused, match=r"MAILCHIMP_API_KEY was refused \(API Key Invalid") as caught:
        SOURCE.accounts(connect(SOURCE))
    assert "wrong-and-secret" not in str(caught.value)


def test_the_key_names_its_data_centre() -> None:
    client = SOURCE.connect(MailchimpSettings(api_key=SecretStr("abc-us20"), base_url=""))
    assert client.http.base_url == "https://us20.api.mailchimp.com/3.0"
    with pytest.raises(Refused, match="MAILCHIMP_API_KEY is not whole"):
        SOURCE.connect(MailchimpSettings(api_key=SecretStr("abc"), base_url=""))
