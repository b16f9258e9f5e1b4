with

deals as (
    {{ latest_snapshot(source('files', 'deals')) }}
)

select
    deals._account as account_id,
    deals.deal_id,
    deals.lead_id,
    deals.customer_id,
    deals.source,
    deals.pipeline,
    deals.stage,
    coalesce(deals.currency, accounts.currency) as currency,
    deals.amount,
    deals.created_at,
    deals.closed_at,
    {{ day_in_zone('coalesce(deals.created_at, deals.closed_at)', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    deals.closed_at is not null as is_closed,
    coalesce(deals.is_won, false) as is_won,
    deals._loaded_at as loaded_at
from deals
left join {{ ref('stg_files__accounts') }} as accounts on deals._account = accounts.account_id
