{# Rows of a whole show name no episode and are left out. A file may cut a day finer; listeners cannot be added up. #}
select
    platform,
    date_day,
    account_id,
    show_name,
    episode_id,
    max(episode_title) as episode_title,
    cast(sum(downloads) as bigint) as downloads,
    cast(sum(plays) as bigint) as plays,
    cast(case when count(*) = 1 then max(listeners) end as bigint) as listeners
from {{ ref('stg_files__podcast_audience') }}
where episode_id is not null
group by platform, date_day, account_id, show_name, episode_id
