"""Meta's Graph for Facebook Pages: the token of a Page, its days, its posts with lifetime figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.routing import Route

from sandbox.company import Company
from sandbox.vendors._graph import Call, GraphError, admitted, as_fault, graph_routes, listed, page, unknown_object
from sandbox.vendors._insights import as_known, chosen, end_time, fields_of, insight, told_days
from sandbox.vendors._networks import Row, posts, profile_days, written

ENV = {"FACEBOOK_PAGES_ACCESS_TOKEN": "EAAsandboxPagesUserToken", "FACEBOOK_PAGES_APP_SECRET": "4567sandboxpagessecret"}
PAGE_TOKEN = "EAAsandboxTokenOfThePage"
"""Told to whoever has a task on the Page; insights are told to nobody else."""

ERRORS = {
    "rate_limited": as_fault(
        GraphError("(#80001) There have been too many calls to this Page account.", 80001),
        x_business_use_case_usage='{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":12}]}',
    ),
    "user_rate_limited": as_fault(GraphError("(#32) Page request limit reached", 32)),
    "unavailable": as_fault(GraphError("(#2) Service temporarily unavailable", 2, is_transient=True)),
    "too_much_data": as_fault(
        GraphError("Please reduce the amount of data you're asking for, then retry your request", 1, status=500)
    ),
    "token_expired": as_fault(GraphError("Error validating access token: Session has expired", 190, 463)),
    "not_permitted": as_fault(GraphError("(#10) This endpoint requires the 'pages_read_engagement' permission", 10)),
    "invalid_metric": as_fault(GraphError("(#100) The value must be a valid insights metric", 100)),
    "no_metric": as_fault(
        GraphError("(#3001) Invalid query", 3001, 1504028, error_user_msg="No metric was specified.")
    ),
    "unknown_object": as_fault(unknown_object("1")),
}

DAY_METRICS = {
    "page_media_view": lambda day: day["impressions"],
    "page_total_media_view_unique": lambda day: day["reach"],
    "page_post_engagements": lambda day: day["likes"] + day["comments"] + day["shares"] + day["clicks"],
    "page_total_actions": lambda day: day["clicks"] // 3,
    "page_daily_follows_unique": lambda day: day["gained"],
    "page_daily_unfollows_unique": lambda day: day["lost"],
    "page_views_total": lambda day: day["profile_views"],
    "page_video_views": lambda day: day["video_views"],
    "page_follows": lambda day: day["followers"],
    "page_fan_adds_by_paid_non_paid_unique": lambda day: _paid(day["gained"]),
    "page_actions_post_reactions_total": lambda day: _reactions(day["likes"]),
}
POST_METRICS = {
    "post_media_view": lambda post: post["impressions"],
    "post_total_media_view_unique": lambda post: post["reach"],
    "post_clicks": lambda post: post["clicks"],
    "post_clicks_by_type": lambda post: {"link clicks": post["clicks"]} if post["clicks"] else {},
    "post_reactions_by_type_total": lambda post: _reactions(post["likes"]),
}
STATUS_TYPES = ("added_photos", "added_video", "mobile_status_update", "shared_story")


def routes(company: Company) -> list[Route]:
    return graph_routes(Pages(company).answer)


class Pages:
    """The Page of the company, as it is known today."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._known: dict[Any, tuple[Row, dict[Any, Row], list[Row]]] = {}

    def answer(self, call: Call) -> Any:
        tokens = (ENV["FACEBOOK_PAGES_ACCESS_TOKEN"], PAGE_TOKEN)
        _, path = admitted(call, tokens, ENV["FACEBOOK_PAGES_APP_SECRET"])
        if self._company.today not in self._known:
            self._known = {self._company.today: self._read()}
        itself, days, published = self._known[self._company.today]
        node, _, edge = path.partition("/")
        fields = call.params.get("fields", "id,name")
        if (node, edge) == ("me", "accounts"):
            return page([chosen(itself, fields)], call.params, call.url, 100)
        if node != itself["id"] or edge not in ("", "insights", "published_posts"):
            raise unknown_object(node)
        if not edge:
            return chosen(itself, fields)
        if call.token != PAGE_TOKEN:
            said = "The pages_read_engagement permission(s) must be granted before impersonating a user's page."
            raise GraphError(f"(#190) {said}", 190)
        if edge == "insights":
            return self._insights(call, itself["id"], days)
        bounds = [datetime.fromtimestamp(int(call.params.get(name, end)), UTC) for name, end in BOUNDS.items()]
        found = [post for post in published if bounds[0] <= post["posted_at"] < bounds[1]]
        return page([_post(post, fields) for post in found], call.params, call.url, 20)

    def _read(self) -> tuple[Row, dict[Any, Row], list[Row]]:
        days = profile_days(self._company, "facebook")
        newest = days[self._company.today - timedelta(days=1)]
        itself = {
            "id": newest["profile_id"],
            "name": newest["profile_name"],
            "username": "torrefino",
            "category": "Coffee shop",
            "link": "https://www.facebook.example/torrefino",
            "access_token": PAGE_TOKEN,
            "tasks": ["ANALYZE"],
            "followers_count": newest["followers"],
            "fan_count": newest["followers"] * 9 // 10,
        }
        return itself, days, posts(self._company, "facebook")

    def _insights(self, call: Call, page_id: str, days: dict[Any, Row]) -> dict[str, Any]:
        metrics = listed(call.params, "metric")
        if not metrics:
            raise GraphError("(#3001) Invalid query", 3001, 1504028)
        if not set(metrics) <= set(DAY_METRICS):
            raise GraphError("(#100) The value must be a valid insights metric", 100)
        asked, today = told_days(call, self._company, 90), self._company.today
        found = []
        for metric in metrics:
            values = []
            for day in asked:
                settled = DAY_METRICS[metric](days[day])
                is_count = isinstance(settled, int) and metric != "page_follows"
                value = as_known(settled, day, today) if is_count else settled
                parts = _from_ads(value) if "breakdown" in call.params else [{"value": value}]
                values += [{**part, "end_time": end_time(day)} for part in parts]
            found.append(insight(page_id, metric, "day", values=values))
        token = f"access_token={call.token}"
        return {"data": found, "paging": dict.fromkeys(("previous", "next"), f"{call.url}?{token}")}


BOUNDS = {"since": 0, "until": 32503680000}


def _post(post: Row, fields: str) -> Row:
    asked = fields_of(fields)
    number = int(post["post_id"][2:])
    told: Row = {
        "created_time": written(post["posted_at"]),
        "updated_time": written(post["posted_at"]),
        "permalink_url": post["url"],
        "status_type": STATUS_TYPES[number // 10 % len(STATUS_TYPES)],
        "comments": {"data": [], "summary": {"order": "ranked", "total_count": post["comments"], "can_comment": True}},
        "reactions": {"data": [], "summary": {"total_count": post["likes"], "viewer_reaction": "NONE"}},
    }
    if number // 10 % 7:
        told["message"] = post["text"]
    if post["shares"]:
        told["shares"] = {"count": post["shares"]}
    if "insights" in asked:
        metrics = [name for name in asked["insights"].removeprefix(".metric(").rstrip(")").split(",") if name]
        if not set(metrics) <= set(POST_METRICS):
            raise GraphError("(#100) The value must be a valid insights metric", 100)
        found = [
            insight(post["id"], name, "lifetime", values=[{"value": POST_METRICS[name](post)}]) for name in metrics
        ]
        told["insights"] = {"data": found}
    return {name: told[name] for name in asked if name in told} | {"id": post["id"]}


def _paid(count: int) -> Row:
    return {"total": count, "paid": count // 5, "unpaid": count - count // 5}


def _reactions(count: int) -> Row:
    """By kind; those of which there are none are left out."""
    kinds = {"like": count - count // 6 - count // 40, "love": count // 6, "haha": count // 40}
    return {kind: number for kind, number in kinds.items() if number}


def _from_ads(count: int) -> list[Row]:
    return [{"value": count // 4, "is_from_ads": "1"}, {"value": count - count // 4, "is_from_ads": "0"}]
