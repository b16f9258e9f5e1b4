"""What SEO tools see of the company has one past, too, and a search update shows in it."""

from datetime import date

import pandas as pd
import pytest

from sandbox.company import Company
from sandbox.company.rankings import COMPETITORS, Visibility

TODAY = date(2026, 11, 25)
OWN = "torrefino.example"
ORDER = ["domain", "date"]


def shared(seen: Visibility, table: str, since: date, until: date) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(seen, table)
    frame = frame[(frame["date"] >= pd.Timestamp(since)) & (frame["date"] < pd.Timestamp(until))]
    return frame.sort_values([name for name in (*ORDER, "market", "keyword") if name in frame], ignore_index=True)


@pytest.mark.parametrize("table", ["days", "links", "keywords"])
def test_neither_today_nor_the_length_of_history_changes_a_day(company: Company, later: Company, table: str) -> None:
    whole = shared(company.visibility, table, later.start, TODAY)
    pd.testing.assert_frame_equal(whole, shared(later.visibility, table, later.start, TODAY))
    short = Company(TODAY, days=40)
    pd.testing.assert_frame_equal(
        shared(company.visibility, table, short.start, TODAY), shared(short.visibility, table, short.start, TODAY)
    )


def test_keywords_by_position_add_up(company: Company) -> None:
    days = company.visibility.days
    bands = [name for name in days if name.startswith("top_")]
    assert (days[bands].sum(axis=1) == days["keywords"]).all()
    assert set(days["domain"]) == {OWN, *COMPETITORS}


def test_a_search_update_costs_the_company_rankings_and_traffic_and_its_competitors_none(company: Company) -> None:
    days = company.visibility.days.set_index("date")
    updates = company.incidents
    updates = updates[(updates["kind"] == "algorithm_update") & (updates["starts"] >= pd.Timestamp(company.start))]
    assert len(updates) >= 2
    for each in updates.itertuples(index=False):
        for domain in (OWN, *COMPETITORS):
            mine = days[(days["domain"] == domain) & (days["market"] == "de")]
            before = mine[each.starts - pd.Timedelta(days=15) : each.starts - pd.Timedelta(days=1)]
            during = mine[each.starts + pd.Timedelta(days=10) : each.ends]
            if during.empty:
                continue
            change = (
                during[["top_1_3", "top_4_10"]].sum(axis=1).mean() / before[["top_1_3", "top_4_10"]].sum(axis=1).mean()
            )
            assert change < 0.99 if domain == OWN else change > 0.99, f"{domain}: {change:.3f}"
