"""Semrush's reports on the simulated company: rows by column code, and how a table of them is written."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from sandbox.company import Company

Asked = Mapping[str, str]
Row = dict[str, Any]
MARKETS = {"de": "de", "uk": "gb"}
DAYS_KEPT = 31
CODES = "Dt Rk Or Ot Oc Ad At Ac Ph Po Pp Nq Cp Co Ur Kd Tr Tg Tc Td Nr Ts In Fk Fp"
HEADER = """Date;Rank;Organic Keywords;Organic Traffic;Organic Cost;Adwords Keywords;Adwords Traffic;Adwords Cost;\
Keyword;Position;Previous Position;Search Volume;CPC;Competition;Url;Keyword Difficulty;Traffic (%);Traffic;\
Traffic Cost (%);Trends;Number of Results;Timestamp;Intents;SERP Features by Keyword;SERP Features by Position"""
NAMES = dict(zip(CODES.split(), HEADER.split(";"), strict=True))
"""What the header says. Not the code that was asked for, and not always the same."""
SHARES = {"direct": 0.3, "referral": 0.1, "search_organic": 0.4, "search_paid": 0.06, "social_organic": 0.05}
SHARES |= {"social_paid": 0.02, "mail": 0.04, "display_ad": 0.01, "ai_assistants": 0.01, "ai_search": 0.01}


def csv_text(rows: list[Row], asked: Asked) -> str:
    """Semicolons between cells, which are only in quotes on demand."""
    columns = asked["export_columns"].split(",") if asked.get("export_columns") else list(rows[0])

    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if asked.get("export_escape") == "1" else text

    lines = [";".join(NAMES.get(column, column) for column in columns)]
    lines += [";".join(cell(row.get(column)) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"


def _of_domain(table: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    found = table[table["domain"] == asked.get("domain")]
    return found[found["market"] == MARKETS.get(asked.get("database", ""), "")]


def _yesterday(company: Company) -> pd.Timestamp:
    return pd.Timestamp(company.today - timedelta(days=1))


def domain_rank_history(company: Company, asked: Asked) -> tuple[list[Row], int]:
    found = _of_domain(company.visibility.days, asked)
    if asked.get("display_daily") == "1":
        found = found[found["date"] >= pd.Timestamp(company.today - timedelta(days=DAYS_KEPT))]
    else:  # the 15th, and that of a month that has ended
        done = found["date"].dt.to_period("M") < pd.Timestamp(company.today).to_period("M")
        found = found[(found["date"].dt.day == 15) & done]
    rows = [_rank(each) for each in found.itertuples(index=False)]
    return sorted(rows, key=lambda row: str(row["Dt"]), reverse=asked.get("display_sort") == "dt_desc"), 10


def _rank(each: Any) -> Row:
    bands: Row = {"X0": each.top_1_3, "X1": each.top_4_10, "X2": each.top_11_20}
    bands |= _split(each.top_21_50, ("X3", "X4", "X5")) | _split(each.top_51_100, ("X6", "X7", "X8", "X9", "XA"))
    money = {"Oc": each.value // 100, "Ad": 12, "At": 800, "Ac": 640}
    return {"Dt": f"{each.date:%Y%m%d}", "Rk": 90_000, "Or": each.keywords, "Ot": each.traffic, **bands, **money}


def _split(count: int, names: tuple[str, ...]) -> dict[str, int]:
    part = count // len(names)
    return dict.fromkeys(names[1:], part) | {names[0]: count - part * (len(names) - 1)}


def domain_organic(company: Company, asked: Asked) -> tuple[list[Row], int]:
    found = _of_domain(company.visibility.keywords, asked)
    found = found[found["date"] == _yesterday(company)].sort_values("traffic", ascending=False, kind="stable")
    total = max(int(found["traffic"].sum()), 1)
    rows = [_keyword(each, total) for each in found.itertuples(index=False)]
    if rows:  # a second page of the domain for the same search, which does not rank today
        rows.insert(1, rows[0] | {"Ur": f"{rows[0]['Ur']}?ref=2", "Po": 0, "Pp": 34, "Tg": 0, "Tr": "0.00"})
    return rows, 10


def _keyword(each: Any, total: int) -> Row:
    share = f"{100 * each.traffic / total:.2f}"
    about = {"Ph": each.keyword, "Po": each.position, "Pp": each.position, "Nq": each.volume, "Ur": each.url}
    money = {"Cp": f"{each.cpc / 100:.2f}", "Co": "0.41", "Kd": "44.00", "Tr": share, "Tg": each.traffic, "Tc": share}
    trend = ",".join(["0.82"] * 12)
    stamp = int(datetime.combine(each.date.date(), datetime.min.time(), UTC).timestamp())
    return {**about, **money, "Nr": 4_300_000_000, "Td": trend, "Fp": "", "Fk": "21,52", "In": "0,3", "Ts": stamp}


def _links(company: Company, domain: str | None) -> pd.DataFrame:
    links = company.visibility.links
    return links[links["domain"] == domain]


def backlinks_overview(company: Company, asked: Asked) -> tuple[list[Row], int]:
    return [_profile(each) for each in _links(company, asked.get("target")).tail(1).itertuples(index=False)], -40


def _profile(each: Any) -> Row:
    follows = each.backlinks * 9 // 10
    counts = {"ascore": each.authority, "total": each.backlinks, "domains_num": each.referring_domains}
    kinds = {"follows_num": follows, "nofollows_num": each.backlinks - follows, "sponsored_num": 3, "ugc_num": 20}
    places = {"urls_num": each.backlinks // 2, "ips_num": each.referring_domains, "ipclassc_num": 200}
    return {**counts, **kinds, **places, "texts_num": each.backlinks, "images_num": 90, "forms_num": 1, "frames_num": 2}


def _months(company: Company, domain: str | None) -> Iterator[tuple[date, Any]]:
    """Newest first."""
    found = _links(company, domain)
    for each in found[found["date"].dt.day == 1][::-1].itertuples(index=False):
        yield each.date.date(), each


def backlinks_historical(company: Company, asked: Asked) -> tuple[list[Row], int]:
    rows = []
    for day, each in _months(company, asked.get("target")):
        stamp = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
        counts = {"backlinks_num": each.backlinks, "domains_num": each.referring_domains, "score": each.authority}
        rows.append({"date": stamp, **counts})
    return rows, 40


def _visits(company: Company, domain: str | None, month: str, last: int) -> list[Row]:
    """The days of a month, newest first: of four visits, one comes over search."""
    found = company.visibility.days
    found = found[(found["domain"] == domain) & (found["date"].dt.strftime("%Y-%m-01") == month)]
    daily = (found.groupby("date")["traffic"].sum() * 4 // 30)[::-1]
    about = {"country": "GLOBAL", "device_type": "all", "target": domain, "rank": 0}
    habits = {"time_on_site": 212, "pages_per_visit": 3.4, "bounce_rate": 0.44, "desktop_share": 0.4}
    return [
        {"display_date": f"{day:%Y-%m-%d}", **about, "visits": count, "users": count * 8 // 10, "hits": count * 3}
        | {channel: int(count * share) for channel, share in SHARES.items()}
        | {**habits, "mobile_share": 0.6, "is_forecasted": "false"}
        for day, count in list(daily.items())[:last]
    ]


def summary_by_day(company: Company, asked: Asked) -> list[Row]:
    return _visits(company, asked.get("target"), asked["display_date"], last=31)


def summary(company: Company, asked: Asked) -> list[Row]:
    month = str((company.today.replace(day=1) - timedelta(days=1)).replace(day=1))
    rows = []
    for target in asked["targets"].split(","):
        days = _visits(company, target, asked.get("display_date", month), last=31)
        if days:
            total = sum(day["visits"] for day in days)
            rows.append({**days[0], **SHARES, "display_date": month, "visits": total, "users": total // 2})
    return rows


def overview_v4(company: Company, asked: Asked) -> Row:
    each = _links(company, asked.get("url")).iloc[-1]
    counts = {"backlinks_count": int(each.backlinks), "domains_count": int(each.referring_domains)}
    return {**counts, "follows_count": int(each.backlinks) * 9 // 10, "ips_count": 600, "score": int(each.authority)}


def summary_v4(company: Company, asked: Asked) -> list[Row]:
    rows = [
        {"date": f"{day:%Y-%m}", "backlinks_count": int(each.backlinks), "domains_count": int(each.referring_domains)}
        for day, each in _months(company, asked.get("url"))
        if asked["date_from"] <= f"{day:%Y-%m}" <= asked["date_to"]
    ]
    offset = int(asked.get("offset", 0))
    return rows[offset : offset + int(asked.get("limit", 12))]


REPORTS: dict[str, Callable[[Company, Asked], tuple[list[Row], int]]] = {
    "domain_rank_history": domain_rank_history,
    "domain_organic": domain_organic,
    "backlinks_overview": backlinks_overview,
    "backlinks_historical": backlinks_historical,
}
TRENDS = {"summary": summary, "summary_by_day": summary_by_day}
V4: dict[str, Callable[[Company, Asked], Any]] = {"overview": overview_v4, "summary": summary_v4}
