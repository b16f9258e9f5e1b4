select
    'files' as platform,
    deals.account_id,
    deals.deal_id,
    deals.pipeline,
    deals.stage,
    deals.source as channel,
    deals.date_day,
    case when deals.is_closed then {{ day_in_zone('deals.closed_at', "coalesce(accounts.time_zone, 'UTC')") }} end
        as closed_on,
    deals.is_won,
    deals.is_closed,
    deals.currency,
    deals.amount,
    cast(null as {{ type_instant() }}) as known_since
from {{ ref('stg_files__deals') }} as deals
left join {{ ref('stg_files__accounts') }} as accounts on deals.account_id = accounts.account_id
