"""What the contracts of the vendors recommend to load, read from their tables, and which of it is ours.

The sheets lie beside the project (../shared/api) and are no part of it. They name most streams and many fields in words
of a warehouse, not in the vendor's: `LOADED_AS` says what those are called here. Fields are compared only where a sheet
tells them as the vendor does.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.source import Source
from tests.conftest import REPO

IN_THE_VENDORS_WORDS = {"ga4", "google_ads", "microsoft_ads", "salesforce", "search_console"}
NO_FIELDS = {
    *("all", "as", "account", "same", "date", "id", "in", "is", "or", "by", "of", "not", "own", "sum", "the", "are"),
    *("auto", "both", "byPage", "byProperty", "traffic", "two", "views", "with", "never", "location_type", "filter"),
    *("submitted", "rows", "day", "cut", "applies", "email_key"),
}
"""Words in the cells of fields that name none, or a field under our own name."""
LOADED_AS: Mapping[str, Mapping[str, str]] = {
    "brevo": {"brevo_campaign_stats": "campaign_reports", "brevo_transactional_daily": "transactional_days"},
    "facebook_pages": {"facebook_page_snapshot": "pages", "facebook_post_snapshot": "post_snapshots"},
    "google_ads": {"accounts": "customers"},
    "hootsuite": {"hootsuite_profiles": "social_profiles", "hootsuite_post_snapshot": "post_snapshots"},
    "instagram": {"instagram_account_snapshot": "profiles", "instagram_media_snapshot": "media_snapshots"},
    "klaviyo": {
        "klaviyo_campaign_stats": "campaign_reports",
        "klaviyo_flow_stats_daily": "flow_reports",
        "klaviyo_metric_daily": "metric_days",
    },
    "linkedin_pages": {"linkedin_page_snapshot": "followers", "linkedin_post_snapshot": "post_statistics"},
    "meta_ads": {"meta_adsets": "ad_sets", "meta_ad_daily_actions": "ad_daily"},
    "salesforce": {"salesforce_accounts": "crm_accounts"},
    "sprout_social": {"sprout_post_snapshot": "posts"},
    "tiktok_ads": {"tiktok_campaign_country_daily": "campaign_daily_country", "tiktok_advertisers": "accounts"},
    "youtube": {"video_stats_snapshot": "video_stats", "channel_country": "channel_country_daily"},
    "zendesk": {
        "zendesk_ticket_metrics": "tickets",
        "zendesk_csat": "satisfaction_ratings",
        "zendesk_users": "agents",
    },
}
"""Where a stream of a sheet is called otherwise here, or is a part of another one."""
LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "hootsuite": {"hootsuite_paid_campaign_daily": "repeats what the ad platforms tell"},
    "tiktok_ads": {
        "tiktok_account_daily": "organic, needs another token",
        "tiktok_video_snapshot": "organic, needs another token",
    },
}
"""Streams that are not loaded, and why."""
OURS = {"CurrencyCode": "currency"}
"""Fields of accounts, which are called alike in all sources."""
FIELDS_LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "microsoft_ads": dict.fromkeys(
        ("Number", "AccountLifeCycleStatus", "LastModifiedTime"), "an account is its id, name, zone and currency"
    ),
}


@dataclass(frozen=True)
class Recommended:
    """A row of a sheet: a stream, or several that share its fields.

    `fields` are empty where the sheet tells them in other words than the vendor.
    """

    names: tuple[str, ...]
    fields: tuple[str, ...] = ()


def sheet_of(source: str) -> Path | None:
    """The contract of a source's vendor; None where there is none beside the project."""
    sheet = Path(os.environ.get("KADRAN_SHARED", REPO.parent / "shared")) / "api" / f"{source}.md"
    return sheet if sheet.is_file() else None


def recommended(source: str, sheet: Path) -> list[Recommended]:
    """The rows of a sheet's last table of streams."""
    tables = re.findall(r"^\|.*\n(?:\|.*\n?)+", sheet.read_text(), re.MULTILINE)
    of_streams = [each for each in tables if re.match(r"\| (stream|name)\b", each)]
    return [each for table in of_streams[-1:] for each in _rows(source, table)]


def _rows(source: str, table: str) -> Iterator[Recommended]:
    head, _, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines())
    for first, *others in rows:
        fields = _fields(others) if source in IN_THE_VENDORS_WORDS else ()
        yield Recommended(tuple(_names(first, is_one="," in head[0])), fields)


def _names(cell: str, *, is_one: bool) -> Iterator[str]:
    bare = re.sub(r"[\(\[].*?[\)\]]", "", cell)
    last = ""
    for name in [bare.split(",")[0]] if is_one else re.split(r"[,/]", bare):
        name = name.strip()
        last = last.rpartition("_")[0] + name if name.startswith("_") else name
        yield last


def _fields(cells: list[str]) -> tuple[str, ...]:
    text = re.sub(r"\(.*?\)|[\w.]+->", "", " ".join(cells)).partition(" names from ")[0]
    words = (word.rpartition(".")[2] for word in re.findall(r"[A-Za-z][\w.]*\w", text))
    return tuple(dict.fromkeys(word for word in words if word not in NO_FIELDS))


def stream_of(source: Source, name: str) -> str | None:
    """What a stream of a sheet is called here; None where it is not loaded."""
    known = {stream.name for stream in source.streams}
    called = LOADED_AS.get(source.name, {}).get(name)
    if called is None:
        words = name.split("_")
        called = next((end for cut in range(len(words)) if (end := "_".join(words[cut:])) in known), None)
    return called


def missing_fields(source: Source, row: Recommended) -> list[str]:
    """Fields of a row of a sheet that are no columns here, by their last names in any spelling."""
    called = {stream_of(source, name) for name in row.names}
    columns = {_bare(path) for stream in source.streams if stream.name in called for path in stream.columns}
    return [field for field in row.fields if not {_bare(field), OURS.get(field)} & columns]


def _bare(path: str) -> str:
    return path.rpartition(".")[2].replace("_", "").lower()
