"""Meta's action lists: overlapping totals by type, each with its value and one value per attribution window."""

from typing import Any

from sandbox.vendors.meta_ads.delivery import Sum

Action = dict[str, Any]


def actions(row: Sum, windows: list[str]) -> list[Action]:
    """Counts. page_engagement holds post_engagement holds link_click; omni_purchase holds what the pixel saw."""
    purchases, leads, links = row["purchases"], row["leads"], row["link_clicks"]
    post_engagement = links + row["reactions"] + row["video_views"]
    found = [
        _action("page_engagement", 100 * (post_engagement + row["page_likes"]), windows, viewed=0),
        _action("post_engagement", 100 * post_engagement, windows, viewed=0),
        _action("link_click", 100 * links, windows, viewed=0),
        _action("video_view", 100 * row["video_views"], windows, viewed=0),
        _action("lead", 100 * leads, windows),
        _action("offsite_conversion.fb_pixel_lead", 100 * (leads - leads // 10), windows),
        *_purchases(purchases, windows),
    ]
    return [action for action in found if action]


def action_values(row: Sum, windows: list[str]) -> list[Action]:
    """Money, in the account's currency."""
    return [action for action in _purchases(row["value_cents"], windows) if action]


def single(action_type: str, count: int) -> list[Action]:
    """Lists that hold one type only, such as outbound_clicks."""
    return [{"action_type": action_type, "value": str(count)}] if count else []


def _purchases(hundredths: int, windows: list[str]) -> list[Action]:
    on_site = hundredths // 2000 * 100  # some buy in Meta's own shop, where no pixel is
    return [
        _action("omni_purchase", hundredths, windows),
        _action("purchase", hundredths, windows),
        _action("offsite_conversion.fb_pixel_purchase", hundredths - on_site, windows),
    ]


def _action(action_type: str, hundredths: int, windows: list[str], viewed: int = 5) -> Action:
    """`value` is the default setting (7 days after a click, 1 day after a view); windows without a value are absent."""
    if not hundredths:
        return {}
    after_view = hundredths // (100 * viewed) * 100 if viewed else 0
    after_click = hundredths - after_view
    by_window = {
        "1d_click": after_click - after_click // 400 * 100 if viewed else after_click,
        "7d_click": after_click,
        "28d_click": after_click + (after_click // 1000 * 100 if viewed else 0),
        "1d_view": after_view,
    }
    shown = {window: decimal(by_window[window]) for window in windows if by_window.get(window)}
    return {"action_type": action_type, "value": decimal(hundredths), **shown}


def decimal(hundredths: int) -> str:
    """Hundredths as a decimal number without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
