"""A GraphQL document made ready: checked against the schema and flattened into what to take from objects; its cost.

The library that parses would execute it too, field by field; cutting pages from ready objects is many times faster.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
    validate,
)
from graphql.execution.values import get_argument_values, get_variable_values

from sandbox.vendors.shopify.schema import SCHEMA

Variables = Mapping[str, Any]


class Mistaken(Exception):
    """A document that cannot be answered; `errors` are as Shopify words them."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        self.errors = errors
        super().__init__(errors[0]["message"])


@dataclass(frozen=True)
class Pick:
    """One field to take, under a key. `on` names the only type that has it, where that is not all of them."""

    key: str
    name: str
    below: tuple["Pick", ...]
    is_connection: bool
    on: str | None
    node: FieldNode
    field: GraphQLField | None

    def arguments(self, variables: Variables) -> dict[str, Any]:
        return get_argument_values(self.field, self.node, dict(variables)) if self.field else {}

    def of_nodes(self) -> tuple["Pick", ...]:
        """What a connection is asked of each of its nodes."""
        inner = (pick for pick in self.below if pick.name in ("nodes", "edges"))
        return tuple(
            each for pick in inner for part in ((pick,) if pick.name == "nodes" else pick.below) for each in part.below
        )


@dataclass(frozen=True)
class Plan:
    picks: tuple[Pick, ...]
    operation: OperationDefinitionNode
    deprecated: tuple[str, ...]

    def variables(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values = get_variable_values(SCHEMA, list(self.operation.variable_definitions or ()), dict(given))
        if isinstance(values, list):
            raise Mistaken([_told(error) for error in values])
        return values


@lru_cache(maxsize=256)
def planned(document: str) -> Plan:
    """Raises Mistaken for what the schema does not allow."""
    try:
        parsed = parse(document)
    except GraphQLError as error:
        raise Mistaken([_told(error)]) from None
    if errors := validate(SCHEMA, parsed):
        raise Mistaken([_told(error) for error in errors])
    fragments = {each.name.value: each for each in parsed.definitions if isinstance(each, FragmentDefinitionNode)}
    operation = next(each for each in parsed.definitions if isinstance(each, OperationDefinitionNode))
    picks = tuple(_picks(operation.selection_set, SCHEMA.query_type, fragments, None))
    return Plan(picks, operation, tuple(sorted(set(_deprecated(picks, "QueryRoot")))))


def _picks(chosen: SelectionSetNode | None, parent: Any, fragments: dict[str, Any], on: str | None) -> Iterator[Pick]:
    for each in chosen.selections if chosen else ():
        if isinstance(each, FieldNode):
            key = each.alias.value if each.alias else each.name.value
            field = parent.fields.get(each.name.value)
            kind = get_named_type(field.type) if field else None
            below = tuple(_picks(each.selection_set, kind, fragments, None))
            linked = kind is not None and kind.name.endswith("Connection")
            yield Pick(key, each.name.value, below, linked, on, each, field)
        else:
            part = fragments[each.name.value] if isinstance(each, FragmentSpreadNode) else each
            assert isinstance(part, FragmentDefinitionNode | InlineFragmentNode)
            kind = SCHEMA.type_map[part.type_condition.name.value] if part.type_condition else parent
            yield from _picks(part.selection_set, kind, fragments, on if kind is parent else kind.name)


def _deprecated(picks: tuple[Pick, ...], parent: str) -> Iterator[str]:
    """Fields as in the answer's header: `Customer.email`."""
    for pick in picks:
        if pick.field is not None:
            if pick.field.deprecation_reason:
                yield f"{pick.on or parent}.{pick.name}"
            yield from _deprecated(pick.below, get_named_type(pick.field.type).name)


def cost(picks: tuple[Pick, ...], variables: Variables) -> int:
    """Points before anything is known of the answer: an object one, a list its members, a connection its size."""
    points = 0
    for pick in picks:
        if pick.is_connection:
            asked = pick.arguments(variables)
            points += weight(asked.get("first") or asked.get("last") or 50) * (1 + cost(pick.of_nodes(), variables))
        elif pick.name == "nodes":
            points += len(pick.arguments(variables)["ids"]) * (1 + cost(pick.below, variables))
        elif pick.below and pick.name != "pageInfo":
            points += 1 + cost(pick.below, variables)
    return points


def weight(size: int) -> int:
    """What a connection of a size weighs. Fitted to recordings: 5 nodes 3, 50 nodes 9, 100 nodes 11."""
    return max(2, math.ceil(2 * math.log2(size) - 2.3)) if size > 0 else 2


def _told(error: GraphQLError) -> dict[str, Any]:
    told: dict[str, Any] = {"message": error.message}
    if error.locations:
        told["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.message.startswith("Cannot query field"):
        told["extensions"] = {"code": "undefinedField"}
    return told
