"""Mailchimp's objects about who is written to, field by field: a list, a member."""

from hashlib import md5
from typing import Any

from sandbox.vendors.mailchimp.answers import Row, instant


def mailing_list(each: Any, number: int, company: str, campaigns: int, last_sent: str) -> Row:
    return {
        "id": each.list_id,
        "web_id": 684_456 + number,
        "name": each.name,
        "contact": {"company": company, "address1": "Rostweg 1", "city": "Berlin", "country": "DE", "phone": ""},
        "permission_reminder": "You subscribed in our shop.",
        "use_archive_bar": True,
        "campaign_defaults": {"from_name": company, "from_email": "post@example.org", "subject": "", "language": "en"},
        "notify_on_subscribe": "owner@example.org",
        "notify_on_unsubscribe": "",
        "date_created": f"2024-01-{number + 1:02d}T09:00:00+00:00",
        "list_rating": 4,
        "double_optin": True,
        "beamer_address": "list-by-mail@example.org",
        "visibility": "prv",
        "modules": [],
        "stats": {
            "member_count": int(each.member_count),
            "unsubscribe_count": int(each.member_count) // 9,
            "cleaned_count": int(each.member_count) // 40,
            "campaign_count": campaigns,
            "campaign_last_sent": last_sent,
            "open_rate": 36.9,  # percent, unlike in the reports
            "click_rate": 2.61,
            "last_sub_date": "",
            "last_unsub_date": "",
        },
    }


def member(each: Any, list_id: str) -> Row:
    """Every thirty-first has left. The id is what Mailchimp makes it: the MD5 of the address in lower case."""
    left = int(each.customer_id) % 31 == 0
    return {
        "id": md5(each.email.lower().encode(), usedforsecurity=False).hexdigest(),
        "email_address": each.email,
        "unique_email_id": each.customer_id[-10:],
        "full_name": f"{each.first_name} {each.last_name}",
        "email_type": "html",
        "status": "unsubscribed" if left else "subscribed",
        "merge_fields": {"FNAME": each.first_name, "LNAME": each.last_name, "PHONE": "", "ADDRESS": ""},
        "stats": {
            "avg_open_rate": 0.4,
            "avg_click_rate": 0.03,
            "ecommerce_data": {
                "total_revenue": each.amount_spent,
                "number_of_orders": each.orders_count,
                "currency_code": "EUR",
            },
        },
        "ip_signup": "",
        "timestamp_signup": "",
        "ip_opt": "203.0.113.92",
        "timestamp_opt": instant(each.created_at),
        "member_rating": 2 + int(each.orders_count > 1),
        "last_changed": instant(each.updated_at),
        "language": "",
        "vip": False,
        "email_client": "",
        "location": {"latitude": 0, "longitude": 0, "country_code": each.country, "timezone": ""},
        "source": "API - Generic",
        "tags_count": 0,
        "tags": [],
        "list_id": list_id,
    }
