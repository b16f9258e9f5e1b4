"""One mid-size company, the same for all vendors: seeded, consistent from ad to refund, with labelled incidents.

The class is the table of contents; what a table holds, and why, is said where it is made.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from sandbox.company import (
    accounts,
    advertising,
    arrivals,
    carts,
    conversations,
    crm,
    followings,
    ledger,
    letters,
    mailings,
    maturity,
    mishaps,
    money,
    offering,
    plans,
    podcasts,
    rankings,
    search,
    search_ads,
    sessions,
    shop,
    social,
    subscribers,
    subscriptions,
    support,
    traffic,
    videos,
    wholesale,
)

BEHIND = 460  # days simulated before the first day: customers return for a year, and what they ordered is touched later


class Company:
    """The company as of the first minute of `today` (UTC), with `days` full days behind it.

    Anything that happens at or after that minute does not exist yet: an order is there without its later refund, a
    ticket is there unsolved. Beyond that, what is true of a date depends neither on today nor on days.

    Tables with a `date` hold the days from `start` to yesterday. Tables of things (orders, contacts, deals, tickets)
    hold those that were created or changed in these days. Each docstring lists the columns. Tables are made when
    first asked for; do not change them.
    """

    name = "Torrefino"
    domain = "www.torrefino.example"
    currency = "EUR"
    time_zone = "Europe/Berlin"

    def __init__(self, today: date, days: int = 400, seed: int = 7) -> None:
        self.today = today
        self.days = days
        self.seed = seed
        self.start = today - timedelta(days=days)
        self.history = np.arange(np.datetime64(self.start) - BEHIND, np.datetime64(today))
        self.window = self.history[BEHIND:]

    def at(self, today: date) -> "Company":
        """The same company on another day."""
        return Company(today, self.days, self.seed)

    def known_share(self, age_days: Any, curve: str) -> Any:
        """The share of the settled truth that a vendor knows at an age in days; the curves are in maturity.py."""
        return maturity.known_share(age_days, curve)

    @cached_property
    def occurrences(self) -> list[mishaps.Incident]:
        """Every incident that touches history."""
        return mishaps.occurrences(self.seed, self.history[0].item(), self.history[-1].item())

    incidents = cached_property(mishaps.incidents)

    ad_accounts = cached_property(accounts.ad_accounts)
    campaigns = cached_property(accounts.campaigns)
    ad_groups = cached_property(accounts.ad_groups)
    ads = cached_property(accounts.ads)
    keywords = cached_property(accounts.keywords)
    ad_days = cached_property(advertising.ad_days)
    keyword_days = cached_property(search_ads.keyword_days)
    search_term_days = cached_property(search_ads.search_term_days)

    search_days = cached_property(search.search_days)
    session_days = cached_property(sessions.session_days)
    visibility = cached_property(rankings.visibility)

    email_campaigns = cached_property(letters.email_campaigns)
    lists = cached_property(letters.lists)
    list_days = cached_property(subscribers.list_days)
    list_months = cached_property(subscribers.list_months)
    mailings = cached_property(mailings.mailings)

    contacts = cached_property(crm.contacts)
    deals = cached_property(crm.deals)

    customers = cached_property(ledger.customers)
    orders = cached_property(ledger.orders)
    order_lines = cached_property(carts.order_lines)
    refunds = cached_property(ledger.refunds)

    office_subscriptions = cached_property(subscriptions.subscriptions)
    subscription_invoices = cached_property(subscriptions.invoices)
    machine_sales = cached_property(subscriptions.machine_sales)

    wholesale_leads = cached_property(wholesale.leads)
    wholesale_opportunities = cached_property(wholesale.opportunities)
    wholesale_moves = cached_property(wholesale.moves)

    tickets = cached_property(support.tickets)
    ticket_groups = cached_property(support.ticket_groups)
    conversations = cached_property(conversations.conversations)

    products = cached_property(offering.products)
    pages = cached_property(offering.pages)
    countries = cached_property(offering.countries)
    targets = cached_property(plans.targets)
    budgets = cached_property(plans.budgets)
    social_posts = cached_property(social.social_posts)
    social_post_days = cached_property(followings.post_days)
    social_account_days = cached_property(followings.account_days)
    influencer_posts = cached_property(social.influencer_posts)
    channel_videos = cached_property(videos.channel_videos)
    video_days = cached_property(videos.video_days)
    channel_days = cached_property(videos.channel_days)
    podcast_episodes = cached_property(podcasts.podcast_episodes)
    podcast_downloads = cached_property(podcasts.podcast_downloads)
    fx = cached_property(money.fx)

    # Behind the tables, over all of history: the truth that no vendor shows.
    structure = cached_property(accounts.structure)
    delivery = cached_property(advertising.delivery)
    keyword_grids = cached_property(search_ads.keyword_grids)
    results = cached_property(search.results)
    list_sizes = cached_property(letters.list_sizes)
    mailing = cached_property(letters.mailing)
    entries = cached_property(arrivals.entries)
    visits = cached_property(traffic.visits)
    journeys = cached_property(shop.journeys)
    sales = cached_property(shop.sales)
    baskets = cached_property(carts.baskets)
    known_orders = cached_property(ledger.known_orders)
    leads = cached_property(crm.leads)
    known_leads = cached_property(crm.known_leads)
    contracts = cached_property(subscriptions.contracts)
    bills = cached_property(subscriptions.bills)
    prospects = cached_property(wholesale.prospects)
    cases = cached_property(support.cases)
    rates = cached_property(money.rates)
    screenings = cached_property(videos.screenings)
