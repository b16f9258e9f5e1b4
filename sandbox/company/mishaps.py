"""What goes wrong in the company's marketing: a fixed calendar of labelled incidents, and their strength day by day.

What an incident does to a figure is said where that figure is made. Each kind comes back every 147 days and the seven
kinds follow one another at intervals of three weeks, so that any six weeks see the start of at least two kinds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, stable_hash

if TYPE_CHECKING:
    from sandbox.company import Company

EPOCH = date(2020, 1, 6)
GAP = 21


@dataclass(frozen=True)
class Kind:
    """A kind of incident; its scope is another one at each return. With ramp_days=None it grows until its end."""

    name: str
    kra: str
    kpi: str
    scopes: tuple[str, ...]
    ramp_days: int | None
    text: str


KINDS = (
    Kind(
        "algorithm_update", "organic_search", "organic_clicks", ("page_group=guides", "page_group=collections"), 3,
        "A search update ranks pages lower ({}): positions slip by half, clicks fall by 40 %.",
    ),
    Kind(
        "channel_saturation", "paid_social", "social_ad_cost_per_acquisition",
        ("campaign_name=EU | Prospecting", "campaign_name=UK | Prospecting"), 5,
        "The budget of a campaign is doubled ({}); its conversions hardly move.",
    ),
    Kind(
        "satisfaction_drop", "customer_service", "satisfaction_score", ("channel=email", "channel=chat"), 4,
        "Tickets wait twice as long and good ratings fall to two thirds ({}).",
    ),
    Kind(
        "device_mix_shift", "conversion", "sessions", ("device=mobile",), 10,
        "Visitors move from desktop to phones, which buy less ({}).",
    ),
    Kind(
        "tracking_break", "conversion", "session_conversion_rate", ("device=mobile", "page_group=collections"), 1,
        "The tag stops counting ({}): key events or sessions vanish while clicks and orders go on.",
    ),
    Kind(
        "cost_jump", "paid_search", "search_ad_cost_per_click", ("kind=search_generic", "kind=shopping"), 2,
        "A competitor bids on the same terms: clicks cost 40 % more ({}).",
    ),
    Kind(
        "engagement_loss", "email", "click_rate", ("list=Newsletter",), None,
        "Readers tire ({}): fewer click, and those who come engage less.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Incident:
    """One return of a kind; `ends` is its last day."""

    kind: Kind
    scope: str
    starts: date
    ends: date


def occurrences(seed: int, since: date, until: date) -> list[Incident]:
    """Every incident that touches the days from since to until, in order of their starts."""
    found = []
    round_days = GAP * len(KINDS)
    for turn in range((since - EPOCH).days // round_days - 1, (until - EPOCH).days // round_days + 1):
        for place, kind in enumerate(KINDS):
            rng = np.random.default_rng([seed, max(turn, 0), stable_hash(kind.name)])
            starts = EPOCH + timedelta(days=turn * round_days + place * GAP + int(rng.integers(0, 3)))
            ends = starts + timedelta(days=int(rng.integers(20, 46)) - 1)
            if starts <= until and ends >= since:
                found.append(Incident(kind, kind.scopes[turn % len(kind.scopes)], starts, ends))
    return sorted(found, key=lambda incident: incident.starts)


def strength(company: "Company", kind: str, scope: str) -> Array:
    """How strongly a kind weighs on a scope on each day of the company's history, from 0 to 1."""
    days = company.history
    total = np.zeros(len(days))
    for incident in company.occurrences:
        if (incident.kind.name, incident.scope) == (kind, scope):
            since = (days - np.datetime64(incident.starts)).astype(np.int64) + 1
            length = (incident.ends - incident.starts).days + 1
            inside = (since >= 1) & (since <= length)
            total += np.where(inside, np.minimum(since / (incident.kind.ramp_days or length), 1.0), 0.0)
    return total


def weight(company: "Company", kind: str, plan: pd.DataFrame) -> Array:
    """How strongly a kind weighs on each row of a plan that has the columns its scopes name, by (day, row)."""
    total = np.zeros((len(company.history), len(plan)))
    for scope in next(each.scopes for each in KINDS if each.name == kind):
        column, _, member = scope.partition("=")
        total += np.outer(strength(company, kind, scope), plan[column] == member)
    return total


def incidents(company: "Company") -> pd.DataFrame:
    """What went wrong since the first day, the answer key for risk rules: no vendor serves it.

    kind, kra, kpi, scope ("<dimension>=<member>"), starts, ends (last day, may still lie ahead), text.
    """
    seen = [each for each in company.occurrences if each.ends >= company.start and each.starts < company.today]
    columns = {
        "kind": [each.kind.name for each in seen],
        "kra": [each.kind.kra for each in seen],
        "kpi": [each.kind.kpi for each in seen],
        "scope": [each.scope for each in seen],
        "starts": pd.to_datetime([each.starts for each in seen]).astype("datetime64[ns]"),
        "ends": pd.to_datetime([each.ends for each in seen]).astype("datetime64[ns]"),
        "text": [each.kind.text.format(each.scope) for each in seen],
    }
    return pd.DataFrame(columns)
