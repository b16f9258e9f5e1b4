"""Shopify's search terms, as far as they are served: `updated_at:>='2026-11-01T00:00:00Z' AND status:active`."""

import re
from collections.abc import Callable, Iterable
from operator import eq, ge, gt, le, lt
from typing import Any

from sandbox.vendors.shopify.objects import Node

TERM = re.compile(r"(\w+):(>=|<=|>|<|)(?:'([^']*)'|(\S+))")
COMPARED: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt, "": eq}
FIELDS = {
    "updated_at": "updatedAt",
    "created_at": "createdAt",
    "processed_at": "processedAt",
    "financial_status": "displayFinancialStatus",
    "status": "status",
    "subject_type": "subjectType",
    "action": "action",
}
SORTED_BY = {"UPDATED_AT": "updatedAt", "CREATED_AT": "createdAt", "PROCESSED_AT": "processedAt", "ID": "id"}


def found(nodes: Iterable[Node], search: str | None) -> list[Node]:
    """The nodes that fit all terms. Terms of fields that are not known here are passed over, as Shopify does."""
    left = list(nodes)
    for name, compared, quoted, plain in TERM.findall(search or ""):
        if field := FIELDS.get(name):
            fits, asked = COMPARED[compared], (quoted or plain).lower()
            left = [node for node in left if fits(str(node[field]).lower(), asked)]
    return left
