{# A show that is measured twice counts once: its host goes before a prefix that counts on the way, and before files. #}
with

told as (
    select
        *,
        dense_rank() over (
            partition by lower(trim(show_name)), date_day
            order by case platform when 'transistor' then 1 when 'op3' then 2 else 3 end
        ) as rank
    from {{ ref('int_podcasts') }}
)

select
    platform,
    date_day,
    account_id,
    show_name,
    episode_id,
    episode_title,
    downloads,
    plays,
    listeners
from told
where rank = 1
