"""Kadran's side of the loading benchmark: the kernel, with the columns of meta_ads/ad_daily, into a lake."""

import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from connectors.http import Http, pages
from connectors.lake import Lake
from connectors.source import Account, Page, Window
from connectors.sources.meta_ads import SOURCE

WINDOW = Window(date(2026, 3, 1), date(2026, 3, 31))


def insights(api: Http, account: Account, window: Window) -> Iterator[Page]:
    def following(answer: dict[str, Any], page: int) -> int | None:
        return page + 1 if "next" in answer.get("paging", {}) else None

    for answer in pages(lambda page: api.get("/insights", rows="data", params={"page": page}), 0, following):
        yield answer["data"]


def main() -> None:
    url, folder = sys.argv[1], Path(sys.argv[2])
    stream = replace(SOURCE.stream("ad_daily"), fetch=insights)
    account, begun, busy = Account("benchmark", "Benchmark"), perf_counter(), process_time()
    fetched = stream.fetch(Http(url), account, WINDOW)
    landed = Lake(folder).write("meta_ads", stream, account, WINDOW, fetched, datetime.now(UTC))
    seconds, busy = perf_counter() - begun, process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(sum(landed.rows.values()), seconds, busy, peak / 1024)


if __name__ == "__main__":
    main()
