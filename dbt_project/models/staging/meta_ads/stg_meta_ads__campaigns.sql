with

campaigns as (
    {{ latest_snapshot(source('meta_ads', 'campaigns')) }}
),

accounts as (
    select * from {{ ref('stg_meta_ads__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns.id as campaign_id,
    campaigns.name as campaign_name,
    campaigns.objective,
    campaigns.status,
    campaigns.effective_status,
    campaigns.buying_type,
    campaigns.bid_strategy,
    accounts.currency,
    {% for amount in ['daily_budget', 'lifetime_budget', 'spend_cap', 'budget_remaining'] %}
        cast({{ ratio('campaigns.' ~ amount, 'accounts.budget_units') }} as {{ type_money() }}) as {{ amount }},
    {% endfor %}
    campaigns.special_ad_categories,
    campaigns.start_time as starts_at,
    campaigns.stop_time as stops_at,
    campaigns.created_time as created_at,
    campaigns.updated_time as updated_at,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
