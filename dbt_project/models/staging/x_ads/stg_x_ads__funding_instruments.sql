with

funding_instruments as (
    {{ latest_snapshot(source('x_ads', 'funding_instruments')) }}
)

select
    _account as account_id,
    id as funding_instrument_id,
    type,
    currency,
    {{ micros('credit_limit_local_micro') }} as credit_limit,
    {{ micros('credit_remaining_local_micro') }} as credit_remaining,
    {{ micros('funded_amount_local_micro') }} as funded_amount,
    able_to_fund as is_able_to_fund,
    entity_status as status,
    deleted as is_deleted,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from funding_instruments
