{# A campaign has a budget of its own, or its ad squads have theirs. #}
with

campaigns as (
    select *, nullif(daily_budget_micro, 0) as daily_micros
    from {{ source('snapchat_ads', 'campaigns') }}
    where status = 'ACTIVE'
),

ad_squads as (
    select _day, _account, campaign_id, sum(nullif(daily_budget_micro, 0)) as daily_micros
    from {{ source('snapchat_ads', 'adsquads') }}
    where status = 'ACTIVE'
    group by _day, _account, campaign_id
),

accounts as (
    select * from {{ ref('stg_snapchat_ads__accounts') }}
)

select
    campaigns._day as date_day,
    campaigns._account as account_id,
    campaigns.id as campaign_id,
    campaigns.name as campaign_name,
    accounts.currency,
    {{ micros('coalesce(campaigns.daily_micros, ad_squads.daily_micros)') }} as daily_budget,
    campaigns._loaded_at as loaded_at
from campaigns
left join ad_squads
    on campaigns._day = ad_squads._day
    and campaigns._account = ad_squads._account
    and campaigns.id = ad_squads.campaign_id
left join accounts on campaigns._account = accounts.account_id
where coalesce(campaigns.daily_micros, ad_squads.daily_micros) is not null
