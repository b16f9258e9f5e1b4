{# Campaigns that share a budget each say the whole of it: each is given an equal part. #}
with

campaigns as (
    select
        *,
        count(*) over (partition by account_id, date_day, coalesce(budget_id, campaign_id)) as sharing
    from {{ ref('stg_microsoft_ads__campaign_days') }}
    where status = 'Active' and budget_type like 'Daily%'
)

select
    'microsoft_ads' as platform,
    campaigns.date_day,
    campaigns.account_id,
    campaigns.campaign_id,
    accounts.currency,
    cast({{ ratio('campaigns.daily_budget', 'campaigns.sharing') }} as {{ type_money() }}) as daily_budget
from campaigns
left join {{ ref('stg_microsoft_ads__accounts') }} as accounts on campaigns.account_id = accounts.account_id
