{# Brevo tells sizes, not movements. The difference of two looks is what came and went, filed under the day before the
   later one: looks are taken in the night. #}
with sizes as (
    select
        *,
        lag(members) over (partition by account_id, list_id order by seen_on) as members_before
    from {{ ref('stg_brevo__lists') }}
)

select
    'brevo' as platform,
    cast({{ dbt.dateadd('day', -1, 'seen_on') }} as date) as date_day,
    account_id,
    list_id,
    list_name,
    cast(null as bigint) as subscribed,
    cast(null as bigint) as unsubscribed,
    cast(greatest(members - members_before, 0) as bigint) as other_added,
    cast(greatest(members_before - members, 0) as bigint) as other_removed
from sizes
where members_before is not null
