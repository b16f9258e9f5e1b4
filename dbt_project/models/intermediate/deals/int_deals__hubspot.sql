select
    'hubspot' as platform,
    deals.account_id,
    deals.deal_id,
    deals.pipeline,
    deals.stage,
    deals.source as channel,
    {{ day_in_zone('deals.created_at', 'accounts.time_zone') }} as date_day,
    case when deals.is_closed then {{ day_in_zone('deals.closed_at', 'accounts.time_zone') }} end as closed_on,
    deals.is_won,
    deals.is_closed,
    deals.currency,
    deals.amount,
    min(deals.updated_at) over (partition by deals.account_id) as known_since
from {{ ref('stg_hubspot__deals') }} as deals
inner join {{ ref('stg_hubspot__accounts') }} as accounts on deals.account_id = accounts.account_id
