{# A campaign has a budget of its own, or its ad groups have theirs. #}
{% set is_daily = "budget_mode in ('BUDGET_MODE_DAY', 'BUDGET_MODE_DYNAMIC_DAILY_BUDGET') and budget > 0" %}
with

campaigns as (
    select *, case when {{ is_daily }} then budget end as daily_budget
    from {{ source('tiktok_ads', 'campaigns') }}
    where operation_status = 'ENABLE'
),

ad_groups as (
    select _day, _account, campaign_id, sum(budget) as daily_budget
    from {{ source('tiktok_ads', 'adgroups') }}
    where operation_status = 'ENABLE' and {{ is_daily }}
    group by _day, _account, campaign_id
),

accounts as (
    select * from {{ ref('stg_tiktok_ads__accounts') }}
)

select
    campaigns._day as date_day,
    campaigns._account as account_id,
    campaigns.campaign_id,
    campaigns.campaign_name,
    accounts.currency,
    cast(coalesce(campaigns.daily_budget, ad_groups.daily_budget) as {{ type_money() }}) as daily_budget,
    campaigns._loaded_at as loaded_at
from campaigns
left join ad_groups
    on campaigns._day = ad_groups._day
    and campaigns._account = ad_groups._account
    and campaigns.campaign_id = ad_groups.campaign_id
left join accounts on campaigns._account = accounts.account_id
where coalesce(campaigns.daily_budget, ad_groups.daily_budget) is not null
