with sitemaps as (
    {{ latest_snapshot(source('search_console', 'sitemaps')) }}
)

select
    _account as account_id,
    path,
    type as sitemap_type,
    "isSitemapsIndex" as is_index,
    "isPending" as is_pending,
    "lastSubmitted" as submitted_at,
    "lastDownloaded" as downloaded_at,
    warnings,
    errors,
    contents,
    _loaded_at as loaded_at
from sitemaps
