"""dlt's side of the loading benchmark, at its best settings: Parquet, nesting off, two workers, large buffers."""

import os
import resource
import sys
from time import perf_counter
from typing import Any

os.environ |= {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "ERROR",
    "EXTRACT__WORKERS": "2",
    "NORMALIZE__WORKERS": "2",
    "LOAD__WORKERS": "2",
    "DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
    "EXTRACT__DATA_WRITER__FILE_MAX_ITEMS": "100000",  # without several files two workers have nothing to share
}

import dlt
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator


def usages() -> list[resource.struct_rusage]:
    """Of this process, and of the workers that it has waited for."""
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def cpu_seconds() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in usages())


def main() -> None:
    url, folder = sys.argv[1], sys.argv[2]
    client = RESTClient(url, paginator=JSONLinkPaginator(next_url_path="paging.next"), data_selector="data")

    @dlt.resource(name="ad_daily", max_table_nesting=0, write_disposition="replace")
    def insights() -> Any:
        yield from client.paginate("/insights")

    begun, busy = perf_counter(), cpu_seconds()
    pipeline = dlt.pipeline(
        "benchmark",
        pipelines_dir=f"{folder}/state",
        destination=dlt.destinations.filesystem(f"file://{folder}/out"),
        dataset_name="lake",
    )
    pipeline.run(insights(), loader_file_format="parquet")
    seconds, busy = perf_counter() - begun, cpu_seconds() - busy
    rows = pipeline.last_trace.last_normalize_info.row_counts["ad_daily"]
    peak = max(usage.ru_maxrss for usage in usages())
    print(rows, seconds, busy, peak / 1024)


if __name__ == "__main__":
    main()
