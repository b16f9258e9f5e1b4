"""Real files, through the whole pipeline, give at the KPIs the figures that are known of them.

The expected figures are those of the README beside each data set, to the digits printed there. All data sets are
loaded together, as the files of one company would be: USD is what most of them are in, so USD is what is reported.
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.load import load
from connectors.sources.files import SOURCE, FilesSettings, connect
from tests.dbt_runs import Warehouse, private_warehouse
from tests.real_data.layouts import drop
from tests.real_data.rates import HISTORY, load_rates

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOGETHER = (
    "olist_marketing_funnel",
    "olist_orders_sample",
    "helpdesk_log",
    "facebook_ads_kag",
    "display_ads_daily_2020",
    "cdnow_transactions",
    "facebook_page_posts",
)
CDNOW, OLIST = ("1997-01-01", "1998-06-30"), ("2016-09-01", "2018-12-31")
KAG, DISPLAY = ("2017-08-30", "2017-08-30"), ("2020-04-01", "2020-06-30")


def dropped(shared: Path, home: Path, *names: str, currency: str) -> Warehouse:
    """A warehouse whose lake holds the named data sets and nothing else."""
    warehouse = private_warehouse(home, currency=currency, today=TODAY)
    for name in names:
        drop(shared, warehouse.data / "drop", name)
    loads = load(SOURCE, connect(FilesSettings(folder=warehouse.data / "drop")), warehouse.lake, NOON)
    assert [str(one) for one in loads if one.error] == []
    return warehouse


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("together")
    warehouse = dropped(shared, home, *TOGETHER, currency="USD")
    loads = load_rates(shared, home, warehouse.lake, (2016, 2017, 2018))  # all that is in BRL
    assert [str(one) for one in loads if one.error] == []
    run = warehouse.build()
    assert run.succeeded, run.said
    with warehouse.reading() as connection:
        yield connection


@pytest.fixture
def ask(built: duckdb.DuckDBPyConnection) -> Callable[[str], list[Any]]:
    return lambda sql: built.sql(sql).fetchall()


@pytest.fixture
def kpi(built: duckdb.DuckDBPyConnection) -> Callable[..., dict[str, tuple[float, float | None]]]:
    """Numerator and denominator of each member of a KPI's dimension, added up over the days of a span."""

    def added_up(
        name: str, dimension: str = "total", span: tuple[str, str] = ("1990-01-01", "2026-12-31")
    ) -> dict[str, tuple[float, float | None]]:
        rows = built.execute(
            "select member, sum(numerator), sum(denominator) from reporting.kpi_daily "
            "where kpi = ? and dimension = ? and date_day between ? and ? group by member",
            [name, dimension, *span],
        ).fetchall()
        return {member: (numerator, denominator) for member, numerator, denominator in rows}

    return added_up


@pytest.fixture
def value(kpi: Any) -> Callable[..., float]:
    """The one figure of a KPI over a span."""

    def divided(name: str, span: tuple[str, str] = ("1990-01-01", "2026-12-31")) -> float:
        numerator, denominator = kpi(name, span=span)["total"]
        return float(numerator if denominator is None else numerator / denominator)

    return divided


def test_leads_are_won_and_take_their_time_by_origin(ask: Any, kpi: Any, value: Any) -> None:
    figures = ask("""
        with added_up as (
            select kpi, member, sum(numerator) as numerator, sum(denominator) as denominator
            from reporting.kpi_daily where dimension = 'source' group by kpi, member
        )
        select
            leads.member, leads.numerator, won.numerator, round(100 * won.numerator / won.denominator, 2),
            round(days.numerator / days.denominator, 1)
        from added_up as leads
        inner join added_up as won on leads.member = won.member and won.kpi = 'lead_win_rate'
        inner join added_up as days on leads.member = days.member and days.kpi = 'days_to_close'
        where leads.kpi = 'leads'
        order by 2 desc
    """)
    assert figures == [
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
        ("(none)", 60, 14, 23.33, 49.2),
    ]
    assert value("leads") == 8_000
    assert kpi("lead_win_rate")["total"] == (842, 8_000)
    assert round(100 * value("lead_win_rate"), 3) == 10.525
    assert round(value("days_to_close"), 2) == 48.44


def test_leads_and_those_won_of_them_by_month(ask: Any) -> None:
    by_month = ask("""
        select strftime(date_day, '%Y-%m'), sum(denominator), sum(numerator)
        from reporting.kpi_daily where kpi = 'lead_win_rate' and dimension = 'total' group by 1 order by 1
    """)
    assert by_month == [
        *(("2017-06", 4, 0), ("2017-07", 239, 2), ("2017-08", 386, 9), ("2017-09", 312, 7), ("2017-10", 416, 14)),
        *(("2017-11", 445, 18), ("2017-12", 200, 11), ("2018-01", 1141, 152), ("2018-02", 1028, 149)),
        *(("2018-03", 1174, 167), ("2018-04", 1352, 183), ("2018-05", 1303, 130)),
    ]


def test_orders_in_another_currency_keep_it_and_are_reported_at_the_rate_of_their_day(
    ask: Any, value: Any, shared: Path
) -> None:
    olist = "from marts.fct_orders where account_id = 'olist_orders_sample'"
    ((orders, counted, goods, currencies),) = ask(
        f"select count(*), count(*) filter (is_counted), sum(net_revenue), count(distinct currency) {olist}"
    )
    assert (orders, counted, f"{goods:.2f}", currencies) == (8_135, 8_135 - 625, "1093264.35", 1)
    assert value("revenue", OLIST) == pytest.approx(_olist_in_usd(shared), abs=0.01)


def _olist_in_usd(shared: Path) -> float:
    """Goods of the orders that were not cancelled, converted here from the files themselves."""
    with gzip.open(shared / HISTORY, "rt") as file:
        published = {date.fromisoformat(row["Date"]): row for row in csv.DictReader(file)}
    folder = shared / "data" / "olist_orders_sample"
    with gzip.open(folder / "olist_orders_dataset.csv.gz", "rt") as file:
        ordered = {
            row["order_id"]: date.fromisoformat(row["order_purchase_timestamp"][:10])
            for row in csv.DictReader(file)
            if row["order_status"] != "canceled"
        }
    total = 0.0
    with gzip.open(folder / "olist_order_items_dataset.csv.gz", "rt") as file:
        for line in csv.DictReader(file):
            if line["order_id"] in ordered:
                day = ordered[line["order_id"]]
                rates = next(published[day - timedelta(n)] for n in range(8) if day - timedelta(n) in published)
                total += float(line["price"]) * float(rates["USD"]) / float(rates["BRL"])
    return total


def test_payments_and_reviews_of_orders(ask: Any) -> None:
    ((orders, paid),) = ask("""
        select count(distinct orders.order_id), sum(payments.amount)
        from marts.fct_orders as orders inner join staging.stg_files__order_payments as payments using (order_id)
    """)
    assert (orders, f"{paid:.2f}") == (8_135, "1428602.81")
    scores = "select count(*), round(avg(score), 4), round(100 * avg(cast(score >= 4 as int)), 2) "
    assert ask(f"{scores} from marts.fct_order_reviews") == [(8_225, 3.2716, 55.17)]
    delivered = "inner join staging.stg_files__orders as orders using (order_id) where orders.status = 'delivered'"
    assert ask(f"select round(avg(score), 3) from marts.fct_order_reviews {delivered}") == [(4.138,)]


def test_tickets_out_of_a_log_of_events(ask: Any, kpi: Any, value: Any) -> None:
    assert value("tickets_created") == value("tickets_solved") == 3_804
    assert round(value("resolution_time"), 3) == 8.798
    by_year = ask("""
        select year(date_day), sum(numerator) from reporting.kpi_daily
        where kpi = 'tickets_created' and dimension = 'total' group by 1 order by 1
    """)
    assert by_year == [(2010, 977), (2011, 1_518), (2012, 1_309)]
    days = "full_resolution_minutes / 1440"
    found = ask(f"""
        select round(avg({days}), 3), round(median({days}), 3), round(quantile_cont({days}, 0.9), 2),
            round(max({days}), 2), round(100 * avg(cast({days} <= 7 as int)), 2)
        from marts.fct_tickets group by rollup (year(date_day)) order by year(date_day) nulls first
    """)
    assert found[0] == (8.798, 3.928, 26.13, 55.93, 61.86)
    assert [row[0] for row in found[1:]] == [11.277, 8.540, 7.247]


def test_the_backlog_of_a_log_ends_when_its_last_ticket_is_solved(ask: Any) -> None:
    stock = "from reporting.kpi_daily where kpi = 'backlog' and dimension = 'total'"
    assert ask(f"select numerator {stock} order by date_day desc limit 1") == [(0,)]
    assert ask(f"select count(*) filter (numerator < 0) {stock}") == [(0,)]


def test_social_ads_by_campaign(kpi: Any, value: Any) -> None:
    spend, sales = kpi("social_ad_spend", "campaign", KAG), kpi("social_ad_conversions", "campaign", KAG)
    cost = kpi("social_ad_cost_per_acquisition", "campaign", KAG)
    assert {
        campaign: (round(spend[campaign][0], 2), sales[campaign][0], round(paid / won, 2))
        for campaign, (paid, won) in cost.items()
    } == {"916": (149.71, 24, 6.24), "936": (2_893.37, 183, 15.81), "1178": (55_662.15, 872, 63.83)}
    assert round(value("social_ad_spend", KAG), 2) == 58_705.23
    assert value("social_ad_impressions", KAG) == 213_434_828
    assert value("social_ad_conversions", KAG) == 1_079
    assert round(value("social_ad_cost_per_acquisition", KAG), 2) == 54.41
    assert round(100 * value("social_ad_ctr", KAG), 5) == 0.01788
    assert round(value("social_ad_cost_per_mille", KAG), 4) == 0.2750


def test_ads_without_a_click_cost_what_they_cost(ask: Any) -> None:
    per_click = ask("select round(sum(spend) / sum(clicks), 4) from marts.fct_ads_daily where platform = 'facebook'")
    assert [float(figure) for (figure,) in per_click] == [1.5382]


def test_display_ads_by_campaign_and_month(kpi: Any, value: Any) -> None:
    rates = kpi("search_ad_conversion_rate", "campaign", DISPLAY)
    assert {name: round(100 * won / clicks, 2) for name, (won, clicks) in rates.items()} == {
        "camp 1": 44.93,
        "camp 2": 1.56,
        "camp 3": 2.43,
    }
    values = kpi("search_ad_return_on_ad_spend", "campaign", DISPLAY)
    assert {name: (round(revenue, 2), round(spend, 2)) for name, (revenue, spend) in values.items()} == {
        "camp 1": (230_535.36, 150_688.58),
        "camp 2": (34_890.42, 17_037.35),
        "camp 3": (10_838.79, 7_467.07),
    }
    assert round(value("search_ad_spend", DISPLAY), 2) == 175_193.00
    assert (value("search_ad_clicks", DISPLAY), value("search_ad_conversions", DISPLAY)) == (2_492_837, 651_768)
    assert round(100 * value("search_ad_ctr", DISPLAY), 3) == 1.043
    assert round(value("search_ad_cost_per_click", DISPLAY), 4) == 0.0703
    assert round(100 * value("search_ad_conversion_rate", DISPLAY), 2) == 26.15
    assert round(value("search_ad_cost_per_acquisition", DISPLAY), 4) == 0.2688
    assert round(value("search_ad_return_on_ad_spend", DISPLAY), 3) == 1.577
    months = [("2020-04-01", "2020-04-30"), ("2020-05-01", "2020-05-31"), ("2020-06-01", "2020-06-30")]
    assert [(value("search_ad_clicks", month), round(value("search_ad_spend", month), 2)) for month in months] == [
        (1_661_125, 88_816.15),
        (539_904, 55_581.46),
        (291_808, 30_795.39),
    ]


def test_campaigns_of_all_platforms_are_one_total(kpi: Any) -> None:
    spend = {name: round(total, 2) for name, (total, _) in kpi("total_spend", "platform").items()}
    assert spend == {"facebook": 58_705.23, "display_network": 175_193.00}
    assert round(kpi("total_spend")["total"][0], 2) == round(58_705.23 + 175_193.00, 2)


def test_customers_who_come_back(kpi: Any, value: Any) -> None:
    assert kpi("repeat_purchase_rate", span=CDNOW)["total"] == (11_662, 23_570)
    assert round(100 * value("repeat_purchase_rate", CDNOW), 3) == 49.478
    cohorts = [("1997-01-01", "1997-01-31"), ("1997-02-01", "1997-02-28"), ("1997-03-01", "1997-03-31")]
    assert [kpi("repeat_purchase_rate", span=month)["total"][1] for month in cohorts] == [7_846, 8_476, 7_248]
    assert kpi("orders_per_customer", span=CDNOW)["total"] == (69_659, 23_570)


def test_what_customers_are_worth(kpi: Any, value: Any) -> None:
    assert round(value("average_order_value", CDNOW), 4) == 35.8936
    assert round(value("customer_lifetime_value", CDNOW), 4) == 106.0804
    assert round(value("revenue", CDNOW), 2) == 2_500_315.63
    assert kpi("average_order_value", span=CDNOW)["total"][1] == 69_659  # 80 of them of 0.00
    months = [("1997-01-01", "1997-01-31"), ("1997-03-01", "1997-03-31"), ("1998-03-01", "1998-03-31")]
    assert [round(value("revenue", month), 2) for month in months] == [299_060.17, 393_155.27, 108_970.15]


def test_active_customers_of_28_days_are_those_of_february(ask: Any, kpi: Any) -> None:
    february = [kpi("active_customers", span=(day, day))["total"][0] for day in ("1997-02-28", "1998-02-28")]
    assert february == [9_633, 1_551]
    buyers = ask("""
        select count(distinct customer_key) from marts.fct_orders where account_id = 'cdnow_transactions'
        group by date_trunc('month', date_day) order by min(date_day)
    """)
    assert [count for (count,) in buyers] == [
        *(7846, 9633, 9524, 2822, 2214, 2339, 2180, 1772, 1739),
        *(1839, 2028, 1864, 1537, 1551, 2060, 1437, 1488, 1506),
    ]


def test_posts_of_a_page(ask: Any) -> None:
    posts = "from marts.fct_social_posts where account_id = 'facebook_page_posts'"
    assert ask(f"select count(*), sum(reach), count(*) filter (is_paid) {posts}") == [(500, 6_951_680, 139)]
    means = "round(avg(reach), 2), round(avg(impressions), 3), round(avg(comments), 3), round(avg(likes), 3)"
    assert ask(f"select {means}, round(avg(shares), 3) {posts}") == [(13_903.36, 29_585.948, 7.482, 177.946, 27.266)]
    assert dict(ask(f"select post_type, count(*) {posts} group by 1")) == {
        "Photo": 426,
        "Status": 45,
        "Link": 22,
        "Video": 7,
    }


def test_kpis_that_no_file_feeds_have_no_rows(ask: Any) -> None:
    fed = {name for (name,) in ask("select distinct kpi from reporting.kpi_daily")}
    assert fed.isdisjoint({"organic_clicks", "open_rate", "frequency", "sessions", "list_growth"})
    unknown = "select count(*) from reporting.kra_scorecard where kpi = 'organic_clicks' and value is null"
    assert ask(unknown) == [(1,)]


def test_money_of_a_day_without_a_rate_stops_the_run_and_names_currency_and_day(shared: Path, tmp_path: Path) -> None:
    before_the_euro = dropped(shared, tmp_path, "cdnow_transactions", currency="EUR")
    run = before_the_euro.dbt("run", "--select", "+fct_orders", "--quiet")
    assert not run.succeeded
    assert re.search(r"No exchange rate from USD to EUR on 199[78]-\d\d-\d\d; load ecb/rates", run.said)
