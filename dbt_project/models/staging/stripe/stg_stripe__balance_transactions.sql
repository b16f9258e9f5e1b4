with entries as (
    {{ latest_version(source('stripe', 'balance_transactions'), ['_account', 'id'], 'created') }}
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
)

select
    entries._account as account_id,
    entries.id as balance_transaction_id,
    entries.created as created_at,
    {{ day_in_zone('entries.created', 'accounts.time_zone') }} as date_day,
    entries.type as transaction_type,
    entries.reporting_category,
    entries.source as source_id,
    entries.available_on as available_at,
    entries.exchange_rate,
    upper(entries.currency) as currency,
    {{ stripe_money('entries.amount', 'entries.currency') }} as amount,
    {{ stripe_money('entries.fee', 'entries.currency') }} as fee,
    {{ stripe_money('entries.net', 'entries.currency') }} as net,
    entries._loaded_at as loaded_at
from entries
left join accounts on entries._account = accounts.account_id
