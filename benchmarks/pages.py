"""The vendor of the loading benchmark: pages recorded from the sandbox, served again as often as asked.

python benchmarks/pages.py ROWS      serves ROWS rows of Meta's ad insights in pages of 500; prints its address
"""

import sys
from datetime import date

import orjson
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.server import Sandbox
from sandbox.serving import running

PAGE_ROWS = 500
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
FIELDS = (
    "account_id,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,objective,account_currency,"
    "impressions,clicks,inline_link_clicks,spend,reach,frequency,actions,action_values"
)


def recorded() -> list[bytes]:
    """A month of one account's ad rows as the sandbox serves them, day by day, grown to full pages."""
    rows = []
    with Sandbox(Company(date(2026, 5, 1), days=70), only="meta_ads") as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.env()['META_ADS_ACCESS_TOKEN']}"}
        accounts = requests.get(f"{sandbox.url}/v26.0/me/adaccounts", headers=headers, timeout=60).json()["data"]
        url = f"{sandbox.url}/v26.0/{accounts[0]['id']}/insights"
        window = f'{{"since":"{SINCE}","until":"{UNTIL}"}}'
        asked: dict[str, str] = {"level": "ad", "fields": FIELDS, "time_range": window, "time_increment": "1"}
        while True:
            answer = requests.get(url, params={**asked, "limit": "500"}, headers=headers, timeout=60).json()
            rows += answer["data"]
            if "next" not in answer.get("paging", {}):
                break
            asked["after"] = answer["paging"]["cursors"]["after"]
    rows.sort(key=lambda row: row["date_start"])
    return [orjson.dumps(row) for row in rows]


def serve(count: int) -> None:
    rows = recorded()
    pages = count // PAGE_ROWS

    async def page(request: Request) -> Response:
        place = int(request.query_params.get("page", 0))
        first = place * len(rows) // pages  # the days go by as the pages do
        chosen = [rows[(first + step * len(rows) // (pages * PAGE_ROWS)) % len(rows)] for step in range(PAGE_ROWS)]
        following = b',"paging":{"next":"%sinsights?page=%d"}' % (str(request.base_url).encode(), place + 1)
        body = b'{"data":[' + b",".join(chosen) + b"]" + (following if place + 1 < pages else b"") + b"}"
        return Response(body, media_type="application/json")

    with running(Starlette(routes=[Route("/insights", page)])) as url:
        print(url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
