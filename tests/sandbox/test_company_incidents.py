"""Incidents of the simulated company: they come often enough, and show in the figures that they name."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from sandbox.company import Company, mishaps

TODAY = date(2026, 11, 25)


def test_incidents_come_often_enough_whatever_the_day() -> None:
    kinds = {kind.name for kind in mishaps.KINDS}
    for offset in range(0, 600, 7):
        today = TODAY + timedelta(days=offset)
        year = mishaps.occurrences(7, today - timedelta(days=400), today - timedelta(days=1))
        counts = pd.Series([each.kind.name for each in year]).value_counts()
        assert set(counts.index) == kinds
        assert counts.min() >= 2, today
        lately = mishaps.occurrences(7, today - timedelta(days=45), today - timedelta(days=1))
        assert len({each.kind.name for each in lately}) >= 2, today
        assert all(20 <= (each.ends - each.starts).days + 1 <= 45 for each in year)


def test_incidents_do_not_depend_on_today(company: Company, later: Company) -> None:
    shared = company.incidents.merge(later.incidents, how="inner")
    assert len(shared) >= len(company.incidents) - 1
    assert (company.incidents["starts"] < pd.Timestamp(TODAY)).all()


def rate_of(company: Company, kind: str, scope: str) -> tuple[pd.Series, pd.Series]:
    """By day: numerator and denominator of the figure in which a kind of incident must show."""
    member = scope.partition("=")[2]
    sessions, ads = (
        company.session_days,
        company.ad_days.merge(company.campaigns[["campaign_id", "campaign_name", "kind"]]),
    )
    match kind:
        case "algorithm_update":
            search = company.search_days.query("not is_brand")
            hit = search["page"].str.contains(f"/{member}/")
            return search[hit].groupby("date")["clicks"].sum(), search[~hit].groupby("date")["clicks"].sum()
        case "channel_saturation":
            mine = ads[ads["campaign_name"] == member].groupby("date")
            return mine["spend"].sum(), mine["conversions"].sum()
        case "cost_jump":
            mine = ads[ads["kind"] == member].groupby("date")
            return mine["spend"].sum(), mine["clicks"].sum()
        case "device_mix_shift":
            return sessions[sessions["device"] == "mobile"].groupby("date")["sessions"].sum(), sessions.groupby("date")[
                "sessions"
            ].sum()
        case "tracking_break" if scope == "device=mobile":
            mobile = sessions[sessions["device"] == "mobile"].groupby("date")
            return mobile["key_events"].sum(), mobile["sessions"].sum()
        case "tracking_break":
            mine = sessions[(sessions["page_group"] == member) & (sessions["medium"] == "cpc")]
            pages = company.ads[company.ads["final_url"].str.contains(f"/{member}/")]
            google = ads[(ads["platform"] == "google_ads") & ads["ad_id"].isin(pages["ad_id"])]
            return mine.groupby("date")["sessions"].sum(), google.groupby("date")["clicks"].sum()
        case "satisfaction_drop":
            tickets = company.tickets[company.tickets["channel"] == member]
            days = tickets["created_at"].dt.tz_localize(None).dt.normalize()
            rated = tickets["satisfaction"].isin(["good", "bad"])
            return (tickets["satisfaction"] == "good").groupby(days).sum(), rated.groupby(days).sum()
        case "engagement_loss":
            mails = company.email_campaigns.merge(company.lists[["list_id", "name"]]).query("name == @member")
            days = mails["sent_at"].dt.tz_localize(None).dt.normalize()
            return mails["unique_subscriber_clicks"].groupby(days).sum(), mails["emails_sent"].groupby(days).sum()
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("algorithm_update", 0.45, 0.75),
        ("channel_saturation", 1.5, 2.8),
        ("cost_jump", 1.25, 1.6),
        ("device_mix_shift", 1.15, 1.35),
        ("tracking_break", 0.02, 0.3),
        ("satisfaction_drop", 0.5, 0.85),
        ("engagement_loss", 0.45, 0.75),
    ],
)
def test_an_incident_shows_in_the_figure_it_names(company: Company, kind: str, least: float, most: float) -> None:
    mine = company.incidents[company.incidents["kind"] == kind]
    assert len(mine) >= 2
    for scope, incidents in mine.groupby("scope"):
        numerator, denominator = rate_of(company, kind, scope)
        days = numerator.index
        calm = ~np.logical_or.reduce([days.to_series().between(i.starts, i.ends) for i in incidents.itertuples()])
        usual = numerator[calm].sum() / denominator.reindex(days)[calm].sum()
        for incident in incidents.itertuples():
            # The second half: gradual incidents have grown by then.
            half = incident.starts + (incident.ends - incident.starts) / 2
            inside = days.to_series().between(half, incident.ends)
            if inside.sum() < 3:
                continue
            changed = numerator[inside].sum() / denominator.reindex(days)[inside].sum()
            assert least < changed / usual < most, incident


def test_a_saturated_campaign_spends_double_for_hardly_more(company: Company) -> None:
    ads = company.ad_days.merge(company.campaigns[["campaign_id", "campaign_name"]])
    before, during = [], []
    for incident in company.incidents.query("kind == 'channel_saturation'").itertuples():
        name = incident.scope.partition("=")[2]
        daily = ads[ads["campaign_name"] == name].groupby("date")[["spend", "conversions"]].sum()
        before.append(
            daily[(daily.index < incident.starts) & (daily.index >= incident.starts - pd.Timedelta(days=28))].mean()
        )
        ramped_up = daily.index.to_series().between(incident.starts + pd.Timedelta(days=7), incident.ends)
        during.append(daily[ramped_up].mean())
        assert 1.6 < during[-1]["spend"] / before[-1]["spend"] < 2.4
    # A single campaign has about one conversion a day: only all incidents together say more than chance does.
    assert 0.7 < sum(each["conversions"] for each in during) / sum(each["conversions"] for each in before) < 1.35


def test_orders_go_on_when_the_tag_breaks(company: Company) -> None:
    for incident in company.incidents.query("kind == 'tracking_break'").itertuples():
        real = company.orders["created_at"].dt.tz_localize(None)
        during = real.between(incident.starts, incident.ends).sum() / ((incident.ends - incident.starts).days + 1)
        assert during > 45, incident
