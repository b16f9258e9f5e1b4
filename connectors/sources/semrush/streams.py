"""The tables that are loaded from Semrush. How they are asked for is in fetch.py."""

from typing import Any

from connectors.source import ACCOUNTS, Fetch, Stream, Type
from connectors.sources._notation import typed
from connectors.sources.semrush import columns, fetch


def _ranked(name: str, description: str, ask: Fetch, **facts: Any) -> Stream:
    """A stream of a domain's rankings in each database."""
    counts = {"Or": (0, None), "Ot": (0, None)}
    held, key = {**columns.ASKED, **columns.RANKS}, ("Dt", "database")
    return Stream(name, description, ask, held, key, day="Dt", ranges=counts, required=("domain",), **facts)


TARGETS = Stream(
    name="targets",
    description="The domains that are measured, whether each is ours, and the API units that are left.",
    fetch=fetch.targets,
    columns={"domain": Type.TEXT, "is_own": Type.BOOLEAN, "api_units": Type.INTEGER},
    key=("domain",),
    kind="snapshot",
    required=("is_own",),
)
DOMAIN_OVERVIEW = _ranked(
    "domain_overview",
    "Keywords by position, traffic and its value, a row a day, domain and database.",
    fetch.ranks(1, display_daily=1),
    restates={1: 7},
    history_days=30,
)
DOMAIN_MONTHS = _ranked(
    "domain_months",
    "The same as of the 15th of each month, for the time before the daily figures.",
    fetch.ranks(fetch.SHORTEST_MONTH),
    restates={1: 62},
    window_days=400,
)
KEYWORD_POSITIONS = Stream(
    name="keyword_positions",
    description="The keywords that bring a domain the most traffic, with the page that ranks, as of today.",
    fetch=fetch.keyword_positions,
    columns={**columns.ASKED, **columns.KEYWORDS},
    key=("database", "Ph", "Ur"),
    kind="snapshot",
    ranges={"Po": (0, 100)},
)
TRACKED_POSITIONS = Stream(
    name="tracked_positions",
    description="Positions of the keywords of a Position Tracking campaign, a row a day, keyword and domain.",
    fetch=fetch.tracked_positions,
    columns={
        **typed(Type.DAY, "date Kb"),
        **typed(Type.TEXT, "url Pi Ph Gs Lu"),
        **typed(Type.MONEY, "Cp"),
        **typed(Type.INTEGER, "Nq Dt"),
        **typed(Type.NUMBER, "Vi Sov Tr Tc"),
        **typed(Type.JSON, "Tg In"),
    },
    key=("date", "url", "Pi"),
    day="date",
    restates={1: 7},
    window_days=2,  # of a longer time, the documentation's example shows the first day and the last
)
BACKLINKS_OVERVIEW = Stream(
    name="backlinks_overview",
    description="Backlinks and referring domains as of today.",
    fetch=fetch.backlinks_overview,
    columns={**typed(Type.TEXT, "target target_type"), **columns.LINKS, **columns.LINKS_V4},
    key=("target", "target_type"),
    kind="snapshot",
)
BACKLINKS_HISTORY = Stream(
    name="backlinks_history",
    description="Backlinks, referring domains and authority of each month.",
    fetch=fetch.backlinks_history,
    columns={
        "target": Type.TEXT,
        **columns.LINK_MONTHS,
        **typed(Type.INTEGER, "backlinks_count domains_count"),
    },
    key=("target", "date"),
    day="date",
    restates={1: 62},
    window_days=400,
)
TRAFFIC_DAILY = Stream(
    name="traffic_daily",
    description="Visits of a domain by channel as Semrush estimates them, a row a day (Trends API).",
    fetch=fetch.traffic_daily,
    columns=columns.VISITS_A_DAY,
    key=("display_date", "country", "device_type", "target"),
    day="display_date",
    restates={1: 7, 7: 62},
)
TRAFFIC_MONTHLY = Stream(
    name="traffic_monthly",
    description="Visits and people of the month before, as of today (Trends API).",
    fetch=fetch.traffic_monthly,
    columns=columns.VISITS,
    key=("display_date", "country", "device_type", "target"),
    kind="snapshot",
)
OF_DOMAINS = (TARGETS, DOMAIN_OVERVIEW, DOMAIN_MONTHS, KEYWORD_POSITIONS, BACKLINKS_OVERVIEW, BACKLINKS_HISTORY)
OF_TRENDS = (TRAFFIC_DAILY, TRAFFIC_MONTHLY)
STREAMS = (ACCOUNTS, *OF_DOMAINS, *OF_TRENDS, TRACKED_POSITIONS)
