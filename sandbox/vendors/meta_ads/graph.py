"""The Graph: a version, a node and perhaps an edge in, one answer out; the same for single calls and for batches."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from sandbox.company import Company
from sandbox.vendors._graph import Call, GraphError, admitted, listed, page, unknown_object
from sandbox.vendors.meta_ads.delivery import AdDay, ad_days
from sandbox.vendors.meta_ads.insights import rows
from sandbox.vendors.meta_ads.questions import read
from sandbox.vendors.meta_ads.runs import Run
from sandbox.vendors.meta_ads.things import GONE, Thing, Things
from sandbox.vendors.meta_ads.usage import usage

EDGES = {"campaigns": "campaign", "adsets": "adset", "ads": "ad"}
LARGEST_PAGE = {"insights": 200, "campaigns": 25, "adsets": 5, "ads": 5, "adaccounts": 50}


class Graph:
    """One client's view of Meta: entities, delivery as known today, and the reports that were ordered."""

    def __init__(self, company: Company, token: str, app_secret: str) -> None:
        self._company, self._token, self._app_secret = company, token, app_secret
        self._things = Things(company)
        self._runs: dict[str, Run] = {}
        self._delivery: tuple[date | None, dict[str, list[AdDay]]] = (None, {})

    def answer(self, call: Call) -> Any:
        """The body of the answer; headers are left in the call. Raises GraphError."""
        version, path = admitted(call, [self._token], self._app_secret)
        if not path and "batch" in call.params:
            return [self._one_of_batch(each, version, call) for each in orjson.loads(call.params["batch"])]
        node, _, edge = path.partition("/")
        return self._of_node(node, edge, call)

    def _of_node(self, node: str, edge: str, call: Call) -> Any:
        things = self._things
        if (node, edge) == ("me", "adaccounts"):
            call.headers |= usage(None)
            return self._list(list(things.accounts.values()), edge, call)
        if node in self._runs:
            run = self._runs[node]
            call.headers |= usage(run.account_id)
            if edge != "insights":
                return run.state()
            return page(run.result(), call.params, call.url, LARGEST_PAGE[edge])
        level, thing = self._found(node)
        call.headers |= usage(thing["account_id"])
        if edge == "insights":
            return self._insights(level, thing, call)
        if edge in EDGES and level == "account":
            return self._entities(edge, thing["account_id"], call)
        if edge:
            raise unknown_object(node)
        return _chosen(thing, call)

    def _found(self, node: str) -> tuple[str, Thing]:
        things = self._things
        places = (("campaign", things.campaigns), ("adset", things.ad_sets), ("ad", things.ads))
        if node.removeprefix("act_") in things.accounts and node.startswith("act_"):
            return "account", things.accounts[node.removeprefix("act_")]
        for level, place in places:
            if node in place:
                return level, place[node]
        raise unknown_object(node)

    def _insights(self, level: str, thing: Thing, call: Call) -> dict[str, Any]:
        question = read(call.params, level, self._company.today)
        account_id = thing["account_id"]
        days = self._days().get(account_id, [])
        if level != "account":
            key = {"campaign": 1, "adset": 2, "ad": 3}[level]
            days = [day for day in days if day[key] == thing["id"]]
        found = list(rows(question, days, self._things, account_id))
        if call.method == "POST":
            run = Run(str(6023920150000 + len(self._runs)), account_id, found)
            self._runs[run.id] = run
            return {"report_run_id": run.id}
        return page(found, call.params, call.url, LARGEST_PAGE["insights"])

    def _days(self) -> dict[str, list[AdDay]]:
        today = self._company.today
        if self._delivery[0] != today:
            self._delivery = (today, ad_days(self._company))
        return self._delivery[1]

    def _entities(self, edge: str, account_id: str, call: Call) -> dict[str, Any]:
        things = self._things
        table = {"campaigns": things.campaigns, "adsets": things.ad_sets, "ads": things.ads}[edge]
        statuses = _statuses(call.params)
        mine = [thing for thing in table.values() if thing["account_id"] == account_id]
        shown = [
            thing
            for thing in mine
            if (thing["effective_status"] in statuses if statuses else thing["effective_status"] not in GONE)
        ]
        return self._list(shown, edge, call)

    def _list(self, things: list[Thing], edge: str, call: Call) -> dict[str, Any]:
        body = page([_chosen(thing, call) for thing in things], call.params, call.url, LARGEST_PAGE[edge])
        return {**body, "summary": {"total_count": len(things)}} if call.params.get("summary") == "true" else body

    def _one_of_batch(self, asked: dict[str, Any], version: str, call: Call) -> dict[str, Any]:
        target = urlsplit(asked["relative_url"])
        path = target.path.strip("/")
        params = dict(parse_qsl(target.query) + parse_qsl(asked.get("body", "")))
        inner = Call(
            asked["method"], path if path.startswith("v") else f"{version}/{path}", params, call.url, call.token
        )
        try:
            code, body = 200, self.answer(inner)
        except GraphError as error:
            code, body = error.status, error.body
        headers = [{"name": name, "value": value} for name, value in inner.headers.items()]
        return {"code": code, "headers": headers, "body": orjson.dumps(body).decode()}


def _statuses(params: dict[str, str]) -> list[str]:
    rules = orjson.loads(params.get("filtering", "[]"))
    named = [rule["value"] for rule in rules if rule["field"].endswith("effective_status")]
    found: list[str] = named[0] if named else orjson.loads(params.get("effective_status", "[]"))
    return found


def _chosen(thing: Thing, call: Call) -> Thing:
    """The asked fields that have a value; `creative{id}` names a field of a field, which is all that a creative has."""
    asked = [name.split("{")[0] for name in listed(call.params, "fields")]
    return {name: thing[name] for name in asked if name in thing} | {"id": thing["id"]}
