"""From a declaration to its query: the columns of a stream are the fields that it selects, spelled the other way.

JSON says `adGroupAd.ad.finalUrls`, GAQL `ad_group_ad.ad.final_urls`. Segments among the fields set the grain of the
rows: the key of a report is all that it selects besides names and metrics.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from connectors.source import Account, Fetch, Page, Stream, Type, Window
from connectors.sources._days import months
from connectors.sources.google_ads.answers import reader
from connectors.sources.google_ads.client import GoogleAds

TYPES = {
    Type.DAY: "segments.date segments.month",
    Type.INTEGER: "metrics.impressions metrics.clicks metrics.costMicros metrics.interactions "
    "metrics.videoTrueviewViews metrics.viewThroughConversions metrics.historicalQualityScore "
    "adGroupCriterion.qualityInfo.qualityScore campaignBudget.amountMicros adGroup.cpcBidMicros customerClient.level "
    "conversionAction.clickThroughLookbackWindowDays conversionAction.viewThroughLookbackWindowDays",
    Type.BOOLEAN: "customer.manager customer.testAccount customer.autoTaggingEnabled "
    "customerClient.manager customerClient.hidden customerClient.testAccount adGroupCriterion.negative "
    "conversionAction.primaryForGoal conversionAction.includeInConversionsMetric",
    Type.JSON: "campaign.labels adGroupAd.ad.finalUrls",
}
"""What fields hold; the others are numbers in metrics and texts elsewhere, ids too."""
TYPE_OF = {path: kind for kind, paths in TYPES.items() for path in paths.split()}
ALWAYS_THERE = ("metrics.impressions", "metrics.clicks", "metrics.costMicros")


@dataclass(frozen=True)
class Grain:
    """What one day file of a report holds: the field it is filed under, and what to ask for to fill a window."""

    field: str
    spans: Callable[[Window], Iterable[Window]]
    restates: Mapping[int, int]
    history_days: int


DAILY = Grain("segments.date", lambda window: [window], {1: 30, 7: 90}, 1_120)
"""A conversion is booked on the day of its click, up to 90 days later. Days reach back 37 months."""
MONTHLY = Grain("segments.month", months, {1: 31, 7: 121}, 4_015)
"""Filed under the month's first day, which settles when the month's last day does. Months reach back 11 years."""


def report(
    name: str, description: str, resource: str, *, key: str, metrics: str, names: str = "", grain: Grain = DAILY
) -> Stream:
    """Metrics by day and by the rest of the key."""
    keys = (grain.field, *key.split())
    columns = columns_of([*keys, *names.split(), *(f"metrics.{metric}" for metric in metrics.split())])
    bounds = dict.fromkeys(ALWAYS_THERE, (0, None)) | {path: (0, 1) for path in columns if path.endswith("Share")}
    return Stream(
        name=name,
        description=description,
        fetch=_fetch(columns, keys, resource, grain),
        columns=columns,
        key=keys,
        day=grain.field,
        restates=grain.restates,
        history_days=grain.history_days,
        ignored=_resource_names(resource, columns),
        ranges={path: bound for path, bound in bounds.items() if path in columns},
        required=tuple(path for path in ALWAYS_THERE if path in columns),
    )


def snapshot(name: str, description: str, resource: str, *, key: str, fields: str, where: str = "") -> Stream:
    """Entities as they are now, removed ones too: what these once did is still in the reports."""
    columns = columns_of([*key.split(), *fields.split()])
    query = gaql(columns, resource, *([where] if where else []))
    return Stream(
        name=name,
        description=description,
        fetch=lambda client, account, window: client.search(account.id, query),
        columns=columns,
        key=tuple(key.split()),
        kind="snapshot",
        ignored=_resource_names(resource, columns),
    )


def gaql(columns: Iterable[str], resource: str, *conditions: str) -> str:
    """The query that answers with these columns."""
    words = ["SELECT", ", ".join(map(snake, columns)), "FROM", resource]
    return " ".join([*words, "WHERE", " AND ".join(conditions)] if conditions else words)


def during(span: Window) -> str:
    return f"segments.date BETWEEN '{span.since}' AND '{span.until}'"


def snake(path: str) -> str:
    return re.sub("([A-Z])", r"_\1", path).lower()


def camel(path: str) -> str:
    return re.sub("_([a-z])", lambda letter: letter[1].upper(), path)


def columns_of(paths: Iterable[str]) -> dict[str, Type]:
    return {path: TYPE_OF.get(path, Type.NUMBER if path.startswith("metrics.") else Type.TEXT) for path in paths}


def _resource_names(resource: str, columns: Iterable[str]) -> tuple[str, ...]:
    """Google adds the name of each resource in a row; it repeats the ids."""
    owners = {camel(resource), "customer", *(path.rpartition(".")[0] for path in columns)}
    names = (f"{owner}.resourceName" for owner in owners if owner.split(".")[0] not in ("metrics", "segments"))
    return tuple(sorted(name for name in names if name not in columns))


def _fetch(columns: dict[str, Type], keys: tuple[str, ...], resource: str, grain: Grain) -> Fetch:
    read = reader(columns, _resource_names(resource, columns), keys)

    def fetch(client: GoogleAds, account: Account, window: Window) -> Iterator[Page]:
        for span in grain.spans(window):
            yield from map(read, client.ask(account.id, gaql(columns, resource, during(span))))

    return fetch
