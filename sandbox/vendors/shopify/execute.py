"""Answers a plan from ready objects: pages by cursor, exactly the chosen fields."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.vendors.shopify.objects import Node
from sandbox.vendors.shopify.plan import Mistaken, Pick, Variables
from sandbox.vendors.shopify.schema import SCHEMA
from sandbox.vendors.shopify.search import SORTED_BY

Root = Callable[[str, Mapping[str, Any]], Any]
"""What a field of the root holds, given its name and arguments; for a connection all its nodes, in order."""

LARGEST_PAGE = 250


def executed(picks: tuple[Pick, ...], variables: Variables, root: Root) -> dict[str, Any]:
    """`data` of the answer. Raises Mistaken for arguments that no schema can check."""
    data: dict[str, Any] = {}
    for pick in picks:
        arguments = pick.arguments(variables)
        data[pick.key] = _shown(pick, root(pick.name, arguments), arguments, variables)
    return data


def _shown(pick: Pick, value: Any, arguments: Mapping[str, Any], variables: Variables) -> Any:
    if value is None or not pick.below:
        return value
    if pick.is_connection:
        return _page(pick, value, arguments, variables)
    if isinstance(value, list):
        kept = value[: arguments.get("first", len(value))]
        return [None if each is None else _taken(pick.below, each, variables) for each in kept]
    return _taken(pick.below, value, variables)


def _taken(picks: tuple[Pick, ...], node: Any, variables: Variables) -> dict[str, Any]:
    """The chosen fields of anything that gives its fields by name: a node, or a bag of money."""
    taken = {}
    for pick in picks:
        if pick.on is None or _is_a(node, pick.on):
            value = node.get(pick.name)
            if not pick.below:
                taken[pick.key] = value
            else:
                arguments = pick.arguments(variables) if pick.node.arguments else {}
                taken[pick.key] = _shown(pick, value, arguments, variables)
    return taken


def _is_a(node: Node, kind: str) -> bool:
    of, asked = SCHEMA.type_map[node["__typename"]], SCHEMA.type_map[kind]
    return of is asked or (asked in getattr(of, "interfaces", ()))


def _page(pick: Pick, nodes: list[Node], arguments: Mapping[str, Any], variables: Variables) -> dict[str, Any]:
    first = arguments.get("first")
    if first is None or not 0 < first <= LARGEST_PAGE:
        told = f"you must provide one of first or last, of at most {LARGEST_PAGE}"
        raise Mistaken([{"message": told, "path": [pick.key], "extensions": {"code": "BAD_REQUEST"}}])
    sort = SORTED_BY[arguments.get("sortKey", "ID")]
    start = _after(nodes, arguments["after"], sort) if arguments.get("after") else 0
    shown = nodes[start : start + first]
    page: dict[str, Any] = {}
    for part in pick.below:
        if part.name == "nodes":
            page[part.key] = [_taken(part.below, node, variables) for node in shown]
        elif part.name == "edges":
            edges = [{"__typename": "", "cursor": _cursor(node, sort), "node": node} for node in shown]
            page[part.key] = [_taken(part.below, edge, variables) for edge in edges]
        else:
            info = {
                "hasNextPage": start + first < len(nodes),
                "hasPreviousPage": start > 0,
                "startCursor": _cursor(shown[0], sort) if shown else None,
                "endCursor": _cursor(shown[-1], sort) if shown else None,
            }
            page[part.key] = _taken(part.below, info, variables)
    return page


def _cursor(node: Node, sort: str) -> str:
    """Names the node, not a number of nodes: what changes meanwhile shifts nothing."""
    return base64.b64encode(json.dumps({"last_id": node["id"], "last_value": node[sort]}).encode()).decode()


def _after(nodes: list[Node], cursor: str, sort: str) -> int:
    last = json.loads(base64.b64decode(cursor))
    passed = (last["last_value"], last["last_id"])
    return next((place for place, node in enumerate(nodes) if (node[sort], node["id"]) > passed), len(nodes))
