"""Meta's Graph for Instagram: insights of an account's days, and its posts, reels and stories with theirs."""

from collections.abc import Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

import pandas as pd
from starlette.routing import Route

from sandbox.company import Company
from sandbox.vendors._graph import Call, GraphError, admitted, as_fault, graph_routes, listed, page, unknown_object
from sandbox.vendors._insights import as_known, chosen, end_time, insight, told_days
from sandbox.vendors._networks import Row, posts, profile_days
from sandbox.vendors.instagram.figures import FOLLOWERS, MEDIA_METRICS, SERIES, TOTALS, medium_of, stories

ENV = {"INSTAGRAM_ACCESS_TOKEN": "EAAsandboxInstagramToken", "INSTAGRAM_APP_SECRET": "89absandboxinstagramsecret"}

TOO_FEW = GraphError("(#10) Not enough viewers for the media to show insights", 10)
TOO_OLD = GraphError("Invalid parameter", 100, 2108006, error_user_msg="The media was posted before the conversion.")
ERRORS = {
    "rate_limited": as_fault(
        GraphError("(#80002) There have been too many calls to this Instagram account.", 80002),
        x_business_use_case_usage='{"1":[{"type":"instagram","call_count":100,"estimated_time_to_regain_access":11}]}',
    ),
    "app_rate_limited": as_fault(GraphError("(#4) Application request limit reached", 4)),
    "unavailable": as_fault(GraphError("(#2) Service temporarily unavailable", 2, is_transient=True)),
    "too_much_data": as_fault(GraphError("Please reduce the amount of data you're asking for", 100)),
    "token_expired": as_fault(GraphError("Error validating access token: Session has expired", 190, 463)),
    "not_permitted": as_fault(GraphError("(#10) Application does not have permission for this action", 10)),
    "too_few_viewers": as_fault(TOO_FEW),
    "before_conversion": as_fault(TOO_OLD),
    "unknown_object": as_fault(unknown_object("1")),
}

BUSINESS_SINCE = pd.Timestamp("2025-11-10", tz="UTC")
"""What is older was published by a person's account, whose figures are not told."""


def routes(company: Company) -> list[Route]:
    return graph_routes(Profile(company).answer)


class Profile:
    """The account of the company, as it is known today."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._read_on: date | None = None

    def answer(self, call: Call) -> Any:
        _, path = admitted(call, [ENV["INSTAGRAM_ACCESS_TOKEN"]], ENV["INSTAGRAM_APP_SECRET"])
        if self._read_on != self._company.today:
            self._read()
        node, _, edge = path.partition("/")
        fields = call.params.get("fields", "id")
        if (node, edge) == ("me", "accounts"):
            pages: list[Row] = [
                {"id": "104812900000001", "instagram_business_account": self._itself},
                {"id": "104812900000009"},
            ]
            return page([_page(each, fields) for each in pages], call.params, call.url, 100)
        if (node, edge) == ("me", ""):
            return chosen({**self._itself, "user_id": self._itself["id"], "id": "26000000000000001"}, fields)
        if node == self._itself["id"]:
            return self._of_account(edge, call, fields)
        if node in self._media and edge == "insights":
            return self._of_medium(self._media[node], call)
        raise unknown_object(node)

    def _of_account(self, edge: str, call: Call, fields: str) -> Any:
        if not edge:
            return chosen(self._itself, fields)
        if edge == "insights":
            return self._insights(call)
        kinds = {"media": ("FEED", "REELS"), "stories": ("STORY",)}
        found = [medium for medium in self._media.values() if medium["media_product_type"] in kinds[edge]]
        return page([chosen(medium, fields) for medium in found], call.params, call.url, 20)

    def _read(self) -> None:
        company = self._company
        self._days = profile_days(company, "instagram")
        newest = self._days[company.today - timedelta(days=1)]
        made = [medium_of(post) for post in posts(company, "instagram")]
        self._media = {medium["id"]: medium for medium in [*stories(company, newest), *made]}
        self._itself = {
            "id": newest["profile_id"],
            "ig_id": "8070000001",
            "username": newest["profile_name"],
            "name": company.name,
            "website": f"https://{company.domain}/",
            "followers_count": newest["followers"],
            "follows_count": 210,
            "media_count": len(made),
        }
        self._read_on = company.today

    def _insights(self, call: Call) -> dict[str, Any]:
        metrics, kind = listed(call.params, "metric"), call.params.get("metric_type")
        of = self._itself["id"]
        if metrics == ["follower_demographics"]:
            keys = call.params["breakdown"].split(",")
            parts = [
                (names, int(share * self._itself["followers_count"])) for names, share in FOLLOWERS[",".join(keys)]
            ]
            return {"data": [insight(of, metrics[0], "lifetime", total_value=_broken_down(keys, parts))]}
        known = {*SERIES, *TOTALS}
        if unknown := [place for place, metric in enumerate(metrics) if metric not in known]:
            values = ", ".join(sorted(known))
            raise GraphError(f"(#100) metric[{unknown[0]}] must be one of the following values: {values}", 100)
        if kind != "total_value" and not set(metrics) <= set(SERIES):
            raise GraphError("(#100) The following metrics should be specified with metric_type=total_value", 100)
        days, today = told_days(call, self._company, 30), self._company.today
        if "follower_count" in metrics and any((today - day).days > 31 for day in days):
            said = "only supports querying data for the last 30 days excluding the current day"
            raise GraphError(f"(#100) (follower_count) metric {said}", 100)
        if not days:
            return {"data": []}
        if kind == "total_value":
            return {"data": [self._total(metric, days, call) for metric in metrics]}
        told = {
            metric: [{"value": self._figure(SERIES[metric], day), "end_time": end_time(day)} for day in days]
            for metric in metrics
        }
        return {"data": [insight(of, metric, "day", values=values) for metric, values in told.items()]}

    def _total(self, metric: str, days: list[date], call: Call) -> Row:
        value: Row = {"value": sum(self._figure(TOTALS.get(metric) or SERIES[metric], day) for day in days)}
        if metric == "follows_and_unfollows" and call.params.get("breakdown") == "follow_type":
            kinds = {"FOLLOWER": "gained", "NON_FOLLOWER": "lost"}
            sums = {kind: sum(self._figure(itemgetter(name), day) for day in days) for kind, name in kinds.items()}
            value |= _broken_down(["follow_type"], [((kind,), count) for kind, count in sums.items()])
        return insight(self._itself["id"], metric, "day", total_value=value)

    def _figure(self, of: Any, day: date) -> int:
        return as_known(of(self._days[day]), day, self._company.today)

    def _of_medium(self, medium: Row, call: Call) -> dict[str, Any]:
        product, form = medium["media_product_type"], medium["media_type"]
        suiting = MEDIA_METRICS[form if product == "FEED" else product]
        metrics = listed(call.params, "metric")
        if odd := [metric for metric in metrics if metric not in suiting]:
            said = f"does not support the {odd[0]} metric for this media product type"
            raise GraphError(f"(#100) The Media Insights API {said}.", 100)
        if medium["posted_at"] < BUSINESS_SINCE:
            raise TOO_OLD
        if product == "STORY" and medium["reach"] < 5:
            raise TOO_FEW
        figures = {metric: [{"value": suiting[metric](medium)}] for metric in metrics}
        return {"data": [insight(medium["id"], name, "lifetime", values=figures[name]) for name in metrics]}


def _page(row: Row, fields: str) -> Row:
    told = chosen(row, fields)
    if "instagram_business_account" in told:
        asked = fields.partition("{")[2].rstrip("}")
        told["instagram_business_account"] = chosen(told["instagram_business_account"], asked)
    return told


def _broken_down(keys: list[str], parts: Sequence[tuple[tuple[str, ...], int]]) -> Row:
    results = [{"dimension_values": list(names), "value": count} for names, count in parts]
    return {"breakdowns": [{"dimension_keys": keys, "results": results}]}
