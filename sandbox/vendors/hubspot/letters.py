"""Marketing e-mails that the sales team sends from HubSpot: one a month, apart from the newsletters sent elsewhere."""

from datetime import timedelta
from typing import Any

import numpy as np

from sandbox.company import Company
from sandbox.company.chance import stable_hash

TOPICS = ("Coffee for ten desks", "A machine on trial", "What a cup costs", "Beans for meetings")


def letters(company: Company) -> list[dict[str, Any]]:
    """Each month's letter with what is known of it today, and one draft without any numbers."""
    days = [company.start + timedelta(days=n) for n in range(company.days)]
    sent = [day for day in days if day.weekday() == 1 and day.day <= 7]
    return [_letter(company, day) for day in sent] + [_mail("400000000001", "Draft for spring", "DRAFT", None, {})]


def _letter(company: Company, day: Any) -> dict[str, Any]:
    rng = np.random.default_rng([company.seed, day.toordinal(), stable_hash("office_letters")])
    sent = 700 + (day.toordinal() - 738_000) // 3 + int(rng.integers(60))
    known = float(company.known_share((company.today - day).days, "email"))
    bounced, opened = int(sent * 0.014), round(sent * rng.uniform(0.30, 0.38) * known)
    counters = {
        "sent": sent,
        "delivered": sent - bounced,
        "bounce": bounced,
        "open": opened,
        "click": round(opened * 0.11),
        "unsubscribed": round(sent * 0.003 * known),
        "spamreport": round(sent * 0.0004 * known),
    }
    stats = {
        "counters": counters,
        "ratios": {
            "openratio": 100 * opened / (sent - bounced),
            "clickratio": 100 * counters["click"] / (sent - bounced),
            "bounceratio": 100 * bounced / sent,
        },
        "deviceBreakdown": {"open_device_type": {"computer": opened // 2, "mobile": opened - opened // 2}},
        "qualifierStats": {},
    }
    topic = TOPICS[day.month % len(TOPICS)]
    return _mail(f"4{day.toordinal():011d}", topic, "PUBLISHED", f"{day}T07:30:00Z", stats)


def _mail(identity: str, subject: str, state: str, published: str | None, stats: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": identity,
        "name": f"Office: {subject}",
        "subject": subject,
        "state": state,
        "type": "BATCH_EMAIL",
        "subcategory": "batch",
        "language": "en",
        "isPublished": published is not None,
        "isAb": False,
        "publishDate": published,
        "createdAt": published or "2026-01-05T09:00:00.000Z",
        "updatedAt": published or "2026-01-05T09:00:00.000Z",
        "archived": False,
        "businessUnitId": "0",
        "activeDomain": "news.torrefino.example",
        "emailTemplateMode": "DRAG_AND_DROP",
        "sendOnPublish": True,
        "jitterSendTime": False,
        "createdById": "71000001",
        "updatedById": "71000001",
        "from": {"fromName": "Nora Keller", "replyTo": "nora.keller@office.example.com"},
        "to": {"contactIds": {"include": [], "exclude": []}, "suppressGraymail": True},
        "content": {"templatePath": "@hubspot/email/dnd/plain_text.html", "widgets": {}},
        "subscriptionDetails": {"subscriptionId": "11", "officeLocationId": "12"},
        "webversion": {"domain": "news.torrefino.example", "enabled": True, "slug": f"letter-{identity}"},
        **({"stats": stats} if stats else {}),
    }
