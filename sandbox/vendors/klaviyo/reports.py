"""Questions put in a body: what came of campaigns and of flows by the day of sending, and events by their own day."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.company import Company
from sandbox.company.mailings import AMERICAN_LIST
from sandbox.vendors.klaviyo.answers import Row, Wrong
from sandbox.vendors.klaviyo.records import METRICS, campaign_id, message_id, resource

SETTLED = {"recipients": "recipients", "delivered": "delivered"}
RISING = {
    "opens": "opens",
    "opens_unique": "opens_unique",
    "clicks": "clicks",
    "clicks_unique": "clicks_unique",
    "unsubscribes": "unsubscribes",
    "unsubscribe_uniques": "unsubscribes",
    "spam_complaints": "complaints",
    "conversions": "orders",
    "conversion_uniques": "orders",
}
STATISTICS = {*SETTLED, *RISING, "bounced", "failed", "conversion_value", "open_rate", "click_rate", "delivery_rate"}
YEAR = timedelta(days=366)
BY_THEIR_CLOCKS = (0.75, 0.25)
"""How much of a campaign is sent on its day, and on the next, to those for whom the hour comes later."""


def campaign_values(company: Company, body: Any) -> Row:
    """One row a campaign that was sent in the time frame, with all that came of these mails until now."""
    asked, since, until = _frame(body, YEAR)
    results = []
    for each in company.mailings.american.itertuples(index=False):
        days = (each.day.date(), each.day.date() + timedelta(days=1))
        part = sum(share for day, share in zip(days, BY_THEIR_CLOCKS, strict=True) if since <= day <= until)
        if part and _is_for_mail(asked):
            identity = campaign_id(each)
            groupings = {"campaign_id": identity, "campaign_message_id": message_id(identity), "send_channel": "email"}
            results.append({"groupings": groupings, "statistics": _figures(company, each, asked["statistics"], part)})
    return _document("campaign-values-report", {"results": results})


def flow_series(company: Company, body: Any) -> Row:
    """One row a message, with a list of figures along the days."""
    asked, since, until = _frame(body, timedelta(days=60))
    if asked.get("interval") != "daily":
        raise Wrong("Only daily is simulated.", "/data/attributes/interval")
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    sent = {(each.message_id, each.day.date()): each for each in company.mailings.welcome.itertuples(index=False)}
    names = {each.message_id: each for each in sent.values()}
    results = []
    for message, any_day in names.items():
        by_day = [sent.get((message, day)) for day in days]
        figures = [_figures(company, each, asked["statistics"]) for each in by_day]
        known = {"flow_message_id": message, "send_channel": "email", "flow_id": any_day.flow_id}
        known |= {"flow_name": any_day.flow_name, "flow_message_name": any_day.message_name}
        wanted = asked.get("group_by") or ["flow_id", "flow_message_id", "send_channel"]
        results.append(
            {
                "groupings": {name: known[name] for name in wanted},
                "statistics": {name: [figure[name] for figure in figures] for name in asked["statistics"]},
            }
        )
    moments = [f"{day}T00:00:00+00:00" for day in days]
    return _document("flow-series-report", {"results": results if _is_for_mail(asked) else [], "date_times": moments})


def _frame(body: Any, longest: timedelta) -> tuple[Row, date, date]:
    """The question and its days. Offsets are ignored: it is the account's zone that counts."""
    asked = body["data"]["attributes"]
    if asked.get("conversion_metric_id") not in METRICS:
        raise Wrong("The metric does not exist.", "/data/attributes/conversion_metric_id")
    if unknown := set(asked["statistics"]) - STATISTICS:
        raise Wrong(f"Unknown statistics: {', '.join(sorted(unknown))}.", "/data/attributes/statistics")
    since, until = (datetime.fromisoformat(asked["timeframe"][end]).date() for end in ("start", "end"))
    if until - since >= longest:
        raise Wrong(f"The timeframe cannot be longer than {longest.days} days.", "/data/attributes/timeframe")
    return asked, since, until


def _is_for_mail(asked: Row) -> bool:
    return asked.get("filter") in (None, 'equals(send_channel,"email")')


def _figures(company: Company, each: Any, statistics: Iterable[str], part: float = 1.0) -> dict[str, float]:
    """What came of a part of the mails. Everything is a float on the wire."""
    if each is None:
        return dict.fromkeys(statistics, 0.0)
    share = company.known_share((company.today - each.day.date()).days, "email")
    figures = {name: float(round(getattr(each, truth) * part)) for name, truth in SETTLED.items()}
    figures |= {name: float(round(getattr(each, truth) * share * part)) for name, truth in RISING.items()}
    figures |= {"bounced": float(round((each.hard + each.soft) * part)), "failed": 0.0}
    figures["conversion_value"] = round(float(each.revenue * share * part), 2)
    figures |= {"open_rate": figures["opens_unique"] / max(each.delivered, 1), "click_rate": 0.0, "delivery_rate": 1.0}
    return {name: figures[name] for name in statistics}


def aggregates(company: Company, body: Any) -> Row:
    """Counts of events along the days; moments are the beginnings of the zone's days, told in UTC."""
    asked = body["data"]["attributes"]
    zone = ZoneInfo(asked.get("timezone") or "UTC")
    bounds = [text.rpartition(",")[2].removesuffix(")") for text in asked["filter"]]
    since, before = (_day_of(datetime.fromisoformat(bound), zone) for bound in bounds)
    if before - since > YEAR:
        raise Wrong("The time range cannot be longer than a year.", "/data/attributes/filter")
    if asked["metric_id"] not in METRICS:
        raise Wrong("The metric does not exist.", "/data/attributes/metric_id")
    days = [since + timedelta(days=n) for n in range((before - since).days)]
    count, value = EVENTS[asked["metric_id"]](company)
    lists = {"count": count, "unique": count, "sum_value": value}
    series = {
        "dimensions": [AMERICAN_LIST[1]] if asked.get("by") == ["List"] else [],
        "measurements": {name: [float(lists[name].get(day, 0)) for day in days] for name in asked["measurements"]},
    }
    dates = [datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC")).isoformat() for day in days]
    return _document("metric-aggregate", {"dates": dates, "data": [series]})


def _day_of(moment: datetime, zone: ZoneInfo) -> date:
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


Events = tuple[dict[date, float], dict[date, float]]


def _moved(column: str) -> Callable[[Company], Events]:
    def events(company: Company) -> Events:
        rows = company.mailings.american_days.itertuples(index=False)
        return {each.day.date(): float(getattr(each, column)) for each in rows}, {}

    return events


def _mailed(column: str, value: str = "") -> Callable[[Company], Events]:
    def events(company: Company) -> Events:
        counts: Counter[date] = Counter()
        values: Counter[date] = Counter()
        for mails in (company.mailings.american, company.mailings.welcome):
            for each in mails.itertuples(index=False):
                counts[each.day.date()] += getattr(each, column)
                values[each.day.date()] += getattr(each, value) if value else 0
        return dict(counts), dict(values)

    return events


EVENTS: dict[str, Callable[[Company], Events]] = {
    "MtRecv": _mailed("delivered"),
    "MtOpen": _mailed("opens"),
    "MtSubs": _moved("subscribed"),
    "MtUnsu": _moved("unsubscribed"),
    "MtOrdr": _mailed("orders", "revenue"),
}
"""By metric: how often its event happened on each day, and what it was worth."""


def _document(kind: str, attributes: Row) -> Row:
    return resource(kind, "c42f9bb8-f036-4d99-a1fa-e46bda61b63f", attributes)
