select
    'stripe' as platform,
    refunds.account_id,
    refunds.refund_id,
    coalesce(charges.invoice_id, refunds.charge_id) as order_id,
    refunds.date_day,
    refunds.currency,
    refunds.amount
from {{ ref('stg_stripe__refunds') }} as refunds
left join {{ ref('stg_stripe__charges') }} as charges
    on refunds.account_id = charges.account_id and refunds.charge_id = charges.charge_id
where refunds.is_given_back and not coalesce(charges.is_test, false)
