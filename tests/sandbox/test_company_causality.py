"""In the simulated company one thing leads to another: what one table says, no other contradicts."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from sandbox.company import Company


def moment(day: date) -> pd.Timestamp:
    return pd.Timestamp(day, tz="UTC")


def test_keywords_add_up_to_the_search_ads(company: Company) -> None:
    keys = ["date", "ad_group_id", "device"]
    measures = ["impressions", "clicks", "spend", "conversions", "conversion_value"]
    searching = company.campaigns[company.campaigns["kind"].str.startswith("search")]["campaign_id"]
    ads = company.ad_days[company.ad_days["campaign_id"].isin(searching)].groupby(keys)[measures].sum()
    words = company.keyword_days.groupby(keys)[measures].sum()
    pd.testing.assert_frame_equal(words, ads, check_exact=False, atol=1e-6)
    assert (company.keyword_days["clicks"] <= company.keyword_days["impressions"]).all()


def test_search_terms_stay_below_their_keywords(company: Company) -> None:
    keys = ["date", "criterion_id", "device"]
    measures = ["impressions", "clicks", "spend"]
    words = company.keyword_days.set_index(keys)[measures]
    terms = company.search_term_days.groupby(keys)[measures].sum()
    assert (terms <= words.loc[terms.index] + 1e-9).all().all()
    assert 0.80 < terms["clicks"].sum() / words["clicks"].sum() < 0.99


def test_visits_from_ads_are_clicks_that_arrived(company: Company) -> None:
    paid = company.session_days[company.session_days["campaign_id"] != "(not set)"]
    sessions = paid.groupby(["date", "campaign_id"])["sessions"].sum()
    clicks = company.ad_days.groupby(["date", "campaign_id"])["clicks"].sum()
    arrived = sessions.reindex(clicks.index, fill_value=0)
    assert (arrived <= clicks).all()
    assert 0.75 < arrived.sum() / clicks.sum() < 0.92


def test_visits_from_search_are_clicks_in_search(company: Company) -> None:
    google = company.session_days.query("source == 'google' and medium == 'organic'")
    sessions, clicks = google.groupby("date")["sessions"].sum(), company.search_days.groupby("date")["clicks"].sum()
    assert (sessions <= clicks).all()
    assert 0.70 < sessions.sum() / clicks.sum() < 0.90


def test_the_analytics_counts_most_orders_and_no_more(company: Company) -> None:
    real = company.orders[~company.orders["is_test"]]
    sold = real.groupby(real["created_at"].dt.tz_localize(None).dt.normalize()).size()
    told = company.session_days.groupby("date")["purchases"].sum()
    assert (told <= sold.loc[told.index]).all()
    assert 0.70 < told.sum() / sold.loc[told.index].sum() < 0.98


def test_leads_on_the_site_become_contacts(company: Company) -> None:
    web = company.contacts[company.contacts["source"] != "OFFLINE"]
    created = web.groupby(web["created_at"].dt.tz_localize(None).dt.normalize()).size()
    leads = company.session_days.groupby("date")["leads"].sum()
    assert (leads <= created.reindex(leads.index, fill_value=0)).all()


def test_key_events_are_leads_and_purchases_of_engaged_sessions(company: Company) -> None:
    sessions = company.session_days
    assert (sessions["key_events"] == sessions["leads"] + sessions["purchases"]).all()
    assert (sessions["key_events"] <= sessions["engaged_sessions"]).all()
    assert (sessions["engaged_sessions"] <= sessions["sessions"]).all()
    assert (sessions["new_users"] <= sessions["users"]).all()
    assert (sessions["users"] <= sessions["sessions"]).all()
    assert ((sessions["revenue"] > 0) == (sessions["purchases"] > 0)).all()


def test_mails_bring_the_visits_and_orders_that_carry_their_campaign(company: Company) -> None:
    mails = company.email_campaigns.set_index("utm_campaign")
    sessions = company.session_days.query("medium == 'email'").groupby("campaign_name")["sessions"].sum()
    whole = mails.index[mails["sent_at"].between(moment(company.start), moment(company.today - timedelta(days=7)))]
    assert (sessions.loc[whole] <= mails.loc[whole, "clicks_total"]).all()
    real = company.orders[~company.orders["is_test"]]
    per_mail = real.groupby("utm_campaign").size().reindex(mails.index, fill_value=0)
    assert (per_mail == mails["orders"]).all()
    assert per_mail.sum() > 0.98 * (real["utm_medium"] == "email").sum()
    assert (mails["unique_subscriber_clicks"] <= mails["unique_opens"]).all()


def test_members_of_a_list_are_those_of_yesterday_and_todays_movements(company: Company) -> None:
    moved = company.list_days.groupby("list_id")[["subs", "other_adds", "unsubs", "other_removes", "hard_bounce"]].sum()
    grown = moved["subs"] + moved["other_adds"] - moved["unsubs"] - moved["other_removes"] - moved["hard_bounce"]
    before = Company(company.start, days=1).lists.set_index("list_id")["member_count"]
    assert (before + grown == company.lists.set_index("list_id")["member_count"]).all()


def test_an_order_is_the_sum_of_its_lines(company: Company) -> None:
    lines = company.order_lines
    of_lines = (lines["price"] * lines["quantity"] - lines["discount"]).groupby(lines["order_id"]).sum()
    orders = company.orders.set_index("order_id")
    np.testing.assert_allclose(of_lines.loc[orders.index], orders["subtotal"], atol=0.005)
    np.testing.assert_allclose(orders["subtotal"] + orders["shipping"], orders["total"], atol=0.005)
    discounts = lines.groupby("order_id")["discount"].sum()
    np.testing.assert_allclose(discounts.loc[orders.index], orders["discounts"], atol=0.005)


def test_refunds_are_of_orders_and_show_in_their_status(company: Company) -> None:
    orders = company.orders.set_index("order_id")
    refunded = company.refunds.groupby("order_id")["amount"].sum()
    assert (refunded <= orders.loc[refunded.index, "total"] + 0.005).all()
    assert orders.loc[refunded.index, "financial_status"].isin(["REFUNDED", "PARTIALLY_REFUNDED"]).all()
    assert (company.refunds["created_at"] > orders.loc[company.refunds["order_id"], "created_at"].to_numpy()).all()


def test_customers_count_their_orders(company: Company) -> None:
    whole = company.customers[company.customers["created_at"] >= moment(company.start)].set_index("customer_id")
    counted = company.orders[~company.orders["is_test"] & company.orders["cancelled_at"].isna()]
    per_customer = counted.groupby("customer_id").size().reindex(whole.index, fill_value=0)
    assert (per_customer == whole["orders_count"]).all()
    known = set(company.customers["customer_id"])
    assert set(company.orders["customer_id"]) <= known
    first = company.orders[company.orders["customer_order_index"] == 0]
    assert first["customer_id"].is_unique


def test_stages_of_a_contact_follow_one_another(company: Company) -> None:
    contacts = company.contacts
    stages = [contacts[f"{stage}_at"] for stage in ("lead", "mql", "sql", "opportunity", "customer")]
    for earlier, following in pairwise(stages):
        both = earlier.notna() & following.notna()
        assert (earlier[both] <= following[both]).all()
    assert (
        0.02 < (contacts["sql_at"].notna() & contacts["mql_at"].isna()).sum() / contacts["sql_at"].notna().sum() < 0.08
    )


def test_deals_are_of_contacts_and_a_won_one_makes_a_customer(company: Company) -> None:
    contacts = company.contacts.set_index("contact_id").loc[company.deals["contact_id"]]
    won = company.deals["is_won"].to_numpy()
    assert (contacts["customer_at"].notna().to_numpy() == won).all()
    assert (company.deals["closed_at"].notna() == company.deals["stage"].isin(["closedwon", "closedlost"])).all()


def test_tickets_are_of_customers_and_their_state_fits_their_times(company: Company) -> None:
    tickets = company.tickets
    recent = tickets[tickets["created_at"] >= moment(company.start + timedelta(days=7))]
    assert set(recent["customer_id"]) <= set(company.customers["customer_id"])
    solved = tickets["status"].isin(["solved", "closed"])
    assert (solved == tickets["solved_at"].notna()).all()
    assert (solved == tickets["full_resolution_minutes"].notna()).all()
    rated = tickets["satisfaction"].isin(["good", "bad"])
    assert (rated == tickets["satisfaction_at"].notna()).all()
    assert (tickets["updated_at"] >= tickets["created_at"]).all()
