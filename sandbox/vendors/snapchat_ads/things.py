"""Organizations, ad accounts, campaigns, ad squads and ads as Snapchat describes them, each row wrapped twice."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from sandbox.vendors._social_ads import Platform

Row = dict[str, Any]
TOUCHED = {
    "created_at": "2023-01-31T10:13:20.123Z",
    "updated_at": "2023-02-01T10:13:20.456Z",
    "created_by_user": "1dcd753d-aca4-4f2d-8818-000000000001",
    "last_updated_by_user": "1dcd753d-aca4-4f2d-8818-000000000001",
}
STATUS = {"enabled": "ACTIVE", "paused": "PAUSED"}


class Things:
    """What one user may read."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.organizations: list[Row] = [{"id": "40d6719b-da09-410b-9185-0cc9c0dfed1d", "name": "Torrefino"}]
        self.accounts: list[Row] = [
            {
                "id": row["account_id"],
                "name": row["name"],
                "status": "ACTIVE",
                "type": "PARTNER",
                "organization_id": self.organizations[0]["id"],
                "currency": row["currency"],
                "timezone": row["time_zone"],
                **TOUCHED,
            }
            for row in platform.accounts.values()
        ]

    def below(self, account_id: str, kind: str, asked: dict[str, str]) -> list[Row]:
        """What was deleted is left out, unless it is asked for."""
        table: dict[str, Any] = {"campaign": self._campaign, "adsquad": self._ad_squad, "ad": self._ad}
        source = {"campaign": self._platform.campaigns, "adsquad": self._platform.ad_groups, "ad": self._platform.ads}
        mine = [row for row in source[kind].values() if row["account_id"] == account_id]
        if asked.get("read_deleted_entities") != "true" and kind == "ad":
            mine = [row for row in mine if not self._platform.is_deleted(row["ad_id"])]
        return [table[kind](row) for row in mine]

    def _campaign(self, row: Row) -> Row:
        return {
            "id": row["campaign_id"],
            "ad_account_id": row["account_id"],
            "name": row["campaign_name"],
            "status": STATUS[row["status"]],
            "objective": "WEB_CONVERSION",
            "buy_model": "AUCTION",
            "daily_budget_micro": int(row["daily_budget"] * 1_000_000),
            "start_time": "2023-02-01T00:00:00.000Z",
            "delivery_status": ["VALID"],
            **TOUCHED,
        }

    def _ad_squad(self, row: Row) -> Row:
        return {
            "id": row["ad_group_id"],
            "campaign_id": row["campaign_id"],
            "name": row["ad_group_name"],
            "status": "ACTIVE",
            "type": "SNAP_ADS",
            "targeting": {"geos": [{"country_code": row["ad_group_name"].split()[-2].lower()}]},
            "billing_event": "IMPRESSION",
            "bid_strategy": "AUTO_BID",
            "optimization_goal": "PIXEL_PURCHASE",
            "start_time": "2023-02-01T00:00:00.000Z",
            "delivery_status": ["VALID"],
            **TOUCHED,
        }

    def _ad(self, row: Row) -> Row:
        return {
            "id": row["ad_id"],
            "ad_squad_id": row["ad_group_id"],
            "creative_id": f"9{row['ad_id'][1:]}",
            "name": row["ad_name"],
            "status": "PAUSED" if self._platform.is_deleted(row["ad_id"]) else "ACTIVE",
            "type": "REMOTE_WEBPAGE",
            "review_status": "APPROVED",
            "delivery_status": ["VALID"],
            **TOUCHED,
        }


def listed(rows: list[Row], kind: str, request: Request) -> Row:
    """A page; the link to the next one names a host of its own. Fifty rows are the least that a page may have."""
    asked = dict(request.query_params)
    size, start = min(max(int(asked.get("limit", 50)), 50), 1000), int(asked.get("cursor", 0))
    wrapped = [{"sub_request_status": "SUCCESS", kind: row} for row in rows[start : start + size]]
    paging = {}
    if start + size < len(rows):
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        query = urlencode({**asked, "cursor": start + size})
        paging = {"next_link": f"https://adsapisc.appspot.invalid{path}?{query}"}
    return {f"{kind}s": wrapped, "paging": paging}
