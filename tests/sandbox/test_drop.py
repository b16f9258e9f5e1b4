"""What the company's people drop follows from the company, and is only written when it says something new."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from sandbox.company import Company
from sandbox.drop import write_drop


def test_each_table_is_dropped_in_a_format_that_people_use(company: Company, tmp_path: Path) -> None:
    written = {str(path.relative_to(tmp_path)) for path in write_drop(company, tmp_path)}
    assert written == {
        *("targets/torrefino.csv", "budgets/torrefino.xlsx", "market_sizes/torrefino.csv"),
        *("social_posts/torrefino.parquet", "social_posts/torrefino.yml"),
        *("influencer_posts/torrefino.csv", "influencer_posts/torrefino.yml"),
    }


def test_files_hold_what_the_company_plans_and_published(company: Company, tmp_path: Path) -> None:
    write_drop(company, tmp_path)
    budgets = pd.read_excel(tmp_path / "budgets/torrefino.xlsx")
    assert budgets["budget"].sum() == company.budgets["value"].sum()
    assert (budgets["valid_from"].dt.month == budgets["valid_to"].dt.month).all()
    posts = pd.read_parquet(tmp_path / "social_posts/torrefino.parquet")
    assert posts["impressions"].sum() == company.social_posts["impressions"].sum()
    creators = pd.read_csv(tmp_path / "influencer_posts/torrefino.csv")
    assert creators["code_revenue"].sum() == company.influencer_posts["code_revenue"].sum()


def test_targets_of_quantities_are_those_of_a_day(company: Company, tmp_path: Path) -> None:
    write_drop(company, tmp_path)
    targets = pd.read_csv(tmp_path / "targets/torrefino.csv", parse_dates=["valid_from", "valid_to"])
    months = (targets["valid_to"] - targets["valid_from"]).dt.days + 1
    plan = company.targets.set_index(["metric", "channel", "period_start"])["value"].sort_index()
    for kpi, metric in (("sessions", "sessions_target"), ("revenue", "revenue_target")):
        total = targets[(targets["kpi"] == kpi) & (targets["dimension"] == "total")]
        assert (total["target"] * months[total.index]).round().tolist() == plan.loc[metric, ""].tolist()
    assert set(targets.loc[targets["kpi"] == "blended_cost_per_acquisition", "target"]) == {17}


def test_the_same_day_writes_nothing_and_a_later_one_only_what_is_new(company: Company, tmp_path: Path) -> None:
    write_drop(company, tmp_path)
    assert write_drop(company, tmp_path) == []
    later = {path.name for path in write_drop(company.at(date(2026, 11, 25) + timedelta(days=2)), tmp_path)}
    assert later == {"torrefino.parquet", "torrefino.csv"}
    assert not list(tmp_path.rglob("*.part"))
