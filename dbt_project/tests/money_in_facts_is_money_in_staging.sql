{# Nothing is lost, doubled or changed on the way to the facts: sums agree to the last digit, currency by currency. #}
with

facts as (
    select 'fct_ads_daily' as fact, currency, spend as amount from {{ ref('fct_ads_daily') }}
    union all
    select 'fct_web_daily' as fact, currency, revenue as amount from {{ ref('fct_web_daily') }}
    union all
    select 'fct_refunds' as fact, currency, amount from {{ ref('fct_refunds') }}
    union all
    select 'fct_email_sends' as fact, currency, revenue as amount from {{ ref('fct_email_sends') }}
),

staging as (
    select 'fct_ads_daily' as fact, currency, spend as amount from {{ ref('stg_google_ads__campaign_daily') }}
    union all
    select 'fct_ads_daily' as fact, currency, spend as amount from {{ ref('stg_meta_ads__ad_daily') }}
    union all
    select 'fct_ads_daily' as fact, coalesce(spend.currency, accounts.currency) as currency, spend.spend as amount
    from {{ ref('stg_files__ad_spend') }} as spend
    left join {{ ref('stg_files__accounts') }} as accounts on spend.account_id = accounts.account_id
    union all
    select 'fct_web_daily' as fact, currency, revenue as amount from {{ ref('stg_ga4__traffic_acquisition') }}
    union all
    select 'fct_refunds' as fact, currency, amount from {{ ref('stg_shopify__refunds') }}
    union all
    select 'fct_email_sends' as fact, currency, revenue as amount from {{ ref('stg_mailchimp__campaign_reports') }}
),

signed as (
    select fact, currency, amount from facts
    union all
    select fact, currency, -amount as amount from staging
)

select
    fact,
    currency,
    sum(amount) as difference
from signed
group by fact, currency
having sum(amount) <> 0
