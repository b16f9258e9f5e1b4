"""Subscriptions and wholesale have one past, know no future, and one thing leads to another."""

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest

from sandbox.company import Company
from sandbox.company.subscriptions import PLANS, PRICES

TODAY = date(2026, 11, 25)
THINGS = {
    "subscription_invoices": ("invoice_id", "updated_at"),
    "machine_sales": ("sale_id", "sold_at"),
    "wholesale_leads": ("lead_id", "updated_at"),
    "wholesale_opportunities": ("opportunity_id", "updated_at"),
    "wholesale_moves": ("move_id", "moved_at"),
}


def moment(day: date) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC")


@pytest.mark.parametrize("table", THINGS)
def test_things_that_nothing_happened_to_are_the_same_a_week_later(
    company: Company, later: Company, table: str
) -> None:
    key, updated = THINGS[table]
    now, then = (getattr(each, table).set_index(key).sort_index() for each in (company, later))
    untouched = then[then[updated] < moment(TODAY)]
    assert len(untouched) > 50
    pd.testing.assert_frame_equal(now.loc[untouched.index], untouched)
    born = now[now[updated] >= moment(later.start)].index
    assert set(born) <= set(then.index)


@pytest.mark.parametrize("table", THINGS)
def test_a_shorter_history_tells_the_same_things(company: Company, table: str) -> None:
    key, updated = THINGS[table]
    short = Company(TODAY, days=40)
    told = getattr(company, table)
    expected = told[told[updated] >= moment(short.start)].set_index(key).sort_index()
    pd.testing.assert_frame_equal(getattr(short, table).set_index(key).sort_index(), expected)


def test_the_same_subscriptions_run_whatever_the_history(company: Company) -> None:
    short = Company(TODAY, days=40).office_subscriptions.set_index("subscription_id").sort_index()
    told = company.office_subscriptions.set_index("subscription_id").sort_index()
    running = short[short["ended_at"].isna()]
    assert len(running) > 80
    pd.testing.assert_frame_equal(told[told["ended_at"].isna()], running)


def test_invoices_bill_what_their_subscription_costs(company: Company) -> None:
    of = company.office_subscriptions.set_index("subscription_id")
    bills = company.subscription_invoices
    bills = bills[bills["subscription_id"].isin(of.index) & (bills["reason"] != "update")]
    owner = of.loc[bills["subscription_id"]].reset_index()
    price = dict(zip(PLANS, PRICES, strict=True))
    assert (bills["subtotal"].to_numpy() == bills["plan"].map(price).to_numpy() * bills["quantity"].to_numpy()).all()
    assert (bills["discount"].gt(0).to_numpy() == owner["coupon"].gt(0).to_numpy()).all()
    newest = bills.sort_values("created_at").groupby("subscription_id").tail(1).set_index("subscription_id")
    still = of[of["ended_at"].isna() & (of["upgraded_at"].isna())]
    both = newest.index.intersection(still.index)
    assert (newest.loc[both, "plan"] == of.loc[both, "plan"]).all()
    assert (bills["created_at"].to_numpy() >= owner["started_at"].to_numpy()).all()
    ended = owner["ended_at"].notna().to_numpy()
    assert (bills["created_at"].to_numpy()[ended] < owner["ended_at"].to_numpy()[ended]).all()


def test_money_goes_back_only_after_it_came(company: Company) -> None:
    bills = company.subscription_invoices
    back = bills.dropna(subset=["refunded_at"])
    assert (back["refunded_at"] > back["paid_at"]).all()
    assert (back["refund"] <= back["total"]).all()
    assert (bills["refund"].gt(0) == bills["refunded_at"].notna()).all()
    assert 0.03 < len(back) / len(bills) < 0.10
    disputed = bills.dropna(subset=["disputed_at"])
    assert (disputed["disputed_at"] > disputed["paid_at"]).all()
    assert bills[["failed_at", "paid_at", "refunded_at", "disputed_at"]].max().max() < moment(TODAY)


def test_a_lead_of_wholesale_goes_from_stage_to_stage_into_its_opportunity(company: Company) -> None:
    leads = company.wholesale_leads
    for earlier, following in pairwise(["created_at", "contacted_at", "qualified_at", "converted_at"]):
        reached = leads[leads[following].notna()]
        assert (reached[earlier] <= reached[following]).all()
    assert not (leads["deleted_at"].notna() & leads["contacted_at"].notna()).any()
    deals = company.wholesale_opportunities.set_index("opportunity_id")
    converted = leads.dropna(subset=["converted_at"]).set_index("opportunity_id")["converted_at"]
    assert (deals.loc[converted.index, "created_at"] == converted).all()
    assert (deals["is_closed"] == deals["stage"].str.startswith("Closed")).all()
    assert (deals["is_won"] == deals["stage"].eq("Closed Won")).all()
    moves = company.wholesale_moves
    newest = moves.sort_values("moved_at").groupby("opportunity_id").tail(1).set_index("opportunity_id")["stage"]
    assert (deals.loc[newest.index, "stage"] == newest).all()
    assert deals["created_at"].min() >= moment(company.start - timedelta(days=200))
