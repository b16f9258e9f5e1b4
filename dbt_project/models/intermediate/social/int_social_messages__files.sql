{# A file may hold a row for each message. A mean stands for as many replies as it is the mean of. #}
select
    'files' as platform,
    network,
    date_day,
    account_id,
    profile_id,
    cast(sum(received) as bigint) as received,
    cast(sum(replied) as bigint) as replied,
    cast(sum(reply_minutes * replied) * 60 as {{ type_double() }}) as reply_seconds,
    cast(sum(mentions) as bigint) as mentions
from {{ ref('stg_files__social_messages') }}
group by network, date_day, account_id, profile_id
