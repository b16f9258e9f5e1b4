{# A campaign has a budget of its own, or its ad groups have theirs. A cap of 0 is none. #}
with

campaigns as (
    select *, nullif(daily_spend_cap, 0) as daily_micros
    from {{ source('pinterest_ads', 'campaigns') }}
    where status = 'ACTIVE'
),

ad_groups as (
    select _day, _account, campaign_id, sum(budget_in_micro_currency) as daily_micros
    from {{ source('pinterest_ads', 'ad_groups') }}
    where status = 'ACTIVE' and budget_type = 'DAILY'
    group by _day, _account, campaign_id
),

accounts as (
    select * from {{ ref('stg_pinterest_ads__accounts') }}
)

select
    campaigns._day as date_day,
    campaigns._account as account_id,
    campaigns.id as campaign_id,
    campaigns.name as campaign_name,
    accounts.currency,
    {{ micros('coalesce(campaigns.daily_micros, ad_groups.daily_micros)') }} as daily_budget,
    campaigns._loaded_at as loaded_at
from campaigns
left join ad_groups
    on campaigns._day = ad_groups._day
    and campaigns._account = ad_groups._account
    and campaigns.id = ad_groups.campaign_id
left join accounts on campaigns._account = accounts.account_id
where coalesce(campaigns.daily_micros, ad_groups.daily_micros) is not null
