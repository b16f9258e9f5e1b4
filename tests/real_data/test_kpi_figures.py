"""Real files, through the whole pipeline, give at the KPIs the figures that are known of them.

The expected figures are those of figures.yml, to the digits printed there. All data sets are loaded together, as the
files of one company would be: USD is what most of them are in, so USD is what is reported. What would get in each
other's way is loaded apart, and of the models only those of the KPIs that are asked for are built.
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from connectors.load import load
from connectors.sources.files import SOURCE, FilesSettings, connect
from tests.dbt_runs import Warehouse, private_warehouse
from tests.real_data.figures import FIGURES, LEFT, Figures
from tests.real_data.layouts import DATA_SETS, drop
from tests.real_data.rates import HISTORY, load_rates

TODAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
APART = {"olist_all_orders": "BRL", "display_ads_by_placement": "USD", "cdnow_sample": "USD"}
"""Data sets in a warehouse of their own, and the currency in which it reports."""
TOGETHER = ["olist_reviews", *(name for name in DATA_SETS if name not in APART)]
OLIST = ("2016-09-01", "2018-12-31")
MEMBERS = {"": "'total'", "month": "strftime(date_day, '%Y-%m')"}


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


@pytest.fixture(scope="module")
def apart(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """By currency, a warehouse with only the KPIs that are asked of it."""
    kpis = {figures.kpi for figures in FIGURES if figures.apart}
    connections = {}
    for currency in sorted(set(APART.values())):
        names = [name for name, reported in APART.items() if reported == currency]
        warehouse = dropped(shared, tmp_path_factory.mktemp(currency), *names, currency=currency)
        run = warehouse.dbt("run", "--select", *(f"+{kpi}" for kpi in sorted(kpis)), "--quiet")
        assert run.succeeded, run.said
        path = str(warehouse.data / "warehouse" / "kadran.duckdb")
        connections[currency] = duckdb.connect(path, read_only=True)
    yield connections
    for connection in connections.values():
        connection.close()


def summed(connection: duckdb.DuckDBPyConnection, table: str, figures: Figures) -> Mapping[str, tuple[float, Any]]:
    """Numerator and denominator of each member, added up over the days."""
    member = MEMBERS.get(figures.by, "member")
    rows = connection.execute(
        f"select {member}, sum(numerator), sum(denominator) from {table} "
        "where kpi = ? and dimension = ? and date_day between ? and ? group by 1",
        [figures.kpi, "total" if figures.by in MEMBERS else figures.by, *figures.span],
    ).fetchall()
    return {name: (numerator, denominator) for name, numerator, denominator in rows}


def printed(figures: Figures, numerator: float, denominator: float | None, text: str) -> bool:
    """Whether the figure is the printed one, to its digits."""
    value = {"numerator": numerator, "denominator": denominator}.get(figures.part)
    if value is None:
        value = numerator if denominator is None else numerator / denominator
    expected = Decimal(text.replace(",", ""))
    return Decimal(str(value * figures.times)).quantize(expected, ROUND_HALF_UP) == expected


def reported(figures: Figures) -> str:
    return "BRL" if figures.data_set == "olist_orders_sample" else "USD"


@pytest.mark.parametrize("figures", FIGURES, ids=lambda each: f"{each.data_set}: {each.what}")
def test_a_kpi_comes_to_the_published_figures(figures: Figures, request: pytest.FixtureRequest) -> None:
    if figures.apart:
        found = summed(request.getfixturevalue("apart")[reported(figures)], f"kpis.{figures.kpi}", figures)
    else:
        found = summed(request.getfixturevalue("built"), "reporting.kpi_daily", figures)
    told = {(name if figures.by else ""): parts for name, parts in found.items()}
    wrong = {
        name: (text, told.get(name))
        for name, text in figures.expected.items()
        if name not in told or not printed(figures, *told[name], text)
    }
    assert figures.expected
    assert wrong == {}


def test_the_expected_figures_are_those_that_each_data_set_prints(shared: Path) -> None:
    for figures in FIGURES:
        readme = (shared / "data" / figures.data_set / "README.md").read_text()
        numbers = set(re.findall(r"\d[\d,]*(?:\.\d+)?", readme.replace(", ", " ; ")))
        assert {text for text in figures.expected.values() if text not in numbers} == set(), figures.what


def test_every_data_set_is_reproduced_or_says_why_not(shared: Path) -> None:
    folders = {path.name for path in (shared / "data").iterdir() if path.is_dir()}
    assert folders == {each.data_set for each in [*FIGURES, *LEFT]}


@pytest.fixture
def value(built: duckdb.DuckDBPyConnection) -> Callable[..., float]:
    """The one figure of a KPI over a span."""

    def divided(name: str, span: tuple[str, str]) -> float:
        numerator, denominator = summed(built, "reporting.kpi_daily", Figures("", "", name, span=span))["total"]
        return float(numerator if denominator is None else numerator / denominator)

    return divided


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


def test_tickets_out_of_a_log_of_events(ask: Any) -> None:
    days = "full_resolution_minutes / 1440"
    found = ask(f"""
        select round(avg({days}), 3), round(median({days}), 3), round(quantile_cont({days}, 0.9), 2),
            round(max({days}), 2), round(100 * avg(cast({days} <= 7 as int)), 2)
        from marts.fct_tickets where account_id = 'helpdesk_log'
        group by rollup (year(date_day)) order by year(date_day) nulls first
    """)
    assert found[0] == (8.798, 3.928, 26.13, 55.93, 61.86)
    assert [row[0] for row in found[1:]] == [11.277, 8.540, 7.247]


def test_the_backlog_of_a_log_ends_when_its_last_ticket_is_solved(ask: Any) -> None:
    stock = "from reporting.kpi_daily where kpi = 'backlog' and dimension = 'total'"
    assert ask(f"select numerator {stock} order by date_day desc limit 1") == [(0,)]
    assert ask(f"select count(*) filter (numerator < 0) {stock}") == [(0,)]


def test_ads_without_a_click_cost_what_they_cost(ask: Any) -> None:
    per_click = ask("select round(sum(spend) / sum(clicks), 4) from marts.fct_ads_daily where platform = 'facebook'")
    assert [float(figure) for (figure,) in per_click] == [1.5382]


def test_campaigns_of_all_platforms_are_one_total(built: duckdb.DuckDBPyConnection) -> None:
    by_platform, total = (
        summed(built, "reporting.kpi_daily", Figures("", "", "total_spend", by=by)) for by in ("platform", "")
    )
    spend = {name: round(amount, 2) for name, (amount, _) in by_platform.items()}
    assert spend == {"facebook": 58_705.23, "display_network": 175_193.00, "google": 635_372.0}
    assert round(total["total"][0], 2) == round(sum(spend.values()), 2)


def test_posts_of_a_page(ask: Any) -> None:
    posts = "from marts.fct_social_posts where account_id = 'facebook_page_posts'"
    assert ask(f"select count(*), sum(reach), count(*) filter (is_paid) {posts}") == [(500, 6_951_680, 139)]
    means = "round(avg(reach), 2), round(avg(impressions), 3), round(avg(comments), 3), round(avg(likes), 3)"
    assert ask(f"select {means}, round(avg(shares), 3) {posts}") == [(13_903.36, 29_585.948, 7.482, 177.946, 27.266)]


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
