{# A stock. Sources that only tell the present have gaps where a night was missed: the last count stands for a week.
   A day on which a profile that is followed today was not told yet has no total: a part is not the whole. #}
with

known as (
    select max(date_day) as until from {{ ref('fct_social_accounts_daily') }}
),

profiles as (
    select
        network,
        profile_id,
        min(date_day) as since,
        {{ dbt.dateadd('day', 7, 'max(date_day)') }} as until
    from {{ ref('fct_social_accounts_daily') }}
    where followers is not null
    group by network, profile_id
),

complete as (
    select
        profiles.network,
        max(profiles.since) as since
    from profiles
    inner join known on profiles.until >= known.until
    group by profiles.network
),

whole as (
    select max(since) as since from complete
),

days as (
    select
        days.date_day,
        profiles.network,
        days.date_day >= whole.since as is_whole,
        days.date_day >= complete.since as is_whole_network,
        last_value(told.followers ignore nulls) over (
            partition by profiles.network, profiles.profile_id order by days.date_day
        ) as followers
    from profiles
    cross join known
    cross join whole
    inner join {{ ref('dim_date') }} as days
        on profiles.since <= days.date_day and least(profiles.until, known.until) >= days.date_day
    left join complete on profiles.network = complete.network
    left join {{ ref('fct_social_accounts_daily') }} as told
        on profiles.network = told.network
        and profiles.profile_id = told.profile_id
        and days.date_day = told.date_day
)

{{ kpi('days', numerator='sum(followers)', where='is_whole') }}

union all

{{ kpi('days', numerator='sum(followers)', dimensions=['network'], where='is_whole_network', with_total=false) }}
