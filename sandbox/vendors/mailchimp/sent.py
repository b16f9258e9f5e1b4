"""Mailchimp's objects about a mailing, field by field: its report, the campaign itself, the links in it."""

from datetime import timedelta
from typing import Any

from sandbox.vendors.mailchimp.answers import Row, instant

FIRST_HOURS = (0.16, 0.12, 0.09, 0.07, 0.05, 0.04, *[0.02] * 7)
"""What each hour after sending sees of the opens and clicks known so far."""
LINKS = (("/", 0.55), ("/sale", 0.30), ("/guides/grind-size", 0.15))


def report(each: Any, list_name: str) -> Row:
    opens, clicks = each.unique_opens, each.unique_subscriber_clicks
    return {
        "id": each.campaign_id,
        "campaign_title": each.title,
        "type": "regular",
        "list_id": each.list_id,
        "list_is_active": True,
        "list_name": list_name,
        "subject_line": each.subject,
        "preview_text": "",
        "emails_sent": each.emails_sent,
        "abuse_reports": each.abuse_reports,
        "unsubscribed": each.unsubscribed,
        "send_time": instant(each.sent_at),
        "bounces": {"hard_bounces": each.hard_bounces, "soft_bounces": each.soft_bounces, "syntax_errors": 0},
        "forwards": {"forwards_count": 0, "forwards_opens": 0},
        "opens": {
            "opens_total": each.opens_total,
            "proxy_excluded_opens": each.proxy_excluded_unique_opens,
            "unique_opens": opens,
            "proxy_excluded_unique_opens": each.proxy_excluded_unique_opens,
            "open_rate": _share(opens, each.emails_sent),
            "proxy_excluded_open_rate": _share(each.proxy_excluded_unique_opens, each.emails_sent),
            "last_open": instant(each.sent_at + timedelta(hours=12)) if opens else "",
        },
        "clicks": {
            "clicks_total": each.clicks_total,
            "unique_clicks": each.unique_clicks,
            "unique_subscriber_clicks": clicks,
            "click_rate": _share(clicks, each.emails_sent),
            "last_click": instant(each.sent_at + timedelta(hours=11)) if clicks else "",
        },
        "facebook_likes": {"recipient_likes": 0, "unique_likes": 0, "facebook_likes": 0},
        "list_stats": {"sub_rate": 38, "unsub_rate": 9, "open_rate": 36.9, "click_rate": 2.61},
        "timeseries": [
            {
                "timestamp": instant(each.sent_at + timedelta(hours=hour)),
                "emails_sent": 0 if hour else each.emails_sent,
                "unique_opens": int(opens * part),
                "proxy_excluded_unique_opens": int(each.proxy_excluded_unique_opens * part),
                "recipients_clicks": int(clicks * part),
            }
            for hour, part in enumerate(FIRST_HOURS)
        ],
        "ecommerce": {
            "total_orders": each.orders,
            "total_spent": each.revenue,
            "total_revenue": each.revenue,
            "currency_code": "EUR",
        },
        "delivery_status": {"enabled": False},
    }


def campaign(each: Any, report: Row) -> Row:
    """A sent campaign, whose summary repeats the report."""
    return {
        "id": each.campaign_id,
        "web_id": int(each.campaign_id[:6], 16),
        "type": "regular",
        "create_time": instant(each.sent_at - timedelta(days=1)),
        "archive_url": f"http://eepurl.example/{each.campaign_id}",
        "status": "sent",
        "emails_sent": each.emails_sent,
        "send_time": report["send_time"],
        "content_type": "html",
        "needs_block_refresh": False,
        "resendable": True,
        "recipients": {
            "list_id": each.list_id,
            "list_is_active": True,
            "list_name": report["list_name"],
            "segment_text": "",
            "recipient_count": each.emails_sent,
        },
        "settings": {
            "subject_line": each.subject,
            "title": each.title,
            "from_name": "Torrefino",
            "reply_to": "post@example.org",
            "folder_id": "",
            "authenticate": True,
            "template_id": 13,
        },
        "tracking": {"opens": True, "html_clicks": True, "ecomm360": True, "google_analytics": each.utm_campaign},
        "report_summary": {
            "opens": each.opens_total,
            "unique_opens": each.unique_opens,
            "open_rate": report["opens"]["open_rate"],
            "clicks": each.clicks_total,
            "subscriber_clicks": each.unique_subscriber_clicks,
            "click_rate": report["clicks"]["click_rate"],
            "ecommerce": {name: value for name, value in report["ecommerce"].items() if name.startswith("total_")},
        },
        "delivery_status": {"enabled": False},
    }


def links(each: Any, domain: str) -> list[Row]:
    """The links of a campaign; their clicks add up to the report's."""
    total, unique = _divided(each.clicks_total), _divided(each.unique_clicks)
    tail = f"utm_source=mailchimp&utm_medium=email&utm_campaign={each.utm_campaign}"
    return [
        {
            "id": f"{each.campaign_id[:8]}{number:02d}",
            "campaign_id": each.campaign_id,
            "url": f"https://{domain}{path}?{tail}",
            "total_clicks": total[number],
            "click_percentage": _share(total[number], each.clicks_total),
            "unique_clicks": unique[number],
            "unique_click_percentage": _share(unique[number], each.unique_clicks),
            "last_click": instant(each.sent_at + timedelta(hours=11)) if total[number] else "",
        }
        for number, (path, _) in enumerate(LINKS)
    ]


def _divided(count: int) -> list[int]:
    """A count by link, without remainder."""
    parts = [int(count * part) for _, part in LINKS[1:]]
    return [count - sum(parts), *parts]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0
