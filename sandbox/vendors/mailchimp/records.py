"""The company's mailings and lists as far as Mailchimp knows them today. Fields are in sent.py and audience.py."""

from datetime import timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from sandbox.company import Company
from sandbox.vendors.mailchimp import audience, sent
from sandbox.vendors.mailchimp.answers import Row, instant

RISING = [
    *("opens_total", "unique_opens", "proxy_excluded_unique_opens"),
    *("clicks_total", "unique_clicks", "unique_subscriber_clicks"),
    *("unsubscribed", "abuse_reports", "soft_bounces"),
]
MOVEMENTS = dict.fromkeys(("existing", "imports", "optins", "reconfirm", "transactional"), 0)


class Records:
    """All that the account holds on one day. Made when first asked for."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.list_names: dict[str, str] = dict(company.lists[["list_id", "name"]].itertuples(index=False))

    @cached_property
    def account(self) -> Row:
        return {
            "account_id": "8d3a3db4d97663a9074efcc16",
            "login_id": "1",
            "account_name": self.company.name,
            "email": "owner@example.org",
            "account_timezone": self.company.time_zone,
            "account_industry": "Food & Drink",
            "total_subscribers": int(self.company.lists["member_count"].sum()),
        }

    @cached_property
    def lists(self) -> list[Row]:
        times = self.company.email_campaigns.groupby("list_id")["sent_at"]
        counts, last = times.size(), times.max()
        return [
            audience.mailing_list(
                each,
                number,
                self.company.name,
                campaigns=int(counts.get(each.list_id, 0)),
                last_sent=instant(last[each.list_id]) if each.list_id in last else "",
            )
            for number, each in enumerate(self.company.lists.itertuples(index=False))
        ]

    @cached_property
    def growth(self) -> dict[str, list[Row]]:
        return self._by_list([MOVEMENTS | row for row in self.company.list_months.to_dict("records")])

    @cached_property
    def activity(self) -> dict[str, list[Row]]:
        """The last 180 days, newest first. The rows do not say whose they are."""
        days = self.company.list_days
        days = days[days["date"] >= pd.Timestamp(self.company.today - timedelta(days=180))].sort_values("date")[::-1]
        shown = days.assign(day=days["date"].dt.strftime("%Y-%m-%d")).drop(columns="date").to_dict("records")
        return {
            list_id: [{name: value for name, value in row.items() if name != "list_id"} for row in mine]
            for list_id, mine in self._by_list(shown).items()
        }

    def _by_list(self, found: list[Any]) -> dict[str, list[Row]]:
        return {list_id: [row for row in found if row["list_id"] == list_id] for list_id in self.list_names}

    @cached_property
    def mailings(self) -> list[Any]:
        """The campaigns, with as much of their reception as has arrived."""
        found = self.company.email_campaigns
        age = (pd.Timestamp(self.company.today, tz="UTC") - found["sent_at"].dt.floor("D")).dt.days
        share = self.company.known_share(age.to_numpy(), "email")
        known = {name: (found[name] * share).round().astype("int64") for name in RISING}
        return list(found.assign(**known).itertuples(index=False))

    @cached_property
    def reports(self) -> list[Row]:
        return [sent.report(each, self.list_names[each.list_id]) for each in self.mailings]

    @cached_property
    def campaigns(self) -> list[Row]:
        draft = {"id": "d0d0d0d0d0", "type": "regular", "status": "save", "emails_sent": 0, "send_time": ""}
        draft |= {"create_time": f"{self.company.today}T00:00:00+00:00", "settings": {"title": "Untitled"}}
        return [*(sent.campaign(each, report) for each, report in zip(self.mailings, self.reports, strict=True)), draft]

    def links(self, campaign_id: str) -> list[Row] | None:
        for each in self.mailings:
            if each.campaign_id == campaign_id:
                return sent.links(each, self.company.domain)
        return None

    @cached_property
    def members(self) -> dict[str, list[Row]]:
        """In the first list those whom the shop knows as customers; the company knows the others by number only."""
        first, *others = self.list_names
        known = [audience.member(each, first) for each in self.company.customers.itertuples(index=False)]
        return {first: known, **{list_id: [] for list_id in others}}
