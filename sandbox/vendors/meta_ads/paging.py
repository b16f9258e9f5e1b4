"""Lists cut into pages with opaque cursors, and the headers that tell how much of each limit is used."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from sandbox.vendors.meta_ads.errors import GraphError


def page(rows: list[Any], params: dict[str, str], url: str, largest: int) -> dict[str, Any]:
    """One page. `next` is there on all but the last one, and carries the token as Meta's does."""
    start = _place(params["after"]) if params.get("after") else 0
    end = start + min(int(params.get("limit", 25)), largest)
    if not rows[start:end]:
        return {"data": []}
    paging: dict[str, Any] = {"cursors": {"before": _cursor(start), "after": _cursor(end)}}
    if end < len(rows):
        paging["next"] = f"{url}?{urlencode({**params, 'after': _cursor(end)})}"
    return {"data": rows[start:end], "paging": paging}


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"{place:>93}".encode()).decode()


def _place(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor))
    except ValueError:
        raise GraphError("(#100) Invalid cursors values", 100) from None


def usage(account_id: str | None) -> dict[str, str]:
    """Per cent used, as JSON inside headers."""
    share = {"call_count": 3, "total_time": 2, "total_cputime": 1}
    headers: dict[str, Any] = {"x-app-usage": share}
    if account_id:
        tier = {"ads_api_access_tier": "standard_access"}
        limit = {"type": "ads_insights", **share, "estimated_time_to_regain_access": 0, **tier}
        headers["x-ad-account-usage"] = {"acc_id_util_pct": 2.5, "reset_time_duration": 100, **tier}
        headers["x-business-use-case-usage"] = {"2233445566": [limit]}
        headers["x-fb-ads-insights-throttle"] = {"app_id_util_pct": 1.5, "acc_id_util_pct": 2, **tier}
    return {name: json.dumps(value) for name, value in headers.items()}
