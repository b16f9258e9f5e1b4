{# Money at yesterday's rate: what runs is worth what it brings from now on. #}
{% set yesterday = dbt.dateadd('day', -1, today()) %}

select
    subscriptions.platform,
    subscriptions.account_id,
    subscriptions.subscription_id,
    subscriptions.customer_id,
    subscriptions.started_on as date_day,
    subscriptions.ended_on,
    subscriptions.status,
    subscriptions.plan_id,
    subscriptions.currency,
    subscriptions.monthly_amount,
    {{ in_reporting_currency('subscriptions.monthly_amount', 'rates.rate', 'subscriptions.currency', yesterday) }}
        as monthly_amount_reporting
from {{ ref('int_subscriptions') }} as subscriptions
left join {{ ref('fct_exchange_rates') }} as rates
    on subscriptions.currency = rates.currency and rates.date_day = cast({{ yesterday }} as date)
