{# A listener of an episode has one country and one app on a day, so listeners add up over these. #}
select
    'op3' as platform,
    downloads.date_day,
    downloads.account_id,
    accounts.account_name as show_name,
    downloads.episode_id,
    episodes.episode_title,
    cast(sum(downloads.downloads) as bigint) as downloads,
    cast(null as bigint) as plays,
    cast(sum(downloads.listeners) as bigint) as listeners
from {{ ref('stg_op3__downloads_daily') }} as downloads
left join {{ ref('stg_op3__accounts') }} as accounts on downloads.account_id = accounts.account_id
left join {{ ref('stg_op3__episodes') }} as episodes
    on downloads.account_id = episodes.account_id and downloads.episode_id = episodes.episode_id
group by
    downloads.date_day,
    downloads.account_id,
    accounts.account_name,
    downloads.episode_id,
    episodes.episode_title
