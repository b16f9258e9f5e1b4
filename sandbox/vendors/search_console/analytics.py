"""searchAnalytics/query: what a request may ask, how rows are grouped, which of them Google keeps to itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from sandbox.company import Company
from sandbox.vendors.search_console.filters import APPEARANCES, keep
from sandbox.vendors.search_console.reading import Query, read

FINAL_AFTER = 3  # days
MOST_ROWS = 50_000  # of one day
MEASURES = ["clicks", "impressions", "weight"]


@dataclass
class Analytics:
    """The site's search results as the company stands now; the table of the last query is kept for its next pages."""

    company: Company
    _last: tuple[object, pd.DataFrame] | None = field(default=None)

    def answer(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Raises Invalid as Google does."""
        query = read(body)
        asked = (self.company.today, repr({**body, "startRow": 0, "rowLimit": 0}))
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._grouped(query))
        page = self._last[1].iloc[query.start : query.start + query.limit]
        answer: dict[str, Any] = {"responseAggregationType": query.aggregation}
        if len(page):
            answer["rows"] = _rows(page, query)
        first_incomplete = self.company.today - timedelta(days=FINAL_AFTER - 1)
        if query.state == "all" and "date" in query.dimensions and query.until >= first_incomplete:
            answer["metadata"] = {"firstIncompleteDate": str(first_incomplete)}
        return answer

    def _grouped(self, query: Query) -> pd.DataFrame:
        found = keep(self._shown(query), query.filters)
        if "query" in query.dimensions or any(part["dimension"] == "query" for part in query.filters):
            found = found[~found["is_anonymised"]]
        if "searchAppearance" in query.dimensions:
            found = _by_appearance(found)
        found = found.assign(weight=found["position"] * found["impressions"])
        grouped = found.groupby(list({*query.dimensions, "date"}), sort=False)[MEASURES].sum().reset_index()
        age = (pd.Timestamp(self.company.today) - grouped["date"]).dt.days.to_numpy()
        share = self.company.known_share(age, "search_console")
        grouped["weight"] *= share
        for count in ("clicks", "impressions"):
            grouped[count] = np.rint(grouped[count] * share)
        grouped = grouped[(age >= (FINAL_AFTER if query.state == "final" else 1)) & (grouped["impressions"] > 0)]
        if "date" not in query.dimensions:
            grouped = grouped.groupby(list(query.dimensions) or (lambda _: 0), sort=False)[MEASURES].sum().reset_index()
        if query.dimensions == ["date"]:
            return grouped.sort_values("date")
        rising = [False, False, *(True for _ in query.dimensions)]
        best = grouped.sort_values(["clicks", "impressions", *query.dimensions], ascending=rising)
        return best[best.groupby("date").cumcount() < MOST_ROWS] if "date" in best else best

    def _shown(self, query: Query) -> pd.DataFrame:
        """Web search as the company knows it; Discover shows the guides to people who searched for nothing."""
        days = self.company.search_days
        first = days["date"].searchsorted(pd.Timestamp(query.since))
        web = days.iloc[first : days["date"].searchsorted(pd.Timestamp(query.until), side="right")]
        if query.kind == "web":
            return web
        feed = web[web["page"].str.contains("/guides/")] if query.kind == "discover" else web.iloc[:0]
        return feed.assign(impressions=feed["impressions"] * 2 // 5, clicks=feed["clicks"] // 4, is_anonymised=False)


def _by_appearance(found: pd.DataFrame) -> pd.DataFrame:
    forms = APPEARANCES.items()
    return pd.concat([found[found["page"].str.contains(path)].assign(searchAppearance=name) for name, path in forms])


def _rows(page: pd.DataFrame, query: Query) -> list[dict[str, Any]]:
    keys = list(zip(*(_texts(page[name]) for name in query.dimensions), strict=True)) or [()] * len(page)
    clicks, shown = page["clicks"].tolist(), page["impressions"].tolist()
    place = (page["weight"] / page["impressions"]).tolist()
    ranked = query.kind not in ("discover", "googleNews")
    return [
        {"keys": key, "clicks": clicked, "impressions": seen, "ctr": clicked / seen}
        | ({"position": max(rank, 1.0)} if ranked else {})
        for key, clicked, seen, rank in zip(keys, clicks, shown, place, strict=True)
    ]


def _texts(column: Any) -> Any:
    if column.name == "date":
        return column.map({day: str(day.date()) for day in column.unique()}).tolist()
    return (column.str.upper() if column.name == "device" else column).tolist()
