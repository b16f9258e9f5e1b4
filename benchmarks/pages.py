"""The vendor of the loading benchmark: rows recorded from the sandbox, served as often as they are asked for.

python benchmarks/pages.py ROWS      serves ROWS rows of Meta's ad insights in pages of 500; prints its address

What is measured is the loader and not its vendor: every page is made before the first is asked for, and the server
is a process of its own that knows no more HTTP than this takes.
"""

import asyncio
import random
import re
import socket
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import orjson
import requests

from sandbox.company import Company
from sandbox.server import Sandbox

PAGE_ROWS = 500
COMPANIES, PAGES_OF_A_DAY = 8, 5
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
FIELDS = (
    "account_id,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,objective,account_currency,"
    "impressions,clicks,inline_link_clicks,spend,reach,frequency,actions,action_values"
)


def recorded(seed: int) -> Iterator[dict[str, str]]:
    """A month of a company's ad rows as the sandbox serves them."""
    window = f'{{"since":"{SINCE}","until":"{UNTIL}"}}'
    with Sandbox(Company(date(2026, 5, 1), days=70, seed=seed), only="meta_ads") as sandbox, requests.Session() as http:
        http.headers["Authorization"] = f"Bearer {sandbox.env()['META_ADS_ACCESS_TOKEN']}"
        for account in http.get(f"{sandbox.url}/v26.0/me/adaccounts").json()["data"]:
            url = f"{sandbox.url}/v26.0/{account['id']}/insights"
            asked = {"level": "ad", "fields": FIELDS, "time_range": window, "time_increment": "1", "limit": "500"}
            paging = {"next": url}
            while "next" in paging:
                answer = http.get(url, params=asked).json()
                yield from answer["data"]
                paging = answer.get("paging", {})
                asked["after"] = paging.get("cursors", {}).get("after", "")


def made() -> list[list[bytes]]:
    """For each day several pages of rows, drawn from what all companies did on it."""
    days = defaultdict(list)
    for seed in range(COMPANIES):
        for row in recorded(seed):
            days[row["date_start"]].append(orjson.dumps(row))
    draw = random.Random(1)
    return [
        [b'{"data":[' + b",".join(draw.choices(rows, k=PAGE_ROWS)) + b"]" for _ in range(PAGES_OF_A_DAY)]
        for _, rows in sorted(days.items())
    ]


def serve(count: int) -> None:
    days, pages = made(), count // PAGE_ROWS
    server = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    print(url, flush=True)

    async def converse(asked: asyncio.StreamReader, answered: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):  # the loader has what it wants
            while head := await asked.readuntil(b"\r\n\r\n"):
                place = int(found[1]) if (found := re.search(rb"page=(\d+)", head)) else 0
                body = days[place * len(days) // pages][place % PAGES_OF_A_DAY]
                is_last = place + 1 == pages
                tail = b"}" if is_last else b',"paging":{"next":"%s/insights?page=%d"}}' % (url.encode(), place + 1)
                answered.write(HEAD % (len(body) + len(tail)) + body + tail)
                await answered.drain()

    async def until_stopped() -> None:
        async with await asyncio.start_server(converse, sock=server) as running:
            await running.serve_forever()

    asyncio.run(until_stopped())


if __name__ == "__main__":
    serve(int(sys.argv[1]))
