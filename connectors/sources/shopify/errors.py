"""What Shopify's answers mean. Most of what goes wrong comes as HTTP 200, and is told in `errors`."""

from typing import Any

from connectors.answer import Answer, Judge, judge_status
from connectors.errors import Refused, SourceError, Unavailable

FINAL = {
    401: "the token was refused; install the app anew and set its token in SHOPIFY_ACCESS_TOKENS",
    402: "the shop is frozen until its owner pays Shopify",
    403: "the app may not read this; grant it the scopes read_orders, read_customers and read_products",
    404: "there is no such shop; correct its name in SHOPIFY_ACCESS_TOKENS",
    423: "the shop is locked; its owner must ask Shopify",
}


class TooCostly(Refused):
    """A query of more points than a single one may cost: ask for fewer rows."""


def judge(shop: str) -> Judge:
    """Judges the answers of one shop, whose name every message carries."""

    def verdict(answer: Answer) -> SourceError | None:
        errors = answer.body.get("errors") if isinstance(answer.body, dict) else None
        if answer.status in FINAL:
            return Refused(
                f"Shop {shop}: {FINAL[answer.status]} (HTTP {answer.status}: {errors or answer.text[:200]})."
            )
        if answer.status == 430:
            return Unavailable(f"Shop {shop}: HTTP 430, Shopify takes the requests for an attack.")
        if answer.status >= 400 or not errors:
            return judge_status(answer)
        return _fault(shop, errors if isinstance(errors, list) else [{"message": errors}], answer)

    return verdict


def _fault(shop: str, errors: list[Any], answer: Answer) -> SourceError:
    codes = {error.get("extensions", {}).get("code") for error in errors}
    said = f"Shop {shop}: " + "; ".join(str(error.get("message")) for error in errors[:3])
    if "THROTTLED" in codes:
        cost = answer.body["extensions"]["cost"]
        budget = cost["throttleStatus"]
        missing = cost["requestedQueryCost"] - budget["currentlyAvailable"]
        return Unavailable(said, max(0.0, missing / budget["restoreRate"]) + 0.5)
    if "INTERNAL_SERVER_ERROR" in codes:
        return Unavailable(f"{said} (x-request-id {answer.headers.get('x-request-id')})")
    if "MAX_COST_EXCEEDED" in codes:
        return TooCostly(said)
    if "ACCESS_DENIED" in codes:
        return Refused(f"{said} Let Shopify approve the app for protected customer data, and grant it the scopes.")
    return Refused(said)
