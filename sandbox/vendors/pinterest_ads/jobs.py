"""Reports that are made in the background: ordered, looked at, and fetched as a file behind a link."""

from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass
class Jobs:
    """A job is ready on the second look; its file is named after it."""

    _files: dict[str, bytes] = field(default_factory=dict)
    _looks: dict[str, int] = field(default_factory=dict)

    def order(self, rows: dict[str, list[Any]]) -> dict[str, Any]:
        job = f"job-{len(self._files)}=="
        self._files[job], self._looks[job] = orjson.dumps(rows), 0
        return {"report_status": "IN_PROGRESS", "token": job, "message": "The job has been scheduled."}

    def look(self, job: str, folder: str) -> dict[str, Any]:
        """`folder` is the URL below which files lie."""
        if job not in self._files:
            return {"report_status": "DOES_NOT_EXIST"}
        self._looks[job] += 1
        if self._looks[job] < 2:
            return {"report_status": "IN_PROGRESS", "url": None, "size": None}
        link = f"{folder}{job.rstrip('=')}.txt?X-Amz-Signature=sandbox"
        return {"report_status": "FINISHED", "url": link, "size": len(self._files[job])}

    def file(self, name: str) -> bytes | None:
        return self._files.get(f"{name.removesuffix('.txt')}==")
