{# A show that is measured twice counts once: its host goes before a prefix that counts on the way, and before files. #}
select * exclude (_rank)
from (
    select
        *,
        dense_rank() over (
            partition by lower(trim(show_name)), date_day
            order by case platform when 'transistor' then 1 when 'op3' then 2 else 3 end
        ) as _rank
    from {{ ref('int_podcasts') }}
) as told
where _rank = 1
