"""The simulated company has figures that one would believe, and vendors that learn them bit by bit."""

import numpy as np
import pandas as pd
import pytest

from sandbox.company import Company
from sandbox.company.maturity import CURVES


def in_euros(company: Company) -> pd.Series:
    currency = company.ad_accounts.set_index("account_id")["currency"]
    level = company.fx.groupby("currency")["rate"].mean()
    rate = company.ad_days["account_id"].map(currency).map(level).fillna(1.0)
    return company.ad_days["spend"] / rate


def test_the_scorecard_looks_like_a_company(company: Company) -> None:
    ads, sessions, search, mails = company.ad_days, company.session_days, company.search_days, company.email_campaigns
    spend = in_euros(company)
    new = company.orders[
        (company.orders["customer_order_index"] == 0)
        & (company.orders["created_at"] >= pd.Timestamp(company.start, tz="UTC"))
    ]
    delivered = (mails["emails_sent"] - mails["hard_bounces"] - mails["soft_bounces"]).sum()
    satisfaction = company.tickets["satisfaction"].value_counts()
    cost_per_customer = spend.sum() / len(new)
    figures = {
        "ctr": (ads["clicks"].sum() / ads["impressions"].sum(), 0.008, 0.03),
        "cost_per_click": (spend.sum() / ads["clicks"].sum(), 0.3, 2.0),
        "return_on_ad_spend": ((ads["conversion_value"] / ads["spend"] * spend).sum() / spend.sum(), 2, 6),
        "session_conversion_rate": (sessions["key_events"].sum() / sessions["sessions"].sum(), 0.015, 0.03),
        "csat": (satisfaction["good"] / (satisfaction["good"] + satisfaction["bad"]), 0.85, 0.91),
        "click_rate": (mails["unique_subscriber_clicks"].sum() / delivered, 0.02, 0.03),
        "delivery_rate": (delivered / mails["emails_sent"].sum(), 0.98, 0.99),
        "complaint_rate": (mails["abuse_reports"].sum() / delivered, 0.0002, 0.0004),
        "organic_ctr": (search["clicks"].sum() / search["impressions"].sum(), 0.03, 0.05),
        "ltv_to_cac": (company.customers["amount_spent"].mean() / cost_per_customer, 3, 12),
        "over_attribution": (ads["conversions"].sum() / len(company.orders), 0.3, 0.9),
    }
    wrong = {name: value for name, (value, least, most) in figures.items() if not least <= value <= most}
    assert not wrong


@pytest.mark.parametrize(
    ("table", "least", "most"),
    [
        ("ad_days", 200, 260),
        ("session_days", 250, 400),
        ("search_days", 250, 350),
        ("orders", 50, 80),
        ("contacts", 10, 20),
        ("tickets", 20, 35),
    ],
)
def test_a_day_has_a_demos_size(company: Company, table: str, least: int, most: int) -> None:
    assert least <= len(getattr(company, table)) / company.days <= most


def test_promotions_and_weekdays_are_felt(company: Company) -> None:
    orders = company.orders.groupby(company.orders["created_at"].dt.tz_localize(None).dt.normalize()).size()
    assert orders["2025-11-28":"2025-12-01"].mean() > 1.4 * orders["2025-11-10":"2025-11-20"].mean()  # type: ignore[misc]
    contacts = company.contacts.groupby(company.contacts["created_at"].dt.dayofweek).size()
    assert contacts[[5, 6]].mean() < 0.6 * contacts[[0, 1, 2, 3, 4]].mean()


@pytest.mark.parametrize("curve", CURVES)
def test_vendors_learn_more_with_every_day_until_all_is_known(company: Company, curve: str) -> None:
    shares = company.known_share(np.arange(0, 60), curve)
    assert shares[0] == 0
    assert 0.5 < shares[1] < 1
    assert (np.diff(shares) >= 0).all()
    settled = CURVES[curve].settled_days
    assert shares[settled - 1] < 1
    assert (shares[settled:] == 1).all()
    assert company.known_share(settled, curve) == 1.0
