"""The headers that tell how much of each limit is used."""

import json
from typing import Any


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
