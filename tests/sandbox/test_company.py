"""The simulated company has one past, whenever it is asked, and knows no future."""

import time
from datetime import date, timedelta

import pandas as pd
import pytest

from sandbox.company import Company

TODAY = date(2026, 11, 25)
DATED = [
    *("ad_days", "keyword_days", "search_term_days", "session_days", "search_days", "list_days", "fx"),
    *("social_post_days", "social_account_days", "video_days", "channel_days", "podcast_downloads"),
]
THINGS = {
    "contacts": ("contact_id", "created_at", "updated_at"),
    "deals": ("deal_id", "created_at", "updated_at"),
    "customers": ("customer_id", "created_at", "updated_at"),
    "orders": ("order_id", "created_at", "updated_at"),
    "refunds": ("refund_id", "created_at", "created_at"),
    "tickets": ("ticket_id", "created_at", "updated_at"),
    "social_posts": ("post_id", "posted_at", "posted_at"),
    "email_campaigns": ("campaign_id", "sent_at", "sent_at"),
    "conversations": ("conversation_id", "created_at", "updated_at"),
}
PLAIN = ["ad_accounts", "campaigns", "ad_groups", "ads", "keywords", "products", "pages", "countries", "lists"]
OTHER = ["incidents", "list_months", "order_lines", "ticket_groups", "targets", "budgets", "influencer_posts"]


def moment(day: date) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC")


def between(frame: pd.DataFrame, column: str, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    return frame[(frame[column] >= since) & (frame[column] < until)].reset_index(drop=True)


@pytest.mark.parametrize("table", DATED)
def test_a_week_later_the_shared_days_are_the_same(company: Company, later: Company, table: str) -> None:
    since, until = pd.Timestamp(later.start), pd.Timestamp(TODAY)
    first, second = (between(getattr(each, table), "date", since, until) for each in (company, later))
    assert len(first) > 250
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("table", DATED)
def test_a_shorter_history_tells_the_same_days(company: Company, table: str) -> None:
    short = Company(TODAY, days=40)
    expected = between(getattr(company, table), "date", pd.Timestamp(short.start), pd.Timestamp(TODAY))
    pd.testing.assert_frame_equal(getattr(short, table), expected)


@pytest.mark.parametrize("table", THINGS)
def test_a_week_later_the_same_things_exist_and_those_untouched_are_the_same(
    company: Company, later: Company, table: str
) -> None:
    key, created, updated = THINGS[table]
    now, then = getattr(company, table), getattr(later, table)
    since = moment(later.start)
    born_now, born_then = (between(each, created, since, moment(TODAY)) for each in (now, then))
    assert len(born_now) > 50
    assert set(born_now[key]) == set(born_then[key])
    settled = between(then, updated, since, moment(TODAY - timedelta(days=10)))
    same = now.set_index(key).loc[settled[key]]
    pd.testing.assert_frame_equal(same, settled.set_index(key))


def test_order_lines_belong_to_orders_of_both_weeks(company: Company, later: Company) -> None:
    shared = set(company.orders["order_id"]) & set(later.orders["order_id"])
    first, second = (
        each.order_lines[each.order_lines["order_id"].isin(shared)].reset_index(drop=True) for each in (company, later)
    )
    pd.testing.assert_frame_equal(first, second)


def test_list_months_that_are_over_do_not_change(company: Company, later: Company) -> None:
    over = company.list_months["month"].between("2026-01", "2026-10")
    pd.testing.assert_frame_equal(
        company.list_months[over].reset_index(drop=True),
        later.list_months[later.list_months["month"].between("2026-01", "2026-10")].reset_index(drop=True),
    )


def test_what_comes_later_is_seen_a_week_later(company: Company, later: Company) -> None:
    open_now = company.tickets[company.tickets["solved_at"].isna()]
    same = later.tickets.set_index("ticket_id").loc[open_now["ticket_id"]]
    assert same["solved_at"].notna().mean() > 0.8
    assert len(later.refunds[later.refunds["created_at"] >= moment(TODAY)]) > 5


def test_nothing_has_happened_yet_that_happens_today(company: Company) -> None:
    for table in [*DATED, *THINGS, *PLAIN]:
        frame = getattr(company, table)
        for column in frame.select_dtypes(["datetime", "datetimetz"]).columns:
            limit = moment(TODAY) if frame[column].dt.tz else pd.Timestamp(TODAY)
            assert (frame[column].dropna() < limit).all(), (table, column)


def test_another_seed_is_another_company() -> None:
    one, other = Company(TODAY, days=10), Company(TODAY, days=10, seed=8)
    assert one.ad_days["clicks"].sum() != other.ad_days["clicks"].sum()


def test_days_are_days_and_instants_are_utc(company: Company) -> None:
    for table in DATED:
        assert str(getattr(company, table)["date"].dtype) == "datetime64[ns]"
    for table, (_, created, _) in THINGS.items():
        assert str(getattr(company, table)[created].dtype) == "datetime64[ns, UTC]"


def test_ids_are_unique_texts(company: Company) -> None:
    for table, (key, _, _) in THINGS.items():
        column = getattr(company, table)[key]
        assert column.is_unique, table
        assert column.map(type).eq(str).all(), table


def test_every_table_says_what_its_columns_are(company: Company) -> None:
    for table in [*DATED, *THINGS, *PLAIN, *OTHER]:
        text = getattr(Company, table).__doc__
        missing = [column for column in getattr(company, table).columns if column not in text]
        assert not missing, (table, missing)


def test_all_tables_of_400_days_take_seconds() -> None:
    company = Company(TODAY)
    began = time.process_time()
    for table in [*DATED, *THINGS, *PLAIN, *OTHER]:
        getattr(company, table)
    assert time.process_time() - began < 6
