with disputes as (
    {{ latest_stripe('disputes') }}
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
)

select
    disputes._account as account_id,
    disputes.id as dispute_id,
    disputes.created as disputed_at,
    {{ day_in_zone('disputes.created', 'accounts.time_zone') }} as date_day,
    disputes.changed_at as updated_at,
    disputes.charge as charge_id,
    disputes.status,
    disputes.reason,
    not disputes.livemode as is_test,
    upper(disputes.currency) as currency,
    {{ stripe_money('disputes.amount', 'disputes.currency') }} as amount,
    disputes._loaded_at as loaded_at
from disputes
left join accounts on disputes._account = accounts.account_id
