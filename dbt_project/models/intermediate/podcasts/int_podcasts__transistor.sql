select
    'transistor' as platform,
    downloads.date_day,
    downloads.account_id,
    accounts.account_name as show_name,
    downloads.episode_id,
    coalesce(episodes.episode_title, downloads.episode_title) as episode_title,
    cast(downloads.downloads as bigint) as downloads,
    cast(null as bigint) as plays,
    cast(null as bigint) as listeners
from {{ ref('stg_transistor__episode_downloads_daily') }} as downloads
left join {{ ref('stg_transistor__accounts') }} as accounts on downloads.account_id = accounts.account_id
left join {{ ref('stg_transistor__episodes') }} as episodes
    on downloads.account_id = episodes.account_id and downloads.episode_id = episodes.episode_id
