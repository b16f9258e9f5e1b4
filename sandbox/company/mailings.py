"""E-mail beside the letters: an American list with a weekly mail and a welcome flow, and a letter to the trade.

Figures are settled ones. Days are those of the places: American ones in New York, the trade's in Berlin.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sandbox.company.chance import draws, stable_hash
from sandbox.company.seasons import weekday

if TYPE_CHECKING:
    from sandbox.company import Company

AMERICAN_ZONE, AMERICAN_CURRENCY = "America/New_York", "USD"
AMERICAN_LIST = ("XmUsa1", "US coffee club")
WELCOME = ("WelUs1", "Welcome series", (("WmA001", "Welcome"), ("WmB002", "How to brew")))
TRADE_LISTS = {9: "Cafes", 12: "Roasters"}
_THURSDAY, _WEDNESDAY = 3, 2
_OPENING_DAY = 19_723  # 2024-01-01
_BASE, _GROWTH = 8_000, 4


@dataclass(frozen=True)
class Mailings:
    """american: day, number, name, subject, sent_at, utm_campaign and the figures of `_received`.
    welcome: day, flow_id, flow_name, message_id, message_name and these figures (of the mails of that day).
    american_days: day, subscribed, unsubscribed, members.
    trade: day, id, name, subject, sent_at, utm_campaign and these figures (people of two lists once).
    trade_lists: day, id, list_id and these figures (people of two lists in both). trade_days: day, list_id, members.
    """

    american: pd.DataFrame
    welcome: pd.DataFrame
    american_days: pd.DataFrame
    trade: pd.DataFrame
    trade_lists: pd.DataFrame
    trade_days: pd.DataFrame


def mailings(company: "Company") -> Mailings:
    """Everything of the days from `start` to yesterday."""
    days = company.window
    found: dict[str, list[dict[str, Any]]] = {each.name: [] for each in fields(Mailings)}
    for i, rng in draws(company.seed, "mailings", days):
        ordinal = int(days[i].astype(np.int64))
        members = _BASE + _GROWTH * (ordinal - _OPENING_DAY)
        left = int(rng.poisson(3))
        moved = {"subscribed": left + _GROWTH, "unsubscribed": left, "members": members}
        found["american_days"].append({"day": days[i], **moved})
        flow_id, flow_name, messages = WELCOME
        for message_id, name in messages:
            message = {"flow_id": flow_id, "flow_name": flow_name, "message_id": message_id, "message_name": name}
            found["welcome"].append({"day": days[i], **message, **_received(rng, left + _GROWTH, 0.09, 45.0)})
        if weekday(days)[i] == _THURSDAY:
            # Late in the evening: in UTC it is the next day already.
            head = _head(days[i], "US weekly", "This week's roast", 21.0, AMERICAN_ZONE)
            number = stable_hash(f"us {days[i]}")
            found["american"].append({**head, "number": number, **_received(rng, int(members * 0.9), 0.024, 52.0)})
        sizes = {each: 200 + each * 20 + ordinal // 9 % 400 for each in TRADE_LISTS}
        found["trade_days"] += [{"day": days[i], "list_id": each, "members": sizes[each]} for each in TRADE_LISTS]
        if weekday(days)[i] == _WEDNESDAY and ordinal // 7 % 2 == 0:
            # Soon after midnight: in UTC it is still the day before.
            head = _head(days[i], "Trade letter", "Prices and harvests", 0.5, company.time_zone)
            to = list(TRADE_LISTS) if ordinal // 7 % 8 == 0 else list(TRADE_LISTS)[:1]
            both = _received(rng, 30 if len(to) > 1 else 0, 0.04, 0.0)
            alone = {each: _received(rng, sizes[each], 0.04, 0.0) for each in to}
            found["trade"].append({**head, "id": ordinal, **_added(both, *alone.values())})
            for each in to:
                parts = {"day": days[i], "id": ordinal, "list_id": each}
                found["trade_lists"].append({**parts, **_added(both, alone[each])})
    return Mailings(**{name: pd.DataFrame(rows) for name, rows in found.items()})


def _head(day: Any, series: str, subject: str, hour: float, zone: str) -> dict[str, Any]:
    name = f"{series} {day}"
    sent_at = (pd.Timestamp(day) + pd.Timedelta(hours=hour)).tz_localize(zone)
    slug = name.lower().replace(" ", "_").replace("-", "_")
    return {"day": day, "name": name, "subject": subject, "sent_at": sent_at, "utm_campaign": slug}


def _added(*parts: dict[str, float]) -> dict[str, float]:
    return {name: sum(part[name] for part in parts) for name in parts[0]}


def _received(rng: np.random.Generator, recipients: int, click_rate: float, basket: float) -> dict[str, float]:
    """recipients, hard, soft, delivered, opens, opens_unique, proxy_opens (of these, people whose program fetched the
    pictures), clicks, clicks_unique, unsubscribes, complaints, orders, revenue.
    """
    hard, soft = (int(rng.binomial(recipients, share)) for share in (0.002, 0.009))
    delivered = recipients - hard - soft
    opens, clicks = int(rng.binomial(delivered, 0.41)), int(rng.binomial(delivered, click_rate))
    orders = int(rng.binomial(clicks, 0.07)) if basket else 0
    return {
        "recipients": recipients,
        "hard": hard,
        "soft": soft,
        "delivered": delivered,
        "opens": opens + int(rng.poisson(opens * 0.5)),
        "opens_unique": opens,
        "proxy_opens": int(rng.binomial(opens, 0.35)),
        "clicks": clicks + int(rng.poisson(clicks * 0.3)),
        "clicks_unique": clicks,
        "unsubscribes": int(rng.binomial(delivered, 0.002)),
        "complaints": int(rng.binomial(delivered, 0.0003)),
        "orders": orders,
        "revenue": round(orders * basket * float(rng.uniform(0.8, 1.2)), 2),
    }
