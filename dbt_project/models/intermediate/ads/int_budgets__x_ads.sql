{# A campaign without a budget of its own spends those of its line items. #}
with

below as (
    select account_id, campaign_id, date_day, sum(daily_budget) as daily_budget
    from {{ ref('stg_x_ads__line_item_days') }}
    where status = 'ACTIVE' and not is_deleted
    group by account_id, campaign_id, date_day
)

select
    'x_ads' as platform,
    campaigns.date_day,
    campaigns.account_id,
    campaigns.campaign_id,
    campaigns.currency,
    cast(coalesce(campaigns.daily_budget, below.daily_budget) as {{ type_money() }}) as daily_budget
from {{ ref('stg_x_ads__campaign_days') }} as campaigns
left join below
    on campaigns.account_id = below.account_id
    and campaigns.campaign_id = below.campaign_id
    and campaigns.date_day = below.date_day
where
    campaigns.status = 'ACTIVE'
    and not campaigns.is_deleted
    and coalesce(campaigns.daily_budget, below.daily_budget) is not null
