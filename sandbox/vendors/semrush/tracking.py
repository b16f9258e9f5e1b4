"""Semrush's Position Tracking: one campaign for the searches of the German market, in maps by day and domain."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sandbox.company import Company

CAMPAIGN = "8014444_1"
MARKET = "de"


def positions(company: Company, asked: Mapping[str, str]) -> dict[str, Any]:
    """The keywords with their positions on each day of a period; domains are named by masks."""
    masks = {mask: mask.removeprefix("*.").removesuffix("/*") for mask in asked["url"].split(":")}
    table = company.visibility.keywords
    table = table[table["market"] == MARKET]
    period = table["date"].between(pd.Timestamp(asked["date_begin"]), pd.Timestamp(asked["date_end"]))
    words: dict[str, dict[str, dict[str, Any]]] = {word: {} for word in sorted(table["keyword"].unique())}
    for each in table[period].itertuples(index=False):
        words[each.keyword].setdefault(f"{each.date:%Y%m%d}", {})[each.domain] = each
    offset, limit = int(asked.get("display_offset", 0)), int(asked.get("display_limit", 10))
    page = [_keyword(number, *each, masks) for number, each in list(enumerate(words.items()))[offset : offset + limit]]
    return {"total": len(words), "state": "0", "limit": limit, "offset": offset, "data": _numbered(page)}


def _keyword(number: int, word: str, days: Mapping[str, dict[str, Any]], masks: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in ("Dt", "Vi", "Sov", "Tr", "Tc", "Lu")}
    for day, by_domain in days.items():
        for mask, domain in masks.items():
            for name, value in _figures(by_domain.get(domain)).items():
                told[name].setdefault(day, {})[mask] = value
    volume = max((each.volume for by_domain in days.values() for each in by_domain.values()), default=0)
    for name in ("Vi", "Sov"):
        told[name]["Diff"] = dict.fromkeys(masks, 0.1)
    about = {"Pi": f"80144446668903{number:04d}", "Ph": word, "Kb": 20260101, "Tg": {"0": "coffee"}, "In": {"0": "c"}}
    return {**about, "Cp": "0.62", "Nq": str(volume), "Gs": "0", **told, "Diff": dict.fromkeys(masks, 0)}


def _figures(each: Any) -> dict[str, Any]:
    if each is None:
        return {"Dt": "-", "Vi": 0, "Sov": 0, "Tr": 0, "Tc": 0, "Lu": "-"}
    seen = round(30 / each.position**1.15, 4)
    return {
        "Dt": each.position,
        "Vi": seen,
        "Sov": round(seen / 100, 4),
        "Tr": each.traffic,
        "Tc": each.traffic * each.cpc / 100,
        "Lu": each.url,
    }


def _numbered(items: list[Any]) -> Any:
    """A list as PHP writes it: an object with the keys "0", "1" and so on, and [] when there is nothing."""
    return {str(number): item for number, item in enumerate(items)} if items else []
