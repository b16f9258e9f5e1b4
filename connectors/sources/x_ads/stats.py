"""Statistics: jobs are ordered for twenty things at a time, waited for and downloaded; a row is a thing's day.

An answer lists a metric's values by position, one for each day of the account's zone; null stands for nothing at all.
"""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from connectors.errors import Refused, Unavailable
from connectors.http import Http
from connectors.source import Account, Row, Window
from connectors.sources._days import bounds, written
from connectors.sources._paging import batched
from connectors.sources._reports import judge_download, looks
from connectors.sources.x_ads.client import XAds

METRIC_GROUPS = "ENGAGEMENT,BILLING,VIDEO,WEB_CONVERSION"
THINGS_A_JOB, JOBS_AT_ONCE = 20, 50
"""An account may have a hundred jobs in the making; somebody else may want some, too."""
LATE = timedelta(days=1)
"""What happened on a day is entered within hours of it."""

Job = tuple[str, Sequence[str]]
"""A placement and the ids of things."""


def fetch(entity: str, client: XAds, account: Account, window: Window) -> Iterator[list[Row]]:
    """The days of all things of a kind that moved in the window, by placement; placements are added up."""
    jobs = [
        (placement, part)
        for placement, ids in _active(entity, client, account, window).items()
        for part in batched(ids, THINGS_A_JOB)
    ]
    for some in batched(jobs, JOBS_AT_ONCE):
        ordered = {_ordered(entity, client, account, window, job): job for job in some}
        for id_, url in _finished(client, account, list(ordered)):
            yield _rows(_downloaded(url), ordered[id_], window)


def _active(entity: str, client: XAds, account: Account, window: Window) -> dict[str, list[str]]:
    """The ids of what moved, by placement."""
    since, until = bounds(window, account.time_zone)
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    question = {
        "entity": entity,
        "start_time": written(since),
        "end_time": written(min(until + LATE, max(until, now))),
    }
    found = defaultdict(list)
    answer = client.http.get(f"stats/accounts/{account.id}/active_entities", params=question)
    for thing in answer["data"]:
        for placement in thing["placements"]:
            found[placement].append(thing["entity_id"])
    return found


def _ordered(entity: str, client: XAds, account: Account, window: Window, job: Job) -> str:
    since, until = bounds(window, account.time_zone)
    question = {
        "entity": entity,
        "entity_ids": ",".join(job[1]),
        "start_time": written(since),
        "end_time": written(until),
        "granularity": "DAY",
        "placement": job[0],
        "metric_groups": METRIC_GROUPS,
    }
    answer = client.http.post(f"stats/jobs/accounts/{account.id}", params=question)
    return str(answer["data"]["id_str"])


def _finished(client: XAds, account: Account, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Ids of jobs with the address of what they made, in the order in which they are ready."""
    waiting = set(ids)
    for _ in looks("One of the statistics jobs", client.poll_seconds):
        looked = client.http.get(
            f"stats/jobs/accounts/{account.id}", params={"job_ids": ",".join(sorted(waiting)), "count": 200}
        )
        for job in looked["data"]:
            match job["status"]:
                case "SUCCESS" if job["id_str"] in waiting:
                    waiting.remove(job["id_str"])
                    yield job["id_str"], job["url"]
                case "FAILED" | "CANCELLED":
                    raise Unavailable(f"X could not make the statistics of job {job['id_str']}.")
        if not waiting:
            return


def _downloaded(url: str) -> dict[str, Any]:
    with Http(url, judge=judge_download).stream("GET", "") as chunks:
        packed = b"".join(chunks)
    try:
        text = gzip.decompress(packed) if packed.startswith(b"\x1f\x8b") else packed
        stats: dict[str, Any] = orjson.loads(text)
    except (EOFError, OSError, zlib.error, orjson.JSONDecodeError) as error:
        raise Unavailable(f"Statistics came broken: {type(error).__name__}.") from None
    return stats


def _rows(stats: Mapping[str, Any], job: Job, window: Window) -> list[Row]:
    placement, asked = job
    if stats.get("time_series_length") != len(window):
        raise Refused(f"X told {stats.get('time_series_length')} days where {len(window)} ({window}) were asked for.")
    if missing := set(asked) - {thing["id"] for thing in stats["data"]}:
        raise Unavailable(f"X told nothing of {', '.join(sorted(missing))}, which it had said to have moved.")
    found: list[Row] = []
    for thing in stats["data"]:
        for part in thing["id_data"]:
            for place, day in enumerate(window):
                metrics = {name: _at(place, values) for name, values in part["metrics"].items()}
                if any(value is not None for value in metrics.values()):
                    row = {"date": str(day), "id": thing["id"], "placement": placement, "metrics": metrics}
                    found.append(row)
    return found


def _at(place: int, values: Any) -> Any:
    """The value of one day; conversions are objects of such lists."""
    if isinstance(values, dict):
        told = {name: _at(place, each) for name, each in values.items()}
        return told if any(each is not None for each in told.values()) else None
    return None if values is None else values[place]
