with

ad_sets as (
    {{ latest_snapshot(source('meta_ads', 'ad_sets')) }}
),

accounts as (
    select * from {{ ref('stg_meta_ads__accounts') }}
)

select
    ad_sets._account as account_id,
    ad_sets.campaign_id,
    ad_sets.id as ad_set_id,
    ad_sets.name as ad_set_name,
    ad_sets.status,
    ad_sets.effective_status,
    ad_sets.optimization_goal,
    ad_sets.billing_event,
    ad_sets.bid_strategy,
    accounts.currency,
    {% for amount in ['bid_amount', 'daily_budget', 'lifetime_budget', 'budget_remaining'] %}
        cast({{ ratio('ad_sets.' ~ amount, 'accounts.budget_units') }} as {{ type_money() }}) as {{ amount }},
    {% endfor %}
    ad_sets.attribution_spec,
    ad_sets.promoted_object,
    ad_sets.start_time as starts_at,
    ad_sets.end_time as ends_at,
    ad_sets.created_time as created_at,
    ad_sets.updated_time as updated_at,
    ad_sets._loaded_at as loaded_at
from ad_sets
left join accounts on ad_sets._account = accounts.account_id
