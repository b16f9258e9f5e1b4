select
    refunds.platform,
    refunds.account_id,
    refunds.refund_id,
    refunds.order_id,
    refunds.date_day,
    refunds.currency,
    refunds.amount,
    {{ in_reporting_currency('refunds.amount', 'rates.rate', 'refunds.currency', 'refunds.date_day') }}
        as amount_reporting
from {{ ref('int_refunds') }} as refunds
left join {{ ref('fct_exchange_rates') }} as rates
    on refunds.date_day = rates.date_day and refunds.currency = rates.currency
