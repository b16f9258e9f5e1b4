"""Real files, dropped as they are, give the figures that are known of them: in the lake and in staging.

The expected figures are those of the README beside each data set, to the digits printed there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.lake import Lake
from connectors.load import Load, load
from connectors.sources.files import SOURCE, FilesSettings, connect
from tests.conftest import REPO
from tests.real_data.layouts import DATA_SETS, drop

MENTIONS = {
    "AAPL": 15_902,
    "AMZN": 15_831,
    "CRM": 15_902,
    "CVS": 15_853,
    "FB": 15_833,
    "GOOG": 15_842,
    "IBM": 15_893,
    "KO": 15_851,
    "PFE": 15_858,
    "UPS": 15_866,
}
ROWS = {
    ("olist_marketing_funnel", "leads"): 8_000,
    ("olist_marketing_funnel", "deals"): 842,
    ("olist_orders_sample", "customers"): 8_135,
    ("olist_orders_sample", "orders"): 8_135,
    ("olist_orders_sample", "order_lines"): 8_365,
    ("olist_orders_sample", "order_payments"): 8_924,
    ("olist_orders_sample", "order_reviews"): 8_225,
    ("helpdesk_log", "ticket_events"): 13_710,
    ("facebook_ads_kag", "ad_spend"): 1_143,
    ("display_ads_daily_2020", "ad_spend"): 15_408,
    ("cdnow_transactions", "orders"): 69_659,
    ("cdnow_sample", "orders"): 6_919,
    ("facebook_page_posts", "social_posts"): 500,
    ("paid_search_shop_2021", "ad_spend"): 190,
    ("instagram_insights", "social_posts"): 119,
    ("youtube_channel", "video_audience"): 223,
    **{(f"mentions_{name}", "social_messages"): rows for name, rows in MENTIONS.items()},
}


@pytest.fixture(scope="module")
def folder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into whose drop folder every data set was laid."""
    folder = tmp_path_factory.mktemp("real")
    for name in DATA_SETS:
        drop(shared, folder / "drop", name)
    return folder


@pytest.fixture(scope="module")
def loads(folder: Path) -> list[Load]:
    return load(SOURCE, connect(FilesSettings(folder=folder / "drop")), Lake(folder / "lake"), datetime.now(UTC))


@pytest.fixture(scope="module")
def warehouse(folder: Path, loads: list[Load]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The staging models of dropped files, built and tested by dbt, with nothing else in the project."""
    project = folder / "dbt"
    shutil.copytree(REPO / "dbt_project" / "macros", project / "macros")
    shutil.copytree(REPO / "dbt_project" / "models/staging/files", project / "models/staging/files")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(REPO / "dbt_project" / name, project)
    (folder / "warehouse").mkdir()
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--project-dir", project, "--profiles-dir", project]
    env = {**os.environ, "KADRAN_DATA": str(folder)}
    built = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-3000:]
    with duckdb.connect(str(folder / "warehouse" / "kadran.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture
def ask(warehouse: duckdb.DuckDBPyConnection) -> Any:
    return lambda sql: warehouse.sql(sql).fetchall()


def test_every_row_of_every_file_is_loaded(loads: list[Load]) -> None:
    assert [str(one) for one in loads if one.error] == []
    assert {(one.account, one.stream): one.rows for one in loads if one.stream != "accounts"} == ROWS


def test_columns_that_have_no_place_are_kept_whole_and_those_about_people_by_name(ask: Any, folder: Path) -> None:
    lake = f"read_parquet('{folder}/lake/files/%s/%s/*.parquet')"
    kept = "select sum(cast(_extra ->> '%s' as decimal(18, 4))), count(_extra) from " + lake
    sales = ask(kept % ("post_click_sales_amount", "ad_spend", "display_ads_daily_2020"))
    assert [(f"{total:.2f}", rows) for total, rows in sales] == [("32715622.40", 15_408)]
    interactions = ask(kept % ("Total Interactions", "social_posts", "facebook_page_posts"))
    assert [(int(total), rows) for total, rows in interactions] == [(106_060, 500)]
    texts = "select count(_extra ->> 'review_comment_message'), count(_extra) from "
    ((said, named),) = ask(texts + lake % ("order_reviews", "olist_orders_sample"))
    assert said == 0
    assert named > 1_000


def test_leads_by_origin_and_those_won(ask: Any) -> None:
    found = ask("""
        select
            leads.source, count(*), count(customer_at),
            round(100 * count(customer_at) / count(*), 2), round(avg(days.taken), 1)
        from staging.stg_files__leads as leads
        left join (
            select lead_id, cast(timezone('America/Sao_Paulo', closed_at) as date)
                - cast(timezone('America/Sao_Paulo', leads.created_at) as date) as taken
            from staging.stg_files__deals as deals inner join staging.stg_files__leads as leads using (lead_id)
        ) as days using (lead_id)
        group by leads.source order by 2 desc
    """)
    assert found == [
        ("organic_search", 2296, 271, 11.80, 50.0),
        ("paid_search", 1586, 195, 12.30, 56.6),
        ("social", 1350, 75, 5.56, 61.0),
        ("unknown", 1099, 179, 16.29, 41.3),
        ("direct_traffic", 499, 56, 11.22, 31.1),
        ("email", 493, 15, 3.04, 52.2),
        ("referral", 284, 24, 8.45, 32.5),
        ("other", 150, 4, 2.67, 15.3),
        ("display", 118, 6, 5.08, 10.3),
        ("other_publicities", 65, 3, 4.62, 39.3),
        (None, 60, 14, 23.33, 49.2),
    ]


def test_leads_and_those_won_of_them_by_month(ask: Any) -> None:
    found = ask("""
        select strftime(date_day, '%Y-%m'), count(*), count(customer_at)
        from staging.stg_files__leads group by 1 order by 1
    """)
    assert found == [
        *(("2017-06", 4, 0), ("2017-07", 239, 2), ("2017-08", 386, 9), ("2017-09", 312, 7), ("2017-10", 416, 14)),
        *(("2017-11", 445, 18), ("2017-12", 200, 11), ("2018-01", 1141, 152), ("2018-02", 1028, 149)),
        *(("2018-03", 1174, 167), ("2018-04", 1352, 183), ("2018-05", 1303, 130)),
    ]


def test_orders_by_status_and_the_people_behind_them(ask: Any) -> None:
    olist = "from staging.stg_files__orders where account_id = 'olist_orders_sample'"
    assert dict(ask(f"select status, count(*) {olist} group by status")) == {
        "delivered": 5172,
        "shipped": 1107,
        "canceled": 625,
        "unavailable": 609,
        "invoiced": 314,
        "processing": 301,
        "created": 5,
        "approved": 2,
    }
    assert ask(f"select count(*) {olist} and is_cancelled") == [(625,)]
    people = f"select customer_id, count(*) as orders {olist} group by customer_id"
    assert ask(f"select count(*), count(*) filter (orders > 1) from ({people})") == [(8_016, 73)]
    late = f"select round(100 * avg(cast(delivered_at > delivery_due_at as int)), 2) {olist} and status = 'delivered'"
    assert ask(late) == [(8.02,)]


def test_goods_and_payments_of_orders(ask: Any) -> None:
    lines = "select sum(price), sum(shipping), count(distinct order_id) from staging.stg_files__order_lines"
    assert [tuple(map(float, row)) for row in ask(lines)] == [(1_093_264.35, 172_288.39, 7_360)]
    goods = "select sum(net), count(*) - count(net), count(distinct currency) from staging.stg_files__orders"
    assert [tuple(map(float, row)) for row in ask(f"{goods} where account_id = 'olist_orders_sample'")] == [
        (1_093_264.35, 775, 1)
    ]
    paid = ask("select method, count(*), sum(amount) from staging.stg_files__order_payments group by method")
    assert {method: (rows, float(amount)) for method, rows, amount in paid} == {
        "credit_card": (6255, 1_099_618.22),
        "boleto": (1580, 242_878.50),
        "voucher": (964, 59_947.34),
        "debit_card": (122, 26_158.75),
        "not_defined": (3, 0.0),
    }
    by_month = ask("""
        select strftime(orders.date_day, '%Y-%m'), count(distinct order_id), sum(amount)
        from staging.stg_files__orders as orders inner join staging.stg_files__order_payments using (order_id)
        where orders.account_id = 'olist_orders_sample' group by 1
    """)
    months = {month: (orders, float(amount)) for month, orders, amount in by_month}
    assert sum(orders for orders, _ in months.values()) == 8_135
    assert round(sum(amount for _, amount in months.values()), 2) == 1_428_602.81
    assert [months[month] for month in ("2017-11", "2018-01", "2018-05", "2018-08")] == [
        *((674, 105_911.08), (580, 96_775.29), (475, 86_574.60), (489, 84_429.62))
    ]


def test_reviews(ask: Any) -> None:
    reviews = "staging.stg_files__order_reviews"
    figures = f"""
        select round(avg(score), 4), round(100 * avg(cast(score >= 4 as int)), 2),
            round(avg(epoch(answered_at - created_at)) / 3600, 2)
        from {reviews}
    """
    assert ask(figures) == [(3.2716, 55.17, 75.49)]
    assert ask(f"select score, count(*) from {reviews} group by score order by score") == [
        *((1, 2638), (2, 382), (3, 667), (4, 1184), (5, 3354))
    ]


def test_a_help_desks_log(ask: Any) -> None:
    found = ask("""
        with tickets as (
            select min(date_day) as opened, epoch(max(occurred_at) - min(occurred_at)) / 86400 as days
            from staging.stg_files__ticket_events group by ticket_id
        )
        select count(*), round(avg(days), 3), round(median(days), 3), round(quantile_cont(days, 0.9), 2),
            round(max(days), 2), round(100 * avg(cast(days <= 7 as int)), 2)
        from tickets group by rollup (year(opened)) order by year(opened) nulls first
    """)
    assert found[0] == (3_804, 8.798, 3.928, 26.13, 55.93, 61.86)
    assert [row[:2] for row in found[1:]] == [(977, 11.277), (1_518, 8.540), (1_309, 7.247)]
    activities = ask("select activity, count(*) from staging.stg_files__ticket_events group by 1 order by 2 desc")
    assert dict(activities[:3]) == {"8": 4278, "6": 4150, "1": 4144}


def test_ads_without_dates(ask: Any) -> None:
    figures = "sum(impressions), sum(clicks), round(sum(spend), 2), sum(leads), sum(conversions)"
    found = ask(f"""
        select campaign_id, count(*), {figures} from staging.stg_files__ad_spend
        where account_id = 'facebook_ads_kag' group by rollup (campaign_id) order by count(*)
    """)
    assert [(row[0], *map(float, row[1:])) for row in found] == [
        ("916", 54, 482_925, 113, 149.71, 58, 24),
        ("936", 464, 8_128_187, 1_984, 2_893.37, 537, 183),
        ("1178", 625, 204_823_716, 36_068, 55_662.15, 2_669, 872),
        (None, 1_143, 213_434_828, 38_165, 58_705.23, 3_264, 1_079),
    ]


def test_ads_whose_days_have_no_year(ask: Any) -> None:
    ads = "from staging.stg_files__ad_spend where account_id = 'display_ads_daily_2020'"
    money = "round(sum(spend), 2), round(sum(conversions_value), 2)"
    found = ask(f"select campaign_name, sum(impressions), sum(clicks), sum(conversions), {money} {ads} group by 1")
    assert {name: tuple(map(float, figures)) for name, *figures in found} == {
        "camp 1": (143_311_319, 1_409_136, 633_085, 150_688.58, 230_535.36),
        "camp 2": (45_492_269, 881_158, 13_767, 17_037.35, 34_890.42),
        "camp 3": (50_214_137, 202_543, 4_916, 7_467.07, 10_838.79),
    }
    by_month = ask(f"select month(date_day), sum(clicks), {money} {ads} group by 1 order by 1")
    assert [tuple(map(float, row)) for row in by_month] == [
        (4, 1_661_125, 88_816.15, 168_344.80),
        (5, 539_904, 55_581.46, 79_488.69),
        (6, 291_808, 30_795.39, 28_431.08),
    ]
    assert ask(f"select count(*), count(distinct date_day), count(*) - count(placement) {ads}") == [(15_408, 91, 413)]


def test_purchases_in_columns_of_blanks(ask: Any) -> None:
    cdnow = "from staging.stg_files__orders where account_id = 'cdnow_transactions'"
    totals = ask(f"select count(*), sum(quantity), sum(net), count(distinct customer_id) {cdnow}")
    assert [tuple(map(float, row)) for row in totals] == [(69_659, 167_881, 2_500_315.63, 23_570)]
    again = f"select count(*) filter (orders > 1) from (select count(*) as orders {cdnow} group by customer_id)"
    assert ask(again) == [(11_662,)]
    buyers = ask(
        f"select count(distinct customer_id) {cdnow} group by date_trunc('month', date_day) order by min(date_day)"
    )
    assert [count for (count,) in buyers] == [
        *(7846, 9633, 9524, 2822, 2214, 2339, 2180, 1772, 1739),
        *(1839, 2028, 1864, 1537, 1551, 2060, 1437, 1488, 1506),
    ]
    sample = "select count(distinct customer_id), sum(quantity), sum(net) from staging.stg_files__orders"
    assert [tuple(map(float, row)) for row in ask(f"{sample} where account_id = 'cdnow_sample'")] == [
        (2_357, 16_479, 244_091.94)
    ]


def test_posts_of_a_page(ask: Any) -> None:
    posts = "from staging.stg_files__social_posts where account_id = 'facebook_page_posts'"
    means = "round(avg(reach), 2), round(avg(impressions), 3), round(avg(engaged_users), 3)"
    assert ask(f"select sum(reach), count(*) filter (is_paid), {means} {posts}") == [
        (6_951_680, 139, 13_903.36, 29_585.948, 920.344)
    ]
    reactions = "round(avg(comments), 3), round(avg(likes), 3), round(avg(shares), 3)"
    assert ask(f"select {reactions}, sum(comments + coalesce(likes, 0) + coalesce(shares, 0)) {posts}") == [
        (7.482, 177.946, 27.266, 106_060)
    ]
    by_type = ask(f"select post_type, count(*), round(100.0 * sum(engaged_users) / sum(reach), 3) {posts} group by 1")
    assert {name: figures for name, *figures in by_type} == {
        "Photo": [426, 6.234],
        "Status": [45, 15.599],
        "Link": [22, 1.849],
        "Video": [7, 3.334],
    }
