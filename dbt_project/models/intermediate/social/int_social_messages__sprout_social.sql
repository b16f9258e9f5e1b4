{# Counts are null, not 0, in an account of which Sprout never says who wrote, or when somebody replied. #}
with messages as (
    select
        *,
        coalesce(is_from_profile, false) as is_ours,
        max(case when is_from_profile is not null then 1 end) over (partition by account_id) as author_told,
        max(case when first_reply_elapsed is not null then 1 end) over (partition by account_id) as reply_told
    from {{ ref('stg_sprout_social__messages') }}
),

counted as (
    select
        account_id,
        customer_profile_id,
        date_day,
        sum(case when is_ours then 0 else author_told end) as received,
        sum(case when first_reply_elapsed is null or is_ours then reply_told - 1 else reply_told end) as replied,
        sum(case when is_mention and not is_ours then 1 else 0 end) as mentions
    from messages
    group by account_id, customer_profile_id, date_day
)

select
    'sprout_social' as platform,
    profiles.network,
    counted.date_day,
    counted.account_id,
    profiles.profile_id,
    cast(counted.received as bigint) as received,
    cast(counted.replied as bigint) as replied,
    -- The unit of the time until a reply is not documented.
    cast(null as {{ type_double() }}) as reply_seconds,
    cast(counted.mentions as bigint) as mentions
from counted
left join {{ ref('stg_sprout_social__profiles') }} as profiles
    on counted.account_id = profiles.account_id and counted.customer_profile_id = profiles.customer_profile_id
