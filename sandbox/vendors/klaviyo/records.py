"""What exists in the account: itself, campaigns with their messages, flows, lists, segments, metrics."""

from typing import Any

from sandbox.company import Company
from sandbox.company.mailings import AMERICAN_CURRENCY, AMERICAN_LIST, AMERICAN_ZONE, WELCOME
from sandbox.vendors.klaviyo.answers import Row

METRICS = {
    "MtRecv": ("Received Email", "klaviyo"),
    "MtOpen": ("Opened Email", "klaviyo"),
    "MtSubs": ("Subscribed to List", "klaviyo"),
    "MtUnsu": ("Unsubscribed from List", "klaviyo"),
    "MtOrdr": ("Placed Order", "shopify"),
}
_CREATED = "2024-01-01T15:04:05+00:00"


def resource(kind: str, identity: str, attributes: Row, **relationships: Row) -> Row:
    link = f"https://a.klaviyo.com/api/{kind}s/{identity}/"
    found: Row = {"type": kind, "id": identity, "attributes": attributes, "links": {"self": link}}
    return found | ({"relationships": relationships} if relationships else {})


def account(company: Company) -> Row:
    street = {"address1": "Rostweg 1", "city": "Berlin", "region": None, "country": "DE", "zip": "10115"}
    contact = {"default_sender_name": "Jo Doe", "default_sender_email": "post@example.org", "street_address": street}
    return resource(
        "account",
        "KlvAcc",
        {
            "test_account": False,
            "contact_information": contact | {"organization_name": f"{company.name} US", "website_url": None},
            "timezone": AMERICAN_ZONE,
            "preferred_currency": AMERICAN_CURRENCY,
            "public_api_key": "KlvAcc",
            "locale": "en-US",
        },
    )


def campaign_id(each: Any) -> str:
    return f"01US{each.number:022d}"


def message_id(identity: str) -> str:
    return f"01MS{identity[4:]}"


def campaigns(company: Company) -> list[Row]:
    """Oldest first, and a draft. Those older than half a year are archived."""
    found = []
    for each in company.mailings.american.itertuples(index=False):
        sent = each.sent_at.tz_convert("UTC").isoformat()
        tag = {"type": "static", "name": "utm_campaign", "value": each.utm_campaign}
        is_old = (company.today - each.day.date()).days > 182
        found.append(_campaign(campaign_id(each), each.name, "Sent", sent, [tag], archived=is_old))
    draft = _campaign("01US" + "9" * 22, "Not sent yet", "Draft", None, [], archived=False)
    return [*found, draft]


def _campaign(identity: str, name: str, status: str, sent: str | None, tags: list[Row], *, archived: bool) -> Row:
    tracking = {"add_tracking_params": bool(tags), "custom_tracking_params": tags, "is_tracking_opens": True}
    moment = sent or _CREATED
    return resource(
        "campaign",
        identity,
        {
            "name": name,
            "status": status,
            "archived": archived,
            "audiences": {"included": [AMERICAN_LIST[0]], "excluded": []},
            "send_options": {"use_smart_sending": True, "ignore_unsubscribes": False},
            "tracking_options": tracking,
            "send_strategy": {"method": "static", "datetime": moment, "options": {"is_local": False}},
            "created_at": _CREATED,
            "scheduled_at": sent,
            "updated_at": moment,
            "send_time": sent,
        },
        **{"campaign-messages": {"data": [{"type": "campaign-message", "id": message_id(identity)}]}},
    )


def message(campaign: Row) -> Row:
    sender = {"from_email": "post@example.org", "from_label": "Jo Doe", "reply_to_email": None}
    content = {"subject": "This week's roast", "preview_text": "", **sender, "cc_email": None, "bcc_email": None}
    moments = {"created_at": _CREATED, "updated_at": _CREATED}
    return resource(
        "campaign-message",
        message_id(campaign["id"]),
        {"definition": {"channel": "email", "label": "Mail", "content": content}, "send_times": [], **moments},
        campaign={"data": {"type": "campaign", "id": campaign["id"]}, "links": {"self": ""}},
        template={"links": {"self": ""}},
    )


def flows(company: Company) -> list[Row]:
    flow_id, name, _ = WELCOME
    state = {"status": "live", "archived": False, "trigger_type": "Added to List"}
    return [resource("flow", flow_id, {"name": name, **state, "created": _CREATED, "updated": _CREATED})]


def lists() -> list[Row]:
    list_id, name = AMERICAN_LIST
    moments = {"created": _CREATED, "updated": _CREATED}
    return [resource("list", list_id, {"name": name, **moments, "opt_in_process": "double_opt_in"})]


def segments() -> list[Row]:
    rule = {
        "type": "profile-property",
        "property": "email",
        "filter": {"operator": "equals", "value": "jo@example.org"},
    }
    state = {"is_active": True, "is_processing": False, "is_starred": False, "created": _CREATED, "updated": _CREATED}
    definition = {"condition_groups": [{"conditions": [rule]}]}
    return [resource("segment", "SgUsa1", {"name": "Engaged", "definition": definition, **state})]


def metrics() -> list[Row]:
    return [
        resource(
            "metric",
            identity,
            {
                "name": name,
                "created": _CREATED,
                "updated": _CREATED,
                "integration": {"object": "integration", "id": f"In{key[:4]}", "key": key, "name": key.title()},
            },
        )
        for identity, (name, key) in METRICS.items()
    ]
