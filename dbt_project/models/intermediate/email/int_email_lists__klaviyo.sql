{# Klaviyo tells whose movements they are by the list's name alone; of lists with one name the oldest stands for all. #}
with

names as (
    select
        account_id,
        list_name,
        list_id
    from (
        select
            *,
            row_number() over (partition by account_id, list_name order by created_at) as place
        from {{ ref('stg_klaviyo__lists') }}
    ) as lists
    where place = 1
),

movements as (
    select
        account_id,
        date_day,
        list_name,
        sum(case when metric_name = 'Subscribed to List' then events else 0 end) as subscribed,
        sum(case when metric_name = 'Unsubscribed from List' then events else 0 end) as unsubscribed
    from {{ ref('stg_klaviyo__list_movements') }}
    group by account_id, date_day, list_name
)

select
    'klaviyo' as platform,
    movements.date_day,
    movements.account_id,
    coalesce(names.list_id, movements.list_name) as list_id,
    movements.list_name,
    cast(movements.subscribed as bigint) as subscribed,
    cast(movements.unsubscribed as bigint) as unsubscribed,
    cast(null as bigint) as other_added,
    cast(null as bigint) as other_removed
from movements
left join names on movements.account_id = names.account_id and movements.list_name = names.list_name
