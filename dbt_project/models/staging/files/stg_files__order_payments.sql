with order_payments as (
    {{ latest_snapshot(source('files', 'order_payments')) }}
)

select
    _account as account_id,
    order_id,
    payment_number,
    paid_at,
    method,
    installments,
    currency,
    amount,
    _loaded_at as loaded_at
from order_payments
