"""Insights: the rows that answer a question."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sandbox.vendors.meta_ads.actions import action_values, actions, single
from sandbox.vendors.meta_ads.delivery import AdDay, Sum, parts, total
from sandbox.vendors.meta_ads.questions import BREAKDOWNS, Question
from sandbox.vendors.meta_ads.things import GONE, Things

LEVELS = {"account": (), "campaign": ("campaign",), "adset": ("campaign", "ad_set"), "ad": ("campaign", "ad_set", "ad")}


def rows(question: Question, days: Iterable[AdDay], things: Things, account_id: str) -> Iterator[dict[str, Any]]:
    """Only what was delivered has a row, and only what has a value is in it. Every number is text."""
    keys = LEVELS[question.level]
    groups: dict[tuple[Any, ...], list[AdDay]] = defaultdict(list)
    for day in days:
        if question.since <= day.day <= question.until and _is_wanted(day, question, things):
            groups[_period(day.day, question), *(getattr(day, key) for key in keys)].append(day)
    members, shares = zip(*BREAKDOWNS[question.breakdowns], strict=True)
    for (period, *ids), group in sorted(groups.items(), key=lambda item: item[0]):
        names = _names(dict(zip(keys, ids, strict=True)), things, account_id)
        for member, part in zip(members, parts(total(group), shares), strict=True):
            if part["impressions"]:
                known = names | _figures(part, question.windows)
                shown = {name: known[name] for name in question.fields if known.get(name)}
                dates = {"date_start": str(period[0]), "date_stop": str(period[1])}
                yield shown | dates | dict(zip(question.breakdowns, member, strict=True))


def _is_wanted(day: AdDay, question: Question, things: Things) -> bool:
    levels = {"campaign": day.campaign, "adset": day.ad_set, "ad": day.ad}
    named = {rule["field"].split(".")[0]: rule["value"] for rule in question.filters if "status" in rule["field"]}
    below = question.level in ("adset", "ad") and question.level not in named
    if below and things.status_of(question.level, levels[question.level]) in GONE:
        return False
    return all(things.status_of(level, levels[level]) in statuses for level, statuses in named.items())


def _period(day: date, question: Question) -> tuple[date, date]:
    match question.increment:
        case "all_days":
            return question.since, question.until
        case "monthly":
            first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case length:
            first = day - timedelta(days=(day - question.since).days % int(length))
            last = first + timedelta(days=int(length) - 1)
    return max(first, question.since), min(last, question.until)


def _names(ids: dict[str, str], things: Things, account_id: str) -> dict[str, Any]:
    account = things.accounts[account_id]
    names = {
        "account_id": account_id,
        "account_name": account["name"],
        "account_currency": account["currency"],
        "attribution_setting": "7d_click_1d_view" if "ad_set" in ids else "multiple",
    }
    if "campaign" in ids:
        campaign = things.campaigns[ids["campaign"]]
        names |= {"campaign_id": campaign["id"], "campaign_name": campaign["name"]}
        names |= {"objective": campaign["objective"], "buying_type": campaign["buying_type"]}
    if "ad_set" in ids:
        ad_set = things.ad_sets[ids["ad_set"]]
        names |= {"adset_id": ad_set["id"], "adset_name": ad_set["name"]}
        names |= {"optimization_goal": ad_set["optimization_goal"]}
    if "ad" in ids:
        ad = things.ads[ids["ad"]]
        names |= {"ad_id": ad["id"], "ad_name": ad["name"]}
        names |= {"created_time": ad["created_time"][:10], "updated_time": ad["updated_time"][:10]}
    return names


def _figures(row: Sum, windows: list[str]) -> dict[str, Any]:
    spend, impressions, clicks, reach = row["cents"] / 100, row["impressions"], row["clicks"], row.reach
    return {
        "impressions": str(impressions),
        "clicks": str(clicks),
        "inline_link_clicks": str(row["link_clicks"]) if row["link_clicks"] else None,
        "outbound_clicks": single("outbound_click", row["outbound_clicks"]),
        "spend": f"{spend:.2f}".removesuffix(".00") if spend else "0",
        "reach": str(reach),
        "frequency": f"{impressions / reach:.6f}" if reach else None,
        "cpc": f"{spend / clicks:.6f}" if clicks else None,
        "cpm": f"{1000 * spend / impressions:.6f}",
        "cpp": f"{1000 * spend / reach:.6f}" if reach else None,
        "ctr": f"{100 * clicks / impressions:.6f}" if clicks else None,
        "actions": actions(row, windows),
        "action_values": action_values(row, windows),
        "video_play_actions": single("video_view", row["video_views"]),
        "video_thruplay_watched_actions": single("video_view", row["thruplays"]),
    }
